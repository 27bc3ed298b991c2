//! The abstract machine.

mod branch;
mod builtins;
mod calls;
mod evaluate;
mod java;
mod knots;
mod names;
mod paths;
mod python;
mod run;

use std::{cell::RefCell, rc::Rc, sync::Arc};

use model::{Place, RelPath};
use rustc_hash::{FxHashMap, FxHashSet};
use syntax::{
    Language,
    ir::{Expr, Function, Stmt, Text},
};

use crate::{
    program::{FileId, Program},
    record::{Arguments, Object, ObjectId, Origin, Record},
    value::{ClassValue, Closure, Scope, Value},
};

/// What the frameworks of a run care about.
#[derive(Clone, Copy)]
pub struct Settings {
    /// Whether a name from outside, in full, makes an object whose calls are recorded.
    pub is_claimed: fn(&str) -> bool,
    /// Whether a method of such an object calls the functions that it is given with an object of the same kind
    /// (`r.Route("/x", func(r chi.Router) {…})`).
    pub enters: fn(&str) -> bool,
}

/// Steps after which a run stops; what was recorded until then holds.
const FUEL: u32 = 4_000_000;
/// Steps that one call from the top of a file may take: one that finds no end must not cost all others theirs.
const CALL_FUEL: u32 = 500_000;
/// Nested calls.
const DEPTH: u16 = 60;
/// Calls of one function within itself: both branches of what ends a recursion are taken.
const RECURSION: u8 = 4;
/// Nested expressions, those of calls included.
const NESTING: u16 = 1500;

/// Carries out a program on abstract values. See the crate's documentation.
pub struct Machine<'p> {
    pub(crate) program: &'p Program<'p>,
    pub(crate) settings: Settings,
    record: Record<'p>,
    scopes: FxHashMap<ScopeKey, Rc<Scope<'p>>>,
    /// Functions whose body ran.
    called: FxHashSet<*const Function>,
    /// How often a function is being run.
    running: FxHashMap<*const Function, u8>,
    /// The files that a run starts with.
    starts: FxHashSet<FileId>,
    /// The objects that somebody outside gives to functions, by their type: one each.
    given: FxHashMap<Arc<str>, ObjectId>,
    /// Go: what each file calls the packages that it imports. Another file of its package may call others so.
    packages: FxHashMap<FileId, FxHashMap<Text, Value<'p>>>,
    /// Java: the full names of what each file imports, by the name that it has there.
    java_imports: FxHashMap<FileId, FxHashMap<Text, Arc<str>>>,
    /// Functions that a package gave to somebody outside while its variables were made: called when the program runs.
    waiting: Vec<Arguments<'p>>,
    /// Functions that an object was made with and calls with itself when it starts.
    starting: Vec<(ObjectId, Vec<Value<'p>>)>,
    /// Go packages whose variables are being made.
    loading: u16,
    /// Whether what runs now is called from the program's start.
    is_alive: bool,
    fuel: u32,
    depth: u16,
    /// Expressions within expressions and calls.
    nesting: u16,
    knots: knots::Knots<'p>,
    /// Names from outside that stand for a file of the program.
    stands_for: Vec<(&'static str, FileId)>,
}

/// A file's top-level scope; the files of a Go package share one.
#[derive(Clone, PartialEq, Eq, Hash)]
enum ScopeKey {
    File(FileId),
    Package(RelPath),
}

/// Where evaluation stands: the file, the names in sight, the class around.
#[derive(Clone)]
pub(crate) struct Frame<'p> {
    pub(crate) file: FileId,
    pub(crate) scope: Rc<Scope<'p>>,
}

impl<'p> Scope<'p> {
    pub(crate) fn new(outer: Option<Rc<Self>>) -> Rc<Self> {
        Rc::new(Self { names: RefCell::default(), outer })
    }

    pub(crate) fn set(&self, name: &Text, value: Value<'p>) {
        self.names.borrow_mut().insert(Arc::clone(name), value);
    }

    /// Changes a name where it is declared; declares it here when it is nowhere.
    pub(crate) fn change(&self, name: &Text, value: Value<'p>) {
        let mut scope = self;
        loop {
            if scope.names.borrow().contains_key(name) {
                return scope.set(name, value);
            }
            match &scope.outer {
                Some(outer) => scope = outer,
                None => return self.set(name, value),
            }
        }
    }

    pub(crate) fn get(&self, name: &str) -> Option<Value<'p>> {
        let found = self.names.borrow().get(name).cloned();
        found.or_else(|| self.outer.as_ref()?.get(name))
    }
}

impl<'p> Machine<'p> {
    /// A machine over a program.
    #[must_use]
    pub fn new(program: &'p Program<'p>, settings: Settings) -> Self {
        Self {
            program,
            settings,
            record: Record::default(),
            scopes: FxHashMap::default(),
            called: FxHashSet::default(),
            running: FxHashMap::default(),
            starts: FxHashSet::default(),
            given: FxHashMap::default(),
            packages: FxHashMap::default(),
            java_imports: FxHashMap::default(),
            waiting: Vec::new(),
            starting: Vec::new(),
            loading: 0,
            is_alive: true,
            fuel: FUEL,
            depth: 0,
            nesting: 0,
            knots: knots::Knots::default(),
            stands_for: Vec::new(),
        }
    }

    /// Says that a name from outside, in full, means a file of the program: a framework's way to an application's settings.
    pub fn stand_for(&mut self, name: &'static str, file: FileId) {
        self.stands_for.push((name, file));
    }

    /// Whether it stopped before the end.
    #[must_use]
    pub fn is_exhausted(&self) -> bool {
        self.fuel == 0
    }

    /// Runs the files' top-level code, then what a server's start would call: Go's `main`, and functions that nobody called
    /// although they make or take an object of interest (application factories).
    pub fn run(&mut self, files: &[FileId]) {
        self.starts.extend(files);
        for file in files {
            self.scope_of(*file);
        }
        let is_built =
            |file: &&FileId| self.program.unit(**file).language != Language::Go || self.program.is_built(**file);
        let files: Vec<FileId> = files.iter().filter(is_built).copied().collect();
        self.initialize_packages();
        for name in ["init", "main"] {
            for file in &files {
                let is_go = self.program.unit(*file).language == Language::Go;
                let is_entry = |function: &Function| &*function.name == name && function.parameters.is_empty();
                if is_go || name == "main" {
                    self.call_entry(*file, is_entry);
                }
            }
        }
        self.hand_out_waiting();
        self.is_alive = false;
        // Those that others of them call come with these, and after them if they did not.
        let inner = self.called_by_entries(&files);
        for is_inner in [false, true] {
            for file in &files {
                self.call_entry(*file, |function| inner.contains(&*function.name) == is_inner);
            }
            self.hand_out_waiting();
        }
    }

    /// The names that uncalled functions which make objects call in turn.
    fn called_by_entries(&mut self, files: &[FileId]) -> FxHashSet<&'p str> {
        let program = self.program;
        let mut names = FxHashSet::default();
        for file in files {
            for statement in &program.unit(*file).module.body {
                if let Stmt::Function(function) = statement
                    && !self.called.contains(&std::ptr::from_ref(&**function))
                    && self.makes_objects(*file, function)
                {
                    let mut callees = Vec::new();
                    collect_callees(&function.body, &mut callees);
                    let callees = callees.into_iter().filter_map(Expr::last_name);
                    names.extend(callees.filter(|name| *name != &*function.name));
                }
            }
        }
        names
    }

    /// Go: what the packages in sight do when they are loaded, those included that are met on the way.
    fn initialize_packages(&mut self) {
        let mut done = FxHashSet::default();
        loop {
            let packages = self.scopes.keys().filter_map(|key| match key {
                ScopeKey::Package(folder) => Some(folder),
                ScopeKey::File(_) => None,
            });
            let Some(next) = packages.filter(|folder| !done.contains(*folder)).min().cloned() else { return };
            for file in self.program.files_in(&next) {
                if self.program.is_built(*file) {
                    self.call_entry(*file, |function| &*function.name == "init" && function.parameters.is_empty());
                }
            }
            done.insert(next);
        }
    }

    /// What was recorded.
    #[must_use]
    pub fn record(&self) -> &Record<'p> {
        &self.record
    }

    /// The value of a top-level name of a file; `None` when it is not bound.
    pub fn global(&mut self, file: FileId, name: &str) -> Option<Value<'p>> {
        self.scope_of(file).get(name)
    }

    /// The value of an expression at the top of a file.
    pub fn value_in(&mut self, file: FileId, expression: &'p Expr) -> Value<'p> {
        let frame = Frame { file, scope: self.scope_of(file) };
        self.evaluate(&frame, expression)
    }

    /// The value of an expression that stands on a class or in it: a decorator, an annotation. The class's own names are in
    /// sight.
    pub fn value_on(&mut self, class: &Rc<ClassValue<'p>>, expression: &'p Expr) -> Value<'p> {
        let outer = class.scope.clone().unwrap_or_else(|| self.scope_of(class.file));
        let scope = Scope::new(Some(outer));
        scope.set(&Arc::from("%class"), Value::Class(Rc::clone(class)));
        self.evaluate(&Frame { file: class.file, scope }, expression)
    }

    /// What a function of the program returns; `None` when the value is none.
    pub fn result_of(&mut self, function: &Value<'p>, arguments: Arguments<'p>) -> Option<Value<'p>> {
        match function {
            Value::Function(closure) => self.call_closure(closure, None, &arguments),
            Value::Bound(owner, closure) => self.call_closure(closure, Some((**owner).clone()), &arguments),
            _ => None,
        }
    }

    /// An object of the library that somebody outside makes: what a loader of files gives to them.
    pub fn make(&mut self, callee: &str, place: &Place) -> Value<'p> {
        let origin = Origin::Called { callee: Arc::from(callee), arguments: Arguments::default() };
        Value::Object(self.new_object(origin, place.clone()))
    }

    /// The value of an attribute: a static member of a class, a name of a file.
    pub fn member_of(&mut self, value: &Value<'p>, name: &str, file: FileId) -> Value<'p> {
        let frame = Frame { file, scope: self.scope_of(file) };
        self.attribute(value, &Arc::from(name), &frame)
    }

    /// The program.
    #[must_use]
    pub fn program(&self) -> &'p Program<'p> {
        self.program
    }

    fn call_entry(&mut self, file: FileId, is_entry: impl Fn(&Function) -> bool) {
        let program = self.program;
        for statement in &program.unit(file).module.body {
            let Stmt::Function(function) = statement else { continue };
            if self.called.contains(&std::ptr::from_ref(&**function)) || !is_entry(function) {
                continue;
            }
            let is_main = function.parameters.is_empty() && matches!(&*function.name, "main" | "init");
            if !is_main && !self.makes_objects(file, function) {
                continue;
            }
            let closure = Rc::new(Closure { file, function, scope: None, class: None });
            let arguments = self.stand_ins(file, function, false);
            self.call_closure(&closure, None, &arguments);
        }
    }

    /// Objects for parameters whose declared type is claimed; the rest is unknown.
    pub(crate) fn stand_ins(&mut self, file: FileId, function: &'p Function, is_called: bool) -> Arguments<'p> {
        let frame = Frame { file, scope: self.scope_of(file) };
        let mut arguments = Vec::new();
        for parameter in &function.parameters {
            // Who calls it without an argument gets the default.
            if let Some(default) = parameter.default.as_ref().filter(|default| default.as_call().is_some()) {
                arguments.push((None, self.evaluate(&frame, default)));
                continue;
            }
            let kind = parameter.annotation.as_ref().map(|annotation| self.evaluate(&frame, annotation));
            let value = match kind {
                Some(Value::External(kind)) if (self.settings.is_claimed)(&kind) => {
                    Value::Object(self.stand_in(kind, self.place(file, function.range), is_called))
                }
                Some(class @ Value::Class(_)) if self.program.unit(file).language == Language::Go => {
                    let place = self.place(file, function.range);
                    self.call(&class, Arguments::default(), &place, &frame).unwrap_or(Value::Null)
                }
                _ => Value::Unknown(Arc::clone(&parameter.name)),
            };
            arguments.push((None, value));
        }
        Arguments(arguments)
    }

    /// Something of a type that is not known otherwise: an object of a claimed library, Go's empty struct.
    pub(crate) fn of_type(&mut self, frame: &Frame<'p>, kind: &'p Expr, is_called: bool) -> Option<Value<'p>> {
        match self.evaluate(frame, kind) {
            Value::External(kind) if (self.settings.is_claimed)(&kind) => {
                let place = self.place(frame.file, model::Range::default());
                Some(Value::Object(self.stand_in(kind, place, is_called)))
            }
            _ => self.empty_struct(frame, kind),
        }
    }

    /// Go: an empty struct of a type of the program.
    pub(crate) fn empty_struct(&mut self, frame: &Frame<'p>, kind: &'p Expr) -> Option<Value<'p>> {
        let class = Some(self.evaluate(frame, kind)).filter(|kind| matches!(kind, Value::Class(_)))?;
        let place = self.place(frame.file, model::Range::default());
        self.call(&class, Arguments::default(), &place, frame)
    }

    fn stand_in(&mut self, kind: Arc<str>, place: Place, is_called: bool) -> ObjectId {
        if let Some(known) = self.given.get(&kind).filter(|_| is_called) {
            return *known;
        }
        let origin = Origin::Parameter { kind: Arc::clone(&kind), is_called };
        let id = self.record.add(Object { origin, place, is_alive: self.is_alive, calls: Vec::new() });
        if is_called {
            self.given.insert(kind, id);
        }
        id
    }

    /// Whether a function's body calls a claimed name directly or a class that derives from one, or a parameter's type is
    /// claimed.
    pub(crate) fn makes_objects(&mut self, file: FileId, function: &'p Function) -> bool {
        let frame = Frame { file, scope: self.scope_of(file) };
        let mut callees = Vec::new();
        // A body that names nothing claimed need not be parsed.
        if function.body.unread().is_none_or(|text| self.names_claimed(&frame, text)) {
            collect_callees(&function.body, &mut callees);
        }
        let types = function.parameters.iter().filter_map(|parameter| parameter.annotation.as_ref());
        callees.into_iter().chain(types).any(|callee| {
            callee.dotted().is_some()
                && match self.evaluate(&frame, callee) {
                    Value::External(name) => (self.settings.is_claimed)(&name),
                    Value::Class(class) => {
                        calls::claimed_base(&class, self.settings.is_claimed).is_some()
                            || self.constructs_objects(&class)
                    }
                    _ => false,
                }
        })
    }

    /// Whether an instance of a class makes an object of the library: in a field, or in its constructor.
    fn constructs_objects(&mut self, class: &Rc<ClassValue<'p>>) -> bool {
        let frame = Frame { file: class.file, scope: self.scope_of(class.file) };
        let mut callees = Vec::new();
        for statement in &class.class.body {
            match statement {
                Stmt::Assign(assign) => callees.extend(assign.value.iter().filter_map(callee)),
                Stmt::Function(function) if matches!(&*function.name, "constructor" | "__init__") => {
                    collect_callees(&function.body, &mut callees);
                }
                _ => {}
            }
        }
        callees.into_iter().any(|callee| {
            callee.dotted().is_some()
                && matches!(self.evaluate(&frame, callee), Value::External(name) if (self.settings.is_claimed)(&name))
        })
    }

    /// Whether a text has a word that stands for something claimed, in a body's own file. Comments and strings count.
    fn names_claimed(&mut self, frame: &Frame<'p>, text: &str) -> bool {
        let is_word = |character: char| character.is_alphanumeric() || character == '_';
        let is_python = self.language(frame) == Language::Python;
        let mut rest = text;
        while let Some(start) = rest.find(is_word) {
            let from = &rest[start..];
            let (word, after) = from.split_at(from.find(|character| !is_word(character)).unwrap_or(from.len()));
            rest = after;
            let is_claimed = match self.name(frame, word) {
                Some(Value::External(name)) => {
                    let end = after.find(|character| !is_word(character) && character != '.').unwrap_or(after.len());
                    let full = format!("{name}{}", &after[..end]);
                    let ends = full.match_indices('.').map(|(at, _)| at).chain([full.len()]);
                    ends.skip_while(|end| *end < name.len()).any(|end| (self.settings.is_claimed)(&full[..end]))
                }
                // Python: what these have is known only to those who look.
                Some(Value::Module(_) | Value::Folder(_) | Value::Instance(_) | Value::Class(_)) => is_python,
                _ => false,
            };
            if is_claimed {
                return true;
            }
        }
        false
    }

    /// The scope of a file, run on first use. A cycle of imports sees what is bound so far.
    pub(crate) fn scope_of(&mut self, file: FileId) -> Rc<Scope<'p>> {
        let unit = self.program.unit(file);
        let key = match (unit.language, unit.path.parent()) {
            (Language::Go, Some(folder)) => ScopeKey::Package(folder),
            _ => ScopeKey::File(file),
        };
        if let Some(scope) = self.scopes.get(&key) {
            return Rc::clone(scope);
        }
        if unit.language == Language::Python {
            self.run_packages_around(&unit.path);
            if let Some(scope) = self.scopes.get(&key) {
                return Rc::clone(scope);
            }
        }
        let scope = Scope::new(None);
        self.knots.scope(&scope);
        self.scopes.insert(key.clone(), Rc::clone(&scope));
        match key {
            ScopeKey::File(_) => self.run_file(file, &scope),
            ScopeKey::Package(folder) => self.run_package(&folder, &scope),
        }
        scope
    }

    /// Python: importing a module first imports the packages that it is in.
    fn run_packages_around(&mut self, path: &RelPath) {
        let program = self.program;
        let of = |folder: RelPath| folder.join("__init__.py").ok().and_then(|path| program.file(&path));
        let around = std::iter::successors(path.parent(), RelPath::parent).map_while(of);
        let packages: Vec<FileId> = around.filter(|package| program.path(*package) != path).collect();
        for package in packages.into_iter().rev() {
            self.scope_of(package);
        }
    }

    fn run_file(&mut self, file: FileId, scope: &Rc<Scope<'p>>) {
        let program = self.program;
        let unit = program.unit(file);
        let frame = Frame { file, scope: Rc::clone(scope) };
        // JavaScript's functions can be called before their declaration, Java's classes refer to each other.
        if matches!(unit.language, Language::Ecma(_)) || unit.language.is_java_like() {
            self.declare(&frame, &unit.module.body);
        }
        self.block(&frame, &unit.module.body);
    }

    /// Go: every file's declarations first, then variables, whatever the file order.
    fn run_package(&mut self, folder: &RelPath, scope: &Rc<Scope<'p>>) {
        let program = self.program;
        let files: Vec<FileId> =
            program.files_in(folder).iter().copied().filter(|file| program.is_built(*file)).collect();
        for file in &files {
            self.declare(&Frame { file: *file, scope: Rc::clone(scope) }, &program.unit(*file).module.body);
        }
        self.loading += 1;
        // Twice, so that a constant may use one of a later file.
        for _ in 0..2 {
            for file in &files {
                let frame = Frame { file: *file, scope: Rc::clone(scope) };
                for statement in &program.unit(*file).module.body {
                    if let Stmt::Assign(assign) = statement
                        && !assign
                            .target
                            .last_name()
                            .and_then(|name| scope.get(name))
                            .is_some_and(|known| !matches!(known, Value::Unknown(_)))
                    {
                        self.assign(&frame, assign);
                    }
                }
            }
        }
        self.loading -= 1;
    }

    pub(crate) fn spend(&mut self) -> bool {
        self.fuel = self.fuel.saturating_sub(1);
        self.fuel > 0
    }

    pub(crate) fn place(&self, file: FileId, range: model::Range) -> Place {
        Place::new(self.program.unit(file).path.clone(), range)
    }

    pub(crate) fn new_object(&mut self, origin: Origin<'p>, place: Place) -> ObjectId {
        self.record.add(Object { origin, place, is_alive: self.is_alive, calls: Vec::new() })
    }
}

pub(crate) fn collect_callees<'p>(body: &'p [Stmt], out: &mut Vec<&'p Expr>) {
    for statement in body {
        match statement {
            Stmt::Assign(assign) => out.extend(assign.value.iter().filter_map(callee)),
            Stmt::Expr(value) | Stmt::Return(Some(value)) => out.extend(callee(value)),
            Stmt::Block(inner) => collect_callees(inner, out),
            Stmt::For(found) => collect_callees(&found.body, out),
            Stmt::If(found) => {
                collect_callees(&found.body, out);
                collect_callees(&found.otherwise, out);
            }
            Stmt::Import(_) | Stmt::Return(None) | Stmt::Function(_) | Stmt::Class(_) => {}
        }
    }
}

fn callee(value: &Expr) -> Option<&Expr> {
    value.as_call().map(|call| &call.callee)
}
