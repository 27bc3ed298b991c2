//! Routes in Kotlin's own words: `router { GET("/x", handler::list); "/api".nest { … } }`, and `coRouter`.

use std::rc::Rc;

use model::{Method, Place};
use syntax::{
    ir::{Call, Expr, Function, Stmt},
    walk::{self, Node},
};
use trace::{ClassValue, FileId, Value};

use super::{Reader, functional::VERBS, named};
use crate::routes::path::join;

/// Routes within routes.
const DEPTH: u8 = 20;

/// Where the words stand: names are looked up from there.
enum Within<'c, 'p> {
    Class(&'c Rc<ClassValue<'p>>),
    File(FileId),
}

/// The routes of the functions of a class. Those of no bean are nobody's.
pub(super) fn read_class<'p>(reader: &mut Reader<'_, 'p>, class: &Rc<ClassValue<'p>>) {
    if !speaks(reader, class.file) {
        return;
    }
    for statement in &class.class.body {
        if let Stmt::Function(function) = statement {
            let handler = format!("{}.{}", class.class.name, function.name);
            read_function(reader, &Within::Class(class), function, &handler);
        }
    }
}

/// The routes of the functions at the top of a file.
pub(super) fn read_file(reader: &mut Reader<'_, '_>, file: FileId) {
    if !speaks(reader, file) {
        return;
    }
    for statement in &reader.machine.program().unit(file).module.body {
        if let Stmt::Function(function) = statement {
            read_function(reader, &Within::File(file), function, &function.name);
        }
    }
}

/// Whether a file takes the words from Spring.
fn speaks(reader: &Reader<'_, '_>, file: FileId) -> bool {
    let body = &reader.machine.program().unit(file).module.body;
    body.iter().any(|statement| match statement {
        Stmt::Import(import) if import.module.starts_with("org.springframework.web.") => {
            import.module.contains(".function")
                && import.names.iter().any(|one| is_word(&one.name) || &*one.name == "*")
        }
        _ => false,
    })
}

fn is_word(name: &str) -> bool {
    matches!(name, "router" | "coRouter")
}

fn read_function<'p>(reader: &mut Reader<'_, 'p>, within: &Within<'_, 'p>, function: &'p Function, handler: &str) {
    let is_bean = function.decorators.iter().any(|annotation| named(annotation).0 == Some("Bean"));
    let mut bodies = Vec::new();
    walk::statements(&function.body, &mut |node| {
        let Node::Expression(Expr::Call(call)) = node else { return true };
        let is_router = matches!(&call.callee, Expr::Name(name, _) if is_word(name));
        bodies.extend(closure(call).filter(|_| is_router));
        !is_router
    });
    let mounted = std::mem::replace(&mut reader.is_mounted, false);
    reader.is_mounted = mounted && is_bean;
    for body in bodies {
        block(reader, within, body, "", handler, 0);
    }
    reader.is_mounted = mounted;
}

/// The block behind a call.
fn closure(call: &Call) -> Option<&[Stmt]> {
    match call.arguments.last().map(|argument| &argument.value) {
        Some(Expr::Lambda(function)) => Some(&function.body),
        _ => None,
    }
}

fn block<'p>(
    reader: &mut Reader<'_, 'p>,
    within: &Within<'_, 'p>,
    body: &'p [Stmt],
    prefix: &str,
    handler: &str,
    depth: u8,
) {
    if depth > DEPTH {
        return;
    }
    for statement in body {
        match statement {
            Stmt::Expr(Expr::Call(call)) | Stmt::Return(Some(Expr::Call(call))) => {
                word(reader, within, call, prefix, handler, depth);
            }
            Stmt::If(found) => {
                block(reader, within, &found.body, prefix, handler, depth + 1);
                block(reader, within, &found.otherwise, prefix, handler, depth + 1);
            }
            Stmt::Block(inner) => block(reader, within, inner, prefix, handler, depth + 1),
            _ => {}
        }
    }
}

fn word<'p>(
    reader: &mut Reader<'_, 'p>,
    within: &Within<'_, 'p>,
    call: &'p Call,
    prefix: &str,
    handler: &str,
    depth: u8,
) {
    let own = call.arguments.last().and_then(|last| match &last.value {
        Expr::Other(text, _) if text.contains("::") => Some(text.to_string()),
        _ => None,
    });
    let handler = own.as_deref().unwrap_or(handler);
    let file = match within {
        Within::Class(class) => class.file,
        Within::File(file) => *file,
    };
    let place = Place::new(reader.machine.program().unit(file).path.clone(), call.range);
    match &call.callee {
        Expr::Name(verb, _) if VERBS.contains(&&**verb) => {
            let Some(path) = call.positional(0).and_then(|first| path_of(reader, within, first, 0)) else { return };
            reader.route(&join(prefix, &path), &[Method::Named((&**verb).into())], &place, handler);
        }
        // `"/x"(handler::any)`.
        text @ (Expr::Str(..) | Expr::Template(_)) => {
            let Some(path) = path_of(reader, within, text, 0) else { return };
            reader.route(&join(prefix, &path), &[], &place, handler);
        }
        Expr::Attr(owner, name) if &**name == "nest" => {
            let path = path_of(reader, within, owner, 0).unwrap_or_default();
            if let Some(body) = closure(call) {
                block(reader, within, body, &join(prefix, &path), handler, depth + 1);
            }
        }
        _ => {}
    }
}

/// The path that a predicate asks for (`"/x"`, `path("/x")`, `"/x" and accept(…)`); `None` when it asks for none.
fn path_of<'p>(reader: &mut Reader<'_, 'p>, within: &Within<'_, 'p>, predicate: &'p Expr, depth: u8) -> Option<String> {
    match predicate {
        Expr::Call(call) if depth < DEPTH => match &call.callee {
            Expr::Attr(left, and) if matches!(&**and, "and" | "or") => path_of(reader, within, left, depth + 1)
                .or_else(|| path_of(reader, within, call.positional(0)?, depth + 1)),
            Expr::Name(name, _) if &**name == "path" || VERBS.contains(&&**name) => {
                path_of(reader, within, call.positional(0)?, depth + 1)
            }
            // `accept(…)`, `headers { … }` and the like.
            Expr::Name(..) => None,
            _ => value(reader, within, predicate).text().map(|text| text.to_string()),
        },
        Expr::Lambda(_) => None,
        other => value(reader, within, other).text().map(|text| text.to_string()),
    }
}

fn value<'p>(reader: &mut Reader<'_, 'p>, within: &Within<'_, 'p>, found: &'p Expr) -> Value<'p> {
    match within {
        Within::Class(class) => reader.machine.value_on(class, found),
        Within::File(file) => reader.machine.value_in(*file, found),
    }
}
