//! What an index knows from another day, and what it leaves behind for the next one.

use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicUsize, Ordering},
};

use disk::index_cache::{IndexCache, KnownFile, KnownFiles, KnownLook, KnownRun};
use host::Stat;
use model::{
    RelPath,
    facts::{CodeFacts, ContentHash},
};
use rustc_hash::FxHashMap;

use crate::{
    endpoints::Memo,
    snapshot::{FileEntry, Files, Snapshot},
};

/// A file written less than this before it was looked at may be written again and look the same.
const SETTLED_MS: u64 = 2_000;

/// Facts of files by path, and what runs found.
#[derive(Default)]
pub(crate) struct Known {
    cache: IndexCache,
    read: OnceLock<Vec<KnownRun>>,
    looks: OnceLock<Vec<KnownLook>>,
    /// How many files were as they were known.
    reused: AtomicUsize,
    is_all: OnceLock<bool>,
}

impl Known {
    pub(crate) fn new(cache: IndexCache) -> Self {
        Self { cache, ..Self::default() }
    }

    fn files(&self) -> &KnownFiles {
        &self.cache.files
    }

    /// Whether nothing is known.
    pub(crate) fn is_empty(&self) -> bool {
        self.files().is_empty()
    }

    /// What runs found, read when it is first asked for.
    pub(crate) fn runs(&self) -> &[KnownRun] {
        self.read.get_or_init(|| self.cache.runs.read())
    }

    /// What the run at this place of [`Self::runs`] looked at, read when it is first asked for.
    pub(crate) fn look(&self, at: usize) -> Option<&KnownLook> {
        self.looks.get_or_init(|| self.cache.runs.looks()).get(at)
    }

    /// What each run found and looked at.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = Option<(KnownRun, KnownLook)>> {
        self.runs().iter().enumerate().map(|(at, run)| Some((run.clone(), self.look(at)?.clone())))
    }

    /// The entry of a file of code that is as it was. It is not read.
    pub(crate) fn entry(&self, path: &RelPath, stat: Stat) -> Option<FileEntry> {
        let known = self.files().get(path)?;
        if known.stamp != Some(stat.stamp) || known.size != stat.size {
            return None;
        }
        self.reused.fetch_add(1, Ordering::Relaxed);
        Some(FileEntry {
            size: stat.size,
            facts: None,
            code: Some(Arc::new(CodeFacts::Source(known.source))),
            env: known.env,
            ports: known.ports,
            migration: known.migration,
            text: None,
            unread: None,
            is_ignored: false,
        })
    }

    /// Whether the files of code are those that are known, each as it was. `files`: those of the first look.
    pub(crate) fn is_all(&self, files: &Files) -> bool {
        let sources =
            || files.values().filter(|entry| entry.code.as_deref().is_some_and(|it| it.as_source().is_some()));
        let is_all =
            || self.reused.load(Ordering::Relaxed) == self.files().len() && sources().count() == self.files().len();
        *self.is_all.get_or_init(is_all)
    }

    /// The content of a file as it was known.
    pub(crate) fn content(&self, path: &RelPath) -> Option<ContentHash> {
        Some(self.files().get(path)?.source.content)
    }

    /// The files that are known.
    pub(crate) fn paths(&self) -> impl Iterator<Item = RelPath> {
        self.files().iter().map(|file| file.path)
    }
}

/// The stamp of a file that was looked at after `now_ms`, if another write would change it.
pub(crate) fn stamp(stat: Stat, now_ms: u64) -> Option<u64> {
    (stat.modified_ms + SETTLED_MS <= now_ms).then_some(stat.stamp)
}

/// What to keep for another day, before it is put together: that takes time and needs nothing else.
pub struct Notes {
    pub(crate) snapshot: Arc<Snapshot>,
    /// The stamps of files that were looked at on disk.
    pub(crate) stamps: Vec<(RelPath, u64)>,
    pub(crate) memos: Vec<Memo>,
}

/// What to keep for another day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keep {
    /// Files of code, by path.
    pub files: Vec<KnownFile>,
    /// What following the code of projects found and looked at, by project.
    pub runs: Vec<(KnownRun, KnownLook)>,
}

impl Notes {
    /// Puts it together.
    #[must_use]
    pub fn keep(self) -> Keep {
        Keep {
            files: files(&self.snapshot.files, self.stamps.into_iter().collect()),
            runs: self.memos.iter().filter_map(Memo::to_known).collect(),
        }
    }
}

/// What to keep of the files of code. `stamps` are those of files on disk.
fn files(files: &Files, mut stamps: FxHashMap<RelPath, u64>) -> Vec<KnownFile> {
    let sources = files.iter().filter_map(|(path, entry)| {
        let source = *entry.code.as_deref()?.as_source()?;
        // What else a file says is read anew each time.
        let stamp = if entry.facts.is_none() && !entry.is_ignored { stamps.remove(path) } else { None };
        Some(KnownFile {
            path: path.clone(),
            size: entry.size,
            stamp,
            source,
            env: entry.env.clone(),
            ports: entry.ports.clone(),
            migration: entry.migration.clone(),
        })
    });
    sources.collect()
}
