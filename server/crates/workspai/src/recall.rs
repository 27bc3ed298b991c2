//! An index with what is known from another day, and the file that the next day knows it from.

use std::path::Path;

use disk::index_cache;
use host::{CacheFile, OsHost};
use index::Index;

/// What is to be kept for another day.
pub(crate) struct Keep {
    file: CacheFile,
    notes: index::Notes,
}

/// Opens an index. The cache lies below `folder`, or below the user's folder for caches. The second is what to keep, unless
/// that is known already or there is no place for it.
pub(crate) fn open(host: &OsHost, folder: Option<&Path>) -> (Index, Option<Keep>) {
    let file = CacheFile::of(host, folder);
    let known = file.as_ref().and_then(|file| index_cache::decode(file.read()?, file.key())).unwrap_or_default();
    let (index, notes) = Index::open(host, known);
    (index, file.zip(notes).map(|(file, notes)| Keep { file, notes }))
}

impl Keep {
    /// Writes it. Best effort: without a cache everything is looked at again.
    pub(crate) fn write(self) {
        let index::Keep { files, runs } = self.notes.keep();
        if let Err(problem) = self.file.write(&index_cache::encode(&files, &runs, self.file.key())) {
            tracing::debug!("{problem}");
        }
    }
}
