//! What Go's web frameworks have in common: one call with an address starts the server.

use model::facts::{PortFact, PortValue};
use syntax::ir::Expr;

use super::{fact, file::File};

/// How one framework is started.
pub(super) struct Starter {
    /// The method.
    pub(super) method: &'static str,
    /// What imports of the library hold.
    pub(super) library: &'static str,
    /// The port without an argument, which the environment's `PORT` may change.
    pub(super) default: Option<u16>,
}

pub(super) fn read(file: &File<'_>, starter: &Starter, out: &mut Vec<PortFact>) {
    let is_here = file.text.contains(starter.library);
    file.calls(&mut |call| {
        let Expr::Attr(owner, name) = &call.callee else { return };
        if &**name != starter.method {
            return;
        }
        match (call.arguments.as_slice(), starter.default) {
            ([], Some(default)) if file.made_by(owner).is_some_and(|made| made.contains(starter.library)) => {
                out.push(PortFact { range: call.range, value: PortValue::Env("PORT".into(), Some(default)) });
            }
            ([only], _) => {
                let value = file.port(&only.value);
                // Where the library is not in sight only an address as such is one.
                let is_address = matches!(&only.value, Expr::Str(text, _) if text.contains(':'));
                let is_literal = matches!(value, Some(PortValue::Literal(_)));
                if value.is_some() && (is_here || (is_address && is_literal)) {
                    out.push(fact(call.range, value));
                }
            }
            _ => {}
        }
    });
}
