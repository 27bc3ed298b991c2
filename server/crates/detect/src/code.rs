//! What is read from every file of code: small facts that say who has to look closer.

mod imported;
mod tsconfig;

use std::{cell::OnceCell, hash::Hasher, sync::LazyLock};

use memchr::memmem::Finder;
use model::{
    RelPath, Runtime,
    facts::{CodeFacts, ContentHash, Marks, SourceFacts},
};
use rustc_hash::FxHasher;
use syntax::{Language, ir::Module};

use crate::{
    frameworks::{DETECTORS, Detector, plain_routes},
    routes::{RouteReader, settings},
};

/// A text, parsed at most once for all who look closer at it.
pub struct Parsed<'t> {
    /// The text.
    pub text: &'t str,
    language: Option<Language>,
    module: OnceCell<Module>,
}

impl<'t> Parsed<'t> {
    /// The text of a file; nothing is parsed yet.
    #[must_use]
    pub fn new(path: &RelPath, text: &'t str) -> Self {
        Self { text, language: Language::of(path), module: OnceCell::new() }
    }

    /// Its code; empty when its language is not known.
    #[must_use]
    pub fn module(&self) -> &Module {
        self.module.get_or_init(|| self.language.map(|language| syntax::parse(language, self.text)).unwrap_or_default())
    }
}

/// Larger files are bundles or tables, not code that people write.
pub const LIMIT_BYTES: u64 = 1 << 20;

/// Whether a file of this path has code facts. Paths only: called for every file of the workspace.
#[must_use]
pub fn claims(path: &RelPath) -> bool {
    Language::of(path).is_some() || settings::claims(path) || tsconfig::claims(path)
}

/// Code facts of a text; `None` when the file turns out to have none.
#[must_use]
pub fn read(path: &RelPath, text: &str) -> Option<CodeFacts> {
    if let Some(language) = Language::of(path) {
        return Some(CodeFacts::Source(SourceFacts { content: content(text), marks: marks(language, text) }));
    }
    if settings::claims(path) {
        let pairs = settings::read(path, text).into_iter().map(|(key, value)| (key.into(), value.into()));
        return Some(CodeFacts::Settings(pairs.collect()));
    }
    tsconfig::claims(path).then(|| tsconfig::read(text)).flatten().map(CodeFacts::EcmaConfig)
}

/// The hash of a text.
#[must_use]
pub fn content(text: &str) -> ContentHash {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.write_usize(text.len());
    ContentHash(hasher.finish())
}

/// The marks that a reader of routes looks for.
#[must_use]
pub fn marks_of(reader: &RouteReader) -> Marks {
    let is_own = |mark: &&Mark| reader.marks.contains(&mark.text);
    all_of(MARKS.iter().filter(|mark| !mark.is_import).filter(is_own))
}

/// The marks of files that import a framework's packages.
#[must_use]
pub fn imports_of(detector: &Detector) -> Marks {
    let is_its = |mark: &&Mark| mark.runtime == detector.runtime && detector.packages.contains(&mark.text);
    all_of(MARKS.iter().filter(|mark| mark.is_import).filter(is_its))
}

fn all_of<'m>(marks: impl Iterator<Item = &'m Mark>) -> Marks {
    Marks(marks.fold(0, |all, mark| all | mark.bit))
}

/// The runtime that runs a language.
#[must_use]
pub fn runtime_of(language: Language) -> Runtime {
    match language {
        Language::Python => Runtime::Python,
        Language::Ecma(_) => Runtime::Node,
        Language::Go => Runtime::Go,
        Language::Java | Language::Kotlin => Runtime::Java,
    }
}

struct Mark {
    text: &'static str,
    runtime: Runtime,
    /// Only where it is imported, not wherever it stands.
    is_import: bool,
    /// The mark without which it cannot be there, since its text is a part of this one's; none: 0.
    behind: u64,
    bit: u64,
    finder: Finder<'static>,
}

/// Every text that a reader of routes looks for, and every package of a framework that code imports by its name, once.
static MARKS: LazyLock<Vec<Mark>> = LazyLock::new(|| {
    let plain = [Runtime::Python, Runtime::Node, Runtime::Go, Runtime::Java].map(|it| (it, plain_routes(it)));
    let readers = DETECTORS.iter().map(|detector| (detector.runtime, detector.routes)).chain(plain);
    let texts = readers
        .filter_map(|(runtime, reader)| Some((runtime, reader?)))
        .flat_map(|(runtime, reader)| reader.marks.iter().map(move |text| (runtime, *text, false)));
    let by_name = DETECTORS.iter().filter(|detector| imported::has_names(detector.runtime));
    let packages =
        by_name.flat_map(|detector| detector.packages.iter().map(|package| (detector.runtime, *package, true)));
    let mut marks: Vec<Mark> = Vec::new();
    for (runtime, text, is_import) in texts.chain(packages) {
        if !marks.iter().any(|mark| (mark.runtime, mark.text, mark.is_import) == (runtime, text, is_import)) {
            let bit = 1_u64.checked_shl(u32::try_from(marks.len()).unwrap_or(u32::MAX)).unwrap_or(1 << 63);
            let part = marks.iter().find(|it| it.runtime == runtime && !it.is_import && text.contains(it.text));
            let behind = part.filter(|_| is_import).map_or(0, |it| it.bit);
            marks.push(Mark { text, runtime, is_import, behind, bit, finder: Finder::new(text) });
        }
    }
    marks
});

fn marks(language: Language, text: &str) -> Marks {
    let runtime = runtime_of(language);
    let is_there = |mark: &Mark| match mark.is_import {
        true => imported::is_imported(runtime, &mark.finder, text),
        false => mark.finder.find(text.as_bytes()).is_some(),
    };
    let mut found = 0;
    for mark in MARKS.iter().filter(|mark| mark.runtime == runtime) {
        if found & mark.behind == mark.behind && is_there(mark) {
            found |= mark.bit;
        }
    }
    Marks(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(path: &str, text: &str) -> Option<CodeFacts> {
        read(&RelPath::new(path).expect("a path"), text)
    }

    #[test]
    fn every_mark_has_a_bit_of_its_own() {
        let all: u64 = MARKS.iter().fold(0, |all, mark| all | mark.bit);
        assert_eq!(all.count_ones() as usize, MARKS.len());
    }

    #[test]
    fn marks_are_those_of_the_language() {
        let reader = DETECTORS.iter().find_map(|it| it.routes.filter(|_| it.runtime == Runtime::Python)).expect("one");
        let text = format!("import {}\n", reader.marks[0]);
        let meets =
            |path: &str| facts(path, &text).and_then(|facts| Some(facts.as_source()?.marks.meets(marks_of(reader))));
        assert_eq!(meets("a.py"), Some(true));
        assert_eq!(meets("a.ts"), Some(false));
        assert_eq!(meets("a.md"), None);
    }

    #[test]
    fn another_text_is_another_content() {
        assert_ne!(content("a\n"), content("a\n\n"));
        assert_eq!(content("a"), content("a"));
    }

    #[test]
    fn settings_of_tests_and_profiles_do_not_count() {
        assert!(facts("src/main/resources/application.yml", "a: {b: c}").is_some());
        assert!(facts("src/test/resources/application.yml", "a: b").is_none());
        assert!(facts("src/main/resources/application-dev.yml", "a: b").is_none());
    }
}
