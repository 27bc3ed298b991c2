//! Parsers behind one small vocabulary, so that detectors read four languages with the same eyes. Pure and total: any text
//! gives a [`ir::Module`]; one with syntax errors is partial.

mod bodies;
mod body;
mod depth;
pub mod ecma;
pub mod go;
pub mod ir;
pub mod java;
pub mod kotlin;
pub mod links;
pub mod outline;
pub mod python;
mod tree;
pub mod walk;

use std::{cell::RefCell, hash::Hasher, sync::Arc};

use ecma::Dialect;
use model::RelPath;
use rustc_hash::FxHasher;

/// A language that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// `.py`, `.pyi`.
    Python,
    /// TypeScript and JavaScript.
    Ecma(Dialect),
    /// `.go`.
    Go,
    /// `.java`.
    Java,
    /// `.kt`.
    Kotlin,
}

impl Language {
    /// The language of a file, by its name.
    #[must_use]
    pub fn of(path: &RelPath) -> Option<Self> {
        match path.extension() {
            "py" | "pyi" => Some(Self::Python),
            "ts" | "mts" | "cts" => Some(Self::Ecma(Dialect::TypeScript)),
            "tsx" => Some(Self::Ecma(Dialect::Tsx)),
            "js" | "mjs" | "cjs" | "jsx" => Some(Self::Ecma(Dialect::JavaScript)),
            "go" => Some(Self::Go),
            "java" => Some(Self::Java),
            "kt" => Some(Self::Kotlin),
            _ => None,
        }
    }

    /// Whether names are found as in Java: by packages and classes.
    #[must_use]
    pub fn is_java_like(self) -> bool {
        matches!(self, Self::Java | Self::Kotlin)
    }
}

/// Parses a text.
#[must_use]
pub fn parse(language: Language, text: &str) -> ir::Module {
    // Tree-sitter's parsers do not call themselves.
    if matches!(language, Language::Go | Language::Java | Language::Kotlin) {
        return parse_here(language, text);
    }
    match depth::of(text) {
        depth::Depth::Usual => parse_here(language, text),
        depth::Depth::Deep => depth::on_a_deep_stack(|| parse_here(language, text))
            .unwrap_or_else(|| ir::Module { is_partial: true, ..ir::Module::default() }),
        depth::Depth::Absurd => ir::Module { is_partial: true, ..ir::Module::default() },
    }
}

/// As [`parse`], but the bodies of Python's, Go's and Java's functions are read when somebody looks.
#[must_use]
pub fn parse_outline(language: Language, text: &std::sync::Arc<str>) -> ir::Module {
    match language {
        Language::Python if depth::of(text) == depth::Depth::Usual => python::parse_outline(text),
        Language::Go => go::parse_outline(text),
        Language::Java => java::parse_outline(text),
        _ => parse(language, text),
    }
}

fn parse_here(language: Language, text: &str) -> ir::Module {
    match language {
        Language::Python => python::parse(text),
        Language::Ecma(dialect) => ecma::parse(text, dialect),
        Language::Go => go::parse(text),
        Language::Java => java::parse(text),
        Language::Kotlin => kotlin::parse(text),
    }
}

/// A name. Code says the same names over and over: each thread shares those that it met of late.
fn name(text: &str) -> ir::Text {
    const LONGEST: usize = 24;
    const PLACES: usize = 512;
    thread_local! {
        static RECENT: RefCell<Vec<Option<ir::Text>>> = RefCell::new(vec![None; PLACES]);
    }
    if text.len() > LONGEST {
        return Arc::from(text);
    }
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    let place = usize::try_from(hasher.finish() % PLACES as u64).unwrap_or(0);
    RECENT.with_borrow_mut(|recent| match &mut recent[place] {
        Some(known) if **known == *text => Arc::clone(known),
        other => Arc::clone(other.insert(Arc::from(text))),
    })
}

/// Cuts a text for [`ir::Expr::Other`] at 120 bytes, on a character's boundary.
fn cut(text: &str) -> ir::Text {
    let mut end = text.len().min(120);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    Arc::from(&text[..end])
}
