//! Who reads an env key in code, with which default. [`read`] looks at one file and nothing else, so that its facts can be
//! kept by content; [`resolve`] puts the facts of a project's files together. One file a library and a table.

mod file;
mod go;
mod java;
mod node;
mod plain;
mod python;
mod resolve;
pub mod settings;

use model::{RelPath, facts::EnvFacts};
use syntax::{Language, ir::Module};

use file::File;
pub use resolve::resolve;

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
    node::joi::READER,
    node::class_validator::READER,
    node::nest::READER,
    node::process_env::READER,
    go::tags::READER,
    go::viper::READER,
    go::os::READER,
    java::spring::READER,
    java::system::READER,
];

/// Texts of which a file must contain one to be worth looking at.
pub const MARKS: &[&str] = &[
    "environ",
    "getenv",
    "Settings",
    "BaseModel",
    "decouple",
    "starlette.config",
    "pydantic",
    "zod",
    "envalid",
    "class-validator",
    "envconfig",
    "dynaconf",
    "process",
    "import.meta",
    "Bun.env",
    "Deno.env",
    "$env/",
    "createEnv",
    "cleanEnv",
    "joi",
    "Joi",
    "ConfigService",
    "Getenv",
    "LookupEnv",
    "viper",
    "env:\"",
    "envconfig:\"",
    "envPrefix:\"",
    "@Value",
    "ConfigurationProperties",
    "Environment",
];

/// What a file of code says about env keys. Never fails; text in comments and strings says nothing.
#[must_use]
pub fn read(path: &RelPath, text: &str, language: Language, module: &Module) -> EnvFacts {
    let mut facts = EnvFacts::default();
    let is_worth = |marks: &[&str]| marks.iter().any(|mark| text.contains(mark));
    if path.as_str().ends_with(".d.ts") || !is_worth(MARKS) {
        return facts;
    }
    let readers: Vec<&Reader> =
        READERS.iter().filter(|reader| (reader.speaks)(language) && is_worth(reader.marks)).collect();
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

fn is_python(language: Language) -> bool {
    language == Language::Python
}

fn is_ecma(language: Language) -> bool {
    matches!(language, Language::Ecma(_))
}

fn is_go(language: Language) -> bool {
    language == Language::Go
}

fn is_java(language: Language) -> bool {
    language == Language::Java
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_library_asks_for_is_asked_for_first() {
        for mark in READERS.iter().flat_map(|reader| reader.marks) {
            assert!(MARKS.iter().any(|known| mark.contains(known)), "{mark}");
        }
    }
}
