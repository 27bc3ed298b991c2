//! Texts that a walk has read and that following the code will ask for at once: read once instead of twice.

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicUsize, Ordering},
};

use model::{
    RelPath,
    facts::{CodeFacts, Marks},
};
use rustc_hash::FxHashMap;

use crate::snapshot::FileEntry;

/// So many bytes are kept between the walk and the runs; what comes after them is read again.
const LIMIT_BYTES: usize = 48 << 20;

/// Texts by path, each given away once.
#[derive(Default)]
pub(crate) struct Warm {
    texts: Mutex<FxHashMap<RelPath, String>>,
    bytes: AtomicUsize,
}

impl Warm {
    /// Keeps a text that routes may start in, as long as there is room.
    pub(crate) fn offer(&self, path: &RelPath, entry: &FileEntry, text: String) {
        let marks = entry.code.as_deref().and_then(CodeFacts::as_source).map(|source| source.marks);
        if marks.unwrap_or_default() == Marks::default()
            || self.bytes.fetch_add(text.len(), Ordering::Relaxed) > LIMIT_BYTES
        {
            return;
        }
        self.texts.lock().unwrap_or_else(PoisonError::into_inner).insert(path.clone(), text);
    }

    /// The text of a file as the walk has read it, if it is still there.
    pub(crate) fn take(&self, path: &RelPath) -> Option<String> {
        self.texts.lock().unwrap_or_else(PoisonError::into_inner).remove(path)
    }
}
