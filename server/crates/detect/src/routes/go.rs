//! Routers of Go: groups within groups, mounted routers, and what each library calls them.

pub(crate) mod net_http;

use std::collections::BTreeSet;

use model::{Endpoint, Method};
use trace::{Arguments, CallRecord, FileId, Machine, ObjectId, Origin, Record, Settings, Value};

use super::{RouteContext, RouteReader, endpoint, path::text};
use crate::frameworks::GO_DIALECTS;

/// One reader for all: a program may use several libraries, and all of them serve through `net/http`.
pub(crate) static ROUTES: RouteReader = RouteReader {
    settings: Settings { is_claimed, enters: |method| matches!(method, "Route" | "Group") },
    marks: &["net/http", "github.com/"],
    paths: None,
    read,
};

/// How a library names things.
pub(crate) struct Dialect {
    /// The import path without a major version.
    pub(crate) package: &'static str,
    /// Functions that make a router.
    pub(crate) makers: &'static [&'static str],
    /// Types of whole routers.
    pub(crate) routers: &'static [&'static str],
    /// Types that may be a part of one.
    pub(crate) groups: &'static [&'static str],
    /// What a call on a router does.
    pub(crate) step: fn(&str, &Arguments<'_>) -> Step,
    /// A path below a prefix.
    pub(crate) join: fn(&str, &str) -> String,
    /// The path with parameters as `{name}`.
    pub(crate) spell: fn(&str) -> String,
}

/// What a call on a router does; numbers are positions of arguments.
pub(crate) enum Step {
    /// Adds a route.
    Route {
        /// Its methods.
        methods: Vec<Method>,
        /// Where the path stands.
        path: usize,
        /// Where the handler stands.
        handler: Handler,
    },
    /// Adds routes that answer with files.
    Files {
        /// Their methods.
        methods: &'static [&'static str],
        /// Where the path stands.
        path: usize,
        /// What stands behind the path.
        below: &'static str,
    },
    /// Results in a router below a path, or beside when there is none.
    Group(Option<usize>),
    /// Puts another router below a path.
    Mount {
        /// Where the path stands.
        path: usize,
        /// Where the router stands.
        router: usize,
    },
    /// Nothing that matters; what it results in is the router itself.
    Nothing,
}

/// Where a handler stands among the arguments.
pub(crate) enum Handler {
    /// At a position.
    At(usize),
    /// After middleware.
    Last,
}

/// Routers within routers; deeper is a cycle.
const DEPTH: usize = 24;

fn is_claimed(name: &str) -> bool {
    find(name).is_some_and(|(dialect, name)| {
        [dialect.makers, dialect.routers, dialect.groups].iter().any(|names| names.contains(&name))
    })
}

/// The dialect of a name in full, and the name in its package.
fn find(name: &str) -> Option<(&'static Dialect, &str)> {
    let (package, name) = name.rsplit_once('.')?;
    let package = match package.rsplit_once('/') {
        Some((start, last)) if last.strip_prefix('v').is_some_and(|digits| digits.parse::<u32>().is_ok()) => start,
        _ => package,
    };
    GO_DIALECTS.iter().find(|dialect| dialect.package == package).map(|dialect| (*dialect, name))
}

/// A named method, whatever the case.
pub(crate) fn named(method: &str) -> Vec<Method> {
    vec![Method::Named(method.to_ascii_uppercase().into())]
}

/// The methods of an argument: a text, a constant of the library, or a list of them.
pub(crate) fn methods_of(value: Option<&Value<'_>>) -> Vec<Method> {
    let one = |value: &Value<'_>| match value {
        Value::Str(text) => Method::Named(text.to_ascii_uppercase().into()),
        Value::External(name) => {
            let last = name.rsplit('.').next().unwrap_or(name);
            Method::Named(last.strip_prefix("Method").unwrap_or(last).to_ascii_uppercase().into())
        }
        _ => Method::Any,
    };
    value.map(|value| value.elements().iter().map(one).collect()).unwrap_or_default()
}

fn read(machine: &mut Machine<'_>, _: &[FileId], _: &RouteContext) -> Vec<Endpoint> {
    let record = machine.record();
    let mut reader = Reader { record, out: Vec::new(), reached: BTreeSet::new() };
    let mounted = mounted(record);
    let is_alive = |id: ObjectId| record.object(id).is_alive;
    let roots: Vec<(ObjectId, &Dialect)> =
        record.iter().filter_map(|(id, _)| Some((id, router(record, id)?))).collect();
    // A program whose start was not followed: what nobody calls may be its start.
    let has_start = roots.iter().any(|(id, _)| is_alive(*id) && !mounted.contains(id));
    for (id, dialect) in roots.iter().filter(|(id, _)| !mounted.contains(id)) {
        let is_served = match &record.object(*id).origin {
            Origin::Parameter { is_called, .. } => *is_called,
            _ => is_alive(*id) || !has_start,
        };
        reader.router(*id, dialect, "", is_served, 0);
    }
    for (id, dialect) in roots {
        if !reader.reached.contains(&id) {
            reader.router(id, dialect, "", false, 0);
        }
    }
    reader.groups_of_nobody();
    reader.out
}

/// The dialect of a whole router; `None` for parts of one.
fn router(record: &Record<'_>, id: ObjectId) -> Option<&'static Dialect> {
    let name = match &record.object(id).origin {
        Origin::Called { callee, .. } => callee,
        Origin::Parameter { kind, .. } => kind,
        Origin::Result { .. } => return None,
    };
    let (dialect, name) = find(name)?;
    (dialect.makers.contains(&name) || dialect.routers.contains(&name)).then_some(dialect)
}

/// Routers that are put below others.
fn mounted(record: &Record<'_>) -> BTreeSet<ObjectId> {
    let mut out = BTreeSet::new();
    for (id, object) in record.iter() {
        let calls = object.calls.iter().map(|call| &call.arguments);
        let own = match &object.origin {
            Origin::Called { callee, arguments } if net_http::hands_on(callee) => Some(arguments),
            _ => None,
        };
        for arguments in calls.chain(own) {
            let inner = arguments.positional().filter_map(Value::object);
            out.extend(inner.filter(|inner| *inner != id && router(record, *inner).is_some()));
        }
    }
    out
}

struct Reader<'r, 'p> {
    record: &'r Record<'p>,
    out: Vec<Endpoint>,
    reached: BTreeSet<ObjectId>,
}

impl<'p> Reader<'_, 'p> {
    fn router(&mut self, id: ObjectId, dialect: &Dialect, prefix: &str, is_mounted: bool, depth: usize) {
        if depth > DEPTH {
            return;
        }
        self.reached.insert(id);
        let record = self.record;
        let object = record.object(id);
        if let Origin::Called { callee, arguments } = &object.origin
            && net_http::is_registration(callee)
        {
            self.add(dialect, "Handle", arguments, prefix, &object.place, is_mounted, depth);
        }
        for call in &object.calls {
            self.call(call, dialect, prefix, is_mounted, depth);
        }
    }

    fn call(&mut self, call: &CallRecord<'p>, dialect: &Dialect, prefix: &str, is_mounted: bool, depth: usize) {
        let below = self.add(dialect, &call.method, &call.arguments, prefix, &call.place, is_mounted, depth);
        if let (Some(below), Some(result)) = (below, call.result) {
            self.router(result, dialect, &below, is_mounted, depth + 1);
        }
    }

    /// Does what a call does; returns the prefix of what it results in.
    #[expect(clippy::too_many_arguments, reason = "a call's parts, of which a registration has no record")]
    fn add(
        &mut self,
        dialect: &Dialect,
        method: &str,
        arguments: &Arguments<'p>,
        prefix: &str,
        place: &model::Place,
        is_mounted: bool,
        depth: usize,
    ) -> Option<String> {
        let path = |at: usize| (dialect.join)(prefix, &text(arguments.positional().nth(at)));
        match (dialect.step)(method, arguments) {
            Step::Route { methods, path: at, handler } => {
                let handler = match handler {
                    Handler::At(at) => arguments.positional().nth(at),
                    Handler::Last => arguments.positional().last(),
                };
                if let Some((inner, own)) = handler.and_then(|handler| self.handed_on(handler, &path(at)))
                    && let Some(dialect) = router(self.record, inner)
                {
                    self.router(inner, dialect, &own, is_mounted, depth + 1);
                    return None;
                }
                let (methods, path) = net_http::split(dialect, methods, &path(at));
                let name = handler.map(|handler| handler.name().unwrap_or_else(|| "anonymous".to_owned()));
                let path = (dialect.spell)(&path);
                self.out.extend(methods.into_iter().map(|one| endpoint(one, &path, place, name.clone(), is_mounted)));
                Some(prefix.to_owned())
            }
            Step::Files { methods, path: at, below } => {
                let path = (dialect.spell)(&(dialect.join)(&path(at), below));
                let one = |verb: &&str| {
                    endpoint(Method::Named((*verb).into()), &path, place, Some(method.to_owned()), is_mounted)
                };
                self.out.extend(methods.iter().map(one));
                Some(prefix.to_owned())
            }
            Step::Group(at) => Some(at.map_or_else(|| prefix.to_owned(), path)),
            Step::Mount { path: at, router: inner } => {
                let inner = arguments.positional().nth(inner).and_then(|inner| self.handed_on(inner, &path(at)));
                if let Some((inner, own)) = inner
                    && let Some(dialect) = router(self.record, inner)
                {
                    self.router(inner, dialect, own.trim_end_matches('/'), is_mounted, depth + 1);
                }
                None
            }
            Step::Nothing => Some(prefix.to_owned()),
        }
    }

    /// The router behind a handler, and the prefix that its routes have: what is stripped before it is asked.
    fn handed_on(&self, handler: &Value<'p>, path: &str) -> Option<(ObjectId, String)> {
        let id = handler.object()?;
        match &self.record.object(id).origin {
            Origin::Called { callee, arguments } if net_http::hands_on(callee) => {
                let (inner, _) = self.handed_on(arguments.positional().last()?, path)?;
                let stripped = text(arguments.positional().next());
                Some((inner, stripped.trim_end_matches('/').to_owned()))
            }
            _ => {
                let is_plain = router(self.record, id).is_some_and(net_http::is_plain);
                Some((id, if is_plain { String::new() } else { path.to_owned() }))
            }
        }
    }

    /// Parts of routers that a function takes and nobody hands in: where they lie is not known.
    fn groups_of_nobody(&mut self) {
        for (id, object) in self.record.iter() {
            if let Origin::Parameter { kind, is_called } = &object.origin
                && !self.reached.contains(&id)
                && let Some((dialect, name)) = find(kind)
                && dialect.groups.contains(&name)
            {
                self.router(id, dialect, &trace::Holes::of("prefix"), *is_called, 0);
            }
        }
    }
}
