//! Servers that are made with their port: `Bun.serve({ port })`, `Deno.serve({ port })`, Hono's `serve({ port })`.

use model::facts::{PortFact, PortValue};
use syntax::ir::Expr;

use super::{
    Library, by_no_name, fact,
    file::{File, entry},
    is_ecma,
};

pub(super) const LIBRARY: Library = Library {
    speaks: is_ecma,
    claims: by_no_name,
    marks: &[&["Bun.serve("], &["Deno.serve("], &["@hono/node-server"]],
    programs: &[],
    read,
};

const CALLS: [(&str, u16); 3] = [("Bun.serve", 3000), ("Deno.serve", 8000), ("@hono/node-server.serve", 3000)];

fn read(file: &File<'_>, out: &mut Vec<PortFact>) {
    file.calls(&mut |call| {
        let name = file.full(&call.callee).unwrap_or_default();
        let Some((_, default)) = CALLS.iter().find(|(known, _)| *known == name) else { return };
        let Some(Expr::Map(options)) = call.positional(0) else { return };
        out.push(match entry(options, "port") {
            Some((_, port)) => fact(call.range, file.port(port)),
            None => PortFact { range: call.range, value: PortValue::Default(*default) },
        });
    });
}
