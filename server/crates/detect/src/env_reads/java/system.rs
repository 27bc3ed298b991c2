//! `System.getenv`.

use model::facts::EnvFacts;
use syntax::ir::Expr;

use crate::env_reads::{
    Reader,
    file::File,
    is_java,
    plain::{self, Key, Plain},
};

pub(in crate::env_reads) const READER: Reader = Reader { speaks: is_java, marks: &["getenv"], read: collect };

fn collect(file: &File<'_>, out: &mut EnvFacts) {
    plain::collect(file, tell, out);
}

fn tell<'e>(file: &File<'_>, found: &'e Expr) -> Option<Plain<'e>> {
    let is_getenv =
        |callee: &Expr| matches!(file.full(callee).as_deref(), Some("System.getenv" | "java.lang.System.getenv"));
    // Kotlin's `System.getenv()["KEY"]`.
    if let Expr::Index(owner, key) = found {
        let inner = owner.as_call().or_else(|| file.made_by(owner)).filter(|inner| is_getenv(&inner.callee))?;
        return inner.arguments.is_empty().then_some(Plain { key: Key::Of(key), fallback: None, is_required: false });
    }
    let call = found.as_call()?;
    if is_getenv(&call.callee) {
        return Some(Plain { key: Key::Of(call.positional(0)?), fallback: None, is_required: false });
    }
    // `System.getenv().getOrDefault("KEY", "x")`.
    let Expr::Attr(owner, method) = &call.callee else { return None };
    let is_map = owner.as_call().or_else(|| file.made_by(owner)).is_some_and(|inner| is_getenv(&inner.callee));
    match (&**method, is_map) {
        ("get", true) => Some(Plain { key: Key::Of(call.positional(0)?), fallback: None, is_required: false }),
        ("getOrDefault", true) => {
            Some(Plain { key: Key::Of(call.positional(0)?), fallback: call.positional(1), is_required: false })
        }
        _ => None,
    }
}
