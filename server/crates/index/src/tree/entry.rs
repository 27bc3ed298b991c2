//! From a file to its entry.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use detect::code::Parsed;
use host::{ReadError, Stat};
use model::{RelPath, facts::FileFacts};

use crate::{known::Known, snapshot::FileEntry, warm::Warm};

/// Evidence is cut from texts up to this size; larger ones keep their facts only.
const KEPT_TEXT_LIMIT: usize = 256 << 10;

/// The entry of a file on disk. Only code and files that a reader claims are read, and code only if it is not known from
/// another day.
pub(super) fn of_disk(
    path: &RelPath,
    stat: Stat,
    known: &Known,
    warm: &Warm,
    read: &dyn Fn(u64) -> Result<Vec<u8>, ReadError>,
) -> FileEntry {
    // What is known is code that no reader claims, or of which a reader made nothing.
    if let Some(entry) = known.entry(path, stat) {
        return entry;
    }
    let blank = blank(path, stat.size);
    let reader = detect::reader_for(path);
    let is_code = detect::code::claims(path) || detect::env_reads::claims(path) || detect::migrations::claims(path);
    let code_limit = is_code.then_some(detect::code::LIMIT_BYTES);
    let Some(limit) = reader.map(|reader| reader.limit_bytes).max(code_limit) else { return blank };
    match read(limit) {
        Ok(bytes) => {
            let text = text_of(bytes);
            let entry = FileEntry { size: stat.size, ..of_text(path, &text) };
            warm.offer(path, &entry, text);
            entry
        }
        Err(ReadError::Absent) => blank,
        // Code that nobody writes by hand is not missed.
        Err(_) if reader.is_none() => blank,
        Err(error) => {
            tracing::warn!(%path, "not read: {error}");
            FileEntry { unread: Some(Arc::from(error.to_string())), ..blank }
        }
    }
}

/// The entry of a text, be it from the disk or from the editor.
pub(super) fn of_text(path: &RelPath, text: &str) -> FileEntry {
    let size = text.len() as u64;
    let blank = blank(path, size);
    let parsed = Parsed::new(path, text);
    let migration = || looked(text, || detect::migrations::of_file(path, text)).map(Arc::new);
    let blank = FileEntry {
        code: looked(text, || detect::code::read(path, text)).map(Arc::new),
        env: looked(text, || detect::env_reads::of_file(path, &parsed)).map(Arc::new),
        ports: looked(text, || detect::ports::of_file(path, &parsed)).map(Arc::from),
        migration: blank.migration.clone().or_else(migration),
        ..blank
    };
    let Some(reader) = detect::reader_for(path) else { return blank };
    let unread = |error: &str| FileEntry { unread: Some(Arc::from(error)), ..blank.clone() };
    // An editor's buffer may be larger than what would be read from disk.
    if size > reader.limit_bytes {
        return unread(&ReadError::TooLarge { size, limit: reader.limit_bytes }.to_string());
    }
    // One file that trips a reader must not cost the others.
    let Ok(facts) = catch_unwind(|| (reader.read)(path, text)) else {
        tracing::error!(%path, "not read: its reader has a bug");
        return unread("its reader has a bug");
    };
    let is_kept =
        text.len() <= KEPT_TEXT_LIMIT && facts.as_ref().is_some_and(|facts| !matches!(facts, FileFacts::Lock(_)));
    FileEntry { text: is_kept.then(|| Arc::from(text)), facts: facts.map(Arc::new), ..blank }
}

/// What the path alone tells.
fn blank(path: &RelPath, size: u64) -> FileEntry {
    FileEntry {
        size,
        facts: None,
        code: None,
        env: None,
        ports: None,
        migration: detect::migrations::of_path(path).map(Arc::new),
        text: None,
        unread: None,
        is_ignored: false,
    }
}

/// What a text is asked for as code. One file that trips a reader must not cost the others.
fn looked<T>(text: &str, read: impl FnOnce() -> Option<T>) -> Option<T> {
    if text.len() as u64 > detect::code::LIMIT_BYTES {
        return None;
    }
    catch_unwind(AssertUnwindSafe(read)).ok().flatten()
}

/// A file's text. Bytes that are no Unicode become marks of it.
pub(crate) fn text_of(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}
