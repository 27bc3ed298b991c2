//! Expressions.

use std::{rc::Rc, sync::Arc};

use syntax::ir::{Argument, Expr};

use super::{Frame, Machine};
use crate::{
    record::Arguments,
    value::{Closure, Holes, Value},
};

impl<'p> Machine<'p> {
    /// The value of an expression. What is not known keeps the expression as written.
    pub(super) fn evaluate(&mut self, frame: &Frame<'p>, expression: &'p Expr) -> Value<'p> {
        if !self.spend() || self.nesting >= super::NESTING {
            return Value::Unknown(Arc::from("…"));
        }
        self.nesting += 1;
        let value = self.evaluate_now(frame, expression);
        self.nesting -= 1;
        value
    }

    fn evaluate_now(&mut self, frame: &Frame<'p>, expression: &'p Expr) -> Value<'p> {
        match expression {
            Expr::Str(text, _) => Value::Str(Arc::clone(text)),
            Expr::Template(parts) => self.template(frame, parts),
            Expr::Int(value) => Value::Int(*value),
            Expr::Bool(value) => Value::Bool(*value),
            Expr::Null => Value::Null,
            Expr::Name(name, _) => self.name(frame, name).unwrap_or_else(|| Value::Unknown(Arc::clone(name))),
            Expr::Attr(owner, name) if matches!(&**owner, Expr::Other(text, _) if &**text == "import.meta") => {
                let found = self.own_path(frame, name);
                found.unwrap_or_else(|| Value::Unknown(Arc::from(expression.display())))
            }
            Expr::Attr(owner, name) => match self.evaluate(frame, owner) {
                Value::Unknown(_) => Value::Unknown(Arc::from(expression.display())),
                owner => match self.attribute(&owner, name, frame) {
                    Value::Unknown(_) => Value::Unknown(Arc::from(expression.display())),
                    found => found,
                },
            },
            Expr::Index(owner, key) => self.index(frame, owner, key, expression),
            Expr::Call(call) => {
                let callee = self.evaluate(frame, &call.callee);
                let arguments = self.arguments(frame, &call.arguments);
                let place = self.place(frame.file, call.range);
                match self.call(&callee, arguments, &place, frame) {
                    Some(value) => value,
                    None => Value::Unknown(Arc::from(expression.display())),
                }
            }
            Expr::List(items) => {
                let mut values = Vec::new();
                for item in items {
                    match item {
                        Expr::Spread(inner) => values.extend(self.evaluate(frame, inner).elements()),
                        other => values.push(self.evaluate(frame, other)),
                    }
                }
                Value::list(values)
            }
            Expr::Map(items) => {
                let mut pairs = Vec::new();
                for (key, value) in items {
                    if let Expr::Spread(inner) = value {
                        if let Value::Map(others) = self.evaluate(frame, inner) {
                            pairs.extend(others.borrow().iter().cloned());
                        }
                        continue;
                    }
                    // Go's keys may be identifiers of constants; objects' keys are strings already.
                    let key = self.evaluate(frame, key);
                    pairs.push((key, self.evaluate(frame, value)));
                }
                Value::map(pairs)
            }
            Expr::Spread(inner) => self.evaluate(frame, inner),
            Expr::Add(left, right) => {
                let left = self.evaluate(frame, left);
                let right = self.evaluate(frame, right);
                self.add(&left, &right)
            }
            Expr::Div(left, right) => {
                let left = self.evaluate(frame, left);
                let right = self.evaluate(frame, right);
                super::paths::join(&left, &right).unwrap_or_else(|| Value::Unknown(Arc::from(expression.display())))
            }
            Expr::Cast(inner, kind) => match self.evaluate(frame, inner) {
                // What somebody outside holds is at least of this type.
                Value::Unknown(_) | Value::External(_) | Value::Null => {
                    self.of_type(frame, kind, true).unwrap_or_else(|| Value::Unknown(Arc::from(expression.display())))
                }
                known => known,
            },
            Expr::Or(left, right) => self.or(frame, left, right, expression),
            Expr::Cond(test, then, otherwise) => self.choice(frame, test, then, otherwise, expression),
            Expr::Lambda(function) => {
                self.knots.scope(&frame.scope);
                Value::Function(Rc::new(Closure {
                    file: frame.file,
                    function,
                    scope: Some(Rc::clone(&frame.scope)),
                    class: None,
                }))
            }
            Expr::Test(test, parts, text, _) => self.test(frame, *test, parts, text),
            Expr::Operation(_, text, _) | Expr::Other(text, _) => Value::Unknown(Arc::clone(text)),
        }
    }

    /// `import.meta.url` and the like.
    fn own_path(&self, frame: &Frame<'p>, name: &str) -> Option<Value<'p>> {
        let path = &self.program.unit(frame.file).path;
        Some(Value::Path(match name {
            "url" | "filename" => path.clone(),
            "dirname" => path.parent()?,
            _ => return None,
        }))
    }

    pub(super) fn arguments(&mut self, frame: &Frame<'p>, arguments: &'p [Argument]) -> Arguments<'p> {
        let mut values = Vec::new();
        for argument in arguments {
            match (&argument.name, &argument.value) {
                (None, Expr::Spread(inner)) => {
                    let spread = self.evaluate(frame, inner);
                    values.extend(spread.elements().into_iter().map(|value| (None, value)));
                }
                (Some(name), value) if &**name == "**" => {
                    if let Value::Map(pairs) = self.evaluate(frame, value) {
                        values.extend(pairs.borrow().iter().filter_map(|(key, value)| {
                            Some((key.text(), value.clone())).filter(|(key, _)| key.is_some())
                        }));
                    }
                }
                (name, value) => values.push((name.clone(), self.evaluate(frame, value))),
            }
        }
        Arguments(values)
    }

    fn template(&mut self, frame: &Frame<'p>, parts: &'p [Expr]) -> Value<'p> {
        let mut text = String::new();
        for part in parts {
            let value = self.evaluate(frame, part);
            match value.text() {
                Some(known) => text.push_str(&known),
                None => text.push_str(&Holes::of(&part.display())),
            }
        }
        Value::str(text)
    }

    /// `+` on texts and lists. A text and something unknown is a text with a hole.
    pub(super) fn add(&mut self, left: &Value<'p>, right: &Value<'p>) -> Value<'p> {
        match (left, right) {
            (Value::Int(a), Value::Int(b)) => Value::Int(a.wrapping_add(*b)),
            (Value::List(a), Value::List(b)) => {
                Value::list(a.borrow().iter().chain(b.borrow().iter()).cloned().collect())
            }
            // A list and something that is not known: what is known of it stays.
            (Value::List(list), other) | (other, Value::List(list))
                if !matches!(other, Value::Str(_) | Value::Int(_)) =>
            {
                let (mut all, others) = (list.borrow().clone(), other.elements());
                let at = if matches!(left, Value::List(_)) { all.len() } else { 0 };
                all.splice(at..at, others);
                Value::list(all)
            }
            _ => match (left.text(), right.text()) {
                (Some(a), Some(b)) => Value::str(format!("{a}{b}")),
                _ => Value::Unknown(Arc::from("+")),
            },
        }
    }

    fn index(&mut self, frame: &Frame<'p>, owner: &'p Expr, key: &'p Expr, whole: &'p Expr) -> Value<'p> {
        let owner = self.evaluate(frame, owner);
        let key = self.evaluate(frame, key);
        let found = match (&owner, &key) {
            (Value::List(values), Value::Int(at)) => {
                let values = values.borrow();
                let from_end = || values.len().checked_sub(usize::try_from(at.unsigned_abs()).ok()?);
                let at = if *at < 0 { from_end() } else { usize::try_from(*at).ok() };
                at.and_then(|at| values.get(at).cloned())
            }
            (Value::Map(_), Value::Str(name)) => owner.get(name),
            // Any of them may be meant.
            (Value::Map(pairs), Value::Unknown(_) | Value::External(_)) => {
                let values = pairs.borrow().iter().map(|(_, value)| value.clone()).collect();
                Some(Value::one_of(values, &whole.display()))
            }
            (Value::Object(id), Value::Str(name)) => Some(Value::Method(*id, Arc::clone(name))),
            (Value::Instance(_) | Value::Module(_), Value::Str(name)) => Some(self.attribute(&owner, name, frame)),
            // `os.environ["X"]`: an entry, not a type.
            (Value::External(name), Value::Str(_)) if is_lower(name) => None,
            // Generics: `APIRouter[X]`, `Depends[X]` are the thing itself.
            (Value::Class(_) | Value::External(_), _) => Some(owner.clone()),
            _ => None,
        };
        found.unwrap_or_else(|| Value::Unknown(Arc::from(whole.display())))
    }
}

/// Whether a dotted name ends in one that no class would have.
fn is_lower(name: &str) -> bool {
    name.rsplit('.').next().is_some_and(|last| last.starts_with(char::is_lowercase))
}
