//! Scopes hold functions that hold their scopes: a run ends by taking such knots apart, so that nothing of it stays behind.

use std::{
    cell::RefCell,
    rc::{Rc, Weak},
};

use crate::value::{ClassValue, Instance, Scope};

/// What may hold itself through what it binds.
#[derive(Default)]
pub(super) struct Knots<'p> {
    scopes: RefCell<Vec<Weak<Scope<'p>>>>,
    classes: RefCell<Vec<Weak<ClassValue<'p>>>>,
    instances: RefCell<Vec<Weak<Instance<'p>>>>,
}

impl<'p> Knots<'p> {
    pub(super) fn scope(&self, scope: &Rc<Scope<'p>>) {
        let mut scopes = self.scopes.borrow_mut();
        // The functions of a file come one after another.
        if !scopes.last().is_some_and(|last| std::ptr::eq(last.as_ptr(), Rc::as_ptr(scope))) {
            scopes.push(Rc::downgrade(scope));
        }
    }

    pub(super) fn class(&self, class: &Rc<ClassValue<'p>>) {
        self.classes.borrow_mut().push(Rc::downgrade(class));
    }

    pub(super) fn instance(&self, instance: &Rc<Instance<'p>>) {
        self.instances.borrow_mut().push(Rc::downgrade(instance));
    }
}

impl Drop for Knots<'_> {
    fn drop(&mut self) {
        for scope in self.scopes.take() {
            scope.upgrade().map(|scope| scope.names.take());
        }
        for class in self.classes.take() {
            class.upgrade().map(|class| class.fields.take());
        }
        for instance in self.instances.take() {
            instance.upgrade().map(|instance| instance.fields.take());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{rc::Rc, sync::Arc};

    use model::RelPath;
    use syntax::Language;

    use crate::{EcmaPaths, Machine, Program, Settings, Unit};

    #[test]
    fn nothing_of_a_run_stays_behind() {
        let text = "class A:\n    def f(self):\n        return self\n\ndef g():\n    a = A()\n    a.me = a\n    return lambda: a\n\nx = g()\n";
        let module = Arc::new(syntax::parse(Language::Python, text));
        let unit = Unit { path: RelPath::new("a.py").expect("a path"), language: Language::Python, module };
        let program = Program::new(vec![unit], vec![RelPath::root()], Vec::new(), EcmaPaths::default());
        let files: Vec<_> = program.files().map(|(id, _)| id).collect();
        let mut machine = Machine::new(&program, Settings { is_claimed: |_| false, enters: |_| false });
        machine.run(&files);
        let scope = Rc::downgrade(&machine.scope_of(files[0]));
        assert!(scope.upgrade().is_some_and(|scope| !scope.names.borrow().is_empty()));
        drop(machine);
        assert!(scope.upgrade().is_none());
    }
}
