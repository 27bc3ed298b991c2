//! zod: an object schema that the environment is parsed with.

use std::collections::BTreeSet;

use model::facts::{EnvFacts, Fallback, KeyRead};
use syntax::{
    ir::{Expr, Stmt, Text},
    walk::{self, Node},
};

use super::{chain, entries, has_environment, is_environment, is_upper};
use crate::env_reads::{
    Reader,
    file::{File, read},
    is_ecma,
};

pub(in crate::env_reads) const READER: Reader =
    Reader { speaks: is_ecma, marks: &["nvSchema", "process.env", "ProcessEnv", "import.meta"], read: collect };

const PARSES: [&str; 4] = ["parse", "safeParse", "parseAsync", "safeParseAsync"];

fn collect(file: &File<'_>, out: &mut EnvFacts) {
    let mut seen = BTreeSet::new();
    let mut fields = |file: &File<'_>, schema: &Expr, out: &mut EnvFacts, is_sure: bool| {
        for one in object(file, schema, 0) {
            if (is_sure || is_upper(&one.key)) && seen.insert((one.range.start, Text::clone(&one.key))) {
                out.reads.push(KeyRead { has_other_sources: !is_sure, ..one });
            }
        }
    };
    walk::module(file.module, &mut |node| {
        match node {
            Node::Expression(Expr::Call(call)) => {
                if let Expr::Attr(schema, method) = &call.callee
                    && PARSES.contains(&&**method)
                    && call.positional(0).is_some_and(|given| has_environment(file, given))
                {
                    fields(file, schema, out, true);
                } else if let Expr::Attr(schema, method) = &call.callee
                    && PARSES.contains(&&**method)
                    && let Some(given @ Expr::Map(_)) = call.positional(0)
                {
                    by_hand(file, schema, given, out);
                }
            }
            // Parsed somewhere else: the name and the keys tell.
            Node::Statement(Stmt::Assign(assign)) => {
                if let (Expr::Name(name, _), Some(value)) = (&assign.target, &assign.value)
                    && name.to_ascii_lowercase().contains("env")
                    && is_zod(file, chain(value).1)
                {
                    fields(file, value, out, false);
                }
            }
            _ => {}
        }
        true
    });
}

/// `schema.parse({ port: process.env.HTTP_PORT })`: the field says what the key may do without.
fn by_hand(file: &File<'_>, schema: &Expr, given: &Expr, out: &mut EnvFacts) {
    let fields = object(file, schema, 0);
    for one in entries(file, given, 0) {
        let Some(field) = fields.iter().find(|field| field.key == one.key) else { continue };
        let (key, range) = match one.value {
            Expr::Attr(owner, name) if is_environment(file, owner) => (name, file.member(owner, name)),
            Expr::Index(owner, key) if is_environment(file, owner) => match &**key {
                Expr::Str(text, range) => (text, *range),
                _ => continue,
            },
            _ => continue,
        };
        out.reads.push(KeyRead { key: Text::clone(key), range, ..field.clone() });
    }
}

fn is_zod(file: &File<'_>, root: &Expr) -> bool {
    file.full(root).is_some_and(|name| name == "zod" || name.starts_with("zod.") || name.starts_with("zod/"))
}

/// The fields of `z.object({…})`, of what is merged with it, and of what it is called elsewhere in the file.
fn object(file: &File<'_>, schema: &Expr, depth: u8) -> Vec<KeyRead> {
    if depth > 8 {
        return Vec::new();
    }
    if let Expr::Name(name, _) = schema {
        return file.value_of(name).map(|value| object(file, value, depth + 1)).unwrap_or_default();
    }
    let (links, root) = chain(schema);
    let mut out = Vec::new();
    if let Expr::Name(..) = root
        && !is_zod(file, root)
    {
        out.extend(object(file, root, depth + 1));
    }
    // What was made first stands last.
    for (method, argument) in links.into_iter().rev() {
        let given = || argument.map(|it| entries(file, it, 0)).unwrap_or_default();
        let is_meant = |one: &KeyRead| argument.is_none() || given().iter().any(|it| it.key == one.key);
        match method {
            "pick" => out.retain(is_meant),
            "omit" => out.retain(|one| !is_meant(one)),
            // Whether a default still counts differs between versions.
            "partial" | "deepPartial" => {
                for one in out.iter_mut().filter(|one| is_meant(one)) {
                    (one.is_required, one.fallback) = (false, Fallback::Computed);
                }
            }
            "required" => {
                for one in out.iter_mut().filter(|one| is_meant(one) && one.fallback == Fallback::Computed) {
                    (one.is_required, one.fallback) = (true, Fallback::None);
                }
            }
            _ => {}
        }
        let Some(argument) = argument else { continue };
        match method {
            "object" | "strictObject" | "looseObject" | "extend" | "safeExtend" | "augment" => {
                let found = entries(file, argument, 0);
                out.extend(found.iter().map(|one| one.certainly(field(file, one.value, read(&one.key, one.range), 0))));
            }
            "merge" | "and" | "pipe" | "preprocess" => out.extend(object(file, argument, depth + 1)),
            // Of several objects one is enough: nothing in them is surely required.
            "union" | "discriminatedUnion" | "or" | "intersection" => {
                let one_of = match argument {
                    Expr::List(items) => items.iter().flat_map(|item| object(file, item, depth + 1)).collect(),
                    other => object(file, other, depth + 1),
                };
                out.extend(one_of.into_iter().map(|one: KeyRead| KeyRead { is_required: false, ..one }));
            }
            _ => {}
        }
    }
    out
}

/// What the chain of a field says: `z.coerce.number().default(3)`.
pub(super) fn field(file: &File<'_>, schema: &Expr, found: KeyRead, depth: u8) -> KeyRead {
    let mut found = KeyRead { is_required: true, ..found };
    let (links, root) = chain(schema);
    // A field that is a name: what it was declared as.
    if let Expr::Name(name, _) = root
        && !is_zod(file, root)
        && depth < 8
        && let Some(value) = file.value_of(name)
    {
        found = field(file, value, found, depth + 1);
    } else if !is_zod(file, root) {
        // Made by a function of the program: what it does is not known.
        found.is_required = false;
    }
    for (at, (method, argument)) in links.iter().enumerate().rev() {
        match *method {
            "default" | "prefault" | "catch" => found.fallback = file.fallback(*argument),
            "optional" | "nullish" | "any" | "unknown" | "undefined" | "void" if found.fallback == Fallback::None => {
                found.fallback = Fallback::Computed;
            }
            // Of several kinds none may do without a value.
            "union" | "or" => {
                let kinds = match argument {
                    Some(Expr::List(kinds)) => kinds.iter().collect(),
                    other => Vec::from_iter(*other),
                };
                found.is_required &= depth < 8
                    && kinds.iter().all(|kind| field(file, kind, read(&found.key, found.range), depth + 1).is_required);
            }
            "preprocess" | "custom" | "lazy" | "effects" => found.is_required = false,
            "string" | "number" | "boolean" | "enum" | "nativeEnum" | "url" | "email" | "literal" | "array"
            | "stringbool" | "bigint" | "date"
                if at + 2 >= links.len() && found.kind.is_none() =>
            {
                found.kind = Some(Text::from(*method));
            }
            _ => {}
        }
    }
    found.is_required &= found.fallback == Fallback::None;
    found
}
