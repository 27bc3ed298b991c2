//! The standard library's own router, with the patterns of Go 1.22 (`GET /items/{id}`).

use model::Method;
use trace::Arguments;

use super::{Dialect, Handler, Step, named};
use crate::routes::path::braces;

const PACKAGE: &str = "net/http";

/// The standard library.
pub(crate) const DIALECT: Dialect = Dialect {
    package: PACKAGE,
    makers: &["NewServeMux", "HandleFunc", "Handle"],
    routers: &["ServeMux"],
    groups: &["StripPrefix"],
    step,
    join: |prefix, pattern| match split_pattern(pattern) {
        (Some(method), path) => format!("{method} {prefix}{path}"),
        (None, path) => format!("{prefix}{path}"),
    },
    spell: |path| braces(&path.replace("{$}", "")),
};

fn step(method: &str, _: &Arguments<'_>) -> Step {
    match method {
        "Handle" | "HandleFunc" => Step::Route { methods: Vec::new(), path: 0, handler: Handler::At(1) },
        _ => Step::Nothing,
    }
}

/// Whether a function adds to the router that everybody shares.
pub(super) fn is_registration(callee: &str) -> bool {
    matches!(callee.strip_prefix("net/http."), Some("Handle" | "HandleFunc"))
}

/// Whether a function's result asks another handler.
pub(super) fn hands_on(callee: &str) -> bool {
    callee == "net/http.StripPrefix"
}

/// Whether routers of the dialect see the whole path, wherever they are put.
pub(super) fn is_plain(dialect: &Dialect) -> bool {
    dialect.package == PACKAGE
}

/// The methods and the path of a pattern that may hold a method; a host is left out.
pub(super) fn split(dialect: &Dialect, methods: Vec<Method>, pattern: &str) -> (Vec<Method>, String) {
    if !methods.is_empty() && !is_plain(dialect) {
        return (methods, pattern.to_owned());
    }
    match split_pattern(pattern) {
        (Some(method), path) => (named(method), path.to_owned()),
        (None, path) => (vec![Method::Any], path.to_owned()),
    }
}

fn split_pattern(pattern: &str) -> (Option<&str>, &str) {
    let (method, rest) = match pattern.trim().split_once([' ', '\t']) {
        Some((method, rest)) => (Some(method), rest.trim()),
        None => (None, pattern.trim()),
    };
    // Before the first slash stands a host.
    let is_host = |rest: &str| !rest.starts_with(['/', trace::Holes::START]);
    let path = rest.find('/').filter(|_| is_host(rest)).map_or(rest, |at| &rest[at..]);
    (method, path)
}
