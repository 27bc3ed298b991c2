//! environs and django-environ: `env.str("KEY")`, `with env.prefixed("P_"):`.

use model::facts::{EnvFacts, EnvLookup, Fallback, KeyRead};
use syntax::{
    ir::{Call, Expr, Stmt, Text},
    walk::{self, Node},
};

use crate::env_reads::{
    Reader,
    file::{File, read},
    is_python,
    plain::is_key,
};

pub(in crate::env_reads) const READER: Reader = Reader { speaks: is_python, marks: &["environ"], read: collect };

/// Methods that are about the reader itself.
const OTHERS: [&str; 12] = [
    "read_env",
    "read_envfile",
    "seal",
    "prefixed",
    "dump",
    "parser",
    "parser_for",
    "add_parser",
    "from_settings",
    "get_value",
    "search_url",
    "__init__",
];

/// Methods that read a key.
const READS: [&str; 24] = [
    "bool",
    "bytes",
    "cache",
    "cache_url",
    "date",
    "datetime",
    "db",
    "db_url",
    "decimal",
    "dict",
    "email",
    "email_url",
    "enum",
    "float",
    "int",
    "json",
    "list",
    "log_level",
    "path",
    "str",
    "time",
    "timedelta",
    "tuple",
    "url",
];
const MAKERS: [&str; 4] = ["environs.Env", "environ.Env", "environ.FileAwareEnv", "environs.FileAwareEnv"];

fn collect(file: &File<'_>, out: &mut EnvFacts) {
    body(file, &file.module.body, "", out);
    offered(file, out);
    // A default in the reader's own table is one for every read.
    let known: Vec<(Text, Fallback)> = out
        .reads
        .iter()
        .filter(|one| one.fallback != Fallback::None)
        .map(|one| (Text::clone(&one.key), one.fallback.clone()))
        .collect();
    for one in out.reads.iter_mut().filter(|one| one.fallback == Fallback::None) {
        if let (true, Some((_, fallback))) = (one.is_required, known.iter().find(|(key, _)| *key == one.key)) {
            one.fallback = fallback.clone();
            one.is_required = false;
        }
    }
}

/// Walks statements; the block of a `with env.prefixed(…)` has its prefix.
fn body(file: &File<'_>, statements: &[Stmt], prefix: &str, out: &mut EnvFacts) {
    walk::statements(statements, &mut |node| {
        match node {
            Node::Statement(Stmt::Block(inner)) => {
                let Some(own) = inner.iter().find_map(|first| prefixed(file, first)) else { return true };
                body(file, &inner[1..], &format!("{prefix}{own}"), out);
                return false;
            }
            Node::Expression(Expr::Call(call)) => {
                one(file, call, prefix, out);
                schema(file, call, out);
            }
            _ => {}
        }
        true
    });
}

fn prefixed(file: &File<'_>, statement: &Stmt) -> Option<Text> {
    let call = match statement {
        Stmt::Expr(found) => found.as_call()?,
        Stmt::Assign(assign) => assign.value.as_ref()?.as_call()?,
        _ => return None,
    };
    let Expr::Attr(owner, method) = &call.callee else { return None };
    (&**method == "prefixed" && is_env(file, owner)).then(|| file.text_of(call.positional(0)))?
}

fn is_env(file: &File<'_>, found: &Expr) -> bool {
    if file.full(found).as_deref() == Some("environs.env") {
        return true;
    }
    let class = file.made_by(found).and_then(|made| file.full(&made.callee));
    class.is_some_and(|class| MAKERS.contains(&class.as_str()))
}

/// Readers that other files may import (`from .base import env`). One with a prefix of its own is left out.
fn offered(file: &File<'_>, out: &mut EnvFacts) {
    for statement in &file.module.body {
        let Stmt::Assign(assign) = statement else { continue };
        let (Expr::Name(name, _), Some(Expr::Call(made))) = (&assign.target, &assign.value) else { continue };
        let is_reader = file.full(&made.callee).is_some_and(|class| MAKERS.contains(&class.as_str()));
        if !is_reader || made.keyword("prefix").is_some() {
            continue;
        }
        let own = std::iter::once(name.to_string());
        let methods = READS.iter().map(|method| format!("{name}.{method}"));
        out.lookups.extend(own.chain(methods).map(|name| EnvLookup {
            name: Text::from(name),
            key: Some(0),
            fallback: Some(1),
            default: Fallback::None,
        }));
    }
}

fn one(file: &File<'_>, call: &Call, prefix: &str, out: &mut EnvFacts) {
    let method = match &call.callee {
        Expr::Attr(owner, method) if is_env(file, owner) && !OTHERS.contains(&&**method) => Some(method),
        callee if is_env(file, callee) => None,
        _ => return,
    };
    // `Env(prefix="APP_")`.
    let reader = if let Expr::Attr(owner, _) = &call.callee { owner } else { &call.callee };
    let made = file.made_by(reader).and_then(|made| file.text_of(made.keyword("prefix"))).unwrap_or_default();
    let fallback = match call.argument(1, "default") {
        Some(Expr::Null) => Fallback::Computed,
        other => file.fallback(other),
    };
    // django-environ names these two itself.
    let own = match method.map(|method| &**method) {
        Some("db" | "db_url") => Some("DATABASE_URL"),
        Some("cache" | "cache_url") => Some("CACHE_URL"),
        _ => None,
    };
    let keys = match (call.argument(0, "name").or_else(|| call.keyword("var")), own) {
        (Some(key), _) => file.texts(key),
        (None, Some(own)) => vec![(Text::from(own), call.range)],
        (None, None) => return,
    };
    for (key, range) in keys.iter().filter(|(key, _)| is_key(key)) {
        let found = KeyRead {
            is_required: fallback == Fallback::None,
            fallback: fallback.clone(),
            kind: method.filter(|method| own.is_none() && &***method != "get").cloned(),
            ..read(&Text::from(format!("{made}{prefix}{key}")), *range)
        };
        out.reads.push(found);
    }
}

/// `environ.Env(DEBUG=(bool, False))`: keys with types and defaults, read later.
fn schema(file: &File<'_>, call: &Call, out: &mut EnvFacts) {
    if !matches!(file.full(&call.callee).as_deref(), Some("environ.Env" | "environ.FileAwareEnv")) {
        return;
    }
    for argument in &call.arguments {
        let (Some(name), Expr::List(parts)) = (&argument.name, &argument.value) else { continue };
        let range = file.member(&Expr::Name(Text::clone(name), call.range.start), name);
        let found = KeyRead {
            fallback: file.fallback(parts.get(1)),
            kind: parts.first().and_then(Expr::last_name).map(Text::from),
            ..read(name, range)
        };
        out.reads.push(found);
    }
}
