//! Files that git ignores and that count nevertheless: dotenv files beside files with facts, because they decide what a
//! process gets, and the workspace's memory beside manifests and at the top.

use std::collections::BTreeMap;

use host::{Host, Stat};
use model::{RelPath, facts::FileFacts};

use crate::{parallel, snapshot::FileEntry};

const MEMORIES: [&str; 2] = [".rapidkit/workspace-memory.json", ".workspai/workspace-memory.json"];

/// How many files with facts, and how many manifests, each folder holds. Ignored files do not count: they come because of
/// the others.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Folders(BTreeMap<RelPath, (u32, u32)>);

impl Folders {
    /// Notes that `entry` came to stand at `path`.
    pub(super) fn add(&mut self, path: &RelPath, entry: &FileEntry) {
        if let (Some((facts, manifests)), Some(folder)) = (weight(entry), path.parent()) {
            let count = self.0.entry(folder).or_default();
            *count = (count.0 + facts, count.1 + manifests);
        }
    }

    /// Notes that `entry` left `path`.
    pub(super) fn remove(&mut self, path: &RelPath, entry: &FileEntry) {
        let (Some((facts, manifests)), Some(folder)) = (weight(entry), path.parent()) else { return };
        if let Some(count) = self.0.get_mut(&folder) {
            *count = (count.0 - facts, count.1 - manifests);
            if count.0 == 0 {
                self.0.remove(&folder);
            }
        }
    }

    /// Every folder with facts.
    pub(super) fn all(&self) -> impl Iterator<Item = &RelPath> {
        self.0.keys()
    }

    /// Whether the folder holds files with facts, and whether a manifest is among them: what decides on its ignored files.
    pub(super) fn kind(&self, folder: &RelPath) -> (bool, bool) {
        (self.has_facts(folder), self.has_manifest(folder))
    }

    fn has_facts(&self, folder: &RelPath) -> bool {
        self.0.contains_key(folder)
    }

    fn has_manifest(&self, folder: &RelPath) -> bool {
        self.0.get(folder).is_some_and(|(_, manifests)| *manifests > 0)
    }
}

fn weight(entry: &FileEntry) -> Option<(u32, u32)> {
    let facts = entry.facts.as_deref().filter(|_| !entry.is_ignored)?;
    Some((1, u32::from(matches!(facts, FileFacts::Manifest(_)))))
}

/// The folder whose ignored files depend on what happens at `path`: its own, or for a memory file that of its store.
pub(super) fn folder_of(path: &RelPath) -> Option<RelPath> {
    let folder = path.parent()?;
    if MEMORIES.iter().any(|name| path.as_str().ends_with(name)) { folder.parent() } else { Some(folder) }
}

/// What [`of_folder`] says of each of these folders.
pub(super) fn of_folders(host: &dyn Host, folders: &Folders, wanted: &[&RelPath]) -> Vec<Vec<(RelPath, Stat)>> {
    parallel::each(wanted.len(), |at| of_folder(host, folders, wanted[at]))
}

/// The ignored files that `folder` brings along: those that exist and that the tree does not have already.
fn of_folder(host: &dyn Host, folders: &Folders, folder: &RelPath) -> Vec<(RelPath, Stat)> {
    let mut found = Vec::new();
    if folders.has_facts(folder) {
        let listed = host.list_named(folder, &|name| name.contains("env"));
        let listed = listed.into_iter().filter(|(_, stat)| !stat.is_folder);
        found.extend(
            listed
                .filter_map(|(name, stat)| Some((folder.join(&name).ok()?, stat)))
                .filter(|(path, _)| is_dotenv(path)),
        );
    }
    let is_top = host.roots().folders().iter().any(|root| root.mount == *folder);
    if is_top || folders.has_manifest(folder) {
        let memories = MEMORIES.iter().filter_map(|name| folder.join(name).ok());
        found
            .extend(memories.filter_map(|path| Some((path.clone(), host.stat(&path).filter(|stat| !stat.is_folder)?))));
    }
    found
}

fn is_dotenv(path: &RelPath) -> bool {
    detect::reader_for(path).is_some_and(|reader| reader.id == "dotenv")
}
