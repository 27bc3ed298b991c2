//! What Chi calls its routers.

use trace::Arguments;

use crate::routes::{
    go::{Dialect, Handler, Step, methods_of, named},
    path::braces,
};

pub(in crate::frameworks) const DIALECT: Dialect = Dialect {
    package: "github.com/go-chi/chi",
    makers: &["NewRouter", "NewMux"],
    routers: &["Mux"],
    groups: &["Router"],
    step,
    join: |prefix, path| format!("{}{path}", prefix.trim_end_matches('/')),
    spell: braces,
};

fn step(method: &str, arguments: &Arguments<'_>) -> Step {
    let route = |methods, path| Step::Route { methods, path, handler: Handler::At(path + 1) };
    match method {
        "Get" | "Post" | "Put" | "Patch" | "Delete" | "Head" | "Options" | "Connect" | "Trace" => {
            route(named(method), 0)
        }
        // The pattern may hold the method.
        "Handle" | "HandleFunc" => route(Vec::new(), 0),
        "Method" | "MethodFunc" => route(methods_of(arguments.positional().next()), 1),
        "Route" => Step::Group(Some(0)),
        "Group" | "With" => Step::Group(None),
        "Mount" => Step::Mount { path: 0, router: 1 },
        _ => Step::Nothing,
    }
}
