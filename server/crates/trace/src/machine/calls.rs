//! Calls: of the program's own functions and classes, of claimed names, of methods of claimed objects.

use std::{cell::RefCell, rc::Rc, sync::Arc};

use model::Place;
use syntax::{
    Language,
    ir::{Class, Expr, Function, Stmt, Takes, Text},
};

use super::{CALL_FUEL, DEPTH, Frame, Machine, RECURSION, Scope};
use crate::{
    record::{Arguments, CallRecord, ObjectId, Origin},
    value::{ClassValue, Closure, Instance, Value},
};

impl<'p> Machine<'p> {
    /// Calls a value; `None` when the result is not known.
    pub(super) fn call(
        &mut self,
        callee: &Value<'p>,
        arguments: Arguments<'p>,
        place: &Place,
        frame: &Frame<'p>,
    ) -> Option<Value<'p>> {
        match callee {
            Value::Function(closure) => self.call_closure(closure, None, &arguments),
            Value::Bound(owner, closure) => self.call_closure(closure, Some((**owner).clone()), &arguments),
            Value::Class(class) => Some(self.instantiate(class, arguments, place)),
            Value::External(name) => self.call_external(name, arguments, place, frame),
            Value::Super(..) => {
                let constructor = self.attribute(callee, &Arc::from("constructor"), frame);
                self.call(&constructor, arguments, place, frame)
            }
            Value::Unknown(_) => {
                self.hand_out(&arguments);
                None
            }
            Value::OneOf(callees, expression) => {
                let called = |one: &Value<'p>| self.call(one, arguments.clone(), place, frame);
                let results: Vec<Value<'p>> = callees.iter().filter_map(called).collect();
                (!results.is_empty()).then(|| Value::one_of(results, expression))
            }
            Value::Method(id, name) => Some(Value::Object(self.record_call(*id, name, arguments, place, None))),
            // What the class inherits from a library, called on the class.
            Value::Builtin(owner, name) if matches!(**owner, Value::Class(_)) => {
                let given = std::iter::once((None, (**owner).clone())).chain(arguments.0);
                self.call_external(name, Arguments(given.collect()), place, frame)
            }
            // `app.route("/x")(view)`: a decorator called by hand.
            Value::Object(id) if matches!(self.record.object(*id).origin, Origin::Result { .. }) => {
                let target = arguments.positional().next()?;
                self.decorates(*id, target);
                Some(target.clone())
            }
            // What a library's function returned is called: `wrap(60)(view)`.
            Value::Object(id) if matches!(self.record.object(*id).origin, Origin::Called { .. }) => {
                Some(Value::Object(self.record_call(*id, &Arc::from("()"), arguments, place, None)))
            }
            Value::Builtin(owner, name) => {
                let result = self.builtin(owner, name, &arguments, frame);
                if result.is_none() {
                    self.hand_out(&arguments);
                }
                result
            }
            // A default export that is called, or a library object that is a function (`app("…")`).
            Value::Module(file) => {
                let exported = self.scope_of(*file).get("default")?;
                self.call(&exported, arguments, place, frame)
            }
            _ => None,
        }
    }

    fn call_external(
        &mut self,
        name: &Arc<str>,
        arguments: Arguments<'p>,
        place: &Place,
        frame: &Frame<'p>,
    ) -> Option<Value<'p>> {
        if (self.settings.is_claimed)(name) {
            let arguments = self.exported(arguments);
            let is_entered = |(name, _): &&(Option<Text>, Value<'p>)| {
                name.as_ref().is_some_and(|name| (self.settings.enters)(&format!("{name}=")))
            };
            let entered: Vec<_> = arguments.0.iter().filter(is_entered).map(|(_, value)| value.clone()).collect();
            let origin = Origin::Called { callee: Arc::clone(name), arguments };
            let id = self.new_object(origin, place.clone());
            if !entered.is_empty() {
                self.starting.push((id, entered));
            }
            return Some(Value::Object(id));
        }
        let result = self.library(name, &arguments, frame);
        if result.is_none() {
            self.hand_out(&arguments);
        }
        result
    }

    /// Functions that are given to somebody outside are called by it, some time.
    fn hand_out(&mut self, arguments: &Arguments<'p>) {
        if self.loading > 0 {
            let is_function = |value: &Value<'p>| matches!(value, Value::Function(_) | Value::Bound(..));
            if arguments.0.iter().any(|(_, value)| is_function(value)) {
                self.waiting.push(arguments.clone());
            }
            return;
        }
        for (_, value) in &arguments.0 {
            let (closure, owner) = match value {
                Value::Function(closure) => (closure, None),
                Value::Bound(owner, closure) => (closure, Some((**owner).clone())),
                _ => continue,
            };
            let function = closure.function;
            let is_lambda = function.name.is_empty();
            if self.called.contains(&std::ptr::from_ref(function))
                || !(is_lambda || self.makes_objects(closure.file, function))
            {
                continue;
            }
            let mut given = self.stand_ins(closure.file, function, true);
            if owner.is_some() && self.program.unit(closure.file).language == Language::Go && !given.0.is_empty() {
                given.0.remove(0);
            }
            self.call_closure(closure, owner, &given);
        }
    }

    /// Hands out what was given while packages were loaded (`&cobra.Command{Run: …}`): `init` has run now. Objects that call
    /// what they were made with (`lifespan=…`) do so when all is set up.
    pub(super) fn hand_out_waiting(&mut self) {
        while let Some(arguments) = self.waiting.pop() {
            self.hand_out(&arguments);
        }
        while let Some((id, functions)) = self.starting.pop() {
            self.enter(id, &functions);
        }
    }

    /// CommonJS: a whole module that is given is what it exports.
    fn exported(&mut self, arguments: Arguments<'p>) -> Arguments<'p> {
        let one = |value: Value<'p>, machine: &mut Self| match value {
            Value::Module(file) if matches!(machine.program.unit(file).language, Language::Ecma(_)) => {
                machine.scope_of(file).get("default").unwrap_or(Value::Module(file))
            }
            other => other,
        };
        Arguments(arguments.0.into_iter().map(|(name, value)| (name, one(value, self))).collect())
    }

    pub(super) fn record_call(
        &mut self,
        id: ObjectId,
        method: &Text,
        arguments: Arguments<'p>,
        place: &Place,
        decorates: Option<Value<'p>>,
    ) -> ObjectId {
        let arguments = self.exported(arguments);
        if matches!(&**method, "__init__" | "constructor") {
            // `super().__init__(…)`: what the library's class is made with.
            if let Origin::Called { arguments: made_with, .. } = &mut self.record.object_mut(id).origin {
                *made_with = arguments;
            }
            return id;
        }
        let origin = Origin::Result { of: id, method: Arc::clone(method), arguments: arguments.clone() };
        let result = self.new_object(origin, place.clone());
        let entered: Vec<Value<'p>> = if (self.settings.enters)(method) {
            arguments.0.iter().map(|(_, value)| value.clone()).chain(decorates.clone()).collect()
        } else {
            Vec::new()
        };
        let record = CallRecord {
            method: Arc::clone(method),
            arguments,
            place: place.clone(),
            decorates,
            result: Some(result),
            moment: 0,
        };
        self.record.add_call(id, record);
        self.enter(result, &entered);
        result
    }

    /// Calls the functions among the arguments with the object, and with what else was given (options). A function may be
    /// wrapped by one of the library's own (`plugin(function)`).
    fn enter(&mut self, object: ObjectId, given: &[Value<'p>]) {
        let is_function = |value: &Value<'p>| matches!(value, Value::Function(_) | Value::Bound(..));
        let wrapped = |value: &Value<'p>| match value {
            Value::Object(id) => match &self.record.object(*id).origin {
                Origin::Called { arguments, .. } => arguments.positional().find(|value| is_function(value)).cloned(),
                _ => None,
            },
            value => Some(value.clone()).filter(is_function),
        };
        let functions: Vec<Option<Value<'p>>> = given.iter().map(wrapped).collect();
        for function in functions.iter().flatten() {
            if !self.takes_object(function) {
                continue;
            }
            let others = given.iter().zip(&functions).filter(|(_, function)| function.is_none());
            let others = others.map(|(value, _)| value.clone());
            let arguments = std::iter::once(Value::Object(object)).chain(others).map(|value| (None, value));
            self.result_of(function, Arguments(arguments.collect()));
        }
    }

    /// Whether a function that is given to a library's object may be given that object: middleware takes something else.
    fn takes_object(&mut self, function: &Value<'p>) -> bool {
        let (closure, receivers) = match function {
            Value::Function(closure) => (closure, 0),
            Value::Bound(_, closure) => (closure, usize::from(closure.function.has_receiver)),
            _ => return false,
        };
        if self.program.unit(closure.file).language != Language::Go {
            return true;
        }
        let Some(first) = closure.function.parameters.get(receivers) else { return false };
        let Some(kind) = &first.annotation else { return true };
        let scope = closure.scope.clone().unwrap_or_else(|| self.scope_of(closure.file));
        match self.evaluate(&Frame { file: closure.file, scope }, kind) {
            Value::External(kind) => (self.settings.is_claimed)(&kind),
            _ => true,
        }
    }

    /// Decorators, innermost first. A method of a claimed object is recorded with what it decorates; a function of the
    /// program is called for what it does.
    pub(super) fn decorate(&mut self, frame: &Frame<'p>, decorators: &'p [Expr], target: &Value<'p>) {
        for decorator in decorators.iter().rev() {
            let (callee, arguments, range) = match decorator {
                Expr::Call(call) => (&call.callee, call.arguments.as_slice(), call.range),
                other => (other, [].as_slice(), model::Range::default()),
            };
            let callee_value = self.evaluate(frame, callee);
            let arguments = self.arguments(frame, arguments);
            let place = self.place(frame.file, range);
            match &callee_value {
                Value::Method(id, name) => {
                    self.record_call(*id, name, arguments, &place, Some(target.clone()));
                }
                Value::Function(_) | Value::Bound(..) | Value::Class(_) => {
                    let result = if matches!(decorator, Expr::Call(_)) {
                        self.call(&callee_value, arguments, &place, frame)
                    } else {
                        Some(callee_value)
                    };
                    match result {
                        Some(Value::Method(id, name)) => {
                            self.record_call(id, &name, Arguments::default(), &place, Some(target.clone()));
                        }
                        // `return router.get(path)`: the recorded call was the decorator itself.
                        Some(Value::Object(id)) => self.decorates(id, target),
                        Some(inner @ (Value::Function(_) | Value::Bound(..))) => {
                            self.call(&inner, Arguments(vec![(None, target.clone())]), &place, frame);
                        }
                        _ => {}
                    }
                }
                _ => {}
            }
        }
    }

    /// Notes that the call that resulted in `id` decorates `target`.
    fn decorates(&mut self, id: ObjectId, target: &Value<'p>) {
        let Origin::Result { of, .. } = self.record.object(id).origin else { return };
        let calls = &mut self.record.object_mut(of).calls;
        if let Some(call) = calls.iter_mut().find(|call| call.result == Some(id)) {
            call.decorates.get_or_insert_with(|| target.clone());
        }
    }

    /// Runs a function of the program. `None` when it is too deep to follow.
    pub(super) fn call_closure(
        &mut self,
        closure: &Rc<Closure<'p>>,
        owner: Option<Value<'p>>,
        arguments: &Arguments<'p>,
    ) -> Option<Value<'p>> {
        let key = std::ptr::from_ref(closure.function);
        let running = self.running.get(&key).copied().unwrap_or(0);
        if self.depth >= DEPTH || running >= RECURSION || !self.spend() {
            return None;
        }
        self.called.insert(key);
        self.program.enter(closure.file, closure.function);
        let outer = closure.scope.clone().unwrap_or_else(|| self.scope_of(closure.file));
        let frame = Frame { file: closure.file, scope: Scope::new(Some(outer)) };
        let language = self.program.unit(closure.file).language;
        let mut positional: Vec<Value<'p>> = arguments.positional().cloned().collect();
        if let (Some(owner), Some(class)) = (&owner, &closure.class) {
            frame.scope.set(&Arc::from("%owner"), owner.clone());
            frame.scope.set(&Arc::from("%class"), Value::Class(Rc::clone(class)));
        }
        if let Some(owner) = owner {
            // JavaScript and Java have `this`; Python's and Go's first parameter is the owner.
            if matches!(language, Language::Ecma(_)) || language.is_java_like() {
                frame.scope.set(&Arc::from("this"), owner);
            } else {
                positional.insert(0, owner);
            }
        }
        self.bind_parameters(&frame, closure.function, positional, arguments);
        self.depth += 1;
        self.running.insert(key, running + 1);
        let before = self.fuel;
        if self.depth == 1 {
            self.fuel = before.min(CALL_FUEL);
        }
        let given = self.fuel;
        let result = self.block(&frame, &closure.function.body);
        self.running.insert(key, running);
        self.fuel = before - (given - self.fuel);
        self.depth -= 1;
        Some(result.unwrap_or(Value::Null))
    }

    fn bind_parameters(
        &mut self,
        frame: &Frame<'p>,
        function: &'p Function,
        positional: Vec<Value<'p>>,
        arguments: &Arguments<'p>,
    ) {
        let mut positional = positional.into_iter();
        for parameter in &function.parameters {
            let value = match parameter.takes {
                Takes::Rest => Value::list(positional.by_ref().collect()),
                Takes::Keywords => {
                    let is_own = |name: &Text| function.parameters.iter().any(|one| one.name == *name);
                    let left = arguments.0.iter().filter_map(|(name, value)| Some((name.clone()?, value.clone())));
                    let left = left.filter(|(name, _)| !is_own(name));
                    Value::map(left.map(|(name, value)| (Value::Str(name), value)).collect())
                }
                Takes::One => {
                    let given = arguments.keyword(&parameter.name).cloned().or_else(|| positional.next());
                    match (given, &parameter.default) {
                        (Some(value), _) => value,
                        (None, Some(default)) => self.evaluate(frame, default),
                        (None, None) => Value::Unknown(Arc::clone(&parameter.name)),
                    }
                }
            };
            match &parameter.pattern {
                Some(pattern) => self.bind(frame, pattern, value),
                None => frame.scope.set(&parameter.name, value),
            }
        }
    }

    /// An instance; an object of the claimed library as well when the class derives from one.
    fn instantiate(&mut self, class: &Rc<ClassValue<'p>>, arguments: Arguments<'p>, place: &Place) -> Value<'p> {
        let is_go = self.program.unit(class.file).language == Language::Go;
        let embedded = class.class.bases.iter().filter_map(Expr::last_name).find_map(|name| arguments.keyword(name));
        let object = match embedded.and_then(Value::object) {
            Some(embedded) => Some(embedded),
            // A Go struct without its embedded pointer has none.
            None if is_go => None,
            None => claimed_base(class, self.settings.is_claimed).map(|callee| {
                let origin = Origin::Called { callee, arguments: arguments.clone() };
                self.new_object(origin, place.clone())
            }),
        };
        let instance = Rc::new(Instance { class: Rc::clone(class), object, fields: RefCell::default() });
        self.knots.instance(&instance);
        let value = Value::Instance(Rc::clone(&instance));
        self.initial_fields(class, &instance, &value);
        for (name, given) in &arguments.0 {
            if let Some(name) = name {
                instance.fields.borrow_mut().insert(Arc::clone(name), given.clone());
            }
        }
        let mut is_constructed = false;
        for name in ["__init__", "constructor"] {
            if let Value::Bound(_, closure) = self.class_member(class, &Text::from(name), Some(&value)) {
                // TypeScript's parameter properties.
                for (parameter, given) in closure.function.parameters.iter().zip(arguments.positional()) {
                    instance.fields.borrow_mut().entry(Arc::clone(&parameter.name)).or_insert_with(|| given.clone());
                }
                self.call_closure(&closure, Some(value.clone()), &arguments);
                is_constructed = true;
            }
        }
        if !is_constructed {
            positional_fields(class.class, &instance, &arguments);
        }
        value
    }

    /// Fields of classes whose initial values are evaluated for each instance.
    fn initial_fields(&mut self, class: &Rc<ClassValue<'p>>, instance: &Rc<Instance<'p>>, value: &Value<'p>) {
        for base in &class.bases {
            if let Value::Class(base) = base {
                self.initial_fields(base, instance, value);
            }
        }
        if self.program.unit(class.file).language == Language::Python {
            return;
        }
        let scope = Scope::new(class.scope.clone());
        scope.set(&Arc::from("this"), value.clone());
        let frame = Frame { file: class.file, scope };
        for statement in &class.class.body {
            if let Stmt::Assign(assign) = statement
                && let (Some(name), Some(initial)) = (assign.target.last_name(), &assign.value)
            {
                let initial = self.evaluate(&frame, initial);
                instance.fields.borrow_mut().insert(Arc::from(name), initial);
            }
        }
    }
}

/// Data classes, records and structs: positional arguments are their fields in order.
fn positional_fields<'p>(class: &Class, instance: &Instance<'p>, arguments: &Arguments<'p>) {
    let fields = class.body.iter().filter_map(|statement| match statement {
        Stmt::Assign(assign) if assign.annotation.is_some() => assign.target.last_name(),
        _ => None,
    });
    for (name, value) in fields.zip(arguments.positional()) {
        instance.fields.borrow_mut().insert(Arc::from(name), value.clone());
    }
}

/// The claimed library class that a class derives from.
pub(super) fn claimed_base(class: &ClassValue<'_>, is_claimed: fn(&str) -> bool) -> Option<Arc<str>> {
    class.bases.iter().find_map(|base| match base {
        Value::External(name) if is_claimed(name) => Some(Arc::clone(name)),
        Value::Class(base) => claimed_base(base, is_claimed),
        _ => None,
    })
}
