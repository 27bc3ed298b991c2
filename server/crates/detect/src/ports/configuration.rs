//! Functions and objects that hold what a program is configured with, for others to ask by name:
//! `registerAs('app', () => ({ port: … }))`, `export default () => ({ app: { port: … } })`.

use std::sync::Arc;

use model::facts::{PortFact, PortValue};
use syntax::ir::{Expr, Function, Stmt};

use super::{Library, by_no_name, file::File, is_ecma, value::is_port_name};

pub(super) const LIBRARY: Library = Library {
    speaks: is_ecma,
    claims: by_no_name,
    marks: &[&["registerAs("], &["export default", "process.env", "ort:"]],
    programs: &[],
    read,
};

/// Objects stand in each other so far.
const DEPTH: u8 = 6;

fn read(file: &File<'_>, out: &mut Vec<PortFact>) {
    file.calls(&mut |call| {
        if call.callee.last_name() == Some("registerAs")
            && let (Some(namespace), Some(value)) = (call.positional(0).and_then(Expr::as_str), call.positional(1))
        {
            held(file, namespace, value, out);
        }
    });
    for value in file.values("default") {
        held(file, "", value, out);
    }
}

/// What an object holds, or what a function returns.
fn held(file: &File<'_>, path: &str, value: &Expr, out: &mut Vec<PortFact>) {
    match value {
        Expr::Map(pairs) => entries(file, path, pairs, 0, out),
        Expr::Lambda(function) => returned(file, path, function, out),
        Expr::Name(name, _) => {
            let named = file.module.body.iter().find_map(|statement| match statement {
                Stmt::Function(function) if function.name == *name => Some(&**function),
                _ => None,
            });
            match (named, file.values(name)) {
                (Some(function), _) => returned(file, path, function, out),
                (None, [value @ (Expr::Map(_) | Expr::Lambda(_))]) => held(file, path, value, out),
                (None, _) => {}
            }
        }
        _ => {}
    }
}

fn returned(file: &File<'_>, path: &str, function: &Function, out: &mut Vec<PortFact>) {
    for statement in function.body.iter() {
        if let Stmt::Return(Some(Expr::Map(pairs))) = statement {
            entries(file, path, pairs, 0, out);
        }
    }
}

fn entries(file: &File<'_>, path: &str, pairs: &[(Expr, Expr)], depth: u8, out: &mut Vec<PortFact>) {
    for (key, value) in pairs {
        let Expr::Str(name, range) = key else { continue };
        let path = if path.is_empty() { name.to_string() } else { format!("{path}.{name}") };
        match value {
            Expr::Map(inner) if depth < DEPTH => entries(file, &path, inner, depth + 1, out),
            _ if is_port_name(name) => {
                let (env, number) = match file.port(value) {
                    Some(PortValue::Literal(number)) => (None, Some(number)),
                    Some(PortValue::Env(env, number)) => (Some(env), number),
                    _ => continue,
                };
                out.push(PortFact { range: *range, value: PortValue::Named(Arc::from(path), env, number) });
            }
            _ => {}
        }
    }
}
