//! Reads by way of another file: `get_bool_from_env("DEBUG")`, `env.String("PORT", "80")`, `environment.SECRET`. Whether the
//! name leads to the environment is known when the files are put together.

use std::{collections::BTreeMap, sync::LazyLock};

use memchr::memmem::Finder;
use model::{
    Position,
    facts::{EnvAsk, EnvFacts, Fallback},
};
use syntax::{
    ir::{Call, Expr, Text},
    walk::{self, Node},
};

use super::{
    Reader,
    file::File,
    is_ecma, is_go, is_python,
    plain::{self, Key, Plain, Tell},
};

/// For each language one; files are chosen by [`hints`].
pub(super) const READERS: &[Reader] = &[
    Reader { speaks: is_python, marks: &[], read: |file, out| collect(file, imported, out) },
    Reader { speaks: is_ecma, marks: &[], read: |file, out| collect(file, imported_or_member, out) },
    Reader { speaks: is_go, marks: &[], read: |file, out| collect(file, of_package, out) },
];

/// The arguments among which a key is looked for.
const FIRST: usize = 3;

static STEMS: LazyLock<[Finder<'static>; 2]> = LazyLock::new(|| [Finder::new("nv"), Finder::new("NV")]);

/// Whether a text calls something of the environment's name with a key (`getEnv("PORT")`), or asks something called
/// environment for a member.
pub(super) fn hints(text: &str) -> bool {
    let bytes = text.as_bytes();
    STEMS.iter().any(|stem| stem.find_iter(bytes).any(|at| is_hint(&bytes[at + 2..])))
}

fn is_hint(rest: &[u8]) -> bool {
    let is_word = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.');
    let (word, after) = rest.split_at(rest.iter().take(60).take_while(is_word).count());
    let is_key = |text: &[u8]| matches!(text, [b'A'..=b'Z', b'A'..=b'Z' | b'0'..=b'9' | b'_', ..]);
    let is_call = matches!(after, [b'(', b'"' | b'\'' | b'`', key @ ..] if is_key(key));
    is_call || word.strip_prefix(b"ironment.").is_some_and(is_key)
}

fn collect(file: &File<'_>, tell: Tell, out: &mut EnvFacts) {
    let mut asked: BTreeMap<Position, (Text, Option<u16>, Vec<Fallback>)> = BTreeMap::new();
    walk::module(file.module, &mut |node| {
        let Node::Expression(found) = node else { return true };
        match (tell(file, found).map(|it| it.key), found) {
            (Some(Key::Of(key)), Expr::Call(call)) => {
                let given: Vec<Fallback> =
                    (0..FIRST).map_while(|at| call.positional(at)).map(|it| file.fallback(Some(it))).collect();
                let at = (0..FIRST).find(|at| call.positional(*at).is_some_and(|it| std::ptr::eq(it, key)));
                let at = at.and_then(|at| u16::try_from(at).ok());
                for (_, range) in file.texts(key) {
                    let through = file.full(&call.callee).unwrap_or_default();
                    asked.insert(range.start, (Text::from(through), at, given.clone()));
                }
            }
            (Some(Key::Member(owner, name)), _) => {
                let through = file.full(owner).unwrap_or_default();
                asked.insert(file.member(owner, &name).start, (Text::from(through), None, Vec::new()));
            }
            _ => {}
        }
        true
    });
    if asked.is_empty() {
        return;
    }
    let mut found = EnvFacts::default();
    plain::collect(file, tell, &mut found);
    for read in found.reads {
        if let Some((through, at, given)) = asked.get(&read.range.start) {
            let (through, given) = (Text::clone(through), given.clone());
            out.asks.push(EnvAsk { through, at: *at, read, given });
        }
    }
}

/// A call of an imported name with a key among its first arguments.
fn imported<'e>(file: &File<'_>, found: &'e Expr) -> Option<Plain<'e>> {
    let call = found.as_call().filter(|call| file.is_imported(&call.callee))?;
    plain_call(file, call)
}

fn imported_or_member<'e>(file: &File<'_>, found: &'e Expr) -> Option<Plain<'e>> {
    match found {
        Expr::Attr(owner, name) if is_upper(name) && is_environment(file, owner) => {
            Some(Plain { key: Key::Member(owner, Text::clone(name)), fallback: None, is_required: false })
        }
        _ => imported(file, found),
    }
}

/// Go: functions of the same package need no import.
fn of_package<'e>(file: &File<'_>, found: &'e Expr) -> Option<Plain<'e>> {
    let call = found.as_call()?;
    let is_near = matches!(&call.callee, Expr::Name(..));
    (is_near || file.is_imported(&call.callee)).then(|| plain_call(file, call)).flatten()
}

fn plain_call<'e>(file: &File<'_>, call: &'e Call) -> Option<Plain<'e>> {
    let is_key = |found: &&Expr| file.texts(found).iter().any(|(text, _)| is_upper(text));
    let key = (0..FIRST).map_while(|at| call.positional(at)).find(is_key)?;
    Some(Plain { key: Key::Of(key), fallback: call.keyword("default"), is_required: false })
}

/// Whether an imported name may be the environment: names of constants and enumerations are written alike.
fn is_environment(file: &File<'_>, owner: &Expr) -> bool {
    matches!(owner, Expr::Name(name, _) if name.to_ascii_lowercase().contains("env")) && file.is_imported(owner)
}

fn is_upper(key: &str) -> bool {
    key.len() > 1
        && key.starts_with(|first: char| first.is_ascii_uppercase())
        && key.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::hints;

    #[test]
    fn hints_are_calls_with_keys_and_members() {
        for text in ["get_bool_from_env(\"DEBUG\")", "env.Int('PORT', 1)", "GetENV(`KEY`)", "environment.SECRET_KEY"] {
            assert!(hints(text), "{text}");
        }
        for text in ["env(\"a\")", "environment.name", "getEnv(key)", "inventory", "env.PORT", "nv"] {
            assert!(!hints(text), "{text}");
        }
    }
}
