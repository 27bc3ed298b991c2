//! Nest's `ConfigService`: `config.get("KEY")`. What looks like no env key is a path into registered configuration.

use std::collections::BTreeSet;

use model::facts::{EnvFacts, Fallback, KeyRead};
use syntax::{
    ir::{Expr, Function, Stmt, Text},
    walk::{self, Node},
};

use super::is_upper;
use crate::env_reads::{
    Reader,
    file::{File, read},
    is_ecma,
};

pub(in crate::env_reads) const READER: Reader = Reader { speaks: is_ecma, marks: &["ConfigService"], read: collect };

const CLASS: &str = "ConfigService";

fn collect(file: &File<'_>, out: &mut EnvFacts) {
    if !file.has_any(&["@nestjs/config", "nestjs-config"]) {
        return;
    }
    let mut names = BTreeSet::new();
    walk::module(file.module, &mut |node| {
        match node {
            Node::Statement(Stmt::Function(function)) => parameters(function, &mut names),
            Node::Expression(Expr::Lambda(function)) => parameters(function, &mut names),
            Node::Statement(Stmt::Assign(assign)) => {
                let is_typed = assign.annotation.as_ref().is_some_and(is_class);
                let is_got = assign.value.as_ref().is_some_and(is_got);
                if let (Some(name), true) = (assign.target.last_name(), is_typed || is_got) {
                    names.insert(Text::from(name));
                }
            }
            _ => {}
        }
        true
    });
    walk::module(file.module, &mut |node| {
        let Node::Expression(found) = node else { return true };
        let (call, behind) = match found {
            Expr::Call(call) => (call, None),
            Expr::Or(left, right) => match left.as_call() {
                Some(_) => match &**left {
                    Expr::Call(call) => (call, Some(&**right)),
                    _ => return true,
                },
                None => return true,
            },
            _ => return true,
        };
        let Expr::Attr(owner, method) = &call.callee else { return true };
        let is_service = is_got(owner) || owner.last_name().is_some_and(|name| names.contains(name));
        if !matches!(&**method, "get" | "getOrThrow") || !is_service {
            return true;
        }
        let default = call.positional(1).filter(|second| !matches!(second, Expr::Map(_))).or(behind);
        let fallback = file.fallback(default);
        let Some(key) = call.positional(0) else { return true };
        for (key, range) in file.texts(key).iter().filter(|(key, _)| is_upper(key)) {
            let is_required = &**method == "getOrThrow" && fallback == Fallback::None;
            let one = KeyRead { fallback: fallback.clone(), is_required, ..read(key, *range) };
            if !out.reads.iter().any(|known| known.key == one.key && known.range == one.range) {
                out.reads.push(one);
            }
        }
        true
    });
}

fn parameters(function: &Function, names: &mut BTreeSet<Text>) {
    let typed = function.parameters.iter().filter(|one| one.annotation.as_ref().is_some_and(is_class));
    names.extend(typed.map(|one| Text::clone(&one.name)));
}

fn is_class(found: &Expr) -> bool {
    match found {
        Expr::Index(inner, _) => is_class(inner),
        other => other.last_name() == Some(CLASS),
    }
}

/// `app.get(ConfigService)`.
fn is_got(found: &Expr) -> bool {
    found.as_call().is_some_and(|call| {
        matches!(call.callee.last_name(), Some("get" | "resolve" | "inject"))
            && call.positional(0).is_some_and(|first| first.last_name() == Some(CLASS))
    })
}
