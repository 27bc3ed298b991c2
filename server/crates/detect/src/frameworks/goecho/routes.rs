//! What Echo calls its routers.

use trace::Arguments;

use crate::routes::{
    go::{Dialect, Handler, Step, methods_of, named},
    path::colons,
};

pub(in crate::frameworks) const DIALECT: Dialect = Dialect {
    package: "github.com/labstack/echo",
    makers: &["New"],
    routers: &["Echo"],
    groups: &["Group"],
    step,
    join: |prefix, path| format!("{prefix}{path}"),
    spell: |path| if path.starts_with('/') { colons(path) } else { format!("/{}", colons(path)) },
};

fn step(method: &str, arguments: &Arguments<'_>) -> Step {
    let route = |methods, path| Step::Route { methods, path, handler: Handler::At(path + 1) };
    match method {
        "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS" | "CONNECT" | "TRACE" => {
            route(named(method), 0)
        }
        "Any" => route(vec![model::Method::Any], 0),
        "Add" | "Match" => route(methods_of(arguments.positional().next()), 1),
        "File" | "FileFS" => Step::Files { methods: &["GET"], path: 0, below: "" },
        "Static" | "StaticFS" => Step::Files { methods: &["GET"], path: 0, below: "*" },
        "Group" => Step::Group(Some(0)),
        _ => Step::Nothing,
    }
}
