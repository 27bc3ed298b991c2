use std::collections::{BTreeMap, BTreeSet};

use model::{
    RelPath,
    facts::{CodeFacts, Marks},
};
use rustc_hash::FxHashMap;

use super::TouchedCode;

/// Which code files matter for what: kept up to date, so that an edit need not look at every file.
#[derive(Default)]
pub(super) struct Catalog {
    /// Files with marks.
    marked: BTreeMap<RelPath, Marks>,
    /// Settings and configurations.
    steering: BTreeSet<RelPath>,
    /// Java and Kotlin files by their name without its ending.
    java: FxHashMap<Box<str>, BTreeSet<RelPath>>,
    /// Kotlin files by the name of their folder.
    kotlin: FxHashMap<Box<str>, BTreeSet<RelPath>>,
}

impl Catalog {
    /// Notes a change; says whether it may change how projects are followed.
    pub(super) fn note(&mut self, touched: &TouchedCode) -> bool {
        let TouchedCode { path, before, after } = touched;
        let marks = |facts: &Option<std::sync::Arc<CodeFacts>>| {
            facts.as_deref().and_then(CodeFacts::as_source).map(|source| source.marks)
        };
        let (was, is) = (marks(before), marks(after));
        match is.filter(|marks| *marks != Marks::default()) {
            Some(marks) => drop(self.marked.insert(path.clone(), marks)),
            None => drop(self.marked.remove(path)),
        }
        let is_steering =
            |facts: &Option<std::sync::Arc<CodeFacts>>| facts.as_deref().is_some_and(|it| it.as_source().is_none());
        if is_steering(after) {
            self.steering.insert(path.clone());
        } else if is_steering(before) {
            self.steering.remove(path);
        }
        if was.is_some() != is.is_some()
            && let Some((stem, ending @ ("java" | "kt"))) = path.file_name().rsplit_once('.')
        {
            note(&mut self.java, stem, path, is.is_some());
            if let Some(folder) = path.parent().filter(|_| ending == "kt") {
                note(&mut self.kotlin, folder.file_name(), path, is.is_some());
            }
        }
        was.unwrap_or_default() != is.unwrap_or_default() || is_steering(before) || is_steering(after)
    }

    /// Files with marks, by path.
    pub(super) fn marked(&self) -> impl Iterator<Item = (&RelPath, Marks)> {
        self.marked.iter().map(|(path, marks)| (path, *marks))
    }

    /// Settings and configurations, by path.
    pub(super) fn steering(&self) -> impl Iterator<Item = &RelPath> {
        self.steering.iter()
    }

    /// Java and Kotlin files of a name without its ending, by path.
    pub(super) fn java(&self, stem: &str) -> Vec<RelPath> {
        self.java.get(stem).into_iter().flatten().cloned().collect()
    }

    /// Kotlin files directly in folders of a name, by path.
    pub(super) fn kotlin(&self, folder: &str) -> Vec<RelPath> {
        self.kotlin.get(folder).into_iter().flatten().cloned().collect()
    }
}

fn note(names: &mut FxHashMap<Box<str>, BTreeSet<RelPath>>, name: &str, path: &RelPath, is_there: bool) {
    if is_there {
        names.entry(name.into()).or_default().insert(path.clone());
        return;
    }
    if let Some(paths) = names.get_mut(name) {
        paths.remove(path);
        if paths.is_empty() {
            names.remove(name);
        }
    }
}
