//! `@RequestMapping` and its shorter forms.

use std::rc::Rc;

use model::{Method, Range};
use syntax::ir::Expr;
use trace::{ClassValue, Holes, Machine, Value};

use super::named;
use crate::routes::{RouteContext, path::texts};

/// What an annotation maps.
#[derive(Default)]
pub(super) struct Mapping {
    pub(super) paths: Vec<String>,
    /// Empty: every method.
    pub(super) methods: Vec<Method>,
    pub(super) range: Range,
}

impl Mapping {
    /// The mapping of an annotation; `None` when it is none.
    pub(super) fn read<'p>(
        machine: &mut Machine<'p>,
        class: &Rc<ClassValue<'p>>,
        annotation: &'p Expr,
    ) -> Option<Self> {
        let (name, call) = named(annotation);
        let verb = name?.strip_suffix("Mapping")?;
        let is_verb = matches!(verb, "Get" | "Post" | "Put" | "Delete" | "Patch");
        if !is_verb && verb != "Request" {
            return None;
        }
        let mut argument =
            |name: &str| call.and_then(|call| call.keyword(name)).map(|value| machine.value_on(class, value));
        let methods = match argument("method") {
            _ if is_verb => vec![Method::Named(verb.to_ascii_uppercase().into())],
            None => Vec::new(),
            Some(value) => value.elements().iter().map(request_method).collect(),
        };
        let paths = argument("value").or_else(|| argument("path"));
        let paths = paths.or_else(|| Some(machine.value_on(class, call?.positional(0)?)));
        let range = call.map_or_else(|| start(annotation), |call| call.range);
        Some(Self { paths: texts(paths.as_ref()), methods, range })
    }

    /// The paths; none is the empty one.
    pub(super) fn paths_or_none(&self) -> Vec<&str> {
        if self.paths.is_empty() { vec![""] } else { self.paths.iter().map(String::as_str).collect() }
    }
}

fn start(annotation: &Expr) -> Range {
    match annotation {
        Expr::Name(_, at) => Range { start: *at, end: *at },
        Expr::Attr(inner, _) => start(inner),
        _ => Range::default(),
    }
}

fn request_method(value: &Value<'_>) -> Method {
    let name = value.name().unwrap_or_default();
    match name.rsplit('.').next() {
        Some(last) if !last.is_empty() => Method::Named(last.into()),
        _ => Method::Any,
    }
}

/// `${key:default}` by the application's settings; what they do not know is a hole.
pub(super) fn resolved(path: &str, context: &RouteContext) -> String {
    let (mut out, mut rest) = (String::new(), path);
    while let Some((before, after)) = rest.split_once("${") {
        let Some((inner, tail)) = after.split_once('}') else { break };
        let (key, default) = inner.split_once(':').map_or((inner, None), |(key, default)| (key, Some(default)));
        out.push_str(before);
        match context.setting(key).or(default) {
            Some(value) => out.push_str(value),
            None => out.push_str(&Holes::of(key)),
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}
