//! A workspace in memory with everything that a [`View`] needs.

use std::sync::Arc;

use doctor::{Report, Seed};
use host::MemHost;
use index::{Change, Index, Snapshot};
use model::RelPath;

use crate::{Buffers, View};

pub(crate) struct Bench {
    pub(crate) host: MemHost,
    index: Index,
    snapshot: Arc<Snapshot>,
    report: Report,
    buffers: Buffers,
}

impl Bench {
    #[track_caller]
    pub(crate) fn new(fixture: &str) -> Self {
        let host = fixture::mem_host(fixture);
        let index = Index::new(&host);
        let snapshot = index.snapshot();
        let report = doctor::check(&snapshot, &Seed::draw(&host));
        Self { host, index, snapshot, report, buffers: Buffers::new() }
    }

    /// Edits a file in the editor, without saving.
    pub(crate) fn edit(&mut self, path: &str, text: &str) {
        let path = RelPath::new(path).expect("a path");
        let text: Arc<str> = Arc::from(text);
        self.buffers.insert(path.clone(), Arc::clone(&text));
        self.snapshot = self.index.apply(&self.host, [Change::Buffer(path, text)]);
        self.report = doctor::check(&self.snapshot, &Seed::draw(&self.host));
    }

    pub(crate) fn view(&self) -> View<'_> {
        View { snapshot: &self.snapshot, report: &self.report, host: &self.host, buffers: &self.buffers }
    }
}
