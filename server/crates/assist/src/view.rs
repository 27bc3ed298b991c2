use std::{collections::BTreeMap, sync::Arc};

use doctor::Report;
use host::Host;
use index::Snapshot;
use model::{LineMap, Place, RelPath};

/// The editor's unsaved texts.
pub type Buffers = BTreeMap<RelPath, Arc<str>>;

/// Larger files are not looked into.
const TEXT_LIMIT: u64 = 2 << 20;

/// One revision of the workspace, and the texts behind it.
#[derive(Clone, Copy)]
pub struct View<'v> {
    /// What is known.
    pub snapshot: &'v Snapshot,
    /// Its health.
    pub report: &'v Report,
    /// For the texts of files that the snapshot does not keep.
    pub host: &'v dyn Host,
    /// They win over the disk.
    pub buffers: &'v Buffers,
}

impl View<'_> {
    /// The text of a file as the editor shows it; `None` when it cannot be read, is too large or no text.
    #[must_use]
    pub fn text(&self, path: &RelPath) -> Option<Arc<str>> {
        if let Some(text) = self.buffers.get(path) {
            return Some(Arc::clone(text));
        }
        if let Some(text) = self.snapshot.files.get(path).and_then(|entry| entry.text.as_ref()) {
            return Some(Arc::clone(text));
        }
        let bytes = self.host.read(path, TEXT_LIMIT).ok()?;
        if bytes.contains(&0) {
            return None;
        }
        Some(Arc::from(String::from_utf8_lossy(&bytes)))
    }

    /// The line at a place, trimmed; empty when it cannot be read.
    #[must_use]
    pub fn line(&self, place: &Place) -> String {
        let text = self.text(&place.file);
        text.map(|text| LineMap::new(&text).line_text(place.range.start.line as usize).trim().to_owned())
            .unwrap_or_default()
    }

    /// Whether the workspace has a file of this path.
    #[must_use]
    pub fn has(&self, path: &RelPath) -> bool {
        self.snapshot.contains(path) || self.buffers.contains_key(path)
    }
}
