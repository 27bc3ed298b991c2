//! Names, imports and attributes.

use std::{rc::Rc, sync::Arc};

use syntax::{
    Language,
    ir::{Expr, Import, Stmt, Text},
};

use super::{DEPTH, Frame, Machine, paths, python};
use crate::{
    program::{FileId, Resolved},
    record::Arguments,
    value::{ClassValue, Instance, Value},
};

impl<'p> Machine<'p> {
    pub(super) fn import(&mut self, frame: &Frame<'p>, import: &'p Import) {
        if import.is_type_only && !self.language(frame).is_java_like() {
            // Types can still tell what a parameter is.
            for name in &import.names {
                frame.scope.set(&name.alias, Value::External(Arc::from(format!("{}.{}", import.module, name.name))));
            }
            return;
        }
        let target = self.target(frame.file, &import.module);
        self.carry_out(frame, &target);
        // Go: a package that is imported for what it does when it is loaded.
        if let (Some("_"), Value::Folder(folder)) = (import.module_name.as_deref(), &target)
            && self.language(frame) == Language::Go
        {
            if let Some(first) = self.program.files_in(folder).first() {
                self.scope_of(*first);
            }
            return;
        }
        if let (Some(name), Language::Go) = (&import.module_name, self.language(frame)) {
            self.packages.entry(frame.file).or_default().insert(Arc::clone(name), target);
            return;
        }
        if let Some(name) = &import.module_name {
            self.bind_module(frame, import, name, target.clone());
        }
        for name in &import.names {
            if &*name.name == "*" {
                if &*name.alias == "*" {
                    self.take_all(frame, &target);
                } else {
                    frame.scope.set(&name.alias, target.clone());
                }
                continue;
            }
            // Java runs nothing when it imports: the class is looked at when somebody names it.
            if self.language(frame) == Language::Java {
                let full = Arc::from(format!("{}.{}", import.module, name.name));
                self.java_imports.entry(frame.file).or_default().insert(Arc::clone(&name.alias), full);
                continue;
            }
            let value = if self.language(frame).is_java_like() {
                self.java_class(&format!("{}.{}", import.module, name.name))
            } else {
                self.member(&target, &name.name, frame)
            };
            self.carry_out(frame, &value);
            frame.scope.set(&name.alias, value);
        }
    }

    /// Python's modules run when they are imported, whether anything of them is used or not.
    fn carry_out(&mut self, frame: &Frame<'p>, imported: &Value<'p>) {
        if let Value::Module(file) = imported
            && self.language(frame) == Language::Python
        {
            self.scope_of(*file);
        }
    }

    /// `import a.b.c` binds `a`: attributes lead on to `b` and `c`. `import a.b as x` binds `x` to `a.b`.
    fn bind_module(&mut self, frame: &Frame<'p>, import: &Import, name: &Text, target: Value<'p>) {
        match name.split_once('.') {
            Some((first, _)) if *name == import.module => {
                let top = self.target(frame.file, first);
                frame.scope.set(&Arc::from(first), top);
            }
            _ => frame.scope.set(name, target),
        }
    }

    fn target(&mut self, from: FileId, module: &str) -> Value<'p> {
        match self.program.resolve(from, module) {
            Resolved::File(file) => Value::Module(file),
            Resolved::Folder(folder) => Value::Folder(folder),
            Resolved::External(name) => Value::External(name),
        }
    }

    fn take_all(&mut self, frame: &Frame<'p>, target: &Value<'p>) {
        if let Value::Module(file) = target {
            let scope = self.scope_of(*file);
            let names: Vec<_> =
                scope.names.borrow().iter().map(|(name, value)| (Arc::clone(name), value.clone())).collect();
            for (name, value) in names {
                frame.scope.set(&name, value);
            }
        }
    }

    /// A name taken from an imported module.
    fn member(&mut self, target: &Value<'p>, name: &Text, frame: &Frame<'p>) -> Value<'p> {
        match target {
            // A default import of a library is the library.
            Value::External(module) if &**name == "default" => Value::External(Arc::clone(module)),
            other => self.attribute(other, name, frame),
        }
    }

    /// A name in sight; `None` when nothing binds it.
    pub(super) fn name(&mut self, frame: &Frame<'p>, name: &str) -> Option<Value<'p>> {
        let name = if name == "self" && frame.scope.get(name).is_none() { "this" } else { name };
        if let Some(found) = frame.scope.get(name) {
            return Some(found);
        }
        let unit = self.program.unit(frame.file);
        match unit.language {
            Language::Java | Language::Kotlin => self
                .java_import(frame.file, name)
                .or_else(|| self.own_member(frame, name))
                .or_else(|| self.java_name(frame, name)),
            Language::Python if name == "__file__" => Some(Value::Path(unit.path.clone())),
            Language::Python if matches!(name, "__name__" | "__path__") => self.about_module(frame.file, name),
            Language::Python
                if matches!(
                    name,
                    "getattr"
                        | "str"
                        | "list"
                        | "tuple"
                        | "sorted"
                        | "reversed"
                        | "enumerate"
                        | "super"
                        | "zip"
                        | "set"
                        | "dict"
                ) =>
            {
                Some(Value::External(Arc::from(name)))
            }
            Language::Ecma(_) if name == "super" => self.inherited(frame),
            // CommonJS: what the file has exported so far.
            Language::Ecma(_) if name == "exports" => Some(Value::Module(frame.file)),
            Language::Ecma(_) if matches!(name, "process" | "require" | "import" | "Object") => {
                Some(Value::External(Arc::from(name)))
            }
            Language::Ecma(_) if matches!(name, "__dirname" | "__filename") => {
                let path = if name == "__dirname" { unit.path.parent()? } else { unit.path.clone() };
                Some(Value::Path(path))
            }
            Language::Go if self.packages.get(&frame.file).is_some_and(|names| names.contains_key(name)) => {
                self.packages.get(&frame.file)?.get(name).cloned()
            }
            Language::Go if matches!(name, "new" | "make" | "append" | "copy") => {
                Some(Value::External(Arc::from(name)))
            }
            _ => None,
        }
    }

    /// Python: what a module says of itself. Its name is that seen from its project's folder.
    fn about_module(&self, file: FileId, name: &str) -> Option<Value<'p>> {
        let path = self.program.path(file);
        match name {
            "__path__" => Some(Value::list(vec![Value::Path(path.parent()?)])),
            "__name__" => {
                let below = path.below(&self.program.root_of(path)).unwrap_or(path.as_str());
                let name = below.strip_suffix(".py").unwrap_or(below);
                Some(Value::str(name.strip_suffix("/__init__").unwrap_or(name).replace('/', ".")))
            }
            _ => None,
        }
    }

    /// What the class around inherits, with the owner of the running method.
    pub(super) fn inherited(&mut self, frame: &Frame<'p>) -> Option<Value<'p>> {
        match (frame.scope.get("%owner")?, frame.scope.get("%class")?) {
            (owner, Value::Class(class)) => Some(Value::Super(Box::new(owner), class)),
            _ => None,
        }
    }

    fn super_member(&mut self, owner: &Value<'p>, class: &Rc<ClassValue<'p>>, name: &Text) -> Value<'p> {
        for base in &class.bases {
            if let Value::Class(base) = base {
                match self.class_member(base, name, Some(owner)) {
                    Value::Unknown(_) => {}
                    found => return found,
                }
            }
        }
        owner.object().map_or_else(|| Value::Unknown(Arc::clone(name)), |id| Value::Method(id, Arc::clone(name)))
    }

    /// `owner.name`.
    pub(super) fn attribute(&mut self, owner: &Value<'p>, name: &Text, frame: &Frame<'p>) -> Value<'p> {
        match owner {
            Value::External(module) => self.outer_attribute(module, name),
            Value::Module(file) => self.module_member(*file, name),
            Value::Folder(folder) => self.folder_member(folder, name, frame),
            Value::Instance(instance) => self.instance_member(instance, name),
            Value::Class(class) => self.static_member(class, name),
            Value::Super(owner, class) => self.super_member(owner, class, name),
            // A member of a Python enumeration.
            Value::Str(_) if &**name == "value" && self.language(frame) == Language::Python => owner.clone(),
            Value::Map(_) if self.language(frame) == Language::Go => {
                owner.get(name).unwrap_or_else(|| Value::Builtin(Box::new(owner.clone()), Arc::clone(name)))
            }
            Value::Object(id) => Value::Method(*id, Arc::clone(name)),
            Value::OneOf(owners, expression) => {
                let members = owners.iter().map(|owner| self.attribute(owner, name, frame)).collect();
                Value::one_of(members, expression)
            }
            // What a chain of attributes of a library's object is for, only the framework knows.
            Value::Method(id, first) => Value::Method(*id, Arc::from(format!("{first}.{name}"))),
            Value::Path(path) if &**name == "parent" => {
                path.parent().map_or_else(|| Value::Unknown(Arc::clone(name)), Value::Path)
            }
            Value::Path(path) if &**name == "parents" => paths::parents(path),
            Value::Path(path) => {
                paths::part(path, name).unwrap_or_else(|| Value::Builtin(Box::new(owner.clone()), Arc::clone(name)))
            }
            Value::Map(_) if !matches!(self.language(frame), Language::Python | Language::Go) => {
                owner.get(name).unwrap_or_else(|| Value::Builtin(Box::new(owner.clone()), Arc::clone(name)))
            }
            Value::Builtin(address, kind) if &**kind == python::URL => {
                python::url_part(address, name).unwrap_or_else(|| Value::Unknown(Arc::clone(name)))
            }
            // `(finder, name, ispkg)`, as `pkgutil` lists modules.
            Value::List(values) if matches!(&**name, "name" | "ispkg") && values.borrow().len() == 3 => {
                values.borrow()[if &**name == "name" { 1 } else { 2 }].clone()
            }
            Value::List(_) | Value::Map(_) | Value::Str(_) => Value::Builtin(Box::new(owner.clone()), Arc::clone(name)),
            _ => Value::Unknown(Arc::clone(name)),
        }
    }

    fn outer_attribute(&mut self, module: &Arc<str>, name: &Text) -> Value<'p> {
        let file = self.stands_for.iter().find(|(known, _)| *known == &**module).map(|(_, file)| *file);
        match file.map(|file| self.module_member(file, name)) {
            None | Some(Value::Unknown(_)) => Value::External(Arc::from(format!("{module}.{name}"))),
            Some(found) => found,
        }
    }

    fn module_member(&mut self, file: FileId, name: &Text) -> Value<'p> {
        let scope = self.scope_of(file);
        if let Some(found) = scope.get(name) {
            return found;
        }
        let program = self.program;
        let unit = program.unit(file);
        if let Some(found) = self.about_module(file, name).filter(|_| unit.language == Language::Python) {
            return found;
        }
        // A sub-module of a package; CommonJS: the properties of what is exported.
        if unit.language == Language::Python && unit.path.file_name() == "__init__.py" {
            let folder = unit.path.parent();
            if let Some(found) = folder.and_then(|folder| self.submodule(&folder, name)) {
                return found;
            }
        }
        if let Some(exported) = scope.get("default").filter(|_| matches!(unit.language, Language::Ecma(_))) {
            if &**name == "default" {
                return exported;
            }
            let frame = Frame { file, scope };
            return self.attribute(&exported, name, &frame);
        }
        // Importing the default of a module that has none: CommonJS under esModuleInterop, the module itself.
        if &**name == "default" { Value::Module(file) } else { Value::Unknown(Arc::clone(name)) }
    }

    fn folder_member(&mut self, folder: &model::RelPath, name: &Text, frame: &Frame<'p>) -> Value<'p> {
        if self.language(frame) == Language::Go {
            let first = self.program.files_in(folder).first().copied();
            let found = first.and_then(|file| self.scope_of(file).get(name));
            return found.unwrap_or_else(|| Value::Unknown(Arc::clone(name)));
        }
        self.submodule(folder, name).unwrap_or_else(|| Value::Unknown(Arc::clone(name)))
    }

    fn submodule(&self, folder: &model::RelPath, name: &str) -> Option<Value<'p>> {
        let file = folder.join(&format!("{name}.py")).ok().and_then(|path| self.program.file(&path));
        let package = || folder.join(&format!("{name}/__init__.py")).ok().and_then(|path| self.program.file(&path));
        if let Some(found) = file.or_else(package) {
            return Some(Value::Module(found));
        }
        folder.join(name).ok().filter(|path| self.program.has_folder(path)).map(Value::Folder)
    }

    fn instance_member(&mut self, instance: &Rc<Instance<'p>>, name: &Text) -> Value<'p> {
        if let Some(found) = instance.fields.borrow().get(name) {
            return found.clone();
        }
        let owner = Value::Instance(Rc::clone(instance));
        match self.class_member(&instance.class, name, Some(&owner)) {
            Value::Unknown(_) if self.program.unit(instance.class.file).language == Language::Go => {
                if let Some(found) = self.declared_field(instance, name) {
                    return found;
                }
                let own = || owner.object().map(|id| Value::Method(id, Arc::clone(name)));
                self.promoted(instance, name).or_else(own).unwrap_or_else(|| Value::Unknown(Arc::clone(name)))
            }
            Value::Unknown(unknown) => match instance.object {
                Some(id) => Value::Method(id, Arc::clone(name)),
                None => Value::Unknown(unknown),
            },
            found => found,
        }
    }

    /// Go: a field that nobody was seen to set. A struct is empty then, a text is what its tag says stands in for it.
    fn declared_field(&mut self, instance: &Rc<Instance<'p>>, name: &Text) -> Option<Value<'p>> {
        let class = &instance.class;
        let declared = class.class.body.iter().find_map(|statement| match statement {
            Stmt::Assign(assign) if assign.target.last_name() == Some(name) => Some(assign),
            _ => None,
        });
        let found = match declared {
            Some(field) => {
                let default = field.decorators.first().and_then(Expr::as_str).and_then(default_of_tag);
                match (field.annotation.as_ref()?, default) {
                    (Expr::Name(kind, _), Some(default)) if &**kind == "string" => Value::str(default),
                    (kind, _) => {
                        let frame = Frame { file: class.file, scope: self.scope_of(class.file) };
                        self.empty_struct(&frame, kind)?
                    }
                }
            }
            None => {
                let at = class.class.bases.iter().position(|base| base.last_name() == Some(name))?;
                let base = self.bases_of(class).into_iter().nth(at).filter(|base| matches!(base, Value::Class(_)))?;
                let place = self.place(class.file, class.class.range);
                let frame = Frame { file: class.file, scope: self.scope_of(class.file) };
                self.call(&base, Arguments::default(), &place, &frame)?
            }
        };
        instance.fields.borrow_mut().insert(Arc::clone(name), found.clone());
        Some(found)
    }

    /// Go: what an embedded struct has, its owner has.
    fn promoted(&mut self, instance: &Rc<Instance<'p>>, name: &Text) -> Option<Value<'p>> {
        // A struct may embed a pointer to its own kind.
        if self.depth >= DEPTH {
            return None;
        }
        self.depth += 1;
        let mut found = None;
        for base in &instance.class.class.bases {
            let Some(own) = base.last_name().filter(|own| *own != &**name) else { continue };
            let embedded = instance.fields.borrow().get(own).cloned();
            let embedded = embedded.or_else(|| self.declared_field(instance, &Text::from(own)));
            if let Some(Value::Instance(embedded)) = embedded {
                match self.instance_member(&embedded, name) {
                    Value::Unknown(_) => {}
                    known => {
                        found = Some(known);
                        break;
                    }
                }
            }
        }
        self.depth -= 1;
        found
    }

    /// A static member: a field that is made by a call is made on first use.
    pub(super) fn static_member(&mut self, class: &Rc<ClassValue<'p>>, name: &Text) -> Value<'p> {
        let found = self.class_member(class, name, None);
        match found {
            Value::Unknown(_) => {}
            // In JavaScript a static method's `this` is the class.
            Value::Function(closure) if matches!(self.program.unit(class.file).language, Language::Ecma(_)) => {
                return Value::Bound(Box::new(Value::Class(Rc::clone(class))), closure);
            }
            found => return found,
        }
        let found = Value::Unknown(Arc::clone(name));
        if class.fields.borrow().contains_key(name) {
            return found;
        }
        for statement in &class.class.body {
            if let Stmt::Assign(assign) = statement
                && assign.target.last_name() == Some(name)
                && let Some(initial) = &assign.value
            {
                // While it is being made, it is not known: two may need each other.
                class.fields.borrow_mut().insert(Arc::clone(name), Value::Unknown(Arc::clone(name)));
                let value = self.value_on(class, initial);
                class.fields.borrow_mut().insert(Arc::clone(name), value.clone());
                return value;
            }
        }
        self.outer_member(class, class, name).unwrap_or(found)
    }

    /// A claimed member that a class has from a base outside the program; it gets the class as its first argument.
    fn outer_member(&self, owner: &Rc<ClassValue<'p>>, class: &Rc<ClassValue<'p>>, name: &Text) -> Option<Value<'p>> {
        class.bases.iter().find_map(|base| match base {
            Value::External(base) => {
                let full = format!("{base}.{name}");
                let claimed = (self.settings.is_claimed)(&full);
                claimed.then(|| Value::Builtin(Box::new(Value::Class(Rc::clone(owner))), Arc::from(full)))
            }
            Value::Class(base) => self.outer_member(owner, base, name),
            _ => None,
        })
    }

    /// A field or method of a class or its bases. With an owner, methods are bound and properties are called.
    pub(super) fn class_member(
        &mut self,
        class: &Rc<ClassValue<'p>>,
        name: &Text,
        owner: Option<&Value<'p>>,
    ) -> Value<'p> {
        let found = class.fields.borrow().get(name).cloned();
        match (found, owner) {
            (Some(Value::Function(closure)), Some(owner)) => {
                let decorators: Vec<&str> =
                    closure.function.decorators.iter().filter_map(|decorator| decorator.last_name()).collect();
                if decorators.iter().any(|name| matches!(*name, "property" | "cached_property" | "computed_field")) {
                    return self
                        .call_closure(&closure, Some(owner.clone()), &crate::record::Arguments::default())
                        .unwrap_or(Value::Null);
                }
                if decorators.contains(&"staticmethod") {
                    return Value::Function(closure);
                }
                return Value::Bound(Box::new(owner.clone()), closure);
            }
            (Some(Value::Function(closure)), None)
                if closure.function.decorators.iter().any(|one| one.last_name() == Some("classmethod")) =>
            {
                return Value::Bound(Box::new(Value::Class(Rc::clone(class))), closure);
            }
            // A static getter. Python's properties are of instances only.
            (Some(Value::Function(closure)), None)
                if self.program.unit(class.file).language != Language::Python && is_getter(&closure) =>
            {
                let owner = Value::Class(Rc::clone(class));
                let found = self.call_closure(&closure, Some(owner), &crate::record::Arguments::default());
                return found.unwrap_or(Value::Null);
            }
            (Some(value), _) => return value,
            (None, _) => {}
        }
        if let Some(found) = self.go_member(class, name, owner) {
            return found;
        }
        // Go's structs may embed pointers to their own kind.
        if self.depth >= DEPTH {
            return Value::Unknown(Arc::clone(name));
        }
        self.depth += 1;
        let mut inherited = Value::Unknown(Arc::clone(name));
        for base in self.bases_of(class) {
            if let Value::Class(base) = base {
                inherited = self.class_member(&base, name, owner);
                if !matches!(inherited, Value::Unknown(_)) {
                    break;
                }
            }
        }
        self.depth -= 1;
        inherited
    }

    /// The bases of a class. Go's files may embed what a later one declares.
    fn bases_of(&mut self, class: &Rc<ClassValue<'p>>) -> Vec<Value<'p>> {
        let is_open = |base: &Value<'p>| matches!(base, Value::Unknown(_));
        if self.program.unit(class.file).language != Language::Go || !class.bases.iter().any(is_open) {
            return class.bases.clone();
        }
        let frame = Frame { file: class.file, scope: self.scope_of(class.file) };
        class.class.bases.iter().map(|base| self.evaluate(&frame, base)).collect()
    }

    fn go_member(&mut self, class: &Rc<ClassValue<'p>>, name: &Text, owner: Option<&Value<'p>>) -> Option<Value<'p>> {
        let program = self.program;
        let unit = program.unit(class.file);
        if unit.language != Language::Go {
            return None;
        }
        let (file, function) = program.go_method(&unit.path.parent()?, &class.class.name, name)?;
        let scope = self.scope_of(file);
        let closure =
            Rc::new(crate::value::Closure { file, function, scope: Some(scope), class: Some(Rc::clone(class)) });
        Some(match owner {
            Some(owner) => Value::Bound(Box::new(owner.clone()), closure),
            None => Value::Function(closure),
        })
    }
}

/// What a struct tag says a field is when nobody sets it (`default:"/"`, `envDefault:"/"`).
fn default_of_tag(tag: &str) -> Option<&str> {
    ["default", "envDefault", "env-default"].iter().find_map(|key| {
        let after = tag.strip_prefix(key).or_else(|| Some(tag.split_once(&format!(" {key}"))?.1))?;
        after.strip_prefix(":\"")?.split('"').next()
    })
}

fn is_getter(closure: &crate::value::Closure<'_>) -> bool {
    closure.function.decorators.iter().any(|decorator| decorator.last_name() == Some("property"))
}
