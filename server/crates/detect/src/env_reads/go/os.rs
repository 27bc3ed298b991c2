//! `os.Getenv`, `os.LookupEnv`.

use model::facts::EnvFacts;
use syntax::{
    ir::Expr,
    walk::{self, Node},
};

use crate::env_reads::{
    Reader,
    file::File,
    is_go,
    plain::{self, Key, Plain},
};

pub(in crate::env_reads) const READER: Reader =
    Reader { speaks: is_go, marks: &["Getenv", "LookupEnv"], read: collect };

fn collect(file: &File<'_>, out: &mut EnvFacts) {
    plain::collect(file, tell, out);
    walk::module(file.module, &mut |node| {
        if let Node::Expression(Expr::Call(call)) = node
            && file.full(&call.callee).as_deref() == Some("os.Setenv")
        {
            out.writes.extend(file.text_of(call.positional(0)));
        }
        true
    });
}

fn tell<'e>(file: &File<'_>, found: &'e Expr) -> Option<Plain<'e>> {
    let call = found.as_call()?;
    match file.full(&call.callee)?.as_str() {
        "os.Getenv" | "os.LookupEnv" | "syscall.Getenv" => {
            Some(Plain { key: Key::Of(call.positional(0)?), fallback: None, is_required: false })
        }
        _ => None,
    }
}
