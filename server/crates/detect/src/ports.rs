//! Which port a program listens on. [`of_file`] looks at one file of code or settings and nothing else, so that its facts can
//! be kept by content; [`of_command`] reads a command line. One file a library and a table.

mod asgi;
mod bundler;
mod command;
mod configuration;
mod django;
mod fastapi;
mod file;
mod flask;
mod go_start;
mod goecho;
mod gofiber;
mod gogin;
mod grpc;
mod gunicorn;
mod listen;
mod medusa;
mod net_http;
mod nextjs;
mod serverless;
mod springboot;
mod value;
mod wsgi;

use std::sync::LazyLock;

use model::{
    RelPath,
    facts::{PortFact, PortValue},
};
use syntax::Language;

pub use command::of_command;
use file::File;

use crate::{
    code::Parsed,
    hints::Hints,
    speaks::{is_ecma, is_go, is_python},
};

/// How a port is said to one library.
struct Library {
    /// Languages of its files.
    speaks: fn(Language) -> bool,
    /// Whether a file of this name always counts; the marks are looked for in the others.
    claims: fn(&str) -> bool,
    /// Sets of texts: a file must hold every text of one of them. The first of a set is the one that few files hold.
    marks: &'static [&'static [&'static str]],
    /// The programs that start such a server from the command line.
    programs: &'static [Program],
    /// What the file says.
    read: fn(&File<'_>, &mut Vec<PortFact>),
}

/// A program that listens when it is started.
struct Program {
    /// Its names.
    names: &'static [&'static str],
    /// Words of which one must follow; empty when none has to.
    words: &'static [&'static str],
    /// Words with which it does something else.
    others: &'static [&'static str],
    /// Options that take a port or an address, beside `--port` and `--bind`.
    options: &'static [&'static str],
    /// Whether an argument may be the address.
    takes_address: bool,
    /// The port that it takes by itself.
    default: Option<u16>,
}

impl Program {
    const NONE: Self = Self { names: &[], words: &[], others: &[], options: &[], takes_address: false, default: None };
}

const LIBRARIES: &[Library] = &[
    asgi::LIBRARY,
    flask::LIBRARY,
    wsgi::LIBRARY,
    gunicorn::LIBRARY,
    grpc::LIBRARY,
    listen::LIBRARY,
    configuration::LIBRARY,
    serverless::LIBRARY,
    bundler::LIBRARY,
    net_http::LIBRARY,
    gogin::LIBRARY,
    gofiber::LIBRARY,
    goecho::LIBRARY,
    fastapi::LIBRARY,
    django::LIBRARY,
    nextjs::LIBRARY,
    medusa::LIBRARY,
    springboot::LIBRARY,
];

fn programs() -> impl Iterator<Item = &'static Program> {
    LIBRARIES.iter().flat_map(|library| library.programs)
}

/// The first text of every set.
static HINTS: LazyLock<Hints> = LazyLock::new(|| {
    Hints::new(|language| {
        let spoken = LIBRARIES.iter().filter(move |library| (library.speaks)(language));
        spoken.flat_map(|library| library.marks).filter_map(|set| set.first()).copied()
    })
});

/// What a file says about the port that its program listens on; `None` when it says nothing. Parses the text only when it
/// holds what a library looks for. Tests, told by their names, say nothing.
#[must_use]
pub fn of_file(path: &RelPath, parsed: &Parsed<'_>) -> Option<Vec<PortFact>> {
    let text = parsed.text;
    let Some(language) = Language::of(path) else {
        return springboot::claims(path).then(|| springboot::read(path, text)).filter(|facts| !facts.is_empty());
    };
    let name = path.file_name();
    let has_hint = HINTS.are_in(language, text);
    let is_meant = |library: &&Library| {
        let has_set = |set: &&[&str]| set.iter().all(|mark| text.contains(mark));
        (library.speaks)(language) && ((library.claims)(name) || (has_hint && library.marks.iter().any(has_set)))
    };
    let libraries: Vec<&Library> = LIBRARIES.iter().filter(is_meant).collect();
    if libraries.is_empty() || !crate::routes::is_product_code(name) {
        return None;
    }
    let file = File::new(name, text, parsed.module());
    let mut facts = Vec::new();
    libraries.iter().for_each(|library| (library.read)(&file, &mut facts));
    facts.sort_by_key(|fact| fact.range.start);
    facts.dedup();
    (!facts.is_empty()).then_some(facts)
}

/// Whether what a file says of ports is said by code, and not by settings.
#[must_use]
pub fn is_of_code(path: &RelPath) -> bool {
    Language::of(path).is_some()
}

/// The fact of a call whose port an expression says.
fn fact(range: model::Range, value: Option<PortValue>) -> PortFact {
    PortFact { range, value: value.unwrap_or(PortValue::Unknown) }
}

/// For libraries that no file name stands for.
fn by_no_name(_: &str) -> bool {
    false
}

#[cfg(test)]
mod tests;
