use std::{cell::RefCell, fmt, rc::Rc, sync::Arc};

use rustc_hash::FxHashMap;
use syntax::ir::{Class, Function, Text};

use crate::{program::FileId, record::ObjectId};

/// A value as far as it is known.
#[derive(Clone)]
pub enum Value<'p> {
    /// A string; unknown parts are holes (see [`Holes`]).
    Str(Arc<str>),
    /// A whole number.
    Int(i64),
    /// A truth value.
    Bool(bool),
    /// A truth value that hangs on a default or a comparison: what is likely.
    Likely(bool),
    /// Nothing.
    Null,
    /// A list or tuple.
    List(Rc<RefCell<Vec<Value<'p>>>>),
    /// A map in insertion order.
    Map(Rc<RefCell<Vec<(Value<'p>, Value<'p>)>>>),
    /// A function of the program.
    Function(Rc<Closure<'p>>),
    /// A class of the program.
    Class(Rc<ClassValue<'p>>),
    /// An instance of a class of the program.
    Instance(Rc<Instance<'p>>),
    /// A function of the program with its first argument.
    Bound(Box<Value<'p>>, Rc<Closure<'p>>),
    /// What a method's class inherits, seen from its owner: `super`.
    Super(Box<Value<'p>>, Rc<ClassValue<'p>>),
    /// A file.
    Module(FileId),
    /// A folder: a namespace package or a Go package.
    Folder(model::RelPath),
    /// A path of the workspace (`Path(__file__).parent`).
    Path(model::RelPath),
    /// A name from outside the program, in full (`fastapi.APIRouter`).
    External(Arc<str>),
    /// An object of a claimed library.
    Object(ObjectId),
    /// A method of an object, not called yet.
    Method(ObjectId, Text),
    /// A method of a list, map or string, not called yet.
    Builtin(Box<Value<'p>>, Text),
    /// One of several things, whichever a test outside the program decides; the expression as written.
    OneOf(Rc<[Value<'p>]>, Arc<str>),
    /// Not known; the expression as written.
    Unknown(Arc<str>),
}

/// A function with what it can see.
pub struct Closure<'p> {
    /// Where it was written.
    pub file: FileId,
    /// Its code.
    pub function: &'p Function,
    /// The scope around it; `None` at the top of a file.
    pub(crate) scope: Option<Rc<Scope<'p>>>,
    /// The class it is a method of.
    pub(crate) class: Option<Rc<ClassValue<'p>>>,
}

/// A class with what it can see.
pub struct ClassValue<'p> {
    /// Where it was written.
    pub file: FileId,
    /// Its code.
    pub class: &'p Class,
    /// Its bases, as far as known.
    pub bases: Vec<Value<'p>>,
    pub(crate) scope: Option<Rc<Scope<'p>>>,
    pub(crate) fields: RefCell<FxHashMap<Text, Value<'p>>>,
}

/// An instance.
pub struct Instance<'p> {
    /// Its class.
    pub class: Rc<ClassValue<'p>>,
    /// The object of the claimed library that it is as well, when the class derives from one.
    pub object: Option<ObjectId>,
    pub(crate) fields: RefCell<FxHashMap<Text, Value<'p>>>,
}

/// What may be one of more things than these is cut: each of them is followed.
const MOST_ALTERNATIVES: usize = 16;

/// Names of a running function.
pub struct Scope<'p> {
    pub(crate) names: RefCell<FxHashMap<Text, Value<'p>>>,
    pub(crate) outer: Option<Rc<Scope<'p>>>,
}

impl<'p> ClassValue<'p> {
    /// A field or method of the class or of its bases in the program; as it was when the class was made.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<Value<'p>> {
        let own = self.fields.borrow().get(name).cloned();
        own.or_else(|| self.program_bases().find_map(|base| base.field(name)))
    }

    /// Whether it or one of its bases derives from a class outside the program whose name, in full, fits.
    #[must_use]
    pub fn inherits(&self, fits: &dyn Fn(&str) -> bool) -> bool {
        self.outer_bases().any(fits) || self.program_bases().any(|base| base.inherits(fits))
    }

    /// The classes outside the program that it derives from directly.
    pub fn outer_bases(&self) -> impl Iterator<Item = &str> {
        self.bases.iter().filter_map(|base| match base {
            Value::External(name) => Some(&**name),
            _ => None,
        })
    }

    /// The classes of the program that it derives from directly.
    pub fn program_bases(&self) -> impl Iterator<Item = &Rc<ClassValue<'p>>> {
        self.bases.iter().filter_map(|base| match base {
            Value::Class(class) => Some(class),
            _ => None,
        })
    }
}

/// Reading strings with holes.
pub struct Holes;

impl Holes {
    /// What stands before a hole's expression.
    pub const START: char = '\u{1}';
    /// What stands after it.
    pub const END: char = '\u{2}';

    /// A string that is one hole.
    #[must_use]
    pub fn of(expression: &str) -> String {
        format!("{}{}{}", Self::START, expression.replace([Self::START, Self::END], ""), Self::END)
    }

    /// Whether a string has holes.
    #[must_use]
    pub fn are_in(text: &str) -> bool {
        text.contains(Self::START)
    }

    /// The string with `{?}` for each hole, and the holes' expressions.
    #[must_use]
    pub fn split(text: &str) -> (String, Vec<String>) {
        let (mut shown, mut holes, mut rest) = (String::new(), Vec::new(), text);
        while let Some((before, after)) = rest.split_once(Self::START) {
            let (hole, next) = after.split_once(Self::END).unwrap_or((after, ""));
            shown.push_str(before);
            shown.push_str("{?}");
            holes.push(hole.to_owned());
            rest = next;
        }
        shown.push_str(rest);
        (shown, holes)
    }
}

impl<'p> Value<'p> {
    /// A list.
    #[must_use]
    pub fn list(values: Vec<Value<'p>>) -> Self {
        Self::List(Rc::new(RefCell::new(values)))
    }

    /// A map.
    #[must_use]
    pub fn map(pairs: Vec<(Value<'p>, Value<'p>)>) -> Self {
        Self::Map(Rc::new(RefCell::new(pairs)))
    }

    /// A string.
    #[must_use]
    pub fn str(text: impl Into<Arc<str>>) -> Self {
        Self::Str(text.into())
    }

    /// One of several values, as far as they are things of the program or a library: nothing is lost of what may be there.
    /// Texts and numbers that may be one or the other are not known.
    pub(crate) fn one_of(values: Vec<Value<'p>>, expression: &str) -> Self {
        let is_thing = |value: &Value<'p>| {
            matches!(
                value,
                Self::Function(_)
                    | Self::Class(_)
                    | Self::Instance(_)
                    | Self::Bound(..)
                    | Self::Module(_)
                    | Self::Object(_)
                    | Self::List(_)
                    | Self::Map(_)
                    | Self::OneOf(..)
            )
        };
        let mut things: Vec<Value<'p>> = Vec::new();
        for value in values.iter().filter(|value| is_thing(value)).flat_map(Self::alternatives) {
            if things.len() < MOST_ALTERNATIVES && !things.iter().any(|known| known.is(&value)) {
                things.push(value);
            }
        }
        match things.as_slice() {
            [] => Self::Unknown(Arc::from(expression)),
            [only] => only.clone(),
            _ => Self::OneOf(things.into(), Arc::from(expression)),
        }
    }

    /// Whether two things are one and the same.
    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Function(a), Self::Function(b)) => Rc::ptr_eq(a, b),
            (Self::Class(a), Self::Class(b)) => std::ptr::eq(a.class, b.class),
            (Self::Instance(a), Self::Instance(b)) => Rc::ptr_eq(a, b),
            (Self::List(a), Self::List(b)) => Rc::ptr_eq(a, b),
            (Self::Map(a), Self::Map(b)) => Rc::ptr_eq(a, b),
            (Self::Module(a), Self::Module(b)) => a == b,
            (Self::Object(a), Self::Object(b)) => a == b,
            _ => false,
        }
    }

    /// This or another value, whichever a test that is not known decides.
    pub(crate) fn either(self, other: Value<'p>, expression: &str) -> Self {
        match (self, other) {
            (Self::Null, one) | (one, Self::Null) => one,
            // What the environment may say, and what holds without it.
            (Self::External(_), text @ Self::Str(_)) | (text @ Self::Str(_), Self::External(_)) => text,
            (Self::Str(one), Self::Str(other)) if one == other => Self::Str(one),
            (one, other) => Self::one_of(vec![one, other], expression),
        }
    }

    /// What it may be: itself, or each of several things.
    #[must_use]
    pub fn alternatives(&self) -> Vec<Value<'p>> {
        match self {
            Self::OneOf(values, _) => values.to_vec(),
            other => vec![other.clone()],
        }
    }

    /// The text of a string; what is not known becomes a hole. `None` for values that are no text at all (null, objects).
    #[must_use]
    pub fn text(&self) -> Option<Arc<str>> {
        match self {
            Self::Str(text) => Some(Arc::clone(text)),
            Self::Int(value) => Some(Arc::from(value.to_string())),
            Self::Unknown(expression) | Self::OneOf(_, expression) => Some(Arc::from(Holes::of(expression))),
            Self::External(name) => Some(Arc::from(Holes::of(name))),
            // An attribute of a library's object (`settings.prefix`) is a value that we do not know.
            Self::Method(_, name) => Some(Arc::from(Holes::of(name))),
            // Something that is there, of which no text can be told.
            Self::Object(_) => Some(Arc::from(Holes::of("…"))),
            _ => None,
        }
    }

    /// The elements of a list; a single value counts as a list of one, null as none. One of several is each of them.
    #[must_use]
    pub fn elements(&self) -> Vec<Value<'p>> {
        match self {
            Self::List(values) => {
                let values = values.borrow();
                if values.iter().any(|value| matches!(value, Self::OneOf(..))) {
                    return values.iter().flat_map(Self::alternatives).collect();
                }
                values.clone()
            }
            Self::Null => Vec::new(),
            Self::OneOf(values, _) => values.iter().flat_map(Self::elements).collect(),
            other => vec![other.clone()],
        }
    }

    /// The value of a key of a map.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<Value<'p>> {
        match self {
            Self::Map(pairs) => pairs
                .borrow()
                .iter()
                .rev()
                .find(|(known, _)| matches!(known, Self::Str(text) if &**text == key))
                .map(|(_, value)| value.clone()),
            Self::OneOf(values, expression) => {
                let found = values.iter().filter_map(|value| value.get(key));
                found.reduce(|one, other| one.either(other, expression))
            }
            _ => None,
        }
    }

    /// The object, directly or as part of an instance.
    #[must_use]
    pub fn object(&self) -> Option<ObjectId> {
        match self {
            Self::Object(id) => Some(*id),
            Self::Instance(instance) => instance.object.or_else(|| {
                // Go: an embedded router or handler that was set later.
                let bases = instance.class.class.bases.iter().filter_map(syntax::ir::Expr::last_name);
                let fields = instance.fields.try_borrow().ok()?;
                bases.filter_map(|base| fields.get(base)).find_map(|value| match value {
                    Self::Object(id) => Some(*id),
                    _ => None,
                })
            }),
            _ => None,
        }
    }

    /// The name of a function, class or method: what a reader calls the handler.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        match self {
            Self::Function(closure) | Self::Bound(_, closure) => {
                let name = &closure.function.name;
                let class = closure.class.as_ref().map(|class| &class.class.name);
                match (class, name.is_empty()) {
                    (_, true) => None,
                    (Some(class), _) => Some(format!("{class}.{name}")),
                    (None, _) => Some(name.to_string()),
                }
            }
            Self::Class(class) => Some(class.class.name.to_string()),
            Self::Instance(instance) => Some(instance.class.class.name.to_string()),
            Self::External(name) | Self::Unknown(name) => Some(name.to_string()),
            _ => None,
        }
    }

    /// Whether it counts as true; `None` when that is not known.
    #[must_use]
    pub(crate) fn truth(&self) -> Option<bool> {
        match self {
            Self::Str(text) => Some(!text.is_empty()),
            Self::Int(value) => Some(*value != 0),
            Self::Bool(value) => Some(*value),
            Self::Null => Some(false),
            Self::List(values) => Some(!values.borrow().is_empty()),
            Self::Map(pairs) => Some(!pairs.borrow().is_empty()),
            Self::Path(_) | Self::Module(_) | Self::Class(_) | Self::Function(_) => Some(true),
            _ => None,
        }
    }

    /// Whether it is likely to count as true, when that is not known.
    #[must_use]
    pub(crate) fn likely(&self) -> Option<bool> {
        match self {
            Self::Likely(is_true) => Some(*is_true),
            _ => None,
        }
    }
}

impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Str(text) => write!(f, "{:?}", Holes::split(text).0),
            Self::Int(value) => write!(f, "{value}"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Likely(value) => write!(f, "likely {value}"),
            Self::Null => f.write_str("null"),
            Self::List(values) => f.debug_list().entries(values.borrow().iter()).finish(),
            Self::Map(pairs) => f.debug_map().entries(pairs.borrow().iter().map(|(key, value)| (key, value))).finish(),
            Self::Module(file) => write!(f, "module {}", file.0),
            Self::Folder(folder) => write!(f, "folder {folder}"),
            Self::Path(path) => write!(f, "path {path}"),
            Self::External(name) => write!(f, "external {name}"),
            Self::Object(id) => write!(f, "object {}", id.0),
            Self::Method(id, name) => write!(f, "object {}.{name}", id.0),
            Self::Super(..) => f.write_str("super"),
            Self::Builtin(_, name) => write!(f, "builtin {name}"),
            Self::OneOf(values, _) => write!(f, "one of {values:?}"),
            Self::Unknown(text) => write!(f, "unknown {text}"),
            Self::Function(_) | Self::Class(_) | Self::Instance(_) | Self::Bound(..) => {
                write!(f, "{}", self.name().unwrap_or_default())
            }
        }
    }
}
