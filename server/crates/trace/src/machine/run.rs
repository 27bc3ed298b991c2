//! Statements.

use std::{cell::RefCell, rc::Rc, sync::Arc};

use syntax::{
    Language,
    ir::{Assign, AssignKind, Class, Expr, Function, Stmt, Text},
};

use super::{
    Frame, Machine, Scope,
    branch::{Flow, either, first},
};
use crate::value::{ClassValue, Closure, Value};

/// Elements of a literal list that a loop is run over.
const LOOP_LIMIT: usize = 300;

impl<'p> Machine<'p> {
    /// Binds functions and classes before anything runs.
    pub(super) fn declare(&mut self, frame: &Frame<'p>, body: &'p [Stmt]) {
        for statement in body {
            match statement {
                Stmt::Function(function) if !function.has_receiver => {
                    let value = self.closure(frame, function, None);
                    frame.scope.set(&function.name, value);
                }
                Stmt::Class(class) => {
                    let value = self.class(frame, class);
                    frame.scope.set(&class.name, value);
                }
                Stmt::Import(import) => self.import(frame, import),
                _ => {}
            }
        }
    }

    /// Runs statements; returns what the function returns, if it certainly or possibly does.
    pub(super) fn block(&mut self, frame: &Frame<'p>, body: &'p [Stmt]) -> Option<Value<'p>> {
        self.flow(frame, body).value()
    }

    /// Runs statements. A branch that may be taken and returns does not end them: what follows may run as well.
    fn flow(&mut self, frame: &Frame<'p>, body: &'p [Stmt]) -> Flow<'p> {
        let (mut likely, mut possible, mut unlikely) = (None, None, None);
        for statement in body {
            if !self.spend() {
                break;
            }
            match self.statement(frame, statement) {
                Flow::Next => {}
                Flow::Returned(value) => {
                    return match (likely, possible) {
                        (Some(likely), _) => Flow::Likely(likely),
                        (None, Some(other)) => Flow::Returned(either(value, other)),
                        (None, None) => Flow::Returned(value),
                    };
                }
                Flow::Likely(value) => likely = likely.or(Some(value)),
                Flow::Perhaps(value) => possible = first(possible, value),
                Flow::Unlikely(value) => unlikely = unlikely.or(Some(value)),
            }
        }
        match (likely, possible, unlikely) {
            (Some(value), _, _) => Flow::Likely(value),
            (None, Some(value), _) => Flow::Perhaps(value),
            (None, None, Some(value)) => Flow::Unlikely(value),
            (None, None, None) => Flow::Next,
        }
    }

    fn statement(&mut self, frame: &Frame<'p>, statement: &'p Stmt) -> Flow<'p> {
        match statement {
            Stmt::Import(import) => self.import(frame, import),
            Stmt::Assign(assign) => self.assign(frame, assign),
            Stmt::Expr(value) => {
                self.evaluate(frame, value);
            }
            Stmt::Return(value) => {
                return Flow::Returned(value.as_ref().map_or(Value::Null, |value| self.evaluate(frame, value)));
            }
            Stmt::Function(function) => self.define(frame, function),
            Stmt::Class(class) => {
                let value = self.class(frame, class);
                frame.scope.set(&class.name, value.clone());
                self.decorate(frame, &class.decorators, &value);
            }
            Stmt::For(each) => {
                let over = self.evaluate(frame, &each.iterable);
                let elements = match over {
                    Value::Unknown(_) | Value::External(_) => vec![Value::Unknown(Arc::from(each.iterable.display()))],
                    other => self.iterated(&other, frame),
                };
                let mut unlikely = Flow::Next;
                for element in elements.into_iter().take(LOOP_LIMIT) {
                    self.bind(frame, &each.target, element);
                    match self.flow(frame, &each.body) {
                        Flow::Next => {}
                        Flow::Unlikely(value) => unlikely = Flow::Unlikely(value),
                        Flow::Returned(value) | Flow::Perhaps(value) => return Flow::Perhaps(value),
                        Flow::Likely(value) => return Flow::Likely(value),
                    }
                }
                return unlikely;
            }
            Stmt::If(found) => return self.condition(frame, found),
            Stmt::Block(inner) => {
                return match self.flow(frame, inner) {
                    Flow::Returned(value) => Flow::Likely(value),
                    other => other,
                };
            }
        }
        Flow::Next
    }

    fn iterated(&mut self, over: &Value<'p>, frame: &Frame<'p>) -> Vec<Value<'p>> {
        match over {
            // Go ranges over index and value, Python and JavaScript over keys.
            Value::List(values) if self.language(frame) == Language::Go => values
                .borrow()
                .iter()
                .enumerate()
                .map(|(index, value)| pair(Value::Int(i64::try_from(index).unwrap_or(0)), value.clone()))
                .collect(),
            Value::Map(pairs) if self.language(frame) == Language::Go => {
                pairs.borrow().iter().map(|(key, value)| pair(key.clone(), value.clone())).collect()
            }
            Value::Map(pairs) => pairs.borrow().iter().map(|(key, _)| key.clone()).collect(),
            other => other.elements(),
        }
    }

    pub(super) fn language(&self, frame: &Frame<'p>) -> Language {
        self.program.unit(frame.file).language
    }

    fn define(&mut self, frame: &Frame<'p>, function: &'p Function) {
        // A Go method belongs to its type, not to the package's names.
        if function.has_receiver {
            return;
        }
        let value = self.closure(frame, function, None);
        frame.scope.set(&function.name, value.clone());
        self.decorate(frame, &function.decorators, &value);
    }

    pub(super) fn closure(
        &self,
        frame: &Frame<'p>,
        function: &'p Function,
        class: Option<Rc<ClassValue<'p>>>,
    ) -> Value<'p> {
        self.knots.scope(&frame.scope);
        Value::Function(Rc::new(Closure { file: frame.file, function, scope: Some(Rc::clone(&frame.scope)), class }))
    }

    /// A class: its bases, then its body in a scope of its own, whose names become its fields.
    pub(super) fn class(&mut self, frame: &Frame<'p>, class: &'p Class) -> Value<'p> {
        let bases = class.bases.iter().map(|base| self.evaluate(frame, base)).collect();
        let scope = Scope::new(Some(Rc::clone(&frame.scope)));
        let value = Rc::new(ClassValue {
            file: frame.file,
            class,
            bases,
            scope: Some(Rc::clone(&frame.scope)),
            fields: RefCell::default(),
        });
        self.knots.class(&value);
        self.knots.scope(&frame.scope);
        let inner = Frame { file: frame.file, scope: Rc::clone(&scope) };
        let is_python = self.language(frame) == Language::Python;
        for statement in &class.body {
            if !self.spend() {
                break;
            }
            match statement {
                // It stands behind the getter of its name.
                Stmt::Function(function) if is_setter(function) => {}
                Stmt::Function(function) => {
                    let method = self.closure(
                        &Frame { file: frame.file, scope: Rc::clone(&frame.scope) },
                        function,
                        Some(Rc::clone(&value)),
                    );
                    scope.set(&function.name, method.clone());
                    if is_python {
                        self.decorate(&inner, &function.decorators, &method);
                    }
                }
                // Fields of other languages are evaluated for each instance.
                Stmt::Assign(assign) if is_python || assign.value.as_ref().is_some_and(is_literal) => {
                    self.assign(&inner, assign)
                }
                Stmt::Assign(_) => {}
                other => {
                    self.statement(&inner, other);
                }
            }
        }
        value
            .fields
            .borrow_mut()
            .extend(scope.names.borrow().iter().map(|(name, field)| (Arc::clone(name), field.clone())));
        Value::Class(value)
    }

    pub(super) fn assign(&mut self, frame: &Frame<'p>, assign: &'p Assign) {
        let Some(expression) = &assign.value else { return self.zero(frame, assign) };
        let mut value = self.evaluate(frame, expression);
        if assign.kind == AssignKind::Adds {
            let before = self.evaluate(frame, &assign.target);
            // A list is added to in place, so that others who hold it see it.
            if let (Value::List(values), Language::Python) = (&before, self.language(frame)) {
                let more = value.elements();
                values.borrow_mut().extend(more);
                return;
            }
            value = self.add(&before, &value);
        }
        if assign.kind == AssignKind::Declares {
            self.bind(frame, &assign.target, value);
        } else {
            self.rebind(frame, &assign.target, value);
        }
    }

    /// Go: a declared variable of a struct type is that struct, empty.
    fn zero(&mut self, frame: &Frame<'p>, assign: &'p Assign) {
        let (Language::Go, Some(kind)) = (self.language(frame), &assign.annotation) else { return };
        let value = match kind {
            Expr::List(_) => Some(Value::list(Vec::new())),
            kind => self.empty_struct(frame, kind),
        };
        if let Some(value) = value {
            self.bind(frame, &assign.target, value);
        }
    }

    /// Changes names where they were declared; the rest as [`Self::bind`].
    fn rebind(&mut self, frame: &Frame<'p>, target: &'p Expr, value: Value<'p>) {
        match target {
            Expr::Name(name, _) => frame.scope.change(name, value),
            Expr::List(targets) => {
                let elements = taken_apart(&value);
                for (index, target) in targets.iter().enumerate() {
                    self.rebind(frame, target, elements.get(index).cloned().unwrap_or(Value::Null));
                }
            }
            other => self.bind(frame, other, value),
        }
    }

    /// Binds a target: a name, an attribute, an index, or several of them.
    pub(super) fn bind(&mut self, frame: &Frame<'p>, target: &'p Expr, value: Value<'p>) {
        match target {
            Expr::Name(name, _) => frame.scope.set(name, value),
            Expr::Attr(owner, name) => {
                // `module.exports = x` and `exports.x = y`.
                match owner.dotted().as_deref() {
                    Some("module") if &**name == "exports" => return frame.scope.set(&Arc::from("default"), value),
                    Some("exports" | "module.exports") => return frame.scope.set(name, value),
                    _ => {}
                }
                match self.evaluate(frame, owner) {
                    Value::Instance(instance) => {
                        instance.fields.borrow_mut().insert(Arc::clone(name), value);
                    }
                    Value::Class(class) => {
                        class.fields.borrow_mut().insert(Arc::clone(name), value);
                    }
                    // A field of a library's object: noted as a call of `name=`.
                    Value::Object(id) => {
                        let place = self.place(frame.file, model::Range::default());
                        let arguments = crate::record::Arguments(vec![(None, value)]);
                        self.record_call(id, &Arc::from(format!("{name}=")), arguments, &place, None);
                    }
                    Value::Map(pairs) => pairs.borrow_mut().push((Value::Str(Arc::clone(name)), value)),
                    _ => {}
                }
            }
            Expr::Index(owner, key) => {
                let key = self.evaluate(frame, key);
                if let Value::Map(pairs) = self.evaluate(frame, owner) {
                    pairs.borrow_mut().push((key, value));
                }
            }
            Expr::List(targets) => {
                let elements = taken_apart(&value);
                for (index, target) in targets.iter().enumerate() {
                    self.bind(frame, target, elements.get(index).cloned().unwrap_or(Value::Null));
                }
            }
            Expr::Map(targets) => {
                for (key, target) in targets {
                    let found = key.as_str().map(|name| self.attribute(&value, &Text::from(name), frame));
                    self.bind(frame, target, found.unwrap_or(Value::Null));
                }
            }
            // `{ a = default }`.
            Expr::Or(target, default) => {
                let value = if matches!(value, Value::Null) { self.evaluate(frame, default) } else { value };
                self.bind(frame, target, value);
            }
            _ => {}
        }
    }
}

fn taken_apart<'p>(value: &Value<'p>) -> Vec<Value<'p>> {
    match value {
        Value::List(values) => values.borrow().clone(),
        // A function that ends in several ways (`return nil, err`, `return engine, nil`): each place is one of its values.
        Value::OneOf(ways, text) if ways.iter().all(|way| matches!(way, Value::List(_))) => {
            let ways: Vec<Vec<Value<'p>>> = ways.iter().map(taken_apart).collect();
            let places = ways.iter().map(Vec::len).max().unwrap_or(0);
            let at = |place: usize| ways.iter().filter_map(move |way| way.get(place).cloned());
            (0..places).filter_map(|place| at(place).reduce(|one, other| one.either(other, text))).collect()
        }
        // `engine, err := f()` where only one value is known: it is the first.
        other => vec![other.clone()],
    }
}

fn pair<'p>(key: Value<'p>, value: Value<'p>) -> Value<'p> {
    Value::list(vec![key, value])
}

fn is_setter(function: &Function) -> bool {
    function.decorators.iter().any(|decorator| matches!(decorator.last_name(), Some("setter" | "deleter")))
}

/// Whether a field's value says the same for each instance and makes nothing.
fn is_literal(value: &Expr) -> bool {
    match value {
        Expr::Str(..) | Expr::Int(_) | Expr::Bool(_) => true,
        Expr::Name(name, _) => &**name != "this",
        Expr::Attr(owner, _) => is_literal(owner),
        Expr::Add(left, right) => is_literal(left) && is_literal(right),
        Expr::List(items) | Expr::Template(items) => items.iter().all(is_literal),
        Expr::Map(pairs) => pairs.iter().all(|(key, value)| is_literal(key) && is_literal(value)),
        _ => false,
    }
}
