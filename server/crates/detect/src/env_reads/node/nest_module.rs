//! `ConfigModule.forRoot({ envFilePath })`: the dotenv files that a program of Nest loads.

use std::sync::Arc;

use model::facts::{EnvFacts, EnvScope};
use syntax::{
    ir::{Expr, Text},
    walk::{self, Node},
};

use super::is_environment;
use crate::env_reads::{Reader, file::File, is_ecma};

pub(in crate::env_reads) const READER: Reader =
    Reader { speaks: is_ecma, marks: &["ConfigModule.forRoot"], read: collect };

/// What stands for the mode in the name of a file.
const MODE: &str = "{mode}";

fn collect(file: &File<'_>, out: &mut EnvFacts) {
    if !file.has_any(&["@nestjs/config"]) {
        return;
    }
    walk::module(file.module, &mut |node| {
        let Node::Expression(Expr::Call(call)) = node else { return true };
        let is_it = matches!(&call.callee, Expr::Attr(owner, name) if &**name == "forRoot" && owner.last_name() == Some("ConfigModule"));
        if is_it && let Some((loader, files)) = files(file, call.positional(0)) {
            out.scopes.push(EnvScope::Files(Arc::from(loader), files));
        }
        true
    });
}

/// `None` where the program reads no file, or which ones is not known.
fn files(file: &File<'_>, options: Option<&Expr>) -> Option<(&'static str, Vec<Text>)> {
    let none = Vec::new();
    let pairs = match options {
        None => &none,
        Some(Expr::Map(pairs)) => pairs,
        Some(_) => return None,
    };
    let is_closed = pairs.iter().all(|(key, _)| matches!(key, Expr::Str(..)));
    let option = |name: &str| pairs.iter().find(|(key, _)| key.as_str() == Some(name)).map(|(_, value)| value);
    if !is_closed || option("parser").is_some() || !matches!(option("ignoreEnvFile"), None | Some(Expr::Bool(false))) {
        return None;
    }
    let is_expanded = !matches!(option("expandVariables"), None | Some(Expr::Bool(false)));
    let files = match option("envFilePath") {
        None => Some(vec![Text::from(".env")]),
        Some(Expr::List(items)) => items.iter().map(|item| name(file, item)).collect(),
        Some(one) => name(file, one).map(|one| vec![one]),
    };
    Some((if is_expanded { "nestjs-expanded" } else { "nestjs" }, files?))
}

/// `".env.local"`, `` `.env.${process.env.NODE_ENV}` ``.
fn name(file: &File<'_>, found: &Expr) -> Option<Text> {
    let Expr::Template(parts) = found else { return file.text_of(Some(found)) };
    let parts = parts.iter().map(|part| match part {
        Expr::Or(left, _) if is_mode(file, left) => Some(Text::from(MODE)),
        part if is_mode(file, part) => Some(Text::from(MODE)),
        part => file.text_of(Some(part)),
    });
    Some(Text::from(parts.collect::<Option<Vec<Text>>>()?.concat()))
}

fn is_mode(file: &File<'_>, found: &Expr) -> bool {
    matches!(found, Expr::Attr(owner, name) if &**name == "NODE_ENV" && is_environment(file, owner))
}
