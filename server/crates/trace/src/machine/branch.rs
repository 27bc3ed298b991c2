//! Conditions: tests, and what holds after a branch that may or may not have been taken.
//!
//! A test whose outcome is known takes one branch. One that is only likely (it hangs on a default that the environment may
//! replace) takes both, so that nothing is missed, and keeps the values of the likely one. One of which nothing is known takes
//! both, and a text that differs between them is not known afterwards.

use std::{rc::Rc, sync::Arc};

use rustc_hash::FxHashMap;
use syntax::ir::{Expr, If, Stmt, Test, Text};

use super::{Frame, Machine};
use crate::{record::Origin, value::Value};

/// How a statement ended.
pub(super) enum Flow<'p> {
    Next,
    Returned(Value<'p>),
    /// It returned, if what is likely holds; what follows may run as well.
    Likely(Value<'p>),
    /// A branch that may be taken returned; what follows may run as well.
    Perhaps(Value<'p>),
    /// A branch returned that is likely not taken.
    Unlikely(Value<'p>),
}

impl<'p> Flow<'p> {
    /// What it returns, if it may.
    pub(super) fn value(self) -> Option<Value<'p>> {
        match self {
            Self::Next => None,
            Self::Returned(value) | Self::Likely(value) | Self::Perhaps(value) | Self::Unlikely(value) => Some(value),
        }
    }
}

type Names<'p> = FxHashMap<Text, Value<'p>>;

impl<'p> Machine<'p> {
    pub(super) fn condition(&mut self, frame: &Frame<'p>, found: &'p If) -> Flow<'p> {
        let test = self.evaluate(frame, &found.test);
        if let Some(is_true) = test.truth() {
            let taken = if is_true { &found.body } else { &found.otherwise };
            return self.block(frame, taken).map_or(Flow::Next, Flow::Returned);
        }
        if matches!(test, Value::Unknown(_) | Value::External(_)) && is_default_beside(found) {
            return self.block(frame, &found.otherwise).map_or(Flow::Next, Flow::Returned);
        }
        let likely = test.likely();
        let before = frame.scope.names.borrow().clone();
        let body = self.block(frame, &found.body);
        let after_body = frame.scope.names.replace(before.clone());
        let otherwise = self.block(frame, &found.otherwise);
        let after_otherwise = frame.scope.names.take();
        // Who returns leaves nothing behind.
        let names = match (&body, &otherwise) {
            (Some(_), None) => after_otherwise,
            (None, Some(_)) => after_body,
            _ => merged(&before, after_body, after_otherwise, likely),
        };
        frame.scope.names.replace(names);
        match (likely, body, otherwise) {
            (Some(true), Some(value), _) | (Some(false), _, Some(value)) => Flow::Likely(weak(value)),
            (_, Some(one), Some(other)) => Flow::Returned(either(one, other)),
            (None, Some(value), None) | (None, None, Some(value)) => Flow::Perhaps(value),
            (Some(_), Some(value), None) | (Some(_), None, Some(value)) => Flow::Unlikely(value),
            (_, None, None) => Flow::Next,
        }
    }

    /// `left or right`.
    pub(super) fn or(&mut self, frame: &Frame<'p>, left: &'p Expr, right: &'p Expr, whole: &'p Expr) -> Value<'p> {
        let left = self.evaluate(frame, left);
        match (left.truth(), &left) {
            (Some(false), _) => self.evaluate(frame, right),
            (Some(true), _) => left,
            // `process.env.PREFIX || "/api"`: the default is what is written down.
            (None, Value::Unknown(_) | Value::External(_)) => match self.evaluate(frame, right) {
                Value::Unknown(_) => Value::Unknown(Arc::from(whole.display())),
                right => right,
            },
            (None, Value::Likely(false)) => weak(self.evaluate(frame, right)),
            // What a library's object answers may be nothing; a text beside it is the default.
            (None, Value::Object(id)) if matches!(self.record().object(*id).origin, Origin::Result { .. }) => {
                match self.evaluate(frame, right) {
                    right @ Value::Str(_) => right,
                    _ => left,
                }
            }
            (None, _) => left,
        }
    }

    /// `then if test else otherwise`.
    pub(super) fn choice(
        &mut self,
        frame: &Frame<'p>,
        test: &'p Expr,
        then: &'p Expr,
        otherwise: &'p Expr,
        whole: &'p Expr,
    ) -> Value<'p> {
        let test = self.evaluate(frame, test);
        match test.truth() {
            Some(true) => return self.evaluate(frame, then),
            Some(false) => return self.evaluate(frame, otherwise),
            None => {}
        }
        let then = self.evaluate(frame, then);
        let otherwise = self.evaluate(frame, otherwise);
        match (&then, &otherwise, test.likely()) {
            // Either list may be meant: what is in one of them may be there.
            (Value::List(_), Value::List(_), _) => self.add(&then, &otherwise),
            (_, _, Some(true)) => then,
            (_, _, Some(false)) => otherwise,
            (_, _, None) => then.either(otherwise, &whole.display()),
        }
    }

    /// What a test says, as far as its operands are known.
    pub(super) fn test(&mut self, frame: &Frame<'p>, test: Test, parts: &'p [Expr], text: &Text) -> Value<'p> {
        let unknown = || Value::Unknown(Arc::clone(text));
        let values: Vec<Value<'p>> = parts.iter().map(|part| self.evaluate(frame, part)).collect();
        let likely = match (test, values.as_slice()) {
            (Test::Not, [value]) => match value.truth() {
                Some(is_true) => return Value::Bool(!is_true),
                None => value.likely().map(|is_true| !is_true),
            },
            (Test::And, values) => {
                if values.iter().any(|value| value.truth() == Some(false)) {
                    return Value::Bool(false);
                }
                // What is in the last may be there.
                if let Some(last) = values.last().filter(|last| !is_plain(last)) {
                    return last.clone();
                }
                let of = |value: &Value<'p>| value.truth().or_else(|| value.likely());
                if values.iter().any(|value| of(value) == Some(false)) {
                    Some(false)
                } else {
                    values.iter().all(|value| of(value) == Some(true)).then_some(true)
                }
            }
            (Test::Raised, _) => Some(false),
            // A module that is only imported is not the program.
            (Test::Equal, [Value::Str(_), Value::Str(name)])
                if &**name == "__main__" && !self.starts.contains(&frame.file) =>
            {
                return Value::Bool(false);
            }
            (Test::Equal, [left, right]) => same(left, right),
            (Test::NotEqual, [left, right]) => same(left, right).map(|is_same| !is_same),
            (Test::In, [value, holder]) => contains(holder, value),
            (Test::NotIn, [value, holder]) => contains(holder, value).map(|is_in| !is_in),
            _ => None,
        };
        likely.map_or_else(unknown, Value::Likely)
    }
}

/// `if prefix: mount(prefix, app) else: mount("/api", app)` says what `mount(prefix or "/api", app)` says: what is written down
/// is the default of what nobody knows.
fn is_default_beside(found: &If) -> bool {
    let ([Stmt::Expr(Expr::Call(given))], [Stmt::Expr(Expr::Call(default))]) = (&found.body[..], &found.otherwise[..])
    else {
        return false;
    };
    let test = match &found.test {
        // `prefix != ""`
        Expr::Test(Test::NotEqual, sides, ..) => not_empty(sides),
        Expr::Operation(sides, text, _) if text.contains("!=") => not_empty(sides),
        test => test.dotted(),
    };
    let Some(test) = test else { return false };
    given.callee.dotted().is_some_and(|callee| default.callee.dotted() == Some(callee))
        && given.arguments.iter().any(|argument| is_made_of(&argument.value, &test))
}

fn not_empty(sides: &[Expr]) -> Option<String> {
    match sides {
        [one, Expr::Str(text, _)] if text.is_empty() => one.dotted(),
        _ => None,
    }
}

/// Whether a value is that of a name: the name itself, `SETTING.value()`, or a text that starts with it.
fn is_made_of(value: &Expr, name: &str) -> bool {
    match value {
        Expr::Call(call) => match &call.callee {
            Expr::Attr(owner, _) => call.arguments.is_empty() && owner.dotted().as_deref() == Some(name),
            _ => false,
        },
        Expr::Add(left, _) => is_made_of(left, name),
        value => value.dotted().as_deref() == Some(name),
    }
}

/// What a function returns that may end in two ways.
pub(super) fn either<'p>(one: Value<'p>, other: Value<'p>) -> Value<'p> {
    match (&one, &other) {
        (Value::Str(a), Value::Str(b)) if a != b => Value::Unknown(Arc::from("…")),
        (Value::Bool(a), Value::Bool(b)) if a != b => Value::Unknown(Arc::from("…")),
        (Value::Null, _) | (Value::External(_), Value::Str(_)) => other,
        (Value::Unknown(_), _) if !is_plain(&other) => other,
        _ if !is_plain(&one) && !is_plain(&other) => one.either(other, "…"),
        _ => one,
    }
}

/// The first of what may be returned, as far as it is known.
pub(super) fn first<'p>(known: Option<Value<'p>>, value: Value<'p>) -> Option<Value<'p>> {
    Some(known.filter(|known| !matches!(known, Value::Unknown(_) | Value::Null)).unwrap_or(value))
}

/// A truth that hangs on a likely one.
fn weak(value: Value<'_>) -> Value<'_> {
    match value {
        Value::Bool(is_true) => Value::Likely(is_true),
        other => other,
    }
}

/// The names after two branches.
fn merged<'p>(before: &Names<'p>, body: Names<'p>, otherwise: Names<'p>, likely: Option<bool>) -> Names<'p> {
    let (mut names, rest) = if likely == Some(true) { (body, otherwise) } else { (otherwise, body) };
    for (name, other) in rest {
        let Some(value) = names.get(&name) else {
            names.insert(name, other);
            continue;
        };
        let was = before.get(&name);
        if is_unchanged(Some(&other), was) || same(value, &other) == Some(true) {
            continue;
        }
        let is_kept = match (is_plain(value), is_plain(&other)) {
            // An object of interest is not lost for a branch that has none.
            (true, false) => false,
            (false, true) => true,
            (true, true) => likely.is_some(),
            // Lists of either branch are mostly the other with something added.
            (false, false) if likely.is_some() => !matches!((value, &other), (Value::List(_), Value::List(_))),
            (false, false) => !is_unchanged(Some(value), was),
        };
        if is_kept {
            continue;
        }
        let value = if is_plain(&other) { Value::Unknown(Arc::clone(&name)) } else { other };
        names.insert(name, value);
    }
    names
}

/// Whether a value is a text or the like, and no object, list or function.
fn is_plain(value: &Value<'_>) -> bool {
    use Value::{Bool, External, Int, Likely, Null, Str, Unknown};
    matches!(value, Str(_) | Int(_) | Bool(_) | Likely(_) | Null | Unknown(_) | External(_))
}

fn is_unchanged<'p>(value: Option<&Value<'p>>, was: Option<&Value<'p>>) -> bool {
    match (value, was) {
        (Some(Value::List(a)), Some(Value::List(b))) => Rc::ptr_eq(a, b),
        (Some(Value::Map(a)), Some(Value::Map(b))) => Rc::ptr_eq(a, b),
        (Some(Value::Instance(a)), Some(Value::Instance(b))) => Rc::ptr_eq(a, b),
        (Some(Value::Function(a)), Some(Value::Function(b))) => Rc::ptr_eq(a, b),
        (Some(Value::Class(a)), Some(Value::Class(b))) => Rc::ptr_eq(a, b),
        (Some(Value::Object(a)), Some(Value::Object(b))) => a == b,
        (Some(Value::Module(a)), Some(Value::Module(b))) => a == b,
        (Some(Value::Unknown(a)), Some(Value::Unknown(b))) | (Some(Value::External(a)), Some(Value::External(b))) => {
            a == b
        }
        (Some(a), Some(b)) => same(a, b) == Some(true),
        _ => false,
    }
}

/// Whether two values are the same; `None` when that is not known.
fn same(left: &Value<'_>, right: &Value<'_>) -> Option<bool> {
    match (left, right) {
        (Value::Str(a), Value::Str(b)) => (!crate::Holes::are_in(a) && !crate::Holes::are_in(b)).then_some(a == b),
        (Value::Int(a), Value::Int(b)) => Some(a == b),
        (Value::Bool(a) | Value::Likely(a), Value::Bool(b) | Value::Likely(b)) => Some(a == b),
        (Value::Null, Value::Null) => Some(true),
        (Value::Class(a), Value::Class(b)) => Some(std::ptr::eq(a.class, b.class)),
        (Value::Null, Value::Unknown(_) | Value::External(_) | Value::Method(..)) => None,
        (Value::Unknown(_) | Value::External(_) | Value::Method(..), Value::Null) => None,
        (Value::Null, _) | (_, Value::Null) => Some(false),
        (Value::Str(a), Value::Int(_) | Value::Bool(_)) => (!crate::Holes::are_in(a)).then_some(false),
        _ => None,
    }
}

fn contains(holder: &Value<'_>, value: &Value<'_>) -> Option<bool> {
    match holder {
        Value::List(values) => any(values.borrow().iter().map(|one| same(one, value))),
        Value::Map(pairs) => any(pairs.borrow().iter().map(|(key, _)| same(key, value))),
        Value::Str(text) => {
            let Value::Str(part) = value else { return None };
            (!crate::Holes::are_in(text) && !crate::Holes::are_in(part)).then(|| text.contains(&**part))
        }
        _ => None,
    }
}

fn any(mut answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut is_known = true;
    let is_there = answers.any(|answer| {
        is_known &= answer.is_some();
        answer == Some(true)
    });
    (is_there || is_known).then_some(is_there)
}
