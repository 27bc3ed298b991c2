//! Files that no reader claims by their names and that requirements take in: `-r base.in`, `-c pins/all.list`. They count as
//! long as a file that is one by its name leads to them.

use std::{collections::BTreeSet, sync::Arc};

use host::ReadError;
use model::{
    RelPath,
    facts::{FileFacts, Manifest, ManifestKind},
};

use super::{Buffers, draft::Draft, entry};
use crate::snapshot::FileEntry;

/// The paths of requirements that take others in, and of what was read because of them.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Included {
    by: BTreeSet<RelPath>,
    files: BTreeSet<RelPath>,
}

impl Included {
    pub(super) fn add(&mut self, path: &RelPath, entry: &FileEntry) {
        if requirements(entry).is_some_and(|it| it.targets(path).next().is_some()) && is_by_name(path) {
            self.by.insert(path.clone());
        }
    }

    pub(super) fn remove(&mut self, path: &RelPath) {
        self.by.remove(path);
    }
}

fn requirements(entry: &FileEntry) -> Option<&Manifest> {
    match entry.facts.as_deref() {
        Some(FileFacts::Manifest(it)) if it.kind == ManifestKind::Requirements => Some(it),
        _ => None,
    }
}

fn is_by_name(path: &RelPath) -> bool {
    detect::reader_for(path).is_some()
}

impl Draft<'_> {
    /// Reads what is taken in now, forgets what is no more; the folders whose facts are others for it.
    pub(super) fn included(&mut self, buffers: &Buffers) -> BTreeSet<RelPath> {
        let mut folders = BTreeSet::new();
        let mut reached: BTreeSet<RelPath> = BTreeSet::new();
        let mut queue: Vec<RelPath> = self.census.included.by.iter().cloned().collect();
        while let Some(path) = queue.pop() {
            let found = self.files.get(&path).and_then(|entry| requirements(entry));
            let targets: Vec<RelPath> = found.map(|it| it.targets(&path).collect()).unwrap_or_default();
            for target in targets {
                let is_file = self.files.get(&target).is_some_and(|entry| !entry.is_ignored);
                if is_file && !is_by_name(&target) && !detect::code::claims(&target) && reached.insert(target.clone()) {
                    self.include(buffers, &target, &mut folders);
                    queue.push(target);
                }
            }
        }
        for path in std::mem::replace(&mut self.census.included.files, reached.clone()).difference(&reached) {
            if self.files.get(path).is_some_and(|entry| requirements(entry).is_some()) {
                self.reread(buffers, path);
                folders.extend(path.parent());
            }
        }
        folders
    }

    /// Reads a file as requirements that was not read as such before.
    fn include(&mut self, buffers: &Buffers, path: &RelPath, folders: &mut BTreeSet<RelPath>) {
        let Some(known) = self.files.get(path).filter(|entry| entry.facts.is_none()).cloned() else { return };
        let text = match buffers.get(path) {
            Some(text) => Ok(String::from(&**text)),
            None => self.host.read(path, detect::readers::INCLUDED_LIMIT).map(entry::text_of),
        };
        let read = match text {
            Ok(text) => FileEntry {
                facts: detect::readers::read_included(path, &text).map(Arc::new),
                text: Some(Arc::from(text)),
                ..FileEntry::clone(&known)
            },
            Err(ReadError::Absent) => return,
            Err(error) => FileEntry { unread: Some(Arc::from(error.to_string())), ..FileEntry::clone(&known) },
        };
        self.files.remove(path);
        self.put(path.clone(), Some(known), Arc::new(read));
        folders.extend(path.parent());
    }
}
