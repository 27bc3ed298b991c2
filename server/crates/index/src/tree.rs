use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};

use host::{Host, ReadError, Stat};
use model::{ProjectId, RelPath, facts::FileFacts};

use crate::{
    assemble,
    snapshot::{FileEntry, GitTracked, Snapshot, Stats, VendoredModule},
};

/// Evidence is cut from texts up to this size; larger ones keep their facts only.
const KEPT_TEXT_LIMIT: usize = 256 << 10;

/// One thing that happened to the tree.
#[derive(Debug, Clone)]
pub enum Change {
    /// A file was created, changed or deleted on disk.
    Disk(RelPath),
    /// The editor's buffer of a file: it wins over the disk until it is closed.
    Buffer(RelPath, Arc<str>),
    /// The buffer was closed: the disk counts again.
    Closed(RelPath),
    /// Something larger happened (a folder moved, a branch switched): look at everything again.
    Everything,
}

/// The owner of the tree. Applies changes in order; hands out snapshots.
pub struct Index {
    snapshot: Arc<Snapshot>,
    buffers: BTreeMap<RelPath, Arc<str>>,
}

/// Builds a snapshot of the whole workspace.
#[must_use]
pub fn build(host: &dyn Host) -> Arc<Snapshot> {
    Index::new(host).snapshot()
}

impl Index {
    /// Reads the whole workspace.
    #[must_use]
    pub fn new(host: &dyn Host) -> Self {
        let buffers = BTreeMap::new();
        Self { snapshot: Arc::new(full(host, &buffers, 1)), buffers }
    }

    /// The latest snapshot.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshot)
    }

    /// Applies changes in order and returns the next snapshot. Reads only what the changes name.
    pub fn apply(&mut self, host: &dyn Host, changes: impl IntoIterator<Item = Change>) -> Arc<Snapshot> {
        let mut touched: BTreeSet<RelPath> = BTreeSet::new();
        let mut is_full = false;
        for change in changes {
            match change {
                Change::Disk(path) => {
                    // A folder stands for everything below it, and git's own files for the whole tree.
                    let is_folder = host.stat(&path).is_some_and(|stat| stat.is_folder) || self.is_folder(&path);
                    is_full |=
                        is_folder || path.segments().any(|part| part == ".git") || path.file_name() == ".gitignore";
                    touched.insert(path);
                }
                Change::Buffer(path, text) => {
                    self.buffers.insert(path.clone(), text);
                    touched.insert(path);
                }
                Change::Closed(path) => {
                    self.buffers.remove(&path);
                    touched.insert(path);
                }
                Change::Everything => is_full = true,
            }
        }
        let revision = self.snapshot.revision + 1;
        let next = if is_full { full(host, &self.buffers, revision) } else { self.patched(host, &touched, revision) };
        self.snapshot = Arc::new(next);
        self.snapshot()
    }

    fn is_folder(&self, path: &RelPath) -> bool {
        !self.snapshot.files.contains_key(path)
            && self.snapshot.files.range::<RelPath, _>(path..).next().is_some_and(|(first, _)| first.is_within(path))
    }

    fn patched(&self, host: &dyn Host, touched: &BTreeSet<RelPath>, revision: u64) -> Snapshot {
        let previous = &*self.snapshot;
        let mut files = (*previous.files).clone();
        let mut bytes = previous.stats.bytes;
        let mut is_new_shape = false;
        for path in touched {
            let before = files.remove(path);
            bytes -= before.as_ref().map_or(0, |entry| entry.size);
            let stat = host.stat(path).filter(|stat| !stat.is_folder);
            let entry = match (self.buffers.get(path), stat) {
                (Some(text), _) => Some(entry_of(path, text)),
                (None, Some(stat)) if before.is_some() || is_indexed(path) => {
                    Some(read_entry(path, stat, &|limit| host.read(path, limit)))
                }
                _ => None,
            };
            is_new_shape |=
                before.is_some() != entry.is_some() || facts_of(before.as_ref()) != facts_of(entry.as_ref());
            if let Some(entry) = entry {
                bytes += entry.size;
                files.insert(path.clone(), entry);
            }
        }
        let stats = Stats { files: files.len(), bytes, ..previous.stats };
        if !is_new_shape {
            return Snapshot { revision, files: Arc::new(files), stats, ..previous.clone() };
        }
        finish(host, files, stats, revision)
    }
}

fn facts_of(entry: Option<&FileEntry>) -> Option<&FileFacts> {
    entry.and_then(|entry| entry.facts.as_deref())
}

/// Folders that hold no code of the workspace's own, whatever git says of them.
fn is_skipped(folder: &RelPath) -> bool {
    let name = folder.file_name();
    let is_known = matches!(
        name,
        "node_modules"
            | ".venv"
            | "venv"
            | "target"
            | "dist"
            | "build"
            | "__pycache__"
            | ".mypy_cache"
            | ".pytest_cache"
            | ".ruff_cache"
            | ".tox"
            | ".nox"
            | ".next"
            | ".nuxt"
            | ".gradle"
            | ".idea"
            | ".terraform"
            | "site-packages"
            | ".yarn"
    );
    is_known || is_rapidkit_store(folder)
}

/// `.rapidkit/vendor` and `.rapidkit/snapshots` hold originals, not code of the user's.
fn is_rapidkit_store(folder: &RelPath) -> bool {
    let mut segments = folder.segments().rev();
    matches!(segments.next(), Some("vendor" | "snapshots"))
        && matches!(segments.next(), Some(".rapidkit" | ".workspai"))
}

/// Whether a file of this path can be part of the tree, as far as its folders tell.
#[must_use]
pub fn is_indexed(path: &RelPath) -> bool {
    std::iter::successors(path.parent(), RelPath::parent)
        .all(|folder| !is_skipped(&folder) && folder.file_name() != ".git")
}

fn full(host: &dyn Host, buffers: &BTreeMap<RelPath, Arc<str>>, revision: u64) -> Snapshot {
    let started = host.now_ms();
    let seen = Mutex::new(Vec::new());
    let problems = host.walk(&is_skipped, &|file| {
        let entry = match buffers.get(&file.path) {
            Some(text) => entry_of(&file.path, text),
            None => read_entry(&file.path, file.stat, &|limit| file.read(limit)),
        };
        if let Ok(mut seen) = seen.lock() {
            seen.push((file.path.clone(), entry));
        }
    });
    for problem in problems {
        tracing::warn!(path = problem.path.as_ref().map(RelPath::as_str), "not indexed: {}", problem.message);
    }
    let mut files: BTreeMap<RelPath, FileEntry> = seen.into_inner().unwrap_or_default().into_iter().collect();
    for (path, text) in buffers {
        files.entry(path.clone()).or_insert_with(|| entry_of(path, text));
    }
    add_ignored_dotenv(host, &mut files);
    let bytes = files.values().map(|entry| entry.size).sum();
    let stats = Stats { files: files.len(), bytes, elapsed_ms: 0 };
    let mut snapshot = finish(host, files, stats, revision);
    snapshot.stats.elapsed_ms = host.now_ms().saturating_sub(started);
    snapshot
}

/// Dotenv files are mostly ignored by git, yet they decide what a process gets: look for them beside files with facts.
fn add_ignored_dotenv(host: &dyn Host, files: &mut BTreeMap<RelPath, FileEntry>) {
    let folders: BTreeSet<RelPath> =
        files.iter().filter(|(_, entry)| entry.facts.is_some()).filter_map(|(path, _)| path.parent()).collect();
    for folder in folders {
        for (name, stat) in host.list(&folder) {
            let Some(path) = folder.join(&name).ok().filter(|_| name.starts_with(".env") && !stat.is_folder) else {
                continue;
            };
            add_ignored(host, path, stat, files);
        }
    }
    add_ignored_memory(host, files);
}

/// What a team wrote down for its tools may be ignored by git as well: look for it at the top and in every package.
fn add_ignored_memory(host: &dyn Host, files: &mut BTreeMap<RelPath, FileEntry>) {
    let is_manifest = |entry: &FileEntry| matches!(entry.facts.as_deref(), Some(FileFacts::Manifest(_)));
    let mut folders: BTreeSet<RelPath> =
        files.iter().filter(|(_, entry)| is_manifest(entry)).filter_map(|(path, _)| path.parent()).collect();
    folders.extend(host.roots().folders().iter().map(|root| root.mount.clone()));
    for folder in folders {
        for name in [".rapidkit/workspace-memory.json", ".workspai/workspace-memory.json"] {
            let Ok(path) = folder.join(name) else { continue };
            if let Some(stat) = host.stat(&path).filter(|stat| !stat.is_folder) {
                add_ignored(host, path, stat, files);
            }
        }
    }
}

fn add_ignored(host: &dyn Host, path: RelPath, stat: Stat, files: &mut BTreeMap<RelPath, FileEntry>) {
    let read = || read_entry(&path, stat, &|limit| host.read(&path, limit));
    files.entry(path.clone()).or_insert_with(read);
}

fn finish(host: &dyn Host, files: BTreeMap<RelPath, FileEntry>, stats: Stats, revision: u64) -> Snapshot {
    let vendored = vendored(host, &files);
    let mounts: Vec<(RelPath, Arc<str>)> =
        host.roots().folders().iter().map(|root| (root.mount.clone(), Arc::from(root.name.as_str()))).collect();
    let assembled = assemble::assemble(&files, &mounts);
    let folder_name = mounts.first().map(|(_, name)| Arc::clone(name));
    Snapshot {
        revision,
        kind: assembled.kind,
        name: assembled.name.or(folder_name).unwrap_or_else(|| Arc::from("workspace")),
        projects: assembled.projects,
        compose: assembled.compose,
        tracked: tracked(host, &files),
        files: Arc::new(files),
        vendored,
        stats,
    }
}

fn read_entry(path: &RelPath, stat: Stat, read: &dyn Fn(u64) -> Result<Vec<u8>, ReadError>) -> FileEntry {
    let blank = FileEntry { size: stat.size, facts: None, text: None, unread: None };
    let Some(reader) = detect::reader_for(path) else { return blank };
    match read(reader.limit_bytes) {
        Ok(bytes) => {
            let text =
                String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
            FileEntry { size: stat.size, ..entry_of(path, &text) }
        }
        Err(ReadError::Absent) => blank,
        Err(error) => {
            tracing::warn!(%path, "not read: {error}");
            FileEntry { unread: Some(Arc::from(error.to_string())), ..blank }
        }
    }
}

fn entry_of(path: &RelPath, text: &str) -> FileEntry {
    let size = text.len() as u64;
    let unread = |error: &str| FileEntry { size, facts: None, text: None, unread: Some(Arc::from(error)) };
    // An editor's buffer may be larger than what would be read from disk.
    if let Some(reader) = detect::reader_for(path).filter(|reader| size > reader.limit_bytes) {
        return unread(&ReadError::TooLarge { size, limit: reader.limit_bytes }.to_string());
    }
    // One file that trips a reader must not cost the others.
    let Ok(facts) = std::panic::catch_unwind(|| detect::read(path, text)) else {
        tracing::error!(%path, "not read: its reader has a bug");
        return unread("its reader has a bug");
    };
    let is_kept =
        text.len() <= KEPT_TEXT_LIMIT && facts.as_ref().is_some_and(|facts| !matches!(facts, FileFacts::Lock(_)));
    FileEntry { size, text: is_kept.then(|| Arc::from(text)), facts: facts.map(Arc::new), unread: None }
}

/// Module folders below each `.rapidkit/vendor`, found by the marker files beside it.
fn vendored(host: &dyn Host, files: &BTreeMap<RelPath, FileEntry>) -> BTreeMap<ProjectId, Vec<VendoredModule>> {
    let stores: BTreeSet<RelPath> = files
        .keys()
        .filter_map(RelPath::parent)
        .filter(|folder| matches!(folder.file_name(), ".rapidkit" | ".workspai"))
        .collect();
    let mut found = BTreeMap::new();
    for store in stores {
        let (Ok(vendor), Some(project)) = (store.join("vendor"), store.parent()) else { continue };
        let mut modules = Vec::new();
        collect_modules(host, &vendor, &vendor, &mut modules);
        if !modules.is_empty() {
            found.insert(ProjectId(project), modules);
        }
    }
    found
}

/// A folder whose sub-folders look like versions is a module. Slugs have at most four segments.
fn collect_modules(host: &dyn Host, vendor: &RelPath, folder: &RelPath, out: &mut Vec<VendoredModule>) {
    let below = folder.below(vendor).unwrap_or("");
    if below.split('/').count() > 4 {
        return;
    }
    let folders: Vec<String> =
        host.list(folder).into_iter().filter(|(_, stat)| stat.is_folder).map(|(name, _)| name).collect();
    let versions: Vec<Arc<str>> =
        folders.iter().filter(|name| model::major_minor(name).is_some()).map(|name| Arc::from(name.as_str())).collect();
    if !versions.is_empty() && !below.is_empty() {
        out.push(VendoredModule { name: Arc::from(below), versions, folder: folder.clone() });
        return;
    }
    for name in folders {
        if let Ok(next) = folder.join(&name) {
            collect_modules(host, vendor, &next, out);
        }
    }
}

fn tracked(_host: &dyn Host, _files: &BTreeMap<RelPath, FileEntry>) -> GitTracked {
    GitTracked(None)
}
