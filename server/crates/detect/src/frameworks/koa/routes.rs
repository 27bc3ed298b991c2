//! Routes of Koa: applications, the routers that they use, and under which prefixes.

use std::collections::BTreeSet;

use model::{Endpoint, Method};
use trace::{CallRecord, FileId, Machine, ObjectId, Origin, Record, Settings, Value};

use crate::routes::{
    RouteContext, RouteReader, endpoint, methods,
    path::{colons, text, texts},
};

pub(in crate::frameworks) static ROUTES: RouteReader =
    RouteReader { settings: Settings { is_claimed, enters: |_| false }, marks: &["koa"], paths: None, read };

const VERBS: [&str; 9] = ["get", "post", "put", "delete", "patch", "options", "head", "link", "unlink"];
/// Routers within routers; deeper is a cycle.
const DEPTH: usize = 100;

fn is_claimed(name: &str) -> bool {
    is_app(name) || is_router(name) || is_mount(name) || is_group(name)
}

fn is_app(name: &str) -> bool {
    matches!(name, "koa" | "koa.default")
}

fn is_router(name: &str) -> bool {
    let rest = name.strip_prefix("@koa/router").or_else(|| name.strip_prefix("koa-router"));
    matches!(rest, Some("" | ".default" | ".Router"))
}

fn is_mount(name: &str) -> bool {
    matches!(name, "koa-mount" | "koa-mount.default")
}

/// Several as one.
fn is_group(name: &str) -> bool {
    matches!(name, "koa-compose" | "koa-compose.default")
}

fn read(machine: &mut Machine<'_>, _: &[FileId], _: &RouteContext) -> Vec<Endpoint> {
    let record = machine.record();
    let mut reader = Reader { record, out: Vec::new(), reached: BTreeSet::new() };
    let of = |fits: fn(&str) -> bool| {
        let ids = record.iter().map(|(id, _)| id);
        ids.filter(move |id| record.callee(*id).is_some_and(fits))
    };
    // An application within another is reached through it.
    let inner: BTreeSet<ObjectId> =
        of(is_mount).filter_map(|id| mounted(record, id)).filter_map(|(_, value)| value.object()).collect();
    for id in of(is_app).filter(|id| !inner.contains(id)) {
        reader.app(id, "", true, 0);
    }
    // What no application uses is declared and never answers; those within others come with them.
    let used: BTreeSet<ObjectId> = of(is_router)
        .flat_map(|id| &record.object(id).calls)
        .filter(|call| &*call.method == "use")
        .flat_map(|call| call.arguments.positional().filter_map(|value| router_of(record, value)).collect::<Vec<_>>())
        .collect();
    for is_inner in [false, true] {
        for id in of(is_router).filter(|id| used.contains(id) == is_inner) {
            if !reader.reached.contains(&id) {
                reader.router(id, &[], "", u32::MAX, false, 0);
            }
        }
    }
    reader.out
}

/// The router whose `routes()` a value is.
fn router_of(record: &Record<'_>, value: &Value<'_>) -> Option<ObjectId> {
    match &record.object(value.object()?).origin {
        Origin::Result { of, method, .. } if matches!(&**method, "routes" | "middleware") => Some(root(record, *of)),
        _ => None,
    }
}

/// The router at the start of a chain of calls.
fn root(record: &Record<'_>, id: ObjectId) -> ObjectId {
    let of = |id: &ObjectId| match &record.object(*id).origin {
        Origin::Result { of, .. } => Some(*of),
        _ => None,
    };
    std::iter::successors(Some(id), of).last().unwrap_or(id)
}

/// `mount(path, what)`.
fn mounted<'r, 'p>(record: &'r Record<'p>, id: ObjectId) -> Option<(String, &'r Value<'p>)> {
    let Origin::Called { arguments, .. } = &record.object(id).origin else { return None };
    let given: Vec<&Value<'p>> = arguments.positional().collect();
    match given.as_slice() {
        [path, what] => Some((text(Some(path)).trim_end_matches('/').to_owned(), what)),
        [what] => Some((String::new(), what)),
        _ => None,
    }
}

struct Reader<'r, 'p> {
    record: &'r Record<'p>,
    out: Vec<Endpoint>,
    reached: BTreeSet<ObjectId>,
}

impl<'p> Reader<'_, 'p> {
    fn app(&mut self, id: ObjectId, mount: &str, is_mounted: bool, depth: usize) {
        if depth > DEPTH {
            return;
        }
        let record = self.record;
        for call in &record.object(id).calls {
            if &*call.method == "use" {
                for value in call.arguments.positional() {
                    self.used(value, mount, is_mounted, depth + 1);
                }
            }
            // `app.use(a).use(b)`.
            if let Some(result) = call.result {
                self.app(result, mount, is_mounted, depth + 1);
            }
        }
    }

    /// What an application uses: a router, something mounted, or several of them.
    fn used(&mut self, value: &Value<'p>, mount: &str, is_mounted: bool, depth: usize) {
        let record = self.record;
        if depth > DEPTH {
            return;
        }
        if let Value::List(values) = value {
            values.borrow().iter().for_each(|value| self.used(value, mount, is_mounted, depth + 1));
        } else if let Some(router) = router_of(record, value) {
            self.router(router, &[], mount, u32::MAX, is_mounted, depth + 1);
        } else if let Some(id) = value.object() {
            match record.callee(id) {
                Some(name) if is_app(name) => self.app(id, mount, is_mounted, depth + 1),
                Some(name) if is_mount(name) => {
                    if let Some((path, what)) = mounted(record, id) {
                        self.used(what, &format!("{mount}{path}"), is_mounted, depth + 1);
                    }
                }
                Some(name) if is_group(name) => {
                    if let Origin::Called { arguments, .. } = &record.object(id).origin {
                        arguments.positional().for_each(|value| self.used(value, mount, is_mounted, depth + 1));
                    }
                }
                _ => {}
            }
        }
    }

    /// The routes of a router as they are at a moment, behind the prefixes of those around it, and below a mount.
    fn router(&mut self, id: ObjectId, around: &[String], mount: &str, until: u32, is_mounted: bool, depth: usize) {
        if depth > DEPTH {
            return;
        }
        self.reached.insert(id);
        let mut prefixes = around.to_vec();
        prefixes.push(own_prefix(self.record, id));
        self.calls(id, &prefixes, mount, until, is_mounted, depth);
    }

    fn calls(&mut self, id: ObjectId, prefixes: &[String], mount: &str, until: u32, is_mounted: bool, depth: usize) {
        let record = self.record;
        for call in record.object(id).calls.iter().filter(|call| call.moment < until) {
            match &*call.method {
                "use" => self.nested(call, prefixes, mount, is_mounted, depth),
                "routes" | "middleware" | "allowedMethods" => continue,
                _ => self.route(call, prefixes, mount, is_mounted),
            }
            // `router.get(…).post(…)` goes on with the router itself.
            if let Some(result) = call.result.filter(|_| depth < DEPTH) {
                self.calls(result, prefixes, mount, until, is_mounted, depth + 1);
            }
        }
    }

    /// `router.use(path?, other.routes())`: what the other has by then.
    fn nested(&mut self, call: &CallRecord<'p>, prefixes: &[String], mount: &str, is_mounted: bool, depth: usize) {
        let first = call.arguments.positional().next();
        let is_path = first.is_some_and(|first| first.object().is_none() && first.text().is_some());
        let is_paths = matches!(first, Some(Value::List(_)));
        let paths = if is_path || is_paths { texts(first) } else { vec![String::new()] };
        for inner in call.arguments.positional().filter_map(|value| router_of(self.record, value)) {
            for path in &paths {
                let mut prefixes = prefixes.to_vec();
                prefixes.push(path.clone());
                self.router(inner, &prefixes, mount, call.moment, is_mounted, depth + 1);
            }
        }
    }

    fn route(&mut self, call: &CallRecord<'p>, prefixes: &[String], mount: &str, is_mounted: bool) {
        let given: Vec<&Value<'p>> = call.arguments.positional().collect();
        let is_text = |value: &&Value<'p>| matches!(value, Value::Str(_) | Value::Unknown(_) | Value::List(_));
        let (path, methods) = match &*call.method {
            "register" => (given.first(), methods(given.get(1).copied(), "GET")),
            "all" | "redirect" => (given.first(), vec![Method::Any]),
            "del" => (given.first(), methods(None, "DELETE")),
            verb if VERBS.contains(&verb) => (given.first(), methods(None, verb)),
            _ => return,
        };
        // A name may stand before the path.
        let has_name = given.len() > 2 && &*call.method != "register" && given.get(1).is_some_and(is_text);
        let path = if has_name { given.get(1) } else { path };
        let handler = given.last().map(|handler| handler.name().unwrap_or_else(|| "anonymous".to_owned()));
        for path in texts(path.copied()) {
            // From the inside out; a path that is the root is the prefix itself.
            let full = prefixes.iter().rev().fold(path, |path, prefix| match path.as_str() {
                "/" if !prefix.is_empty() => prefix.clone(),
                _ => format!("{prefix}{path}"),
            });
            let full = if full == "/" && !mount.is_empty() { mount.to_owned() } else { format!("{mount}{full}") };
            self.out.extend(
                methods
                    .iter()
                    .map(|method| endpoint(method.clone(), &colons(&full), &call.place, handler.clone(), is_mounted)),
            );
        }
    }
}

/// The prefix that a router was made with, or got later.
fn own_prefix(record: &Record<'_>, id: ObjectId) -> String {
    let object = record.object(id);
    let set = object.calls.iter().rev().find(|call| &*call.method == "prefix");
    if let Some(call) = set {
        return text(call.arguments.positional().next()).trim_end_matches('/').to_owned();
    }
    let Origin::Called { arguments, .. } = &object.origin else { return String::new() };
    let prefix = arguments.positional().next().and_then(|options| options.get("prefix"));
    text(prefix.as_ref())
}
