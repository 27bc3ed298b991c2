//! What everybody may read: one revision of the workspace with all that belongs to it. Immutable; the owner publishes the
//! next one.

use std::sync::Arc;

use doctor::Report;
use host::OsHost;
use index::{Index, Snapshot};
use lsp_types::Url;
use model::RelPath;

use super::{documents::Documents, folders::Mounts, report::Checkup, session::ClientTraits};

/// One revision.
pub(crate) struct View {
    /// The workspace. Revision 0: the first one is still being built.
    pub(crate) snapshot: Arc<Snapshot>,
    /// Its health.
    pub(crate) report: Arc<Report>,
    /// The editor's buffers that the snapshot was made with.
    pub(crate) documents: Documents,
    /// The folders.
    pub(crate) mounts: Arc<Mounts>,
    /// Their machine.
    pub(crate) host: Arc<OsHost>,
    /// What the client can do.
    pub(crate) client: ClientTraits,
    /// Whether the user trusts the workspace.
    pub(crate) is_trusted: bool,
}

impl View {
    /// Before anything is opened.
    pub(crate) fn empty() -> Self {
        let host = Arc::new(OsHost::new([]));
        let mut snapshot = Index::new(&*host).snapshot();
        Arc::make_mut(&mut snapshot).revision = 0;
        Self {
            report: Arc::new(Checkup::new(&host).check(&snapshot, &[])),
            snapshot,
            documents: Documents::new(),
            mounts: Arc::default(),
            host,
            client: ClientTraits::default(),
            is_trusted: false,
        }
    }

    /// The URI under which the editor knows a file: the buffer's own, else the folder's.
    pub(crate) fn uri(&self, path: &RelPath) -> Option<Url> {
        let open = self.documents.keys().find(|uri| self.mounts.path(uri).as_ref() == Some(path));
        open.cloned().or_else(|| self.mounts.uri(path))
    }

    /// The version of a file's buffer, when it is open.
    pub(crate) fn version(&self, uri: &Url) -> Option<i32> {
        self.documents.get(uri).map(|document| document.version)
    }
}
