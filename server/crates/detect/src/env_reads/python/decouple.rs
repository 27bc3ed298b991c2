//! python-decouple and Starlette's `Config`: an object that is called with a key.

use model::facts::{EnvFacts, Fallback, KeyRead};
use syntax::{
    ir::{Call, Expr, Text},
    walk::{self, Node},
};

use crate::env_reads::{
    Reader,
    file::{File, read},
    is_python,
    plain::is_key,
};

pub(in crate::env_reads) const READER: Reader =
    Reader { speaks: is_python, marks: &["decouple", "starlette.config"], read: collect };

const MADE: [&str; 4] =
    ["decouple.Config", "decouple.AutoConfig", "starlette.config.Config", "starlette.config.Config.__call__"];

fn collect(file: &File<'_>, out: &mut EnvFacts) {
    walk::module(file.module, &mut |node| {
        if let Node::Expression(Expr::Call(call)) = node
            && let Some(prefix) = prefix(file, call)
            && let Some(key) = call.argument(0, "option").or_else(|| call.keyword("key"))
        {
            // Starlette: `(key, cast, default)`; decouple: `(option, default, cast)`.
            let fallback = call.keyword("default").or_else(|| call.positional(1).filter(|_| !prefix.is_starlette));
            let kind = call.keyword("cast").and_then(Expr::last_name).map(Text::from);
            let fallback = match fallback {
                Some(Expr::Null) => Fallback::Computed,
                other => file.fallback(other),
            };
            for (key, range) in file.texts(key).iter().filter(|(key, _)| is_key(key)) {
                let name = Text::from(format!("{}{key}", prefix.text));
                let is_required = fallback == Fallback::None;
                let found =
                    KeyRead { fallback: fallback.clone(), is_required, kind: kind.clone(), ..read(&name, *range) };
                out.reads.push(found);
            }
        }
        true
    });
}

struct Prefix {
    text: String,
    is_starlette: bool,
}

/// Whether a call asks such an object, and what it puts before the key.
fn prefix(file: &File<'_>, call: &Call) -> Option<Prefix> {
    // `config.get("KEY")` is `config("KEY")`.
    let asked = match &call.callee {
        Expr::Attr(owner, method) if &**method == "get" => owner,
        callee => callee,
    };
    if file.full(asked)? == "decouple.config" {
        return Some(Prefix { text: String::new(), is_starlette: false });
    }
    let made = file.made_by(asked)?;
    let class = file.full(&made.callee)?;
    let text = made.keyword("env_prefix").and_then(Expr::as_str).unwrap_or_default().to_owned();
    MADE.contains(&class.as_str()).then(|| Prefix { text, is_starlette: class.starts_with("starlette") })
}
