//! Java's names: classes of the package and of wildcard imports, nested classes, inherited and static members.

use std::sync::Arc;

use syntax::ir::{Stmt, Text};

use super::{Frame, Machine};
use crate::{program::FileId, value::Value};

impl<'p> Machine<'p> {
    /// A class by its name in full, a class in it, or a static member. What is not of the program stays a name.
    pub(super) fn java_class(&mut self, name: &str) -> Value<'p> {
        if let Some(file) = self.program.java_class(name) {
            let simple = name.rsplit('.').next().unwrap_or(name);
            return self.scope_of(file).get(simple).unwrap_or_else(|| Value::External(Arc::from(name)));
        }
        // `import static a.b.Paths.USERS`, `import a.b.Outer.Inner`. Packages are in lower case: no use to go on there.
        if let Some((outer, member)) = name.rsplit_once('.')
            && outer.rsplit('.').next().is_some_and(|last| last.starts_with(char::is_uppercase))
            && let Value::Class(class) = self.java_class(outer)
        {
            let found = self.static_member(&class, &Text::from(member));
            if !matches!(found, Value::Unknown(_)) {
                return found;
            }
        }
        Value::External(Arc::from(name))
    }

    /// What a file imports under a name.
    pub(super) fn java_import(&mut self, file: FileId, name: &str) -> Option<Value<'p>> {
        let full = Arc::clone(self.java_imports.get(&file)?.get(name)?);
        Some(self.java_class(&full))
    }

    /// A name that the file does not bind: of the class around, the package, or a wildcard import.
    pub(super) fn java_name(&mut self, frame: &Frame<'p>, name: &str) -> Option<Value<'p>> {
        let unit = self.program.unit(frame.file);
        let package = unit.module.package.as_deref().unwrap_or_default();
        let own = if package.is_empty() { name.to_owned() } else { format!("{package}.{name}") };
        let wildcards = unit.module.body.iter().filter_map(|statement| match statement {
            Stmt::Import(import) if import.names.iter().any(|one| &*one.name == "*") => {
                Some(format!("{}.{name}", import.module))
            }
            _ => None,
        });
        for candidate in std::iter::once(own).chain(wildcards) {
            match self.java_class(&candidate) {
                Value::External(_) => {}
                found => return Some(found),
            }
        }
        None
    }

    /// A name of the class around, or of what it inherits.
    pub(super) fn own_member(&mut self, frame: &Frame<'p>, name: &str) -> Option<Value<'p>> {
        let Value::Class(class) = frame.scope.get("%class")? else { return None };
        match self.static_member(&class, &Text::from(name)) {
            Value::Unknown(_) => None,
            found => Some(found),
        }
    }
}
