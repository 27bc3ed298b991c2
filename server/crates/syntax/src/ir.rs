//! The vocabulary: what the four languages have in common, as far as routes, env keys, imports and symbols need it.
//! Expressions that are none of these keep their text. Positions are zero-based, columns in UTF-16 units.

use std::sync::Arc;

use model::{Position, Range};

pub use crate::body::Body;

/// An identifier or a string's content. Shared, so that facts can be cut out of a module cheaply.
pub type Text = Arc<str>;

/// A parsed file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Module {
    /// Go's or Java's package.
    pub package: Option<Text>,
    /// Top-level statements in file order.
    pub body: Vec<Stmt>,
    /// Whether the file has syntax errors: then parts may be missing.
    pub is_partial: bool,
    /// Whether Go's build constraints leave the file out of an ordinary build.
    pub is_left_out: bool,
}

/// A statement. Blocks that only group (`with`, `try`, `switch`, `while`) are flattened into [`Stmt::Block`].
#[derive(Debug, Clone, PartialEq)]
pub enum Stmt {
    /// An import or a re-export.
    Import(Import),
    /// An assignment or declaration with a value, or an annotated declaration without one.
    Assign(Box<Assign>),
    /// An expression for its effect.
    Expr(Expr),
    /// `return`.
    Return(Option<Expr>),
    /// A function or method.
    Function(Box<Function>),
    /// A class, interface or struct.
    Class(Box<Class>),
    /// A loop over a collection.
    For(Box<For>),
    /// A condition.
    If(Box<If>),
    /// Statements of a block that always or sometimes run.
    Block(Vec<Stmt>),
}

/// `target = value`, `target: annotation = value`.
#[derive(Debug, Clone, PartialEq)]
pub struct Assign {
    /// A name, attribute, index, or list of them.
    pub target: Expr,
    /// The declared type.
    pub annotation: Option<Expr>,
    /// The value; `None` for a bare declaration.
    pub value: Option<Expr>,
    /// What it does to the target.
    pub kind: AssignKind,
    /// Decorators or annotations of a field.
    pub decorators: Vec<Expr>,
}

/// What an assignment does to its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssignKind {
    /// Makes it (`const a = …`, `a := …`); Python's plain assignments too.
    Declares,
    /// Changes what was declared before, here or further out.
    Sets,
    /// Adds to what was there (`+=`).
    Adds,
}

/// A loop.
#[derive(Debug, Clone, PartialEq)]
pub struct For {
    /// What each element is called: a name, or a list of names.
    pub target: Expr,
    /// What is looped over.
    pub iterable: Expr,
    /// The body.
    pub body: Vec<Stmt>,
}

/// A condition.
#[derive(Debug, Clone, PartialEq)]
pub struct If {
    /// The test.
    pub test: Expr,
    /// When it holds.
    pub body: Vec<Stmt>,
    /// When it does not.
    pub otherwise: Vec<Stmt>,
}

/// An import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// As written; Python's leading dots included.
    pub module: Text,
    /// Names taken from it. `*` takes all; `default` is JavaScript's.
    pub names: Vec<ImportedName>,
    /// The name that stands for the whole module (`import x as y`, `import * as y`, Go's last path segment or alias).
    pub module_name: Option<Text>,
    /// Whether the names are exported again and not bound here.
    pub is_reexport: bool,
    /// Whether it is for types only and gone at run time.
    pub is_type_only: bool,
    /// Whether it is carried out when a function runs or a condition holds.
    pub is_lazy: bool,
    /// The module's text.
    pub range: Range,
}

/// A name taken from a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedName {
    /// Its name there.
    pub name: Text,
    /// Its name here.
    pub alias: Text,
}

/// A function, method, arrow function or lambda.
#[derive(Debug, Clone, PartialEq)]
pub struct Function {
    /// Empty for a lambda.
    pub name: Text,
    /// The name's range; the keyword's for a lambda.
    pub range: Range,
    /// The last line.
    pub end_line: u32,
    /// Go's receiver, then the parameters.
    pub parameters: Vec<Parameter>,
    /// Whether the first parameter is Go's receiver.
    pub has_receiver: bool,
    /// The declared result.
    pub returns: Option<Expr>,
    /// Outermost first.
    pub decorators: Vec<Expr>,
    /// The body; an expression body is a `return`.
    pub body: Body,
}

/// A parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// Its name; empty for a pattern.
    pub name: Text,
    /// The pattern that takes the argument apart (`{ path, router }`).
    pub pattern: Option<Expr>,
    /// How many arguments it takes.
    pub takes: Takes,
    /// Its type.
    pub annotation: Option<Expr>,
    /// Its default.
    pub default: Option<Expr>,
    /// Its decorators.
    pub decorators: Vec<Expr>,
}

/// How many arguments a parameter takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Takes {
    /// One.
    #[default]
    One,
    /// All that are left: `*args`, `...rest`.
    Rest,
    /// All keywords that are left: `**options`.
    Keywords,
}

/// A class, interface or struct.
#[derive(Debug, Clone, PartialEq)]
pub struct Class {
    /// Empty for an anonymous one.
    pub name: Text,
    /// The name's range.
    pub range: Range,
    /// The last line.
    pub end_line: u32,
    /// Base classes, implemented interfaces and embedded structs.
    pub bases: Vec<Expr>,
    /// Python's keywords beside the base classes (`metaclass=…`, `env_prefix=…`).
    pub keywords: Vec<Argument>,
    /// Outermost first.
    pub decorators: Vec<Expr>,
    /// Fields as [`Stmt::Assign`], methods, inner classes.
    pub body: Vec<Stmt>,
}

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// A string without holes. Joined when it was written in parts.
    Str(Text, Range),
    /// A string with holes: strings and expressions in order.
    Template(Vec<Expr>),
    /// A whole number.
    Int(i64),
    /// A truth value.
    Bool(bool),
    /// `None`, `null`, `undefined`, `nil`.
    Null,
    /// A name.
    Name(Text, Position),
    /// `value.name`.
    Attr(Box<Expr>, Text),
    /// `value[index]`.
    Index(Box<Expr>, Box<Expr>),
    /// A call, construction, or composite literal.
    Call(Box<Call>),
    /// A list, tuple, set or array.
    List(Vec<Expr>),
    /// A dictionary or object. A spread has the key [`Expr::Null`] and the value [`Expr::Spread`].
    Map(Vec<(Expr, Expr)>),
    /// `*value`, `**value`, `...value`.
    Spread(Box<Expr>),
    /// `a + b`.
    Add(Box<Expr>, Box<Expr>),
    /// `a / b`: Python's paths are joined so.
    Div(Box<Expr>, Box<Expr>),
    /// `value.(Kind)`: seen as another type.
    Cast(Box<Expr>, Box<Expr>),
    /// `a or b`, `a || b`, `a ?? b`.
    Or(Box<Expr>, Box<Expr>),
    /// `test ? then : otherwise`.
    Cond(Box<Expr>, Box<Expr>, Box<Expr>),
    /// A lambda or function expression.
    Lambda(Box<Function>),
    /// A test of its operands, as written (cut at 120 bytes): Python's.
    Test(Test, Vec<Expr>, Text, Position),
    /// Anything whose value is not followed (`a == b`, `!a`, a thrown value, markup), with the expressions in it, as
    /// written (cut at 120 bytes).
    Operation(Vec<Expr>, Text, Position),
    /// Anything else, as written (cut at 120 bytes).
    Other(Text, Position),
}

/// What a test asks of its operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Test {
    /// `a == b`, `a is b`.
    Equal,
    /// `a != b`, `a is not b`.
    NotEqual,
    /// `a in b`.
    In,
    /// `a not in b`.
    NotIn,
    /// `not a`.
    Not,
    /// `a and b and …`.
    And,
    /// Whether one of the operands, classes of errors, was raised before.
    Raised,
}

/// A call.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// What is called.
    pub callee: Expr,
    /// In order; keyword arguments and fields of composite literals have names.
    pub arguments: Vec<Argument>,
    /// The whole call.
    pub range: Range,
}

/// An argument.
#[derive(Debug, Clone, PartialEq)]
pub struct Argument {
    /// The keyword.
    pub name: Option<Text>,
    /// The value.
    pub value: Expr,
}

impl Import {
    /// The names that it binds, each with its full name. A dotted name (`import a.b`) binds none of its own.
    pub fn bound(&self) -> impl Iterator<Item = (&Text, String)> {
        let joint = if self.module.ends_with('.') { "" } else { "." };
        let names = self.names.iter().map(move |one| (&one.alias, format!("{}{joint}{}", self.module, one.name)));
        let whole = self.module_name.iter().filter(|name| !name.contains('.'));
        names.chain(whole.map(|name| (name, self.module.to_string())))
    }
}

impl Expr {
    /// The dotted name (`a.b.c`); `None` when it is more than names.
    #[must_use]
    pub fn dotted(&self) -> Option<String> {
        match self {
            Self::Name(name, _) => Some(name.to_string()),
            Self::Attr(value, name) => Some(format!("{}.{name}", value.dotted()?)),
            _ => None,
        }
    }

    /// The last name of a dotted name.
    #[must_use]
    pub fn last_name(&self) -> Option<&str> {
        match self {
            Self::Name(name, _) | Self::Attr(_, name) => Some(name),
            _ => None,
        }
    }

    /// The text of a plain string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Str(text, _) => Some(text),
            _ => None,
        }
    }

    /// The call, if it is one.
    #[must_use]
    pub fn as_call(&self) -> Option<&Call> {
        match self {
            Self::Call(call) => Some(call),
            _ => None,
        }
    }

    /// The expression as a reader would write it, for messages. Not the exact text.
    #[must_use]
    pub fn display(&self) -> String {
        match self {
            Self::Str(text, _) => format!("{text:?}"),
            Self::Template(parts) => parts
                .iter()
                .map(|part| part.as_str().map_or_else(|| format!("{{{}}}", part.display()), str::to_owned))
                .collect(),
            Self::Int(value) => value.to_string(),
            Self::Bool(value) => value.to_string(),
            Self::Null => "null".to_owned(),
            Self::Name(name, _) => name.to_string(),
            Self::Attr(value, name) => format!("{}.{name}", value.display()),
            Self::Index(value, index) => format!("{}[{}]", value.display(), index.display()),
            Self::Call(call) => {
                format!("{}({})", call.callee.display(), if call.arguments.is_empty() { "" } else { "…" })
            }
            Self::List(_) => "[…]".to_owned(),
            Self::Map(_) => "{…}".to_owned(),
            Self::Spread(value) => format!("...{}", value.display()),
            Self::Add(left, right) => format!("{} + {}", left.display(), right.display()),
            Self::Div(left, right) => format!("{} / {}", left.display(), right.display()),
            Self::Cast(value, kind) => format!("{}.({})", value.display(), kind.display()),
            Self::Or(left, right) => format!("{} or {}", left.display(), right.display()),
            Self::Cond(test, then, otherwise) => {
                format!("{} ? {} : {}", test.display(), then.display(), otherwise.display())
            }
            Self::Lambda(_) => "function".to_owned(),
            Self::Test(_, _, text, _) | Self::Operation(_, text, _) | Self::Other(text, _) => text.to_string(),
        }
    }
}

impl Call {
    /// The argument of a keyword.
    #[must_use]
    pub fn keyword(&self, name: &str) -> Option<&Expr> {
        self.arguments.iter().find(|argument| argument.name.as_deref() == Some(name)).map(|argument| &argument.value)
    }

    /// The positional argument at `index`.
    #[must_use]
    pub fn positional(&self, index: usize) -> Option<&Expr> {
        self.arguments.iter().filter(|argument| argument.name.is_none()).nth(index).map(|argument| &argument.value)
    }

    /// The positional argument at `index`, else the keyword `name`.
    #[must_use]
    pub fn argument(&self, index: usize, name: &str) -> Option<&Expr> {
        self.positional(index).or_else(|| self.keyword(name))
    }
}
