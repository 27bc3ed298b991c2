mod draft;
mod entry;
mod extras;
mod included;
mod installed;
mod skip;
mod tracked;
mod vendor;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use disk::index_cache::IndexCache;
use host::Host;
use model::{Project, RelPath};

use self::{
    draft::{Census, Draft, is_below_any},
    installed::{Installed, Lookup},
};
use crate::{
    endpoints::{Endpoints, Ground, Memory, News},
    graph::{self, Graph},
    known::{Known, Notes},
    snapshot::{Files, GitTracked, Snapshot, Stats},
    warm::Warm,
};

pub(crate) use entry::text_of;
pub(crate) use skip::is_vendored;
pub use skip::{is_indexed, is_noticed};

/// One thing that happened to the tree.
#[derive(Debug, Clone)]
pub enum Change {
    /// A file or folder was created, changed or deleted on disk.
    Disk(RelPath),
    /// The editor's buffer of a file: it wins over the disk until it is closed.
    Buffer(RelPath, Arc<str>),
    /// The buffer was closed: the disk counts again.
    Closed(RelPath),
    /// Something larger happened (a branch switched, the watcher overflowed): look at everything again.
    Everything,
}

/// The owner of the tree. Applies changes in order; hands out snapshots.
///
/// INVARIANT: after any changes the snapshot equals that of a fresh index with the same buffers, but for `revision` and
/// `stats.elapsed_ms` (held by the property tests in `tests/changes.rs`).
pub struct Index {
    snapshot: Arc<Snapshot>,
    buffers: BTreeMap<RelPath, Arc<str>>,
    census: Census,
    endpoints: Endpoints,
    installed: Installed,
    graph: graph::Store,
}

/// The texts of the editor.
type Buffers = BTreeMap<RelPath, Arc<str>>;

/// Builds a snapshot of the whole workspace.
#[must_use]
pub fn build(host: &dyn Host) -> Arc<Snapshot> {
    Index::new(host).snapshot()
}

/// What a batch of changes asks to be looked at again.
#[derive(Default)]
struct Agenda {
    /// Files that the tree has and that still exist: read again.
    files: BTreeSet<RelPath>,
    /// Files and folders of which it is not known what git says: walked again.
    subtrees: BTreeSet<RelPath>,
    /// Folders whose ignored files may have changed.
    extras: BTreeSet<RelPath>,
    is_vendor: bool,
    is_git: bool,
    is_installed: bool,
}

impl Agenda {
    fn everything() -> Self {
        let mut agenda = Self::default();
        agenda.add_everything();
        agenda
    }

    fn add_everything(&mut self) {
        self.subtrees.insert(RelPath::root());
        (self.is_vendor, self.is_git, self.is_installed) = (true, true, true);
    }
}

impl Index {
    /// Reads the whole workspace.
    #[must_use]
    pub fn new(host: &dyn Host) -> Self {
        Self::look(host, &Arc::default(), None).0
    }

    /// Reads what is not known from another day, and says what to keep for the next; `None` when that is the same again.
    #[must_use]
    pub fn open(host: &dyn Host, known: IndexCache) -> (Self, Option<Notes>) {
        let known = Arc::new(Known::new(known));
        let (index, stamps) = Self::look(host, &known, Some(Memory::of(&known)));
        let is_known = known.is_all(&index.snapshot.files) && index.endpoints.is_all(&known);
        let notes =
            (!is_known).then(|| Notes { snapshot: index.snapshot(), stamps, memos: index.endpoints.memos().collect() });
        (index, notes)
    }

    /// The first look, and the stamps of the files that were looked at.
    fn look(host: &dyn Host, known: &Arc<Known>, memory: Option<Memory>) -> (Self, Vec<(RelPath, u64)>) {
        let started = host.now_ms();
        let buffers = BTreeMap::new();
        let blank = Snapshot {
            revision: 0,
            kind: model::WorkspaceKind::Plain,
            name: Arc::from(""),
            projects: Vec::new(),
            files: Files::default(),
            compose: Vec::new(),
            vendored: BTreeMap::new(),
            tracked: GitTracked::default(),
            stats: Stats::default(),
        };
        let mut index = Self {
            snapshot: Arc::new(blank),
            buffers,
            census: Census::default(),
            endpoints: Endpoints::default(),
            installed: Installed::default(),
            graph: graph::Store::default(),
        };
        if let Some(memory) = memory {
            index.endpoints.remember(memory);
        }
        let (mut next, stamps) = index.next(host, Agenda::everything(), known);
        next.stats.elapsed_ms = host.now_ms().saturating_sub(started);
        index.snapshot = Arc::new(next);
        (index, stamps)
    }

    /// The latest snapshot.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshot)
    }

    /// The code graph of the latest snapshot: imports, symbols and references. Made on demand, from the files that changed
    /// since it was last asked for.
    pub fn graph(&mut self, host: &dyn Host) -> Arc<Graph> {
        let snapshot = self.snapshot();
        let ground = Ground { host, buffers: &self.buffers, files: &snapshot.files, warm: &Warm::default() };
        self.graph.graph(&ground, &snapshot)
    }

    /// Applies changes in order and returns the next snapshot. Reads only what the changes name.
    pub fn apply(&mut self, host: &dyn Host, changes: impl IntoIterator<Item = Change>) -> Arc<Snapshot> {
        let mut agenda = Agenda::default();
        for change in changes {
            match change {
                Change::Disk(path) => self.on_disk(host, path, &mut agenda),
                Change::Buffer(path, text) => {
                    let is_new = self.buffers.insert(path.clone(), text).is_none();
                    self.on_buffer(host, path, is_new, &mut agenda);
                }
                Change::Closed(path) => {
                    let was_open = self.buffers.remove(&path).is_some();
                    self.on_buffer(host, path, was_open, &mut agenda);
                }
                Change::Everything => agenda.add_everything(),
            }
        }
        let (next, _) = self.next(host, agenda, &Known::default());
        self.snapshot = Arc::new(next);
        self.snapshot()
    }

    fn on_disk(&self, host: &dyn Host, path: RelPath, agenda: &mut Agenda) {
        agenda.is_vendor |= vendor::is_concerned(&path);
        agenda.is_installed |= self.installed.is_concerned(host, &path, &self.snapshot.projects);
        if let Some(top) = repository_of(&path) {
            // Of git's own files only these say something about the tree.
            let inside = path.below(&top).unwrap_or("");
            agenda.is_git |= matches!(inside, ".git" | ".git/index");
            if matches!(inside, ".git" | ".git/info" | ".git/info/exclude") {
                agenda.subtrees.insert(top);
            }
            return;
        }
        if matches!(path.file_name(), ".gitignore" | ".ignore") {
            agenda.subtrees.insert(path.parent().unwrap_or_else(RelPath::root));
            return;
        }
        let is_file = host.stat(&path).is_some_and(|stat| !stat.is_folder);
        // What git says of a file is known once it was walked.
        let is_known = self.snapshot.files.get(&path).is_some_and(|entry| !entry.is_ignored)
            && !self.census.unsaved.contains(&path);
        if is_known && is_file {
            agenda.files.insert(path);
            return;
        }
        agenda.extras.extend(path.parent().into_iter().chain(extras::folder_of(&path)));
        if is_indexed(&path) {
            agenda.subtrees.insert(path);
        }
    }

    /// `is_turn`: the buffer has just come or gone, so that the tree may have one file more or less.
    fn on_buffer(&self, host: &dyn Host, path: RelPath, is_turn: bool, agenda: &mut Agenda) {
        match self.snapshot.files.get(&path) {
            Some(_) if is_turn => self.on_disk(host, path, agenda),
            Some(entry) if entry.is_ignored => agenda.extras.extend(extras::folder_of(&path)),
            Some(_) => drop(agenda.files.insert(path)),
            // A file that git ignores stays away however often it is edited.
            None if is_turn => self.on_disk(host, path, agenda),
            None => {}
        }
    }

    /// The next snapshot, and the stamps of the files that were looked at.
    fn next(&mut self, host: &dyn Host, mut agenda: Agenda, known: &Known) -> (Snapshot, Vec<(RelPath, u64)>) {
        let previous = Arc::clone(&self.snapshot);
        let mut draft = Draft {
            host,
            files: previous.files.clone(),
            census: std::mem::take(&mut self.census),
            touched: Vec::new(),
            code: Vec::new(),
            known,
            warm: Warm::default(),
            stamps: Vec::new(),
            is_all_new: previous.revision == 0,
            is_new_dotenv: false,
            is_new_store: false,
        };
        draft.walk(&self.buffers, &agenda.subtrees);
        // What the walk has seen, or has not, is settled.
        for path in agenda.files.iter().filter(|path| !is_below_any(path, &agenda.subtrees)) {
            let kind = path.parent().map(|folder| draft.census.folders.kind(&folder));
            draft.reread(&self.buffers, path);
            // The first or last facts of a folder bring or take its ignored files.
            agenda.extras.extend(path.parent().filter(|folder| kind != Some(draft.census.folders.kind(folder))));
        }
        agenda.extras.extend(draft.included(&self.buffers));
        let tops = host.roots().folders().iter().map(|root| &root.mount);
        let again = draft.census.folders.all().chain(tops).filter(|folder| is_below_any(folder, &agenda.subtrees));
        // The store of a memory file that is looked at again belongs to the folder above.
        let above = agenda.subtrees.iter().filter_map(RelPath::parent);
        let again: Vec<RelPath> = again.cloned().chain(above).collect();
        agenda.extras.extend(again);
        let folders: Vec<&RelPath> = agenda.extras.iter().collect();
        for (folder, found) in folders.iter().zip(extras::of_folders(host, &draft.census.folders, &folders)) {
            draft.extras(&self.buffers, folder, found);
        }
        let is_asked = agenda.is_git || agenda.is_vendor || agenda.is_installed;
        let is_same = !draft.is_all_new && draft.touched.is_empty() && !is_asked;
        let (installed, endpoints) = (&mut self.installed, &mut self.endpoints);
        let ground = Ground { host, buffers: &self.buffers, files: &draft.files, warm: &draft.warm };
        let news = News { touched: &draft.code, is_reshaped: !is_same, is_vendor: agenda.is_vendor };
        let before = if agenda.is_installed { &[] } else { previous.projects.as_slice() };
        let mut complete = |projects: &mut [Project], is_fresh: &[bool]| {
            let is_wanted = |at: usize| agenda.is_installed || is_fresh.get(at) == Some(&true);
            complete(projects, installed, Lookup { before, is_wanted: &is_wanted }, endpoints, (&ground, &news));
        };
        let next = if is_same {
            draft.same_shape(&previous, &mut complete)
        } else {
            draft.new_shape(&previous, &agenda, &mut complete)
        };
        self.census = draft.census;
        (next, draft.stamps)
    }
}

/// Does two things at the same time, the second in a thread of its own.
fn both<A, B: Send>(here: impl FnOnce() -> A, aside: impl FnOnce() -> B + Send) -> (A, B) {
    std::thread::scope(|scope| {
        let aside = scope.spawn(aside);
        let here = here();
        (here, aside.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

/// Gives projects the versions of what is installed and their endpoints: neither needs what the other finds.
fn complete(
    projects: &mut [Project],
    installed: &mut Installed,
    lookup: Lookup<'_>,
    endpoints: &mut Endpoints,
    (ground, news): (&Ground<'_>, &News<'_>),
) {
    let all = &*projects;
    let mut endpoints = || endpoints.update(ground, all, news);
    let (endpoints, versions) = if (0..all.len()).any(lookup.is_wanted) {
        both(endpoints, || installed.look_up(ground.host, all, lookup))
    } else {
        (endpoints(), Vec::new())
    };
    for (at, found) in endpoints {
        projects[at].endpoints = found;
    }
    for (at, versions) in versions {
        for (dependency, version) in projects[at].dependencies.iter_mut().zip(versions) {
            dependency.installed = version;
        }
    }
}

/// The folder whose `.git` holds `path`.
fn repository_of(path: &RelPath) -> Option<RelPath> {
    let folders = std::iter::successors(Some(path.clone()), RelPath::parent);
    folders.filter(|folder| folder.file_name() == ".git").last()?.parent()
}
