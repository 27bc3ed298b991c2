//! What an index knows from another day, and what it leaves behind for the next one.

use std::sync::Arc;

use disk::index_cache::{IndexCache, KnownFile, KnownRun};
use host::Stat;
use model::{
    RelPath,
    facts::{CodeFacts, ContentHash},
};
use rustc_hash::FxHashMap;

use crate::snapshot::{FileEntry, Files};

/// A file written less than this before it was looked at may be written again and look the same.
const SETTLED_MS: u64 = 2_000;

/// Facts of files by path, and what runs found.
#[derive(Default)]
pub(crate) struct Known {
    files: FxHashMap<RelPath, KnownFile>,
    pub(crate) runs: Vec<KnownRun>,
}

/// What is known of the content of code files from another day.
pub(crate) type Contents = FxHashMap<RelPath, ContentHash>;

impl Known {
    pub(crate) fn new(cache: IndexCache) -> Self {
        let files = cache.files.into_iter().map(|file| (file.path.clone(), file)).collect();
        Self { files, runs: cache.runs }
    }

    /// The entry of a file of code that is as it was. It is not read.
    pub(crate) fn entry(&self, path: &RelPath, stat: Stat) -> Option<FileEntry> {
        let known = self.files.get(path)?;
        let is_same = known.stamp == Some(stat.stamp) && known.size == stat.size;
        is_same.then(|| FileEntry {
            size: stat.size,
            facts: None,
            code: Some(Arc::new(CodeFacts::Source(known.source))),
            env: known.env.clone(),
            text: None,
            unread: None,
            is_ignored: false,
        })
    }

    /// Whether this is what was known already.
    pub(crate) fn is(&self, cache: &IndexCache) -> bool {
        self.files.len() == cache.files.len()
            && cache.files.iter().all(|file| self.files.get(&file.path) == Some(file))
            && self.runs == cache.runs
    }

    pub(crate) fn contents(&self) -> Contents {
        self.files.iter().map(|(path, known)| (path.clone(), known.source.content)).collect()
    }
}

/// The stamp of a file that was looked at after `now_ms`, if another write would change it.
pub(crate) fn stamp(stat: Stat, now_ms: u64) -> Option<u64> {
    (stat.modified_ms + SETTLED_MS <= now_ms).then_some(stat.stamp)
}

/// What to keep of the files of code. `stamps` are those of files on disk.
pub(crate) fn files(files: &Files, mut stamps: FxHashMap<RelPath, u64>) -> Vec<KnownFile> {
    let sources = files.iter().filter_map(|(path, entry)| {
        let source = *entry.code.as_deref()?.as_source()?;
        // What else a file says is read anew each time.
        let stamp = if entry.facts.is_none() && !entry.is_ignored { stamps.remove(path) } else { None };
        Some(KnownFile { path: path.clone(), size: entry.size, stamp, source, env: entry.env.clone() })
    });
    sources.collect()
}
