//! Libraries of Node, and what they share: the environment as an object, schemas written as objects.

pub(super) mod class_validator;
pub(super) mod env_schema;
pub(super) mod envalid;
pub(super) mod joi;
pub(super) mod nest;
pub(super) mod nest_module;
pub(super) mod process_env;
pub(super) mod t3_env;
pub(super) mod zod;

use model::{Range, facts::KeyRead};
use syntax::{
    ir::{Expr, Test, Text},
    walk::{self, Node},
};

use super::file::File;

/// Names of the environment, as a bundler or runtime has them.
const ENVIRONMENTS: [&str; 12] = [
    "process.env",
    "import.meta.env",
    "Bun.env",
    "bun.env",
    "node:process.env",
    "node:process.default.env",
    "process.default.env",
    "globalThis.process.env",
    "global.process.env",
    "$env/dynamic/private.env",
    "$env/dynamic/public.env",
    "NodeJS.ProcessEnv",
];

fn is_environment(file: &File<'_>, found: &Expr) -> bool {
    file.meant(found).is_some_and(|name| ENVIRONMENTS.contains(&name.as_str()))
}

/// Whether the whole environment is in an expression: `clean(process.env)`, `{ ...process.env }`.
fn has_environment(file: &File<'_>, found: &Expr) -> bool {
    let mut has = false;
    walk::expression(found, &mut |node| {
        let Node::Expression(inner) = node else { return true };
        has |= is_environment(file, inner);
        // A member of it is not the whole.
        !matches!(inner, Expr::Attr(owner, _) | Expr::Index(owner, _) if is_environment(file, owner))
    });
    has
}

/// A key of an object with its value.
struct Entry<'m> {
    key: Text,
    range: Range,
    value: &'m Expr,
    /// Whether it is there whatever a condition says.
    is_certain: bool,
}

impl Entry<'_> {
    /// A key that may not be asked for is not required.
    fn certainly(&self, found: KeyRead) -> KeyRead {
        KeyRead { is_required: found.is_required && self.is_certain, ..found }
    }
}

/// Keys of an object with their values; spreads of objects of the same file are gone into.
fn entries<'m>(file: &File<'m>, found: &'m Expr, depth: u8) -> Vec<Entry<'m>> {
    let perhaps = |inner: &'m Expr| {
        let found = entries(file, inner, depth + 1).into_iter();
        found.map(|entry| Entry { is_certain: false, ..entry })
    };
    let pairs = match found {
        Expr::Map(pairs) => pairs,
        _ if depth >= 8 => return Vec::new(),
        Expr::Name(name, _) => {
            return file.value_of(name).map(|value| entries(file, value, depth + 1)).unwrap_or_default();
        }
        // `schema.shape`
        Expr::Attr(inner, _) => return entries(file, inner, depth + 1),
        // `z.object({…})`
        Expr::Call(call) => {
            return call.positional(0).map(|inner| entries(file, inner, depth + 1)).unwrap_or_default();
        }
        // `...(isCloud && {…})`, `...(isCloud ? {…} : {…})`
        Expr::Test(Test::And, operands, ..) => return operands.get(1).into_iter().flat_map(perhaps).collect(),
        Expr::Cond(_, then, otherwise) => return perhaps(then).chain(perhaps(otherwise)).collect(),
        _ => return Vec::new(),
    };
    let mut out = Vec::new();
    for (key, value) in pairs {
        match (key, value) {
            (_, Expr::Spread(inner)) if depth < 8 => out.extend(entries(file, inner, depth + 1)),
            (Expr::Str(key, range), value) => {
                out.push(Entry { key: Text::clone(key), range: *range, value, is_certain: true });
            }
            _ => {}
        }
    }
    out
}

/// `DATABASE_URL`: as env keys are written, and hardly anything else.
fn is_upper(key: &str) -> bool {
    key.starts_with(|first: char| first.is_ascii_uppercase() || first == '_')
        && key.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

/// The methods of a chain from the outermost inwards, with their first arguments, and what the chain starts at:
/// `z.string().default("x")` is `default`, `string`, then `z`.
fn chain(found: &Expr) -> (Vec<(&str, Option<&Expr>)>, &Expr) {
    let (mut links, mut rest) = (Vec::new(), found);
    loop {
        match rest {
            Expr::Call(call) => match &call.callee {
                Expr::Attr(inner, method) => {
                    links.push((&**method, call.positional(0)));
                    rest = inner;
                }
                _ => return (links, rest),
            },
            Expr::Attr(inner, name) => {
                links.push((&**name, None));
                rest = inner;
            }
            _ => return (links, rest),
        }
    }
}
