//! Frameworks that make a route of a file by its place: what such a file exports.

use std::collections::BTreeSet;

use model::{Place, Range};
use syntax::ir::{Expr, Import, Stmt};
use trace::{FileId, Program, Resolved};

/// The methods that a file of routes may export.
pub(crate) const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"];

/// Something that a file exports and that may be called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Exported {
    /// The name that others see.
    pub(crate) name: String,
    /// The name that a reader knows it by.
    pub(crate) handler: String,
    /// Where it stands.
    pub(crate) place: Place,
}

/// What a file exports, with what it passes on of others.
pub(crate) fn exported(program: &Program, file: FileId) -> Vec<Exported> {
    let mut out = Vec::new();
    collect(program, file, &mut BTreeSet::new(), &mut out);
    out
}

fn collect(program: &Program, file: FileId, seen: &mut BTreeSet<FileId>, out: &mut Vec<Exported>) {
    if !seen.insert(file) {
        return;
    }
    let path = &program.unit(file).path;
    let mut push = |name: &str, handler: &str, range: Range| {
        let place = Place::new(path.clone(), range);
        out.push(Exported { name: name.to_owned(), handler: handler.to_owned(), place });
    };
    let mut passed = Vec::new();
    for statement in &program.unit(file).module.body {
        match statement {
            Stmt::Function(function) => push(&function.name, &function.name, function.range),
            Stmt::Assign(assign) => {
                if let Some(value) = assign.value.as_ref() {
                    assigned(&assign.target, value, &mut push);
                }
            }
            Stmt::Import(import) if import.is_reexport && !import.is_type_only => {
                named(import, &mut push);
                if import.names.iter().any(|name| &*name.name == "*" && &*name.alias == "*") {
                    passed.push(import);
                }
            }
            _ => {}
        }
    }
    for import in passed {
        if let Resolved::File(other) = program.resolve(file, &import.module) {
            collect(program, other, seen, out);
        }
    }
}

fn named(import: &Import, push: &mut dyn FnMut(&str, &str, Range)) {
    for name in import.names.iter().filter(|name| &*name.name != "*") {
        push(&name.alias, &name.name, import.range);
    }
}

fn assigned(target: &Expr, value: &Expr, push: &mut dyn FnMut(&str, &str, Range)) {
    if matches!(value, Expr::Str(..) | Expr::Int(_) | Expr::Bool(_) | Expr::Null | Expr::Template(_)) {
        return;
    }
    let handler = |own: &str| match value {
        Expr::Name(name, _) => name.to_string(),
        _ => own.to_owned(),
    };
    match target {
        Expr::Name(name, at) => push(name, &handler(name), Range { start: *at, end: *at }),
        Expr::Attr(owner, name) => match (owner.dotted().as_deref(), value) {
            (Some("module"), Expr::Map(pairs)) if &**name == "exports" => {
                for (key, value) in pairs {
                    if let Expr::Str(key, range) = key {
                        let known = value.last_name().unwrap_or(key).to_owned();
                        push(key, &known, *range);
                    }
                }
            }
            (Some("module"), _) if &**name == "exports" => push("default", &handler("default"), start(owner)),
            (Some("exports" | "module.exports"), _) => push(name, &handler(name), start(owner)),
            _ => {}
        },
        // `const { GET, POST } = handlers`.
        Expr::Map(pairs) => {
            for (_, target) in pairs {
                if let Expr::Name(name, at) = target {
                    push(name, name, Range { start: *at, end: *at });
                }
            }
        }
        _ => {}
    }
}

/// Where a dotted name begins.
fn start(value: &Expr) -> Range {
    match value {
        Expr::Name(_, at) => Range { start: *at, end: *at },
        Expr::Attr(owner, _) => start(owner),
        _ => Range::default(),
    }
}
