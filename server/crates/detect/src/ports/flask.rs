//! `app.run(port=…)` of Flask and its kin.

use model::facts::{PortFact, PortValue};

use super::{Library, Program, by_no_name, fact, file::File, is_python};

pub(super) const LIBRARY: Library = Library {
    speaks: is_python,
    claims: by_no_name,
    marks: &[
        &["app.run("],
        &["application.run("],
        &["server.run("],
        &["socketio.run("],
        &["Flask(", ".run("],
        &["Quart(", ".run("],
    ],
    programs: PROGRAMS,
    read,
};

const DEFAULT: u16 = 5000;

const PROGRAMS: &[Program] =
    &[Program { names: &["flask"], words: &["run"], options: &["-p"], default: Some(DEFAULT), ..Program::NONE }];

fn read(file: &File<'_>, out: &mut Vec<PortFact>) {
    let is_here = ["flask", "Flask", "quart", "Quart"].iter().any(|name| file.text.contains(name));
    file.calls(&mut |call| {
        let syntax::ir::Expr::Attr(owner, name) = &call.callee else { return };
        if &**name != "run" {
            return;
        }
        let by_name = matches!(owner.last_name(), Some("app" | "application" | "server" | "socketio"));
        let made = file.made_by(owner).unwrap_or_default();
        let is_made = ["flask.Flask", "flask_socketio.SocketIO", "quart.Quart"].contains(&made.as_str());
        match call.keyword("port").or_else(|| call.positional(1).filter(|_| is_made)) {
            Some(port) if by_name || is_made => out.push(fact(call.range, file.port(port))),
            // Without a port only what is surely an application has one.
            None if is_made || (by_name && is_here && made.ends_with("create_app")) => {
                out.push(PortFact { range: call.range, value: PortValue::Default(DEFAULT) });
            }
            _ => {}
        }
    });
}
