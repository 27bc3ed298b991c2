//! Servers of Python that run an application from code: uvicorn, Hypercorn, aiohttp, Granian.

use model::facts::{PortFact, PortValue};
use syntax::{
    ir::{Call, Expr, Stmt},
    walk::{self, Node},
};

use super::{Library, Program, by_no_name, fact, file::File, is_python};

pub(super) const LIBRARY: Library = Library {
    speaks: is_python,
    claims: by_no_name,
    marks: &[&["uvicorn"], &["hypercorn"], &["run_app("], &["granian"]],
    programs: PROGRAMS,
    read,
};

/// Calls with a keyword `port`, and the port without it.
const CALLS: [(&str, u16); 5] = [
    ("uvicorn.run", 8000),
    ("uvicorn.Config", 8000),
    ("uvicorn.config.Config", 8000),
    ("aiohttp.web.run_app", 8080),
    ("granian.Granian", 8000),
];

const PROGRAMS: &[Program] = &[
    Program { names: &["uvicorn"], default: Some(8000), ..Program::NONE },
    Program { names: &["hypercorn"], options: &["-b"], default: Some(8000), ..Program::NONE },
    Program { names: &["daphne"], options: &["-p"], default: Some(8000), ..Program::NONE },
    Program { names: &["granian"], default: Some(8000), ..Program::NONE },
];

fn read(file: &File<'_>, out: &mut Vec<PortFact>) {
    file.calls(&mut |call| {
        let name = file.full(&call.callee).unwrap_or_default();
        if let Some((_, default)) = CALLS.iter().find(|(known, _)| *known == name) {
            out.push(of_call(file, call, *default));
        }
    });
    if file.text.contains("hypercorn") {
        bound(file, out);
    }
}

pub(super) fn of_call(file: &File<'_>, call: &Call, default: u16) -> PortFact {
    let hands_on = call.keyword("**").is_some();
    match call.keyword("port") {
        Some(Expr::Null) => PortFact { range: call.range, value: PortValue::Default(default) },
        Some(value) => fact(call.range, file.port(value)),
        None if hands_on => fact(call.range, None),
        None => PortFact { range: call.range, value: PortValue::Default(default) },
    }
}

/// Hypercorn's `config.bind = ["0.0.0.0:8000"]`.
fn bound(file: &File<'_>, out: &mut Vec<PortFact>) {
    walk::module(file.module, &mut |node| {
        if let Node::Statement(Stmt::Assign(assign)) = node
            && let (Expr::Attr(owner, name), Some(value)) = (&assign.target, &assign.value)
            && &**name == "bind"
            && let Expr::Name(_, at) = &**owner
        {
            out.push(fact(model::Range { start: *at, end: *at }, file.port(value)));
        }
        true
    });
}
