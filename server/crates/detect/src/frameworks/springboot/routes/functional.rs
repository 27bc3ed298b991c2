//! Routes made by functions: `route().GET("/x", handler).path("/y", …).build()` and `route(GET("/x"), handler)`.

use std::rc::Rc;

use model::Method;
use syntax::ir::Stmt;
use trace::{Arguments, CallRecord, ClassValue, ObjectId, Origin, Value};

use super::{Reader, named};
use crate::routes::path::{join, text};

pub(super) const VERBS: [&str; 7] = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];
/// Routes within routes.
const DEPTH: u8 = 20;

pub(super) fn is_claimed(name: &str) -> bool {
    let Some((owner, method)) = name.rsplit_once('.') else { return false };
    match owner.rsplit('.').next() {
        Some("RouterFunctions") => matches!(method, "route" | "nest"),
        Some("RequestPredicates") => true,
        _ => false,
    }
}

/// The routes of the beans of a class.
pub(super) fn read<'p>(reader: &mut Reader<'_, 'p>, class: &Rc<ClassValue<'p>>) {
    for statement in &class.class.body {
        let Stmt::Function(function) = statement else { continue };
        if !function.decorators.iter().any(|annotation| named(annotation).0 == Some("Bean")) {
            continue;
        }
        let method = reader.machine.member_of(&Value::Class(Rc::clone(class)), &function.name, class.file);
        let result = reader.machine.result_of(&method, Arguments::default());
        if let Some(id) = result.as_ref().and_then(Value::object) {
            let first = first_of(reader, id);
            made(reader, first, "", &format!("{}.{}", class.class.name, function.name), 0);
        }
    }
}

/// The object that a chain of calls began with.
fn first_of(reader: &Reader<'_, '_>, id: ObjectId) -> ObjectId {
    let mut id = id;
    while let Origin::Result { of, .. } = &reader.machine.record().object(id).origin {
        id = *of;
    }
    id
}

fn made(reader: &mut Reader<'_, '_>, id: ObjectId, prefix: &str, handler: &str, depth: u8) {
    if depth > DEPTH {
        return;
    }
    let object = reader.machine.record().object(id).clone();
    if let Origin::Called { callee, arguments } = &object.origin {
        let place = object.place.clone();
        pair(reader, callee.rsplit('.').next().unwrap_or_default(), arguments, prefix, &place, handler, depth);
    }
    chain(reader, &object.calls, prefix, handler, depth);
}

fn chain(reader: &mut Reader<'_, '_>, calls: &[CallRecord<'_>], prefix: &str, handler: &str, depth: u8) {
    if depth > DEPTH * 10 {
        return;
    }
    for call in calls {
        let path = join(prefix, &text(call.arguments.positional().next()));
        let own = call.arguments.positional().last().and_then(Value::name);
        let handler = own.as_deref().unwrap_or(handler);
        let is_nested = matches!(&*call.method, "path" | "nest");
        match &*call.method {
            verb if VERBS.contains(&verb) => {
                reader.route(&path, &[Method::Named(verb.into())], &call.place, handler);
            }
            method => pair(reader, method, &call.arguments, prefix, &call.place, handler, depth),
        }
        let Some(result) = call.result else { continue };
        let inner = reader.machine.record().object(result).calls.clone();
        if !is_nested {
            chain(reader, &inner, prefix, handler, depth + 1);
            continue;
        }
        // What the builder was given first, then what follows the call: the closure's calls are on the same object.
        let within = |one: &&CallRecord<'_>| one.place.range.end <= call.place.range.end;
        let inside: Vec<_> = inner.iter().filter(within).cloned().collect();
        let after: Vec<_> = inner.iter().filter(|one| !within(one)).cloned().collect();
        chain(reader, &inside, &path, handler, depth + 1);
        chain(reader, &after, prefix, handler, depth + 1);
    }
}

/// `route(GET("/x"), handler)`, `andRoute(…)`, `nest(path("/x"), …)`.
fn pair(
    reader: &mut Reader<'_, '_>,
    method: &str,
    arguments: &Arguments<'_>,
    prefix: &str,
    place: &model::Place,
    handler: &str,
    depth: u8,
) {
    let mut given = arguments.positional();
    let (Some(predicate), Some(target)) = (given.next().and_then(Value::object), given.next()) else { return };
    let first = first_of(reader, predicate);
    let Origin::Called { callee, arguments } = &reader.machine.record().object(first).origin else { return };
    let path = join(prefix, &text(arguments.positional().next()));
    let verb = callee.rsplit('.').next().unwrap_or_default().to_owned();
    let own = target.name();
    match method {
        "route" | "andRoute" => {
            let methods: Vec<Method> =
                VERBS.iter().filter(|known| **known == verb).map(|verb| Method::Named((*verb).into())).collect();
            reader.route(&path, &methods, place, own.as_deref().unwrap_or(handler));
        }
        "nest" | "andNest" => {
            if let Some(inner) = target.object() {
                let inner = first_of(reader, inner);
                made(reader, inner, &path, handler, depth + 1);
            }
        }
        _ => {}
    }
}
