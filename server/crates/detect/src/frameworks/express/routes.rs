//! Routes of Express: applications and routers, and under which paths they are used.

use std::collections::BTreeSet;

use model::{Endpoint, Method};
use trace::{CallRecord, FileId, Machine, ObjectId, Origin, Record, Settings, Value};

use crate::routes::{
    RouteContext, RouteReader, endpoint,
    path::{colons, text, texts},
};

pub(in crate::frameworks) static ROUTES: RouteReader =
    RouteReader { settings: Settings { is_claimed, enters: |_| false }, marks: &["express"], paths: None, read };

const VERBS: [&str; 7] = ["get", "post", "put", "delete", "patch", "options", "head"];
/// Routers within routers; deeper is a cycle.
const DEPTH: usize = 24;
/// Calls one after another on what the last returned.
const CHAIN: usize = 200;

fn is_claimed(name: &str) -> bool {
    matches!(name, "express" | "express.Router" | "express.application" | "express-promise-router")
}

fn read(machine: &mut Machine<'_>, _: &[FileId], _: &RouteContext) -> Vec<Endpoint> {
    let record = machine.record();
    let used: BTreeSet<ObjectId> = record
        .iter()
        .flat_map(|(_, object)| &object.calls)
        .filter(|call| &*call.method == "use")
        .flat_map(|call| routers(record, call).collect::<Vec<_>>())
        .collect();
    let is_app = |id: ObjectId| record.callee(id) == Some("express");
    let mut reader = Reader { record, out: Vec::new(), reached: BTreeSet::new() };
    for (id, _) in record.iter().filter(|(id, _)| is_app(*id) && !used.contains(id)) {
        reader.router(id, "", true, 0);
    }
    for is_inner in [false, true] {
        for (id, _) in record.iter().filter(|(id, _)| record.callee(*id).is_some() && used.contains(id) == is_inner) {
            if !reader.reached.contains(&id) {
                reader.router(id, "", false, 0);
            }
        }
    }
    reader.out
}

/// The routers among the arguments of `use`. `Router().use(a).get(…)` is still that router.
fn routers<'c, 'p>(record: &'c Record<'p>, call: &'c CallRecord<'p>) -> impl Iterator<Item = ObjectId> + 'c {
    let given = call.arguments.positional().flat_map(Value::elements).filter_map(|value| value.object());
    given.filter_map(|id| {
        let before = |id: &ObjectId| match &record.object(*id).origin {
            Origin::Result { of, method, .. } if &**method != "route" => Some(*of),
            _ => None,
        };
        std::iter::successors(Some(id), before).take(CHAIN).find(|id| record.callee(*id).is_some())
    })
}

struct Reader<'r, 'p> {
    record: &'r Record<'p>,
    out: Vec<Endpoint>,
    reached: BTreeSet<ObjectId>,
}

impl<'p> Reader<'_, 'p> {
    fn router(&mut self, id: ObjectId, prefix: &str, is_mounted: bool, depth: usize) {
        if depth > DEPTH {
            return;
        }
        self.reached.insert(id);
        self.calls(id, prefix, is_mounted, depth, 0);
    }

    fn calls(&mut self, id: ObjectId, prefix: &str, is_mounted: bool, depth: usize, chained: usize) {
        let record = self.record;
        for call in &record.object(id).calls {
            self.call(call, prefix, is_mounted, depth);
            // `router.get(…).post(…)` goes on with the router itself.
            if let (Some(result), false) = (call.result, &*call.method == "route" || chained == CHAIN) {
                self.calls(result, prefix, is_mounted, depth, chained + 1);
            }
        }
    }

    fn call(&mut self, call: &CallRecord<'p>, prefix: &str, is_mounted: bool, depth: usize) {
        let first = call.arguments.positional().next();
        match &*call.method {
            "use" => {
                let is_path = matches!(first, Some(Value::Str(_) | Value::Unknown(_) | Value::External(_)))
                    || matches!(first, Some(Value::List(_)) if first.is_some_and(is_paths));
                let paths = if is_path && call.arguments.0.len() > 1 { texts(first) } else { vec![String::new()] };
                for inner in routers(self.record, call) {
                    for path in &paths {
                        let prefix = format!("{prefix}{}", path.trim_end_matches('/'));
                        self.router(inner, &prefix, is_mounted, depth + 1);
                    }
                }
            }
            "route" => {
                let Some(result) = call.result else { return };
                let paths = vec![full(prefix, &text(first))];
                self.chain(result, &paths, is_mounted, 0);
            }
            // `app.get("name")` reads a setting.
            verb if call.arguments.0.len() > 1 => {
                let paths: Vec<String> = texts(first).iter().map(|path| full(prefix, path)).collect();
                self.verb(verb, call, &paths, is_mounted);
            }
            _ => {}
        }
    }

    /// `route("/x").get(…).put(…)`.
    fn chain(&mut self, id: ObjectId, paths: &[String], is_mounted: bool, depth: usize) {
        let record = self.record;
        for call in record.object(id).calls.iter().filter(|_| depth < CHAIN) {
            self.verb(&call.method, call, paths, is_mounted);
            if let Some(result) = call.result {
                self.chain(result, paths, is_mounted, depth + 1);
            }
        }
    }

    fn verb(&mut self, verb: &str, call: &CallRecord<'p>, paths: &[String], is_mounted: bool) {
        let method = match verb {
            "all" => Method::Any,
            verb if VERBS.contains(&verb) => Method::Named(verb.to_ascii_uppercase().into()),
            _ => return,
        };
        let handler =
            call.arguments.positional().last().map(|handler| handler.name().unwrap_or_else(|| "anonymous".to_owned()));
        self.out.extend(
            paths.iter().map(|path| endpoint(method.clone(), &colons(path), &call.place, handler.clone(), is_mounted)),
        );
    }
}

fn is_paths(value: &Value<'_>) -> bool {
    value.elements().iter().all(|element| matches!(element, Value::Str(_)))
}

/// A path below a prefix; the root of a router is the prefix itself.
fn full(prefix: &str, path: &str) -> String {
    match (prefix, path) {
        ("", "") => "/".to_owned(),
        ("", path) => path.to_owned(),
        (prefix, "/") => prefix.to_owned(),
        (prefix, path) => format!("{prefix}{path}"),
    }
}
