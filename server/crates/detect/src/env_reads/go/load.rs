//! Which struct a program hands to a library of tags, with which prefix: `env.ParseWithOptions(&cfg, env.Options{…})`,
//! `envconfig.Process("shop", &cfg)`.

use std::sync::Arc;

use model::facts::{EnvFacts, EnvScope};
use syntax::{
    ir::{Call, Expr, Stmt, Text},
    walk::{self, Node},
};

use crate::env_reads::file::File;

pub(super) fn call(file: &File<'_>, call: &Call, out: &mut EnvFacts) {
    let name = file.full(&call.callee).unwrap_or_default();
    let Some((package, function)) = name.rsplit_once('.') else { return };
    match function {
        "Process" | "MustProcess" if package.ends_with("envconfig") => {
            let target = call.positional(1).and_then(|target| kind_of(file, target, call.range.start.line));
            // go-envconfig has a context first and no prefix.
            let prefix = file.text_of(call.positional(0)).unwrap_or_default();
            out.made.extend(target.map(|target| (target, Some(prefix))));
        }
        "Parse" | "ParseWithOptions" if package.contains("caarlos0/env") => {
            let line = call.range.start.line;
            let Some(target) = call.positional(0).and_then(|target| kind_of(file, target, line)) else { return };
            let options = call.positional(1).and_then(|given| options(file, given));
            let prefix = match options.and_then(|options| options.keyword("Prefix")) {
                None => Some(Text::default()),
                // A prefix that is not known makes no key that is.
                Some(prefix) => file.text_of(Some(prefix)),
            };
            if options.is_some_and(|it| it.keyword("UseFieldNameByDefault") == Some(&Expr::Bool(true))) {
                out.scopes.push(EnvScope::FieldNames(Arc::clone(&target)));
            }
            out.made.extend(prefix.map(|prefix| (target, Some(prefix))));
        }
        _ => {}
    }
}

fn options<'f>(file: &'f File<'_>, given: &'f Expr) -> Option<&'f Call> {
    given.as_call().or_else(|| file.made_by(given))
}

/// The type that a call makes a value of: `Config{…}` (a literal is a call), `new(Config)`.
pub(super) fn made(call: &Call) -> Option<&Expr> {
    match call.callee.last_name() {
        Some("new") => call.positional(0),
        _ => Some(&call.callee),
    }
}

/// The struct that a variable holds: `var c Config`, `c := Config{}`, `c := new(Config)`, in the function around `line`.
fn kind_of(file: &File<'_>, target: &Expr, line: u32) -> Option<Text> {
    let made = |call: &Call| made(call).and_then(|kind| file.full(kind));
    let Expr::Name(name, _) = target else {
        return target.as_call().and_then(made).map(Text::from);
    };
    let (mut inside, mut outside) = (None, None);
    // Functions are entered before what stands in them.
    let mut around = 0..=0;
    walk::module(file.module, &mut |node| {
        match node {
            Node::Statement(Stmt::Function(function)) => {
                around = function.range.start.line..=function.end_line;
                let own = function.parameters.iter().find(|one| one.name == *name);
                let kind = own.and_then(|one| one.annotation.as_ref()).and_then(|it| file.full(it));
                if around.contains(&line) {
                    inside = kind.or(inside.take());
                }
            }
            Node::Statement(Stmt::Assign(assign)) if assign.target.last_name() == Some(name) => {
                let value = || assign.value.as_ref().and_then(Expr::as_call).and_then(made);
                let kind = assign.annotation.as_ref().and_then(|it| file.full(it)).or_else(value);
                let known = if around.contains(&line) { &mut inside } else { &mut outside };
                *known = kind.or(known.take());
            }
            _ => {}
        }
        true
    });
    inside.or(outside).map(Text::from)
}
