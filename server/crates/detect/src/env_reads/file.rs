//! A file as the readers see it: names by what they were imported as, constants, aliases of the environment.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use model::{
    LineMap, Position, Range,
    facts::{Fallback, KeyForm, KeyRead},
};
use syntax::{
    ir::{Expr, Function, Module, Stmt, Text},
    walk::{self, Node},
};

/// A file of code.
pub(super) struct File<'m> {
    pub(super) module: &'m Module,
    text: &'m str,
    lines: LineMap<'m>,
    /// Local name → full name.
    imports: BTreeMap<Text, String>,
    /// Name → what it always is: one text, or the texts a loop goes through.
    constants: BTreeMap<Text, Vec<(Text, Range)>>,
    /// Name → the full dotted name or call it was assigned.
    aliases: BTreeMap<Text, &'m Expr>,
}

impl<'m> File<'m> {
    pub(super) fn new(text: &'m str, module: &'m Module) -> Self {
        let mut names = Names::default();
        walk::module(module, &mut |node| {
            names.node(node);
            true
        });
        let Names { imports, mut constants, mut aliases, spoiled } = names;
        constants.retain(|name, _| !spoiled.contains(name));
        aliases.retain(|name, _| !spoiled.contains(name));
        Self { module, text, lines: LineMap::new(text), imports, constants, aliases }
    }

    /// The dotted name of an expression, its first part replaced by what was imported under it.
    pub(super) fn full(&self, found: &Expr) -> Option<String> {
        match found {
            Expr::Name(name, _) => Some(self.imports.get(name).cloned().unwrap_or_else(|| name.to_string())),
            Expr::Attr(inner, name) => {
                // `import a.b` binds `a`; its full name is the same either way.
                Some(format!("{}.{name}", self.full(inner)?))
            }
            Expr::Other(text, _) if &**text == "import.meta" => Some(text.to_string()),
            _ => None,
        }
    }

    /// As [`File::full`]; a local name that was assigned another name stands for that one.
    pub(super) fn meant(&self, found: &Expr) -> Option<String> {
        match found {
            Expr::Name(name, _) => match self.aliases.get(name) {
                Some(value @ (Expr::Name(..) | Expr::Attr(..))) => self.full(value),
                _ => self.full(found),
            },
            Expr::Attr(inner, name) => Some(format!("{}.{name}", self.meant(inner)?)),
            _ => self.full(found),
        }
    }

    /// Whether the first name of an expression was imported.
    pub(super) fn is_imported(&self, found: &Expr) -> bool {
        match found {
            Expr::Name(name, _) => self.imports.contains_key(name),
            Expr::Attr(inner, _) => self.is_imported(inner),
            _ => false,
        }
    }

    /// The call whose result a local name always is.
    pub(super) fn made_by(&self, found: &Expr) -> Option<&'m syntax::ir::Call> {
        let Expr::Name(name, _) = found else { return None };
        self.aliases.get(name)?.as_call()
    }

    /// The function that is declared at the top of the file under a name.
    pub(super) fn function(&self, name: &str) -> Option<&'m Function> {
        self.module.body.iter().find_map(|statement| match statement {
            Stmt::Function(function) if &*function.name == name => Some(&**function),
            Stmt::Assign(assign) => match (&assign.target, &assign.value) {
                (Expr::Name(own, _), Some(Expr::Lambda(function))) if &**own == name => Some(&**function),
                _ => None,
            },
            _ => None,
        })
    }

    /// What a local name was assigned once.
    pub(super) fn value_of(&self, name: &str) -> Option<&'m Expr> {
        self.aliases.get(name).copied()
    }

    /// The texts that an expression surely is one of, each with where it is shown: a constant's name where it is used.
    pub(super) fn texts(&self, found: &Expr) -> Vec<(Text, Range)> {
        match found {
            Expr::Str(text, range) => vec![(Arc::clone(text), *range)],
            Expr::Name(name, at) => match self.constants.get(name).map(Vec::as_slice) {
                Some([(text, _)]) => vec![(Arc::clone(text), self.word(*at, name))],
                Some(many) => many.to_vec(),
                None => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    pub(super) fn text_of(&self, found: Option<&Expr>) -> Option<Text> {
        match self.texts(found?).as_slice() {
            [(only, _)] => Some(Arc::clone(only)),
            _ => None,
        }
    }

    pub(super) fn word(&self, at: Position, word: &str) -> Range {
        let start = self.lines.byte(at);
        self.lines.range(start..start + word.len())
    }

    /// The range of the last name of `a.b.NAME`: looked for behind the first name.
    pub(super) fn member(&self, owner: &Expr, name: &str) -> Range {
        let Some(at) = start(owner) else { return Range::default() };
        let from = self.lines.byte(at);
        let ahead = self.text.get(from..).unwrap_or("");
        let is_word = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
        let found = ahead.match_indices(name).find(|(at, _)| {
            let bytes = ahead.as_bytes();
            *at > 0 && !is_word(bytes.get(at - 1)) && !is_word(bytes.get(at + name.len()))
        });
        found.map_or(Range { start: at, end: at }, |(at, _)| self.lines.range(from + at..from + at + name.len()))
    }

    /// A default as facts keep it.
    pub(super) fn fallback(&self, found: Option<&Expr>) -> Fallback {
        let Some(found) = found else { return Fallback::None };
        match found {
            Expr::Str(text, _) => Fallback::Literal(Arc::clone(text)),
            Expr::Int(value) => Fallback::Literal(Arc::from(value.to_string())),
            Expr::Bool(value) => Fallback::Literal(Arc::from(value.to_string())),
            Expr::Name(..) => self.text_of(Some(found)).map_or(Fallback::Computed, Fallback::Literal),
            _ => Fallback::Computed,
        }
    }

    /// Whether a type of Go is written as a pointer.
    pub(super) fn is_pointer(&self, kind: &Expr) -> bool {
        let at = start(kind).map(|at| self.lines.byte(at)).filter(|at| *at > 0);
        at.is_some_and(|at| self.text.as_bytes().get(at - 1) == Some(&b'*'))
    }

    /// The text between two places; nothing when the second stands before the first.
    pub(super) fn between(&self, from: Position, to: Position) -> &'m str {
        self.text.get(self.lines.byte(from)..self.lines.byte(to)).unwrap_or("")
    }

    /// The text from a place on.
    pub(super) fn from(&self, at: Position) -> &'m str {
        self.text.get(self.lines.byte(at)..).unwrap_or("")
    }

    pub(super) fn line(&self, line: u32) -> &'m str {
        self.lines.line_text(line as usize)
    }

    /// Whether the file holds one of the texts at all.
    pub(super) fn has_any(&self, marks: &[&str]) -> bool {
        marks.iter().any(|mark| self.text.contains(mark))
    }
}

/// A read without a default.
pub(super) fn read(key: &Text, range: Range) -> KeyRead {
    KeyRead {
        key: Arc::clone(key),
        range,
        fallback: Fallback::None,
        is_required: false,
        has_other_sources: false,
        kind: None,
        form: KeyForm::Exact,
    }
}

/// Where an expression begins, as far as it keeps a position.
fn start(found: &Expr) -> Option<Position> {
    match found {
        Expr::Name(_, at) | Expr::Other(_, at) | Expr::Operation(_, _, at) | Expr::Test(_, _, _, at) => Some(*at),
        Expr::Str(_, range) => Some(range.start),
        Expr::Attr(inner, _) | Expr::Index(inner, _) => start(inner),
        Expr::Call(call) => Some(call.range.start),
        _ => None,
    }
}

#[derive(Default)]
struct Names<'m> {
    imports: BTreeMap<Text, String>,
    constants: BTreeMap<Text, Vec<(Text, Range)>>,
    aliases: BTreeMap<Text, &'m Expr>,
    /// Names that mean more than one thing.
    spoiled: BTreeSet<Text>,
}

impl<'m> Names<'m> {
    fn node(&mut self, node: Node<'m>) {
        match node {
            Node::Statement(Stmt::Import(import)) => {
                self.imports.extend(import.bound().map(|(name, full)| (Arc::clone(name), full)));
            }
            Node::Statement(Stmt::Assign(assign)) => {
                if let (Expr::Name(name, _), Some(value)) = (&assign.target, &assign.value) {
                    self.bind(name, value);
                }
            }
            Node::Statement(Stmt::For(each)) => {
                if let (Some(name), Expr::List(items)) = (loop_name(&each.target), &each.iterable) {
                    let texts: Vec<_> = items
                        .iter()
                        .filter_map(|item| match item {
                            Expr::Str(text, range) => Some((Arc::clone(text), *range)),
                            _ => None,
                        })
                        .collect();
                    if texts.len() < items.len() || self.constants.insert(Arc::clone(name), texts).is_some() {
                        self.spoiled.insert(Arc::clone(name));
                    }
                }
            }
            Node::Statement(Stmt::Function(function)) => self.parameters(function),
            Node::Expression(Expr::Lambda(function)) => self.parameters(function),
            Node::Statement(_) | Node::Expression(_) => {}
        }
    }

    fn bind(&mut self, name: &Text, value: &'m Expr) {
        if let Expr::Str(text, range) = value {
            let one = vec![(Arc::clone(text), *range)];
            if self.constants.insert(Arc::clone(name), one).is_some_and(|old| old.first().map(|it| &it.0) != Some(text))
            {
                self.spoiled.insert(Arc::clone(name));
            }
        } else if self.constants.contains_key(name) {
            self.spoiled.insert(Arc::clone(name));
        }
        if self.aliases.insert(Arc::clone(name), value).is_some_and(|old| old != value) {
            self.spoiled.insert(Arc::clone(name));
        }
    }

    fn parameters(&mut self, function: &'m Function) {
        for one in &function.parameters {
            // `(env: NodeJS.ProcessEnv = process.env)`: the parameter is the environment.
            let kind = one.annotation.as_ref().filter(|kind| kind.dotted().as_deref() == Some("NodeJS.ProcessEnv"));
            let given = one.default.as_ref().filter(|it| matches!(it.dotted().as_deref(), Some("process.env")));
            match kind.or(given) {
                Some(environment) => self.bind(&one.name, environment),
                None => drop(self.spoiled.insert(Arc::clone(&one.name))),
            }
        }
    }
}

fn loop_name(target: &Expr) -> Option<&Text> {
    match target {
        Expr::Name(name, _) => Some(name),
        // Go's `for _, name := range`.
        Expr::List(parts) => match parts.as_slice() {
            [_, Expr::Name(name, _)] => Some(name),
            _ => None,
        },
        _ => None,
    }
}
