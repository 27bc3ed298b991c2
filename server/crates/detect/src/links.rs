//! What a file of code takes from others and gives to them: imports, symbols, uses. Read on demand only, for the code graph.

use model::facts::FileLinks;
use syntax::Language;

/// The links of a text. Never fails: one file that trips a parser must not cost the others.
#[must_use]
pub fn read(language: Language, text: &str) -> FileLinks {
    if text.len() as u64 > crate::code::LIMIT_BYTES {
        return FileLinks::default();
    }
    std::panic::catch_unwind(|| syntax::links::of(language, text)).unwrap_or_default()
}
