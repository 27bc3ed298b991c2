//! What plain reads have in common in every language: defaults behind `or`, conversions around them, constants, and the
//! program's own functions that hand their parameter on to the environment.

use model::facts::{EnvFacts, EnvLookup, Fallback, KeyRead};
use syntax::{
    ir::{Call, Expr, Function, Stmt, Text},
    walk::{self, Node},
};

use super::file::{File, read};

/// An expression that reads the environment.
pub(super) struct Plain<'e> {
    pub(super) key: Key<'e>,
    /// What it falls back on by itself.
    pub(super) fallback: Option<&'e Expr>,
    /// Whether it fails without the key.
    pub(super) is_required: bool,
}

/// What is read.
pub(super) enum Key<'e> {
    /// An expression that may be known.
    Of(&'e Expr),
    /// A member of `owner`.
    Member(&'e Expr, Text),
}

/// Tells whether an expression reads the environment.
pub(super) type Tell = for<'e> fn(&File<'_>, &'e Expr) -> Option<Plain<'e>>;

/// A function of the file that hands a parameter on.
struct Wrapper {
    name: Text,
    key: usize,
    fallback: Option<usize>,
    /// What the fallback is by itself.
    default: Fallback,
}

/// Collects every plain read of a file.
pub(super) fn collect(file: &File<'_>, tell: Tell, out: &mut EnvFacts) {
    let wrappers = wrappers(file, tell);
    out.lookups.extend(wrappers.iter().map(Wrapper::offered));
    let mut reads = Vec::new();
    walk::module(file.module, &mut |node| {
        if let Node::Expression(found) = node {
            match found {
                Expr::Or(..) => chain(file, tell, found, None, &mut reads),
                Expr::Cond(test, then, otherwise) => chosen(file, tell, [test, then, otherwise], &mut reads),
                Expr::Call(call) => {
                    if let (Some(kind), Some(first)) = (conversion(call), call.positional(0)) {
                        chain(file, tell, first, Some(kind), &mut reads);
                    }
                    wrapped(file, &wrappers, call, &mut reads);
                    note(file, tell, found, None, None, &mut reads);
                }
                Expr::Attr(..) | Expr::Index(..) | Expr::Operation(..) => {
                    note(file, tell, found, None, None, &mut reads)
                }
                _ => {}
            }
        }
        true
    });
    for one in reads {
        if !out.reads.iter().any(|known| known.key == one.key && known.range.start == one.range.start) {
            out.reads.push(one);
        }
    }
}

/// `a or b or "x"`: all but the last fall back on the last.
fn chain(file: &File<'_>, tell: Tell, found: &Expr, kind: Option<&str>, out: &mut Vec<KeyRead>) {
    let mut operands = Vec::new();
    flatten(found, &mut operands, 0);
    let Some((last, before)) = operands.split_last() else { return };
    for operand in before {
        if let Expr::Call(call) = operand
            && let (Some(kind), Some(inner)) = (conversion(call), call.positional(0))
        {
            note(file, tell, inner, Some(last), Some(kind), out);
        }
        note(file, tell, operand, Some(last), kind, out);
    }
    note(file, tell, last, None, kind, out);
}

/// `KEY ? f(KEY) : "x"`: what the test asks about falls back on the other branch.
fn chosen(file: &File<'_>, tell: Tell, parts: [&Expr; 3], out: &mut Vec<KeyRead>) {
    let [test, then, otherwise] = parts;
    let mut asked = Vec::new();
    each(file, tell, test, &mut |file, found| note(file, tell, found, Some(otherwise), None, &mut asked));
    let mut taken = Vec::new();
    each(file, tell, then, &mut |file, found| note(file, tell, found, Some(otherwise), None, &mut taken));
    taken.retain(|one| asked.iter().any(|known| known.key == one.key));
    for one in asked.into_iter().chain(taken) {
        if !out.iter().any(|known| known.key == one.key && known.range.start == one.range.start) {
            out.push(one);
        }
    }
}

/// Every read in an expression.
fn each(file: &File<'_>, tell: Tell, whole: &Expr, visit: &mut dyn FnMut(&File<'_>, &Expr)) {
    walk::expression(whole, &mut |node| {
        if let Node::Expression(found) = node
            && tell(file, found).is_some()
        {
            visit(file, found);
        }
        true
    });
}

fn flatten<'e>(found: &'e Expr, out: &mut Vec<&'e Expr>, depth: u8) {
    match found {
        Expr::Or(left, right) if depth < 50 => {
            flatten(left, out, depth + 1);
            flatten(right, out, depth + 1);
        }
        other => out.push(other),
    }
}

fn note(file: &File<'_>, tell: Tell, found: &Expr, behind: Option<&Expr>, kind: Option<&str>, out: &mut Vec<KeyRead>) {
    let Some(plain) = tell(file, found) else { return };
    let keys = match &plain.key {
        Key::Of(key) => file.texts(key),
        Key::Member(owner, name) => vec![(Text::clone(name), file.member(owner, name))],
    };
    let own = file.fallback(plain.fallback);
    let fallback = if own == Fallback::None { file.fallback(behind) } else { own };
    for (key, range) in keys.iter().filter(|(key, _)| is_key(key)) {
        if out.iter().any(|known| known.key == *key && known.range.start == range.start) {
            continue;
        }
        let is_required = plain.is_required && fallback == Fallback::None;
        out.push(KeyRead { fallback: fallback.clone(), is_required, kind: kind.map(Text::from), ..read(key, *range) });
    }
}

/// Whether a text can be the name of an env key.
pub(super) fn is_key(text: &str) -> bool {
    !text.is_empty()
        && text.len() < 200
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-'))
}

/// What a function makes of a text.
fn conversion(call: &Call) -> Option<&'static str> {
    match call.callee.last_name()? {
        "int" | "parseInt" | "Atoi" | "ParseInt" => Some("int"),
        "Number" | "parseFloat" | "float" | "ParseFloat" => Some("number"),
        "bool" | "Boolean" | "ParseBool" | "parseBoolean" => Some("bool"),
        _ => None,
    }
}

/// How often functions are looked for that hand their parameter on to one that is known.
const ROUNDS: usize = 3;

/// Functions that hand a parameter on to the environment, be it through another of them.
fn wrappers(file: &File<'_>, tell: Tell) -> Vec<Wrapper> {
    let mut found: Vec<Wrapper> = Vec::new();
    for _ in 0..ROUNDS {
        let mut next = Vec::new();
        walk::module(file.module, &mut |node| {
            match node {
                Node::Statement(Stmt::Function(function)) => {
                    next.extend(wrapper(file, tell, &found, function, &function.name));
                }
                Node::Statement(Stmt::Assign(assign)) => {
                    if let (Expr::Name(name, _), Some(Expr::Lambda(function))) = (&assign.target, &assign.value) {
                        next.extend(wrapper(file, tell, &found, function, name));
                    }
                }
                _ => {}
            }
            true
        });
        // Two functions of one name: which is meant is not known.
        let names: Vec<Text> = next.iter().map(|one| Text::clone(&one.name)).collect();
        next.retain(|one| names.iter().filter(|name| **name == one.name).count() == 1);
        let is_settled = next.len() == found.len();
        found = next;
        if is_settled {
            break;
        }
    }
    found
}

impl Wrapper {
    fn offered(&self) -> EnvLookup {
        let position = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
        EnvLookup {
            name: Text::clone(&self.name),
            key: Some(position(self.key)),
            fallback: self.fallback.map(position),
            default: self.default.clone(),
        }
    }

    /// The argument that a call of it gives for the key.
    fn key_of<'e>(&self, call: &'e Call) -> Option<&'e Expr> {
        let name = match &call.callee {
            Expr::Name(name, _) => name,
            Expr::Attr(owner, name) if matches!(owner.dotted().as_deref(), Some("self" | "this" | "cls")) => name,
            _ => return None,
        };
        call.positional(self.key).filter(|_| *name == self.name)
    }
}

fn wrapper(file: &File<'_>, tell: Tell, known: &[Wrapper], function: &Function, name: &Text) -> Option<Wrapper> {
    let parameters: Vec<_> = function
        .parameters
        .iter()
        .skip(usize::from(function.has_receiver))
        .filter(|one| !matches!(&*one.name, "self" | "cls"))
        .collect();
    let mut key = None;
    walk::statements(&function.body, &mut |node| {
        let Node::Expression(found) = node else { return true };
        let read = match tell(file, found) {
            Some(Plain { key: Key::Of(read), .. }) => Some(read),
            _ => found.as_call().and_then(|call| known.iter().find_map(|wrapper| wrapper.key_of(call))),
        };
        if let Some(Expr::Name(read, _)) = read {
            key = key.or_else(|| parameters.iter().position(|one| one.name == *read));
        }
        true
    });
    let key = key?;
    let fallback = (key + 1..parameters.len()).find(|at| {
        let name = parameters[*at].name.to_ascii_lowercase();
        ["def", "fallback", "alternative", "otherwise"].iter().any(|start| name.starts_with(start))
    });
    let default = file.fallback(fallback.and_then(|at| parameters[at].default.as_ref()));
    Some(Wrapper { name: Text::clone(name), key, fallback, default })
}

fn wrapped(file: &File<'_>, wrappers: &[Wrapper], call: &Call, out: &mut Vec<KeyRead>) {
    let found = wrappers.iter().find_map(|wrapper| Some((wrapper, wrapper.key_of(call)?)));
    let Some((wrapper, key)) = found else { return };
    let given = wrapper.fallback.and_then(|at| call.positional(at));
    let named = call.keyword("default").or_else(|| call.keyword("fallback"));
    // What the function itself does without a value is not known: it may have a default of its own.
    let fallback = file.fallback(given.or(named));
    for (key, range) in file.texts(key).iter().filter(|(key, _)| is_key(key)) {
        out.push(KeyRead { fallback: fallback.clone(), ..read(key, *range) });
    }
}
