//! From a file to its entry.

use std::sync::Arc;

use host::{ReadError, Stat};
use model::{RelPath, facts::FileFacts};

use crate::snapshot::FileEntry;

/// Evidence is cut from texts up to this size; larger ones keep their facts only.
const KEPT_TEXT_LIMIT: usize = 256 << 10;

/// The entry of a file on disk. Only files that a reader claims are read.
pub(super) fn of_disk(path: &RelPath, stat: Stat, read: &dyn Fn(u64) -> Result<Vec<u8>, ReadError>) -> FileEntry {
    let blank = FileEntry { size: stat.size, facts: None, text: None, unread: None, is_ignored: false };
    let Some(reader) = detect::reader_for(path) else { return blank };
    match read(reader.limit_bytes) {
        Ok(bytes) => {
            let text =
                String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
            FileEntry { size: stat.size, ..of_text(path, &text) }
        }
        Err(ReadError::Absent) => blank,
        Err(error) => {
            tracing::warn!(%path, "not read: {error}");
            FileEntry { unread: Some(Arc::from(error.to_string())), ..blank }
        }
    }
}

/// The entry of a text, be it from the disk or from the editor.
pub(super) fn of_text(path: &RelPath, text: &str) -> FileEntry {
    let size = text.len() as u64;
    let blank = FileEntry { size, facts: None, text: None, unread: None, is_ignored: false };
    let Some(reader) = detect::reader_for(path) else { return blank };
    let unread = |error: &str| FileEntry { unread: Some(Arc::from(error)), ..blank.clone() };
    // An editor's buffer may be larger than what would be read from disk.
    if size > reader.limit_bytes {
        return unread(&ReadError::TooLarge { size, limit: reader.limit_bytes }.to_string());
    }
    // One file that trips a reader must not cost the others.
    let Ok(facts) = std::panic::catch_unwind(|| (reader.read)(path, text)) else {
        tracing::error!(%path, "not read: its reader has a bug");
        return unread("its reader has a bug");
    };
    let is_kept =
        text.len() <= KEPT_TEXT_LIMIT && facts.as_ref().is_some_and(|facts| !matches!(facts, FileFacts::Lock(_)));
    FileEntry { text: is_kept.then(|| Arc::from(text)), facts: facts.map(Arc::new), ..blank }
}
