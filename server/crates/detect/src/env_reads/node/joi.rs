//! Joi: an object schema whose keys are env keys, as `ConfigModule.forRoot({ validationSchema })` takes it.

use model::facts::{EnvFacts, Fallback, KeyRead};
use syntax::{
    ir::{Expr, Text},
    walk::{self, Node},
};

use super::{chain, entries, is_upper};
use crate::env_reads::{
    Reader,
    file::{File, read},
    is_ecma,
};

pub(in crate::env_reads) const READER: Reader =
    Reader { speaks: is_ecma, marks: &["Joi.object", "joi.object", "Joi.append"], read: collect };

fn collect(file: &File<'_>, out: &mut EnvFacts) {
    walk::module(file.module, &mut |node| {
        let Node::Expression(Expr::Call(call)) = node else { return true };
        let Expr::Attr(_, method) = &call.callee else { return true };
        let (_, root) = chain(&call.callee);
        if !matches!(&**method, "object" | "keys" | "append") || !is_joi(file, root) {
            return true;
        }
        let fields = call.positional(0).map(|map| entries(file, map, 0)).unwrap_or_default();
        // Bodies of requests are described with the same words: only keys as env keys are written count.
        if !fields.is_empty() && fields.iter().all(|one| is_upper(&one.key)) {
            out.reads.extend(fields.iter().map(|one| one.certainly(field(file, one.value, read(&one.key, one.range)))));
        }
        true
    });
}

fn is_joi(file: &File<'_>, root: &Expr) -> bool {
    let name = file.full(root).unwrap_or_default();
    ["joi", "@hapi/joi", "@nestjs/joi"].iter().any(|module| name == *module || name.starts_with(&format!("{module}.")))
}

fn field(file: &File<'_>, schema: &Expr, mut found: KeyRead) -> KeyRead {
    let (links, _) = chain(schema);
    // Who is checked with it is told elsewhere.
    found.has_other_sources = true;
    for (at, (method, argument)) in links.iter().enumerate().rev() {
        match *method {
            "required" | "exist" => found.is_required = true,
            "optional" => found.is_required = false,
            "presence" => found.is_required = argument.and_then(Expr::as_str) == Some("required"),
            "default" => found.fallback = file.fallback(argument.or(Some(&Expr::Null))),
            kind if at + 1 == links.len() => found.kind = Some(Text::from(kind)),
            _ => {}
        }
    }
    // A default never comes to pass where a value must be given.
    if found.is_required {
        found.fallback = Fallback::None;
    }
    found
}
