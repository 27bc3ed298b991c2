//! env-schema and `@fastify/env`: a JSON schema that the environment is checked with, plain or made by fluent-json-schema or
//! `TypeBox`.

use model::facts::{EnvFacts, Fallback, KeyRead};
use syntax::{
    ir::{Call, Expr, Text},
    walk::{self, Node},
};

use super::{Entry, entries};
use crate::env_reads::{
    Reader,
    file::{File, read},
    is_ecma,
};

pub(in crate::env_reads) const READER: Reader =
    Reader { speaks: is_ecma, marks: &["env-schema", "@fastify/env", "fastify-env"], read: collect };

const MODULES: [&str; 3] = ["env-schema", "@fastify/env", "fastify-env"];

fn collect(file: &File<'_>, out: &mut EnvFacts) {
    walk::module(file.module, &mut |node| {
        let Node::Expression(Expr::Call(call)) = node else { return true };
        // `envSchema({ schema })`, `app.register(fastifyEnv, { schema })`.
        let options = match &call.callee {
            Expr::Attr(_, name)
                if &**name == "register" && call.positional(0).is_some_and(|it| is_library(file, it)) =>
            {
                call.positional(1)
            }
            callee if is_library(file, callee) => call.positional(0),
            _ => None,
        };
        let options = options.map(|it| entries(file, it, 0)).unwrap_or_default();
        let is_read =
            options.iter().find(|it| &*it.key == "env").is_none_or(|it| !matches!(it.value, Expr::Bool(false)));
        let schema = options.iter().find(|it| &*it.key == "schema").filter(|_| is_read);
        out.reads.extend(schema.map(|it| fields(file, it.value, 0)).unwrap_or_default());
        true
    });
}

fn is_library(file: &File<'_>, found: &Expr) -> bool {
    let required = found.as_call().filter(|call| call.callee.last_name() == Some("require"));
    let name = match required {
        Some(call) => call.positional(0).and_then(Expr::as_str).map(str::to_owned),
        None => file.full(found),
    };
    let name = name.unwrap_or_default();
    MODULES.iter().any(|module| name.strip_prefix(module).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
}

/// The keys of a schema.
fn fields(file: &File<'_>, schema: &Expr, depth: u8) -> Vec<KeyRead> {
    match schema {
        _ if depth > 8 => Vec::new(),
        Expr::Name(name, _) => file.value_of(name).map(|value| fields(file, value, depth + 1)).unwrap_or_default(),
        Expr::Map(_) => plain(file, schema),
        Expr::Call(call) if is_typebox(file, &call.callee) => {
            let given = call.positional(0).map(|it| entries(file, it, 0)).unwrap_or_default();
            given.iter().map(|it| it.certainly(typed(file, it))).collect()
        }
        Expr::Call(_) => fluent(file, schema),
        _ => Vec::new(),
    }
}

/// `{ required: ["A"], properties: { A: { type: "string" } } }`.
fn plain(file: &File<'_>, schema: &Expr) -> Vec<KeyRead> {
    let parts = entries(file, schema, 0);
    let part = |name: &str| parts.iter().find(|it| &*it.key == name).map(|it| it.value);
    let required = names(file, part("required"));
    let properties = part("properties").map(|it| entries(file, it, 0)).unwrap_or_default();
    let one = |it: &Entry<'_>| {
        let inner = entries(file, it.value, 0);
        let inner = |name: &str| inner.iter().find(|it| &*it.key == name).map(|it| it.value);
        let kind = inner("type").and_then(|it| file.text_of(Some(it)));
        it.certainly(made(it, kind, required.contains(&it.key), file.fallback(inner("default"))))
    };
    properties.iter().map(one).collect()
}

fn names(file: &File<'_>, found: Option<&Expr>) -> Vec<Text> {
    match found {
        Some(Expr::List(items)) => items.iter().filter_map(|it| file.text_of(Some(it))).collect(),
        Some(Expr::Name(name, _)) => file.value_of(name).map(|it| names(file, Some(it))).unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// A default is filled in before anything is missed.
fn made(entry: &Entry<'_>, kind: Option<Text>, is_needed: bool, fallback: Fallback) -> KeyRead {
    KeyRead { is_required: is_needed && fallback == Fallback::None, fallback, kind, ..read(&entry.key, entry.range) }
}

fn is_typebox(file: &File<'_>, callee: &Expr) -> bool {
    let Expr::Attr(owner, method) = callee else { return false };
    let name = file.full(owner).unwrap_or_default();
    &**method == "Object"
        && ["@sinclair/typebox", "typebox", "@fastify/type-provider-typebox"].iter().any(|it| name.starts_with(it))
}

/// `Type.Number({ default: 3000 })`, `Type.Optional(Type.String())`.
fn typed(file: &File<'_>, entry: &Entry<'_>) -> KeyRead {
    let (mut found, mut is_optional) = (entry.value, false);
    loop {
        let Expr::Call(call) = found else { return made(entry, None, !is_optional, Fallback::None) };
        let method = call.callee.last_name().unwrap_or_default();
        if let ("Optional" | "Readonly", Some(inner)) = (method, call.positional(0)) {
            is_optional |= method == "Optional";
            found = inner;
            continue;
        }
        let options = call.arguments.last().map(|it| &it.value).filter(|it| matches!(it, Expr::Map(_)));
        let options = options.map(|it| entries(file, it, 0)).unwrap_or_default();
        let default = options.iter().find(|it| &*it.key == "default").map(|it| it.value);
        let kind = Text::from(method.to_ascii_lowercase());
        return made(entry, Some(kind), !is_optional, file.fallback(default));
    }
}

/// `S.object().prop("A", S.string().required())`.
fn fluent(file: &File<'_>, schema: &Expr) -> Vec<KeyRead> {
    let mut calls: Vec<(&str, &Call)> = Vec::new();
    let mut rest = schema;
    while let Expr::Call(call) = rest {
        let Expr::Attr(inner, method) = &call.callee else { break };
        calls.push((method, call));
        rest = inner;
    }
    if !file.full(rest).is_some_and(|name| name.starts_with("fluent-json-schema") || name.starts_with("fluent-schema"))
    {
        return Vec::new();
    }
    let required: Vec<Text> =
        calls.iter().filter(|it| it.0 == "required").flat_map(|it| names(file, it.1.positional(0))).collect();
    let one = |call: &Call| {
        let Some(Expr::Str(key, range)) = call.positional(0) else { return None };
        let links = call.positional(1).map(|it| super::chain(it).0).unwrap_or_default();
        let link = |name: &str| links.iter().find(|it| it.0 == name);
        let fallback = link("default").map_or(Fallback::None, |it| file.fallback(it.1));
        let is_needed = link("required").is_some() || required.contains(key);
        let kind = links.last().map(|it| Text::from(it.0));
        let entry = Entry { key: Text::clone(key), range: *range, value: schema, is_certain: true };
        Some(made(&entry, kind, is_needed, fallback))
    };
    calls.iter().rev().filter(|it| it.0 == "prop").filter_map(|it| one(it.1)).collect()
}
