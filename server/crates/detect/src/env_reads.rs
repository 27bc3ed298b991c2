//! Who reads an env key in code, with which default. [`read`] looks at one file and nothing else, so that its facts can be
//! kept by content; [`resolve`] puts the facts of a project's files together. One file a library and a table.

mod asked;
mod file;
mod go;
mod java;
mod node;
mod plain;
mod python;
mod resolve;
pub mod settings;

use std::sync::LazyLock;

use memchr::memmem::Finder;
use model::{RelPath, facts::EnvFacts};
use syntax::{Language, ir::Module};

use file::File;
pub use resolve::resolve;

use crate::{
    code::Parsed,
    hints::Hints,
    speaks::{is_ecma, is_go, is_python},
};

/// How one library reads the environment.
struct Reader {
    /// Languages of its files.
    speaks: fn(Language) -> bool,
    /// Texts of which a file must contain one.
    marks: &'static [&'static str],
    /// What the file says.
    read: fn(&File<'_>, &mut EnvFacts),
}

/// Who reads first says more about a read: schemas come before plain reads in the same file.
const READERS: &[Reader] = &[
    python::pydantic::READER,
    python::environs::READER,
    python::decouple::READER,
    python::dynaconf::READER,
    python::os::READER,
    node::zod::READER,
    node::t3_env::READER,
    node::envalid::READER,
    node::env_schema::READER,
    node::joi::READER,
    node::class_validator::READER,
    node::nest::READER,
    node::nest_module::READER,
    node::process_env::READER,
    go::tags::READER,
    go::viper::READER,
    go::os::READER,
    java::spring::READER,
    java::system::READER,
];

/// Whether a file of this path may say something about env keys that code reads. Paths only.
#[must_use]
pub fn claims(path: &RelPath) -> bool {
    (Language::of(path).is_some() && !path.as_str().ends_with(".d.ts")) || settings::is_settings(path)
}

/// What a file says about env keys that code reads; `None` when it says nothing. Parses the text only when it holds one of
/// the texts that a reader looks for.
#[must_use]
pub fn of_file(path: &RelPath, parsed: &Parsed<'_>) -> Option<EnvFacts> {
    let text = parsed.text;
    let facts = match Language::of(path) {
        Some(language) if readers(path, text, language).is_empty() => return None,
        Some(language) => read(path, text, language, parsed.module()),
        None if settings::is_settings(path) => settings::read_settings(path, text),
        None => return None,
    };
    (!facts.is_empty()).then_some(facts)
}

/// The readers that find one of their texts in a file.
fn readers(path: &RelPath, text: &str, language: Language) -> Vec<&'static Reader> {
    if !claims(path) {
        return Vec::new();
    }
    let asked = asked::READERS.iter().find(|reader| (reader.speaks)(language));
    let parts = Some(&java::spring::PARTS).filter(|it| (it.speaks)(language) && java::spring::is_part(path, text));
    // Most files hold none of the texts, and are not looked at again.
    if !HINTS.are_in(language, text) {
        return asked.filter(|_| asked::hints(text)).into_iter().chain(parts).collect();
    }
    let finds =
        |(_, finders): &&(&Reader, Vec<Finder<'_>>)| finders.iter().any(|it| it.find(text.as_bytes()).is_some());
    let speaking = FINDERS.iter().filter(|(reader, _)| (reader.speaks)(language));
    let mut found: Vec<&Reader> = speaking.filter(finds).map(|(reader, _)| *reader).collect();
    // What is parsed for others is looked through for reads by way of other files too.
    found.extend(asked.into_iter().chain(parts));
    found
}

static HINTS: LazyLock<Hints> = LazyLock::new(|| {
    Hints::new(|language| READERS.iter().filter(move |it| (it.speaks)(language)).flat_map(|it| it.marks).copied())
});

static FINDERS: LazyLock<Vec<(&'static Reader, Vec<Finder<'static>>)>> = LazyLock::new(|| {
    READERS.iter().map(|reader| (reader, reader.marks.iter().map(|mark| Finder::new(*mark)).collect())).collect()
});

/// What a file of code says about env keys. Never fails; text in comments and strings says nothing.
#[must_use]
pub fn read(path: &RelPath, text: &str, language: Language, module: &Module) -> EnvFacts {
    let mut facts = EnvFacts::default();
    let readers = readers(path, text, language);
    if readers.is_empty() {
        return facts;
    }
    let file = File::new(text, module);
    for reader in readers {
        (reader.read)(&file, &mut facts);
    }
    facts.reads.sort_by(|a, b| (a.range.start, &a.key).cmp(&(b.range.start, &b.key)));
    facts
}

fn is_java(language: Language) -> bool {
    language.is_java_like()
}
