//! Gunicorn's settings: a file of Python with `bind = "0.0.0.0:8000"`.

use model::{
    Range,
    facts::{PortFact, PortValue},
};
use syntax::ir::{Expr, Stmt};

use super::{Library, Program, file::File, is_python};

pub(super) const LIBRARY: Library =
    Library { speaks: is_python, claims: is_settings, marks: &[], programs: PROGRAMS, read };

const PROGRAMS: &[Program] =
    &[Program { names: &["gunicorn"], options: &["-b"], default: Some(8000), ..Program::NONE }];

fn is_settings(name: &str) -> bool {
    name.ends_with(".py") && name.starts_with("gunicorn")
}

fn read(file: &File<'_>, out: &mut Vec<PortFact>) {
    for statement in file.module.body.iter().filter(|_| is_settings(file.name)) {
        let Stmt::Assign(assign) = statement else { continue };
        let (Expr::Name(name, at), Some(value)) = (&assign.target, &assign.value) else { continue };
        // A socket's path says no port.
        let is_socket = matches!(value, Expr::Str(text, _) if text.starts_with("unix:"));
        if &**name == "bind" && !is_socket {
            let value = file.port(value).unwrap_or(PortValue::Unknown);
            out.push(PortFact { range: Range { start: *at, end: *at }, value });
        }
    }
}
