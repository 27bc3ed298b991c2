//! `process.env.KEY`, `import.meta.env.KEY`, destructuring.

use model::facts::{EnvFacts, EnvLookup, Fallback, KeyRead};
use syntax::{
    ir::{Expr, Function, Stmt, Text},
    walk::{self, Node},
};

use super::is_environment;
use crate::env_reads::{
    Reader,
    file::{File, read},
    is_ecma,
    plain::{self, Key, Plain},
};

pub(in crate::env_reads) const READER: Reader = Reader {
    speaks: is_ecma,
    marks: &[
        "process.env",
        "process?.env",
        "process\"",
        "process'",
        "import.meta",
        "ProcessEnv",
        "Bun.env",
        "Deno.env",
        "$env/",
    ],
    read: collect,
};

/// What Vite puts into its environment itself.
const OF_VITE: [&str; 5] = ["MODE", "DEV", "PROD", "SSR", "BASE_URL"];
/// Members of every object.
const OF_OBJECTS: [&str; 3] = ["hasOwnProperty", "toString", "toJSON"];

fn collect(file: &File<'_>, out: &mut EnvFacts) {
    let mut targets = Vec::new();
    walk::module(file.module, &mut |node| {
        let Node::Statement(statement) = node else { return true };
        match statement {
            Stmt::Assign(assign) => {
                match &assign.target {
                    Expr::Attr(owner, name) if is_environment(file, owner) => {
                        targets.push((Text::clone(name), file.member(owner, name)));
                    }
                    Expr::Index(owner, key) if is_environment(file, owner) => targets.extend(file.texts(key)),
                    _ => {}
                }
                if let (Expr::Map(pairs), Some(value)) = (&assign.target, &assign.value)
                    && is_environment(file, value)
                {
                    destructured(file, pairs, out);
                }
            }
            // SvelteKit's environment is a module.
            Stmt::Import(import) if import.module.starts_with("$env/static/") => {
                out.reads.extend(import.names.iter().map(|one| read(&one.name, import.range)));
            }
            _ => {}
        }
        true
    });
    for statement in &file.module.body {
        if let Stmt::Assign(assign) = statement
            && let (Expr::Name(name, _), Some(value)) = (&assign.target, &assign.value)
            && is_whole(file, value)
        {
            let name = Text::clone(name);
            out.lookups.push(EnvLookup { name, key: None, fallback: None, default: Fallback::None });
        }
    }
    let before = out.reads.len();
    plain::collect(file, tell, out);
    let mut reads = out.reads.split_off(before);
    reads.retain(|one| !targets.iter().any(|(key, range)| *key == one.key && *range == one.range));
    out.reads.extend(reads);
    out.writes.extend(targets.into_iter().map(|(key, _)| key));
}

/// Whether an expression is an object that has every key of the environment: the environment, a copy with more, and what a
/// function of the file gives back of them as it is.
fn is_whole(file: &File<'_>, found: &Expr) -> bool {
    let is_spread = |(_, value): &(Expr, Expr)| matches!(value, Expr::Spread(inner) if is_environment(file, inner));
    match found {
        Expr::Map(pairs) => pairs.iter().any(is_spread),
        Expr::Call(call) => match call.callee.dotted().as_deref() {
            Some("Object.assign") => call.arguments.iter().any(|one| is_whole(file, &one.value)),
            Some("Object.freeze" | "structuredClone" | "Proxy") => {
                call.positional(0).is_some_and(|given| is_whole(file, given))
            }
            Some(name) => {
                call.positional(0).is_some_and(|given| is_environment(file, given))
                    && file.function(name).is_some_and(gives_back)
            }
            None => false,
        },
        other => is_environment(file, other),
    }
}

/// Whether a function gives back its first parameter, or all that it has.
fn gives_back(function: &Function) -> bool {
    let Some(first) = function.parameters.first() else { return false };
    let is_first = |found: &Expr| matches!(found, Expr::Name(name, _) if *name == first.name);
    let mut returned = function.body.iter().filter_map(|statement| match statement {
        Stmt::Return(value) => value.as_ref(),
        _ => None,
    });
    returned.any(|value| match value {
        Expr::Map(pairs) => pairs.iter().any(|(_, value)| matches!(value, Expr::Spread(inner) if is_first(inner))),
        Expr::Call(call) => {
            matches!(call.callee.dotted().as_deref(), Some("Proxy" | "Object.freeze"))
                && call.positional(0).is_some_and(is_first)
        }
        other => is_first(other),
    })
}

/// `const { KEY, PORT = "3000" } = process.env`.
fn destructured(file: &File<'_>, pairs: &[(Expr, Expr)], out: &mut EnvFacts) {
    for (key, target) in pairs {
        let Expr::Str(name, range) = key else { continue };
        let fallback = match target {
            Expr::Or(_, default) => file.fallback(Some(default)),
            _ => file.fallback(None),
        };
        out.reads.push(KeyRead { fallback, ..read(name, *range) });
    }
}

fn is_other(file: &File<'_>, owner: &Expr, name: &str) -> bool {
    let is_of_vite = || file.meant(owner).is_some_and(|environment| environment == "import.meta.env");
    OF_OBJECTS.contains(&name) || (OF_VITE.contains(&name) && is_of_vite())
}

fn tell<'e>(file: &File<'_>, found: &'e Expr) -> Option<Plain<'e>> {
    let key = match found {
        Expr::Attr(owner, name) if is_environment(file, owner) && !is_other(file, owner, name) => {
            Key::Member(owner, Text::clone(name))
        }
        Expr::Index(owner, key) if is_environment(file, owner) => Key::Of(key),
        Expr::Call(call) if file.full(&call.callee).as_deref() == Some("Deno.env.get") => Key::Of(call.positional(0)?),
        // `"KEY" in process.env`
        Expr::Operation(sides, text, _) if text.contains(" in ") => match sides.as_slice() {
            [key @ Expr::Str(..), environment] if is_environment(file, environment) => Key::Of(key),
            _ => return None,
        },
        _ => return None,
    };
    Some(Plain { key, fallback: None, is_required: false })
}
