//! Where the work on the state is done, on a thread that may block: buffers, index, doctor, and what the client is told
//! of the outcome. The owner lends the desk to one piece of work at a time.

use std::{
    collections::{BTreeMap, BTreeSet},
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::Arc,
};

use arc_swap::ArcSwap;
use host::OsHost;
use index::{Change, Index, Snapshot};
use lsp_types::Url;
use model::RelPath;

use crate::recall;

use super::{
    changed,
    diagnostics::Published,
    documents::{self, Document, Documents},
    event::DocumentEvent,
    folders::{Folder, Mounts},
    outbox::Outbox,
    report::Checkup,
    session::ClientTraits,
    view::View,
};

/// The mutable state.
pub(crate) struct Desk {
    index: Option<Index>,
    documents: Documents,
    mounts: Arc<Mounts>,
    host: Arc<OsHost>,
    checkup: Checkup,
    published: Published,
    /// Set when work broke off: the next one looks at everything again.
    is_suspect: bool,
    view: Arc<ArcSwap<View>>,
    outbox: Outbox,
}

/// What the session says at the time of the work.
#[derive(Debug, Clone, Default)]
pub(crate) struct Terms {
    pub(crate) client: ClientTraits,
    pub(crate) disabled_rules: Vec<String>,
    /// The folder for the program's own files.
    pub(crate) storage: Option<PathBuf>,
}

/// One piece of work.
pub(crate) enum Work {
    /// Edits, single files, other terms: milliseconds.
    Quick { documents: Vec<DocumentEvent>, disk: BTreeSet<RelPath>, is_recheck: bool },
    /// The whole tree, with other folders if so.
    Rebuild { folders: Option<Vec<Folder>> },
}

impl Desk {
    pub(crate) fn new(view: Arc<ArcSwap<View>>, outbox: Outbox) -> Self {
        let empty = view.load();
        Self {
            index: None,
            documents: Documents::new(),
            mounts: Arc::clone(&empty.mounts),
            host: Arc::clone(&empty.host),
            checkup: Checkup::new(&empty.host),
            published: Published::default(),
            is_suspect: false,
            view: Arc::clone(&view),
            outbox,
        }
    }

    /// Does one piece of work, publishes the next view and tells the client. A panic inside costs this step only.
    pub(crate) fn work(&mut self, work: Work, terms: &Terms) {
        if catch_unwind(AssertUnwindSafe(|| self.work_unguarded(work, terms))).is_err() {
            self.is_suspect = true;
            tracing::error!("the workspace could not be read because of a bug; what is shown may be out of date");
        }
    }

    fn work_unguarded(&mut self, work: Work, terms: &Terms) {
        let is_recheck = matches!(work, Work::Quick { is_recheck: true, .. });
        let changes = match work {
            Work::Quick { documents, disk, .. } => {
                let mut changes = self.edited(documents);
                changes.extend(disk.into_iter().map(Change::Disk));
                changes
            }
            Work::Rebuild { folders } => self.rebuilt(folders),
        };
        let previous = self.view.load_full();
        let snapshot =
            self.applied(changes, terms.storage.as_deref()).unwrap_or_else(|| Arc::clone(&previous.snapshot));
        let is_new = !Arc::ptr_eq(&snapshot, &previous.snapshot);
        let report = if is_new || is_recheck {
            Arc::new(self.checkup.check(&snapshot, &terms.disabled_rules))
        } else {
            Arc::clone(&previous.report)
        };
        let view = Arc::new(View {
            snapshot,
            report,
            documents: self.documents.clone(),
            buffers: Arc::new(self.buffers()),
            mounts: Arc::clone(&self.mounts),
            host: Arc::clone(&self.host),
            client: terms.client,
        });
        self.view.store(Arc::clone(&view));
        self.published.update(&view, &self.outbox);
        if let Some(params) = changed::between(&previous, &view).filter(|_| terms.client.is_ours) {
            self.outbox.push::<wire::method::IndexChanged>(&params);
        }
    }

    /// The next snapshot; `None` while there is no index, and when nothing of it changed.
    fn applied(&mut self, mut changes: Vec<Change>, storage: Option<&Path>) -> Option<Arc<Snapshot>> {
        if self.is_suspect {
            changes.push(Change::Everything);
        }
        let is_everything = changes.iter().any(|change| matches!(change, Change::Everything));
        let snapshot = match &mut self.index {
            Some(_) if changes.is_empty() => return None,
            Some(index) => index.apply(&*self.host, changes),
            None if !is_everything => return None,
            None => {
                let index = self.index.insert(opened(&self.host, storage));
                changes.retain(|change| matches!(change, Change::Buffer(..)));
                if changes.is_empty() { index.snapshot() } else { index.apply(&*self.host, changes) }
            }
        };
        self.is_suspect = false;
        if is_everything {
            let (stats, projects) = (snapshot.stats, snapshot.projects.len());
            tracing::info!(
                revision = snapshot.revision,
                files = stats.files,
                projects,
                ms = stats.elapsed_ms,
                "indexed"
            );
        }
        Some(snapshot)
    }

    /// Takes in what happened to buffers; each file is named once, whatever the number of edits.
    fn edited(&mut self, events: Vec<DocumentEvent>) -> Vec<Change> {
        let mut touched = BTreeSet::new();
        for event in events {
            touched.insert(self.document(event));
        }
        touched
            .into_iter()
            .filter_map(|uri| {
                let path = self.mounts.path(&uri)?;
                Some(match self.documents.get(&uri) {
                    Some(document) => Change::Buffer(path, Arc::clone(&document.text)),
                    None => Change::Closed(path),
                })
            })
            .collect()
    }

    fn document(&mut self, event: DocumentEvent) -> Url {
        match event {
            DocumentEvent::Opened { uri, version, text } => {
                self.documents.insert(uri.clone(), Document { version, text: text.into() });
                uri
            }
            DocumentEvent::Edited { uri, version, changes } => {
                if let Some(document) = self.documents.get_mut(&uri) {
                    document.text = documents::apply(&document.text, &changes).into();
                    document.version = version;
                } else {
                    tracing::warn!(%uri, "an edit of a document that is not open was ignored");
                }
                uri
            }
            DocumentEvent::Closed { uri } => {
                self.documents.remove(&uri);
                uri
            }
        }
    }

    fn rebuilt(&mut self, folders: Option<Vec<Folder>>) -> Vec<Change> {
        let mut changes = vec![Change::Everything];
        if let Some(folders) = folders {
            changes.extend(self.buffers().into_keys().map(Change::Closed));
            let (mounts, host) = Mounts::open(&folders);
            self.mounts = Arc::new(mounts);
            self.host = Arc::new(host);
            changes.extend(self.buffers().into_iter().map(|(path, text)| Change::Buffer(path, text)));
        } else if self.index.is_none() {
            changes.extend(self.buffers().into_iter().map(|(path, text)| Change::Buffer(path, text)));
        }
        changes
    }

    fn buffers(&self) -> BTreeMap<RelPath, Arc<str>> {
        let texts = self.documents.iter();
        texts.filter_map(|(uri, document)| Some((self.mounts.path(uri)?, Arc::clone(&document.text)))).collect()
    }
}

/// The first index. What it leaves for another day is written beside the work: nobody waits for it.
fn opened(host: &OsHost, storage: Option<&Path>) -> Index {
    let Some(storage) = storage else { return Index::new(host) };
    let (index, keep) = recall::open(host, Some(storage));
    if let Some(keep) = keep {
        std::thread::spawn(move || keep.write());
    }
    index
}
