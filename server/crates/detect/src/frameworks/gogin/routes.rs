//! What Gin calls its routers.

use trace::Arguments;

use crate::routes::{
    go::{Dialect, Handler, Step, methods_of, named},
    path::colons,
};

pub(in crate::frameworks) const DIALECT: Dialect = Dialect {
    package: "github.com/gin-gonic/gin",
    makers: &["New", "Default"],
    routers: &["Engine"],
    groups: &["RouterGroup", "IRouter", "IRoutes"],
    step,
    join,
    spell: colons,
};

fn step(method: &str, arguments: &Arguments<'_>) -> Step {
    let route = |methods, path| Step::Route { methods, path, handler: Handler::Last };
    // The engine's own group has a name.
    match method.strip_prefix("RouterGroup.").unwrap_or(method) {
        "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS" => route(named(method), 0),
        "Any" => route(vec![model::Method::Any], 0),
        "Handle" => route(methods_of(arguments.positional().next()), 1),
        "Match" => route(methods_of(arguments.positional().next()), 1),
        "StaticFile" | "StaticFileFS" => Step::Files { methods: &["GET", "HEAD"], path: 0, below: "" },
        "Static" | "StaticFS" => Step::Files { methods: &["GET", "HEAD"], path: 0, below: "/*filepath" },
        "Group" => Step::Group(Some(0)),
        _ => Step::Nothing,
    }
}

/// As `path.Join`, but a slash at the end stays.
fn join(prefix: &str, path: &str) -> String {
    if path.is_empty() {
        return prefix.to_owned();
    }
    let parts: Vec<&str> = prefix.split('/').chain(path.split('/')).filter(|part| !part.is_empty()).collect();
    let joined = format!("/{}", parts.join("/"));
    if path.ends_with('/') && joined.len() > 1 { format!("{joined}/") } else { joined }
}
