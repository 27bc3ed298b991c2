//! What Fiber calls its routers.

use trace::{Arguments, Value};

use crate::routes::{
    go::{Dialect, Handler, Step, methods_of, named},
    path::colons,
};

pub(in crate::frameworks) const DIALECT: Dialect = Dialect {
    package: "github.com/gofiber/fiber",
    makers: &["New"],
    routers: &["App"],
    groups: &["Router", "Group"],
    step,
    join,
    spell: |path| if path.is_empty() { "/".to_owned() } else { colons(path) },
};

fn step(method: &str, arguments: &Arguments<'_>) -> Step {
    let route = |methods, path| Step::Route { methods, path, handler: Handler::Last };
    let is_router = |at: usize| arguments.positional().nth(at).and_then(Value::object).is_some();
    match method {
        "Get" | "Post" | "Put" | "Patch" | "Delete" | "Head" | "Options" | "Connect" | "Trace" => {
            route(named(method), 0)
        }
        "All" => route(vec![model::Method::Any], 0),
        "Add" => route(methods_of(arguments.positional().next()), 1),
        "Group" | "Route" => Step::Group(Some(0)),
        "Mount" => Step::Mount { path: 0, router: 1 },
        "Use" if is_router(1) => Step::Mount { path: 0, router: 1 },
        _ => Step::Nothing,
    }
}

fn join(prefix: &str, path: &str) -> String {
    if path.is_empty() {
        return prefix.to_owned();
    }
    format!("{}/{}", prefix.trim_end_matches('/'), path.strip_prefix('/').unwrap_or(path))
}
