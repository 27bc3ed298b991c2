//! A tree in the making: what a batch of changes leaves of the last one, and what is put in its place.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Bound,
    sync::{Arc, Mutex},
};

use host::{Host, Stat};
use model::{Project, RelPath, facts::FileFacts};

use super::{
    Agenda, both, entry,
    extras::{self, Folders},
    included::Included,
    is_indexed,
    skip::is_skipped,
    tracked, vendor,
};
use crate::{
    assemble::{self, Touched},
    endpoints::TouchedCode,
    known::{self, Known},
    snapshot::{FileEntry, Files, Snapshot, Stats},
    warm::Warm,
};
/// What would be dear to count anew after each change.
#[derive(Debug, Default, Clone)]
pub(super) struct Census {
    pub(super) folders: Folders,
    /// Paths of the files that are there although git ignores them.
    pub(super) ignored: BTreeSet<RelPath>,
    /// Paths of buffers that have no file yet.
    pub(super) unsaved: BTreeSet<RelPath>,
    pub(super) included: Included,
    pub(super) bytes: u64,
}

/// Gives projects what is found beside assembling them; the second says which of them are other than before.
pub(super) type Complete<'c> = &'c mut dyn FnMut(&mut [Project], &[bool]);

/// A tree in the making.
pub(super) struct Draft<'h> {
    pub(super) host: &'h dyn Host,
    pub(super) files: Files,
    pub(super) census: Census,
    /// Paths that came, went or have other facts than before.
    pub(super) touched: Vec<Touched>,
    /// Paths whose code came, went or changed.
    pub(super) code: Vec<TouchedCode>,
    pub(super) known: &'h Known,
    pub(super) warm: Warm,
    /// The stamps of files that were looked at on disk.
    pub(super) stamps: Vec<(RelPath, u64)>,
    /// All may be other than before.
    pub(super) is_all_new: bool,
    pub(super) is_new_dotenv: bool,
    pub(super) is_new_store: bool,
}

impl Draft<'_> {
    /// Walks `subtrees` again: what stands below them afterwards is what a walk of everything would find there.
    pub(super) fn walk(&mut self, buffers: &BTreeMap<RelPath, Arc<str>>, subtrees: &BTreeSet<RelPath>) {
        if subtrees.is_empty() {
            return;
        }
        let mut before = BTreeMap::new();
        for path in subtrees.iter().flat_map(|subtree| below(&self.files, subtree)).collect::<BTreeSet<_>>() {
            before.extend(self.files.remove(&path).map(|entry| (path, entry)));
        }
        let seen = Mutex::new(Vec::new());
        let is_aside = |folder: &RelPath| {
            is_skipped(folder) || !(is_below_any(folder, subtrees) || is_above_any(folder, subtrees))
        };
        let now_ms = self.host.now_ms();
        let problems = self.host.walk(&is_aside, &|file| {
            if !is_below_any(&file.path, subtrees) {
                return;
            }
            let (entry, stamp) = match buffers.get(&file.path) {
                Some(text) => (entry::of_text(&file.path, text), None),
                None => {
                    let entry =
                        entry::of_disk(&file.path, file.stat, self.known, &self.warm, &|limit| file.read(limit));
                    (entry, known::stamp(file.stat, now_ms))
                }
            };
            let entry = Arc::new(entry);
            if let Ok(mut seen) = seen.lock() {
                seen.push((file.path.clone(), entry, stamp));
            }
        });
        for problem in problems {
            tracing::warn!(path = problem.path.as_ref().map(RelPath::as_str), "not indexed: {}", problem.message);
        }
        for (path, entry, stamp) in seen.into_inner().unwrap_or_default() {
            self.stamps.extend(stamp.map(|stamp| (path.clone(), stamp)));
            let known = before.remove(&path);
            self.put(path, known, entry);
        }
        // A buffer whose file does not exist yet is a file of the tree to be.
        let unsaved = buffers.iter().filter(|(path, _)| is_below_any(path, subtrees) && is_indexed(path));
        for (path, text) in unsaved.filter(|(path, _)| self.host.stat(path).is_none()) {
            let known = before.remove(path);
            self.put(path.clone(), known, Arc::new(entry::of_text(path, text)));
            self.census.unsaved.insert(path.clone());
        }
        for (path, entry) in before {
            self.note_gone(&path, &entry);
        }
    }

    pub(super) fn reread(&mut self, buffers: &BTreeMap<RelPath, Arc<str>>, path: &RelPath) {
        let entry = self.read(buffers, path);
        let known = self.files.remove(path);
        let is_unsaved = self.census.unsaved.contains(path);
        match (entry, known) {
            (Some(entry), known) => self.put(path.clone(), known, Arc::new(entry)),
            (None, Some(known)) => self.note_gone(path, &known),
            (None, None) => {}
        }
        if is_unsaved && self.files.contains_key(path) {
            self.census.unsaved.insert(path.clone());
        }
    }

    fn read(&self, buffers: &BTreeMap<RelPath, Arc<str>>, path: &RelPath) -> Option<FileEntry> {
        if let Some(text) = buffers.get(path) {
            return Some(entry::of_text(path, text));
        }
        let stat = self.host.stat(path).filter(|stat| !stat.is_folder)?;
        Some(entry::of_disk(path, stat, self.known, &self.warm, &|limit| self.host.read(path, limit)))
    }

    pub(super) fn put(&mut self, path: RelPath, known: Option<Arc<FileEntry>>, entry: Arc<FileEntry>) {
        let is_same = known.as_ref().is_some_and(|known| known.says_the_same(&entry));
        let code_before = known.as_ref().and_then(|known| known.code.clone());
        // What is all new is looked at as a whole.
        if !self.is_all_new && code_before != entry.code {
            self.code.push(TouchedCode { path: path.clone(), before: code_before, after: entry.code.clone() });
        }
        if let Some(known) = &known {
            self.census.remove(&path, known);
        }
        self.is_new_dotenv |= known.as_deref().is_some_and(is_dotenv) != is_dotenv(&entry);
        if !is_same && !self.is_all_new {
            self.is_new_store |= vendor::is_concerned(&path);
            let before = known.and_then(|known| known.facts.clone());
            self.touched.push(Touched { path: path.clone(), before, after: entry.facts.clone() });
        }
        self.census.add(&path, &entry);
        self.files.insert(path, entry);
    }

    /// Notes that a file left the tree.
    fn note_gone(&mut self, path: &RelPath, entry: &FileEntry) {
        self.census.remove(path, entry);
        if let Some(code) = &entry.code {
            self.code.push(TouchedCode { path: path.clone(), before: Some(Arc::clone(code)), after: None });
        }
        self.touched.push(Touched { path: path.clone(), before: entry.facts.clone(), after: None });
        self.is_new_dotenv |= is_dotenv(entry);
        self.is_new_store |= vendor::is_concerned(path);
    }

    /// Takes in the ignored files that one folder brings along now.
    pub(super) fn extras(
        &mut self,
        buffers: &BTreeMap<RelPath, Arc<str>>,
        folder: &RelPath,
        found: Vec<(RelPath, Stat)>,
    ) {
        let places: Vec<RelPath> = self
            .census
            .ignored
            .iter()
            .filter(|path| extras::folder_of(path).as_ref() == Some(folder))
            .cloned()
            .collect();
        let mut gone: BTreeMap<RelPath, Arc<FileEntry>> =
            places.into_iter().filter_map(|path| self.files.remove(&path).map(|entry| (path, entry))).collect();
        for (path, stat) in found {
            if self.files.contains_key(&path) {
                continue;
            }
            let entry = match buffers.get(&path) {
                Some(text) => entry::of_text(&path, text),
                None => entry::of_disk(&path, stat, self.known, &self.warm, &|limit| self.host.read(&path, limit)),
            };
            let known = gone.remove(&path);
            self.put(path, known, Arc::new(FileEntry { is_ignored: true, ..entry }));
        }
        gone.iter().for_each(|(path, entry)| self.note_gone(path, entry));
    }

    /// The next snapshot when only texts changed. `complete`: see [`Self::new_shape`].
    pub(super) fn same_shape(&self, previous: &Snapshot, complete: Complete<'_>) -> Snapshot {
        let mut projects = previous.projects.clone();
        complete(&mut projects, &[]);
        Snapshot {
            revision: previous.revision + 1,
            stats: self.counted(previous),
            files: self.files.clone(),
            projects,
            ..previous.clone()
        }
    }

    /// The next snapshot, assembled anew. `complete` is given the projects, and which of them are other than before, while
    /// things are looked up that no project needs.
    pub(super) fn new_shape(&self, previous: &Snapshot, agenda: &Agenda, complete: Complete<'_>) -> Snapshot {
        let roots = self.host.roots().folders();
        let mounts: Vec<(RelPath, Arc<str>)> =
            roots.iter().map(|root| (root.mount.clone(), Arc::from(root.name.as_str()))).collect();
        let touched = (!self.is_all_new).then_some(self.touched.as_slice());
        let folder_name = mounts.first().map(|(_, name)| Arc::clone(name));
        let is_git = agenda.is_git || self.is_new_dotenv;
        let is_vendor = agenda.is_vendor || self.is_new_store;
        let (host, files) = (self.host, &self.files);
        let tracked = || if is_git { tracked::tracked(host, files) } else { previous.tracked.clone() };
        let vendored = || if is_vendor { vendor::vendored(host, files) } else { previous.vendored.clone() };
        let aside = || (tracked(), vendored());
        let mut assemble = || {
            let mut assembled = assemble::assemble(files, &mounts, previous, touched);
            complete(&mut assembled.projects, &assembled.is_fresh);
            assembled
        };
        let (assembled, (tracked, vendored)) =
            if is_git || is_vendor { both(assemble, aside) } else { (assemble(), aside()) };
        Snapshot {
            revision: previous.revision + 1,
            kind: assembled.kind,
            name: assembled.name.or(folder_name).unwrap_or_else(|| Arc::from("workspace")),
            projects: assembled.projects,
            compose: assembled.compose,
            tracked,
            vendored,
            stats: self.counted(previous),
            files: files.clone(),
        }
    }

    fn counted(&self, previous: &Snapshot) -> Stats {
        Stats { files: self.files.len(), bytes: self.census.bytes, ..previous.stats }
    }
}

impl Census {
    fn add(&mut self, path: &RelPath, entry: &FileEntry) {
        self.folders.add(path, entry);
        self.included.add(path, entry);
        self.bytes += entry.size;
        if entry.is_ignored {
            self.ignored.insert(path.clone());
        }
    }

    fn remove(&mut self, path: &RelPath, entry: &FileEntry) {
        self.folders.remove(path, entry);
        self.included.remove(path);
        self.bytes -= entry.size;
        self.ignored.remove(path);
        self.unsaved.remove(path);
    }
}

fn is_dotenv(entry: &FileEntry) -> bool {
    matches!(entry.facts.as_deref(), Some(FileFacts::Dotenv(_)))
}

/// The paths at or below `folder`.
fn below(files: &Files, folder: &RelPath) -> impl Iterator<Item = RelPath> {
    let start = if folder.is_root() { String::new() } else { format!("{}/", folder.as_str()) };
    let inner = files.range::<_, str>((Bound::Included(start.as_str()), Bound::Unbounded));
    let inner: Vec<RelPath> =
        inner.map(|(path, _)| path).take_while(|path| path.as_str().starts_with(&start)).cloned().collect();
    files.get_key_value(folder).map(|(path, _)| path.clone()).into_iter().chain(inner)
}

pub(super) fn is_below_any(path: &RelPath, folders: &BTreeSet<RelPath>) -> bool {
    // Asked for every file of a walk: the whole tree is the usual answer.
    folders.contains("")
        || folders.contains(path)
        || std::iter::successors(path.parent(), RelPath::parent).any(|folder| folders.contains(&folder))
}

fn is_above_any(path: &RelPath, inner: &BTreeSet<RelPath>) -> bool {
    let start = format!("{}/", path.as_str());
    let mut later = inner.range::<str, _>((Bound::Included(start.as_str()), Bound::Unbounded));
    later.next().is_some_and(|first| first.as_str().starts_with(&start))
}
