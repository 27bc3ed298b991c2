//! What everybody may read: one revision of the workspace with all that belongs to it. Immutable; the owner publishes the
//! next one.

use std::sync::Arc;

use assist::Buffers;
use doctor::Report;
use host::{Host, OsHost};
use index::{Index, Snapshot};
use lsp_types::Url;
use model::RelPath;

use super::{documents::Documents, folders::Mounts, report::Checkup, session::ClientTraits};
use crate::turn::Scene;

/// One revision.
pub(crate) struct View {
    /// The workspace. Revision 0: the first one is still being built.
    pub(crate) snapshot: Arc<Snapshot>,
    /// Its health.
    pub(crate) report: Arc<Report>,
    /// The editor's buffers that the snapshot was made with.
    pub(crate) documents: Documents,
    /// The same by workspace path.
    pub(crate) buffers: Arc<Buffers>,
    /// The folders.
    pub(crate) mounts: Arc<Mounts>,
    /// Their machine.
    pub(crate) host: Arc<OsHost>,
    /// What the client can do.
    pub(crate) client: ClientTraits,
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
            buffers: Arc::default(),
            mounts: Arc::default(),
            host,
            client: ClientTraits::default(),
        }
    }

    /// For those who put what is known into words.
    pub(crate) fn scene(&self) -> Scene {
        Scene {
            snapshot: Arc::clone(&self.snapshot),
            report: Arc::clone(&self.report),
            host: Arc::clone(&self.host) as Arc<dyn Host>,
            buffers: Arc::clone(&self.buffers),
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
