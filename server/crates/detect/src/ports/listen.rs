//! `server.listen(…)`: every server of Node is told its port so.

use model::facts::{PortFact, PortValue};
use syntax::ir::{Call, Expr};

use super::{
    Library, by_no_name, fact,
    file::{File, entry},
    is_ecma,
};

pub(super) const LIBRARY: Library =
    Library { speaks: is_ecma, claims: by_no_name, marks: &[&[".listen("]], programs: &[], read };

fn read(file: &File<'_>, out: &mut Vec<PortFact>) {
    file.calls(&mut |call| out.extend(listen(file, call)));
}

fn listen(file: &File<'_>, call: &Call) -> Option<PortFact> {
    let Expr::Attr(_, name) = &call.callee else { return None };
    if &**name != "listen" {
        return None;
    }
    let value = match call.positional(0)? {
        // `listen({ port, host })`; without a port the system picks one, or it is no server.
        Expr::Map(pairs) => file.port(entry(pairs, "port")?.1),
        Expr::Lambda(_) | Expr::Null | Expr::Bool(_) | Expr::Spread(_) => return None,
        // An event's name, or a socket's path.
        Expr::Str(text, _) => Some(PortValue::Literal(super::value::of_address(text)?)),
        Expr::Int(0) => return None,
        other => file.port(other),
    };
    // What is not followed may be anything: a queue, a callback. Only a number of arguments or a name tells a port.
    let names_port = |found: &Expr| found.last_name().is_some_and(|name| name.to_ascii_lowercase().contains("port"));
    match value {
        Some(PortValue::Setting(path, fallback))
            if fallback.is_some() || path.to_ascii_lowercase().contains("port") =>
        {
            Some(PortFact { range: call.range, value: PortValue::Setting(path, fallback) })
        }
        Some(PortValue::Setting(..)) => None,
        Some(value) => Some(PortFact { range: call.range, value }),
        None => call.positional(0).filter(|first| names_port(first)).map(|_| fact(call.range, None)),
    }
}
