//! What a file takes from others and gives to them, straight from each parser's own tree: the small vocabulary of
//! [`crate::ir`] has no places of members and no names that patterns, handlers and comprehensions bind, and a name that is
//! hidden by one of those must not be taken for another. Made on demand only; [`crate::parse`] does nothing of it.

mod builder;
mod ecma;
mod go;
mod java;
mod kotlin;
mod node;
mod python;

use model::facts::FileLinks;

use crate::{Language, depth};

/// What a file takes and gives. Never fails: what is not understood is left out or counted as unclear.
#[must_use]
pub fn of(language: Language, text: &str) -> FileLinks {
    match depth::of(text) {
        depth::Depth::Usual => read(language, text),
        depth::Depth::Deep => depth::on_a_deep_stack(|| read(language, text)).unwrap_or_default(),
        depth::Depth::Absurd => FileLinks::default(),
    }
}

fn read(language: Language, text: &str) -> FileLinks {
    match language {
        Language::Python => python::read(text),
        Language::Ecma(dialect) => ecma::read(text, dialect),
        Language::Go => go::read(text),
        Language::Java => java::read(text),
        Language::Kotlin => kotlin::read(text),
    }
}
