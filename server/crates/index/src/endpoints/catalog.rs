use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use model::{
    RelPath,
    facts::{CodeFacts, Marks},
};
use rustc_hash::FxHashMap;

use super::TouchedCode;
use crate::snapshot::Files;

/// Which code files matter for what: kept up to date, so that an edit need not look at every file.
#[derive(Default)]
pub(super) struct Catalog {
    /// Files with marks.
    marked: BTreeMap<RelPath, Marks>,
    /// Files that a server is started with by custom (`wsgi.py`): they may only call what others make.
    entries: BTreeSet<RelPath>,
    /// Settings and configurations.
    steering: BTreeSet<RelPath>,
    java: Mutex<Java>,
}

/// Where files of Java and Kotlin are.
#[derive(Default)]
struct Java {
    /// By their name without its ending.
    named: Names,
    /// Kotlin files by the name of their folder.
    kotlin: Names,
    /// Files that came, or went, since somebody last asked: often nobody does.
    news: Vec<(RelPath, bool)>,
}

type Names = FxHashMap<Box<str>, BTreeSet<RelPath>>;

impl Catalog {
    /// The catalog of a tree.
    pub(super) fn of(files: &Files) -> Self {
        let code = files.iter().filter_map(|(path, entry)| Some((path, entry.code.as_deref()?)));
        let (mut marked, mut steering, mut java) = (Vec::new(), Vec::new(), Vec::new());
        let mut entries = BTreeSet::new();
        for (path, facts) in code {
            match facts.as_source().map(|source| source.marks) {
                None => steering.push(path.clone()),
                Some(marks) if marks != Marks::default() => marked.push((path.clone(), marks)),
                Some(_) => {}
            }
            if facts.as_source().is_some() && is_java(path) {
                java.push((path.clone(), true));
            } else if facts.as_source().is_some() && is_entry(path) {
                entries.insert(path.clone());
            }
        }
        Self {
            marked: marked.into_iter().collect(),
            entries,
            steering: steering.into_iter().collect(),
            java: Mutex::new(Java { news: java, ..Java::default() }),
        }
    }

    /// Notes a change; says whether it may change how projects are followed.
    pub(super) fn note(&mut self, touched: &TouchedCode) -> bool {
        let TouchedCode { path, before, after } = touched;
        let marks =
            |facts: &Option<Arc<CodeFacts>>| facts.as_deref().and_then(CodeFacts::as_source).map(|source| source.marks);
        let (was, is) = (marks(before), marks(after));
        match is.filter(|marks| *marks != Marks::default()) {
            Some(marks) => drop(self.marked.insert(path.clone(), marks)),
            None => drop(self.marked.remove(path)),
        }
        let is_steering = |facts: &Option<Arc<CodeFacts>>| facts.as_deref().is_some_and(|it| it.as_source().is_none());
        if is_steering(after) {
            self.steering.insert(path.clone());
        } else if is_steering(before) {
            self.steering.remove(path);
        }
        let is_entry = is_entry(path) && was.is_some() != is.is_some();
        if is_entry && is.is_some() {
            self.entries.insert(path.clone());
        } else if is_entry {
            self.entries.remove(path);
        }
        if was.is_some() != is.is_some() && is_java(path) {
            self.java.get_mut().unwrap_or_else(PoisonError::into_inner).news.push((path.clone(), is.is_some()));
        }
        was.unwrap_or_default() != is.unwrap_or_default() || is_entry || is_steering(before) || is_steering(after)
    }

    /// Files with marks, by path.
    pub(super) fn marked(&self) -> impl Iterator<Item = (&RelPath, Marks)> {
        self.marked.iter().map(|(path, marks)| (path, *marks))
    }

    /// Files that a server is started with by custom, by path.
    pub(super) fn entries(&self) -> impl Iterator<Item = &RelPath> {
        self.entries.iter()
    }

    /// Settings and configurations, by path.
    pub(super) fn steering(&self) -> impl Iterator<Item = &RelPath> {
        self.steering.iter()
    }

    /// Java and Kotlin files of a name without its ending, by path.
    pub(super) fn java(&self, stem: &str) -> Vec<RelPath> {
        self.names().named.get(stem).into_iter().flatten().cloned().collect()
    }

    /// Kotlin files directly in folders of a name, by path.
    pub(super) fn kotlin(&self, folder: &str) -> Vec<RelPath> {
        self.names().kotlin.get(folder).into_iter().flatten().cloned().collect()
    }

    /// The names of all files that are there.
    fn names(&self) -> MutexGuard<'_, Java> {
        let mut java = self.java.lock().unwrap_or_else(PoisonError::into_inner);
        for (path, is_there) in std::mem::take(&mut java.news) {
            let stem = path.file_name().rsplit_once('.').map_or("", |(stem, _)| stem);
            note(&mut java.named, stem, &path, is_there);
            if let Some(folder) = path.parent().filter(|_| path.extension() == "kt") {
                note(&mut java.kotlin, folder.file_name(), &path, is_there);
            }
        }
        java
    }
}

/// Whether a server is started with a file of this name, by custom.
fn is_entry(path: &RelPath) -> bool {
    matches!(path.file_name(), "__main__.py" | "asgi.py" | "main.py" | "wsgi.py")
}

fn is_java(path: &RelPath) -> bool {
    matches!(path.extension(), "java" | "kt")
}

fn note(names: &mut Names, name: &str, path: &RelPath, is_there: bool) {
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
