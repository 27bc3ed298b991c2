//! t3-env: `createEnv({ server: {…}, client: {…}, runtimeEnv })`.

use model::facts::EnvFacts;
use syntax::{
    ir::Expr,
    walk::{self, Node},
};

use super::{entries, zod};
use crate::env_reads::{
    Reader,
    file::{File, read},
    is_ecma,
};

pub(in crate::env_reads) const READER: Reader = Reader { speaks: is_ecma, marks: &["createEnv"], read: collect };

fn collect(file: &File<'_>, out: &mut EnvFacts) {
    walk::module(file.module, &mut |node| {
        let Node::Expression(Expr::Call(call)) = node else { return true };
        let is_t3 =
            file.full(&call.callee).is_some_and(|name| name.starts_with("@t3-oss/env-") && name.ends_with("createEnv"));
        if let (true, Some(options)) = (is_t3, call.positional(0)) {
            for part in entries(file, options, 0) {
                if matches!(&*part.key, "server" | "client" | "shared") {
                    let found = entries(file, part.value, 0);
                    out.reads.extend(
                        found
                            .iter()
                            .map(|one| one.certainly(zod::field(file, one.value, read(&one.key, one.range), 0))),
                    );
                }
            }
        }
        true
    });
}
