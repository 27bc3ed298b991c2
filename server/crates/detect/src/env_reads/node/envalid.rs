//! envalid: `cleanEnv(process.env, { PORT: port({ default: 3000 }) })`.

use model::facts::{EnvFacts, Fallback, KeyRead};
use syntax::{
    ir::{Expr, Text},
    walk::{self, Node},
};

use super::entries;
use crate::env_reads::{
    Reader,
    file::{File, read},
    is_ecma,
};

pub(in crate::env_reads) const READER: Reader = Reader { speaks: is_ecma, marks: &["leanEnv"], read: collect };

fn collect(file: &File<'_>, out: &mut EnvFacts) {
    walk::module(file.module, &mut |node| {
        let Node::Expression(Expr::Call(call)) = node else { return true };
        let name = file.full(&call.callee).unwrap_or_default();
        let is_envalid =
            name.starts_with("envalid") && (name.ends_with(".cleanEnv") || name.ends_with(".customCleanEnv"));
        if let (true, Some(specs)) = (is_envalid, call.positional(1)) {
            for one in entries(file, specs, 0) {
                let made = one.value.as_call();
                let options = made.and_then(|made| made.positional(0));
                let options = options.map(|options| entries(file, options, 0)).unwrap_or_default();
                // A default for development is one: in production the value must come from somewhere.
                let default = |name: &str| options.iter().find(|one| &*one.key == name).map(|one| one.value);
                let fallback = match default("default").or_else(|| default("devDefault")) {
                    Some(Expr::Null) => Fallback::Computed,
                    Some(Expr::Call(call)) if call.callee.last_name() == Some("testOnly") => Fallback::None,
                    other => file.fallback(other),
                };
                let maker = made.and_then(|made| file.full(&made.callee)).unwrap_or_default();
                let kind = maker.rsplit('.').next().filter(|kind| !kind.is_empty()).map(Text::from);
                // Validators of the program's own may not ask for a value.
                let is_known = maker.starts_with("envalid");
                let is_required = is_known && fallback == Fallback::None;
                let found = KeyRead { fallback, is_required, kind, ..read(&one.key, one.range) };
                out.reads.push(one.certainly(found));
            }
        }
        true
    });
}
