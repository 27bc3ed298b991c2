//! From a file to its entry.

use std::sync::Arc;

use host::{ReadError, Stat};
use model::{
    RelPath,
    facts::{CodeFacts, EnvFacts, FileFacts, MigrationFacts, PortFact},
};

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
    let is_code = detect::code::claims(path) || detect::env_reads::claims(path);
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
    let blank = FileEntry {
        code: code_of(path, text),
        env: env_of(path, text),
        ports: ports_of(path, text),
        migration: blank.migration.clone().or_else(|| migration_of(path, text)),
        ..blank
    };
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

fn code_of(path: &RelPath, text: &str) -> Option<Arc<CodeFacts>> {
    if text.len() as u64 > detect::code::LIMIT_BYTES {
        return None;
    }
    std::panic::catch_unwind(|| detect::code::read(path, text)).ok().flatten().map(Arc::new)
}

fn env_of(path: &RelPath, text: &str) -> Option<Arc<EnvFacts>> {
    if text.len() as u64 > detect::code::LIMIT_BYTES || !detect::env_reads::claims(path) {
        return None;
    }
    std::panic::catch_unwind(|| detect::env_reads::of_file(path, text)).ok().flatten().map(Arc::new)
}

fn ports_of(path: &RelPath, text: &str) -> Option<Arc<[PortFact]>> {
    if text.len() as u64 > detect::code::LIMIT_BYTES {
        return None;
    }
    std::panic::catch_unwind(|| detect::ports::of_file(path, text)).ok().flatten().map(Arc::from)
}

fn migration_of(path: &RelPath, text: &str) -> Option<Arc<MigrationFacts>> {
    if text.len() as u64 > detect::code::LIMIT_BYTES {
        return None;
    }
    std::panic::catch_unwind(|| detect::migrations::of_file(path, text)).ok().flatten().map(Arc::new)
}

/// A file's text. Bytes that are no Unicode become marks of it.
pub(crate) fn text_of(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}
