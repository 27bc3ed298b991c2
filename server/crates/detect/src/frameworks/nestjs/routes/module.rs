//! Which modules the root module reaches, and under which path `RouterModule` puts them.

use std::rc::Rc;

use syntax::ir::{Class, Expr};
use trace::{Arguments, ClassValue, Machine, Origin, Value};

use super::{decorator, decorators};
use crate::routes::path::{join, text};

/// Modules within modules; deeper is a cycle.
const DEPTH: u8 = 60;

/// What was reached.
#[derive(Default)]
pub(super) struct Modules<'p> {
    visited: Vec<*const Class>,
    controllers: Vec<(*const Class, Rc<ClassValue<'p>>)>,
    paths: Vec<(*const Class, String)>,
}

impl<'p> Modules<'p> {
    /// Each controller with its module.
    pub(super) fn controllers(&self) -> &[(*const Class, Rc<ClassValue<'p>>)] {
        &self.controllers
    }

    /// The path of a module; `""` without one.
    pub(super) fn path_of(&self, module: *const Class) -> String {
        self.paths.iter().find(|(known, _)| *known == module).map(|(_, path)| path.clone()).unwrap_or_default()
    }

    /// A module as it stands in a list: a class, a reference to one, or a dynamic module.
    pub(super) fn visit(&mut self, machine: &mut Machine<'p>, value: &Value<'p>, depth: u8) {
        if depth > DEPTH {
            return;
        }
        match value {
            Value::Class(class) => self.class(machine, class, depth),
            Value::Map(_) => {
                let Some(Value::Class(class)) = value.get("module") else { return };
                self.class(machine, &class, depth);
                self.lists(machine, std::ptr::from_ref(class.class), value, depth);
            }
            Value::List(_) | Value::OneOf(..) => {
                value.elements().iter().for_each(|element| self.visit(machine, element, depth + 1));
            }
            Value::Object(id) => {
                let Origin::Called { callee, arguments } = &machine.record().object(*id).origin else { return };
                let Some(first) = arguments.positional().next().cloned() else { return };
                if callee.starts_with("@nestjs/core.RouterModule.") {
                    self.place_modules(&first, "", 0);
                } else if let Some(inner) = machine.result_of(&first, Arguments::default()) {
                    self.visit(machine, &inner, depth + 1);
                }
            }
            _ => {}
        }
    }

    fn class(&mut self, machine: &mut Machine<'p>, class: &Rc<ClassValue<'p>>, depth: u8) {
        let id = std::ptr::from_ref(class.class);
        if self.visited.contains(&id) {
            return;
        }
        self.visited.push(id);
        for (found, _) in decorators(machine, class, &class.class.decorators) {
            if let Some((name, Some(metadata))) = decorator(machine, found)
                && name == "Module"
            {
                self.lists(machine, id, &metadata, depth);
            }
        }
        self.inherited_builders(machine, class, depth);
    }

    fn lists(&mut self, machine: &mut Machine<'p>, id: *const Class, metadata: &Value<'p>, depth: u8) {
        for controller in metadata.get("controllers").map(|found| found.elements()).unwrap_or_default() {
            let is_known = |class: &Rc<ClassValue<'p>>| {
                self.controllers.iter().any(|(_, known)| std::ptr::eq(known.class, class.class))
            };
            if let Value::Class(class) = controller
                && !is_known(&class)
            {
                self.controllers.push((id, class));
            }
        }
        for module in metadata.get("imports").map(|found| found.elements()).unwrap_or_default() {
            self.visit(machine, &module, depth + 1);
        }
    }

    /// `imports: [AuthModule.register({…})]` where the method comes from the library: the module is reached all the same.
    fn inherited_builders(&mut self, machine: &mut Machine<'p>, class: &Rc<ClassValue<'p>>, depth: u8) {
        let metadata = class.class.decorators.iter().filter_map(Expr::as_call).filter_map(|call| call.positional(0));
        for found in metadata {
            let Expr::Map(pairs) = found else { continue };
            for (key, value) in pairs {
                let (Some("imports"), Expr::List(items)) = (key.as_str(), value) else { continue };
                for call in items.iter().filter_map(Expr::as_call) {
                    if let Expr::Attr(owner, _) = &call.callee {
                        let owner = machine.value_on(class, owner);
                        self.visit(machine, &owner, depth + 1);
                    }
                }
            }
        }
    }

    /// `[{ path, module, children }]`; a child may be a module alone.
    fn place_modules(&mut self, routes: &Value<'p>, parent: &str, depth: u8) {
        if depth > DEPTH {
            return;
        }
        for route in routes.elements() {
            match &route {
                Value::Class(class) => self.paths.push((std::ptr::from_ref(class.class), parent.to_owned())),
                Value::Map(_) => {
                    let path = join(parent, &text(route.get("path").as_ref()));
                    if let Some(Value::Class(class)) = route.get("module") {
                        self.paths.push((std::ptr::from_ref(class.class), path.clone()));
                    }
                    if let Some(children) = route.get("children") {
                        self.place_modules(&children, &path, depth + 1);
                    }
                }
                _ => {}
            }
        }
    }
}
