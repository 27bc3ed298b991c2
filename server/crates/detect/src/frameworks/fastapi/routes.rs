//! Routes of FastAPI and Starlette: routers and applications, what is included in what, and when.

use std::collections::BTreeSet;

use model::{Endpoint, Method};
use syntax::ir::Stmt;
use trace::{Arguments, CallRecord, ClassValue, FileId, Machine, ObjectId, Origin, Record, Settings, Value};

use crate::routes::{RouteContext, RouteReader, endpoint, methods, without_converters};

pub(in crate::frameworks) static ROUTES: RouteReader = RouteReader {
    // What runs when the application starts may add routes as well.
    settings: Settings { is_claimed, enters: |name| matches!(name, "lifespan=" | "on_event" | "add_event_handler") },
    marks: &["fastapi", "starlette"],
    paths: None,
    read,
};

const APPS: [&str; 3] = ["fastapi.FastAPI", "fastapi.applications.FastAPI", "starlette.applications.Starlette"];
const ROUTERS: [&str; 4] =
    ["fastapi.APIRouter", "fastapi.routing.APIRouter", "starlette.routing.Router", "fastapi.routers.APIRouter"];
const PARTS: [&str; 4] = [
    "starlette.routing.Route",
    "starlette.routing.Mount",
    "starlette.routing.WebSocketRoute",
    "starlette.routing.Host",
];
const VERBS: [&str; 8] = ["get", "post", "put", "delete", "patch", "options", "head", "trace"];

/// Routers within routers; deeper is a cycle.
const DEPTH: usize = 24;

fn is_claimed(name: &str) -> bool {
    APPS.contains(&name) || ROUTERS.contains(&name) || PARTS.contains(&name)
}

fn read(machine: &mut Machine<'_>, _: &[FileId], context: &RouteContext) -> Vec<Endpoint> {
    let record = machine.record();
    let inner: BTreeSet<ObjectId> = record
        .iter()
        .flat_map(|(_, object)| &object.calls)
        .filter(|call| matches!(plain(call), "mount" | "include_router"))
        .filter_map(|call| call.arguments.0.iter().find_map(|(_, value)| value.object()))
        .collect();
    let is_app = |id: ObjectId| kind(record, id).is_some_and(|kind| APPS.contains(&kind));
    let copies = context.is_before(0, 137);
    let mut reader = Reader { record, copies, out: Vec::new(), reached: BTreeSet::new() };
    // What a function is given that nobody calls is no application that runs.
    let is_lost = |id: ObjectId| matches!(record.object(id).origin, Origin::Parameter { is_called: false, .. });
    for (id, _) in record.iter().filter(|(id, _)| is_app(*id) && !inner.contains(id) && !is_lost(*id)) {
        reader.routes(id, "", true, u32::MAX, 0);
    }
    // What no application reaches is declared and never answers.
    let is_router =
        |id: ObjectId| kind(record, id).is_some_and(|kind| ROUTERS.contains(&kind)) || (is_app(id) && is_lost(id));
    let reached = reader.reached.clone();
    for (id, _) in record.iter().filter(|(id, _)| is_router(*id) && !reached.contains(id)) {
        let is_inside_other = inner.contains(&id) && !reached.contains(&id);
        if !is_inside_other {
            reader.routes(id, "", false, u32::MAX, 0);
        }
    }
    reader.out
}

/// The library's name an object is an instance of.
fn kind<'r>(record: &'r Record<'_>, id: ObjectId) -> Option<&'r str> {
    match &record.object(id).origin {
        Origin::Called { callee, .. } => Some(callee),
        Origin::Parameter { kind, .. } => Some(kind),
        Origin::Result { .. } => None,
    }
}

struct Reader<'r, 'p> {
    record: &'r Record<'p>,
    /// Whether including a router copies what it has by then; later versions look it up when a request comes.
    copies: bool,
    out: Vec<Endpoint>,
    reached: BTreeSet<ObjectId>,
}

impl<'p> Reader<'_, 'p> {
    /// The routes of an application or router under `prefix`, as they are at a moment.
    fn routes(&mut self, id: ObjectId, prefix: &str, is_mounted: bool, until: u32, depth: usize) {
        if depth > DEPTH {
            return;
        }
        self.reached.insert(id);
        let object = self.record.object(id);
        let mut prefix = prefix.to_owned();
        if let Origin::Called { arguments, .. } = &object.origin {
            if !kind(self.record, id).is_some_and(|kind| APPS.contains(&kind)) {
                prefix.push_str(&text(arguments.keyword("prefix")));
            }
            if let Some(routes) = arguments.keyword("routes") {
                self.parts(routes, &prefix, is_mounted, depth);
            }
        }
        for call in object.calls.iter().filter(|call| call.moment < until) {
            self.call(call, &prefix, is_mounted, depth);
        }
    }

    fn call(&mut self, call: &CallRecord<'p>, prefix: &str, is_mounted: bool, depth: usize) {
        let arguments = &call.arguments;
        let path = || format!("{prefix}{}", text(arguments.get(0, "path")));
        let handler = || call.decorates.as_ref().or_else(|| arguments.get(1, "endpoint")).and_then(Value::name);
        match plain(call) {
            verb if VERBS.contains(&verb) => {
                self.push(&methods(None, verb), &path(), call, handler(), is_mounted);
            }
            "api_route" | "route" => {
                let methods = methods_of(arguments.keyword("methods"), call.decorates.as_ref());
                self.push(&methods, &path(), call, handler(), is_mounted);
            }
            "add_api_route" | "add_route" => {
                let endpoint = arguments.get(1, if plain(call) == "add_route" { "route" } else { "endpoint" });
                let methods = methods_of(arguments.get(2, "methods"), endpoint);
                self.push(&methods, &path(), call, handler(), is_mounted);
            }
            "websocket" | "websocket_route" | "add_websocket_route" | "add_api_websocket_route" => {
                self.push(&[websocket()], &path(), call, handler(), is_mounted);
            }
            "include_router" => {
                let Some(router) = arguments.get(0, "router").and_then(Value::object) else { return };
                let prefix = format!("{prefix}{}", text(arguments.keyword("prefix")));
                let until = if self.copies { call.moment } else { u32::MAX };
                self.routes(router, &prefix, is_mounted, until, depth + 1);
            }
            // A mounted application is asked when a request comes: everything it ever gets counts.
            "mount" => {
                let Some(app) = arguments.get(1, "app").and_then(Value::object) else { return };
                let prefix = path().trim_end_matches('/').to_owned();
                self.routes(app, &prefix, is_mounted, u32::MAX, depth + 1);
            }
            _ => {}
        }
    }

    /// Starlette's `routes=[Route(…), Mount(…)]`.
    fn parts(&mut self, routes: &Value<'p>, prefix: &str, is_mounted: bool, depth: usize) {
        for part in routes.elements().iter().filter_map(Value::object) {
            let object = self.record.object(part);
            let Origin::Called { callee, arguments } = &object.origin else { continue };
            let path = format!("{prefix}{}", text(arguments.get(0, "path")));
            let handler = arguments.get(1, "endpoint").and_then(Value::name);
            match callee.rsplit('.').next() {
                Some("Route") => {
                    let methods = methods_of(arguments.keyword("methods"), arguments.get(1, "endpoint"));
                    self.push_at(&methods, &path, &object.place, handler, is_mounted);
                }
                Some("Host") if depth <= DEPTH => self.mounted(arguments, prefix, is_mounted, depth + 1),
                Some("WebSocketRoute") => self.push_at(&[websocket()], &path, &object.place, handler, is_mounted),
                Some("Mount") if depth <= DEPTH => {
                    self.mounted(arguments, path.trim_end_matches('/'), is_mounted, depth + 1)
                }
                _ => {}
            }
        }
    }

    fn mounted(&mut self, arguments: &Arguments<'p>, path: &str, is_mounted: bool, depth: usize) {
        if let Some(app) = arguments.get(1, "app").and_then(Value::object) {
            self.routes(app, path, is_mounted, u32::MAX, depth);
        }
        if let Some(routes) = arguments.keyword("routes") {
            self.parts(routes, path, is_mounted, depth);
        }
    }

    fn push(
        &mut self,
        methods: &[Method],
        path: &str,
        call: &CallRecord<'p>,
        handler: Option<String>,
        is_mounted: bool,
    ) {
        self.push_at(methods, path, &call.place, handler, is_mounted);
    }

    fn push_at(
        &mut self,
        methods: &[Method],
        path: &str,
        place: &model::Place,
        handler: Option<String>,
        is_mounted: bool,
    ) {
        let path = without_converters(path);
        let path = if path.is_empty() { "/" } else { &path };
        self.out
            .extend(methods.iter().map(|method| endpoint(method.clone(), path, place, handler.clone(), is_mounted)));
    }
}

/// The methods of a route; without any those that a class answers, or GET.
fn methods_of(given: Option<&Value<'_>>, endpoint: Option<&Value<'_>>) -> Vec<Method> {
    match (given, endpoint) {
        (None, Some(Value::Class(class))) => class_methods(class),
        (given, _) => methods(given, "GET"),
    }
}

/// The methods that a class of Starlette answers: those it defines.
fn class_methods(class: &ClassValue<'_>) -> Vec<Method> {
    let defined = class.class.body.iter().filter_map(|statement| match statement {
        Stmt::Function(function) if VERBS.contains(&&*function.name) => Some(function.name.to_ascii_uppercase()),
        _ => None,
    });
    defined.map(|name| Method::Named(name.into())).collect()
}

/// The method without the way to it: `app.router.get` is `app.get`.
fn plain<'c>(call: &'c CallRecord<'_>) -> &'c str {
    call.method.strip_prefix("router.").unwrap_or(&call.method)
}

fn websocket() -> Method {
    Method::Named("WEBSOCKET".into())
}

fn text(value: Option<&Value<'_>>) -> String {
    value.and_then(Value::text).map(|text| text.to_string()).unwrap_or_default()
}
