//! `@RequestMapping` and its shorter forms.

use std::rc::Rc;

use model::{Method, Range};
use syntax::ir::{Expr, Stmt};
use trace::{ClassValue, Holes, Machine, Value};

use super::named;
use crate::routes::{RouteContext, path::texts};

/// Annotations on annotations; deeper is a cycle.
const DEPTH: u8 = 3;

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

    /// The mapping of an annotation of the program that is itself annotated with one. An attribute that is an alias for the
    /// mapping's path says it anew.
    pub(super) fn composed<'p>(
        machine: &mut Machine<'p>,
        class: &Rc<ClassValue<'p>>,
        annotation: &'p Expr,
        depth: u8,
    ) -> Option<Self> {
        let callee = annotation.as_call().map_or(annotation, |call| &call.callee);
        let Value::Class(meta) = machine.value_on(class, callee) else { return None };
        let mut found = meta.class.decorators.iter().find_map(|inner| {
            let read = Self::read(machine, &meta, inner);
            read.or_else(|| if depth < DEPTH { Self::composed(machine, &meta, inner, depth + 1) } else { None })
        })?;
        let given = annotation.as_call().and_then(|call| {
            let mut aliases = meta.class.body.iter().filter_map(alias_for_path);
            aliases.find_map(|name| call.keyword(name).or_else(|| call.positional(0).filter(|_| name == "value")))
        });
        if let Some(given) = given {
            found.paths = texts(Some(&machine.value_on(class, given)));
        }
        found.range = annotation.as_call().map_or_else(|| start(annotation), |call| call.range);
        Some(found)
    }

    /// The paths; none is the empty one.
    pub(super) fn paths_or_none(&self) -> Vec<&str> {
        if self.paths.is_empty() { vec![""] } else { self.paths.iter().map(String::as_str).collect() }
    }
}

/// The name of an annotation's attribute that stands for the path of a mapping.
fn alias_for_path(member: &Stmt) -> Option<&str> {
    let Stmt::Assign(member) = member else { return None };
    let name = member.target.last_name()?;
    let alias = member.decorators.iter().find(|one| named(one).0 == Some("AliasFor"))?.as_call()?;
    let of = alias.keyword("annotation")?.display();
    let attribute = alias.keyword("attribute").or_else(|| alias.keyword("value")).or_else(|| alias.positional(0));
    let attribute = attribute.map_or(Some(name), Expr::as_str);
    (of.contains("Mapping") && matches!(attribute, Some("value" | "path"))).then_some(name)
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
