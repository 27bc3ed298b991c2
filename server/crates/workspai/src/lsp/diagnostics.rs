//! Findings as diagnostics, told to the client only when they differ from what it knows.

use std::collections::BTreeMap;

use lsp_types::{Diagnostic, PublishDiagnosticsParams, Url, notification::PublishDiagnostics};
use model::{Finding, RelPath};

use super::{convert, outbox::Outbox, view::View};

/// What the client was told last. Files without diagnostics are not kept.
#[derive(Default)]
pub(crate) struct Published(BTreeMap<Url, Vec<Diagnostic>>);

impl Published {
    /// Tells the client what is new, and clears what is mended.
    pub(crate) fn update(&mut self, view: &View, outbox: &Outbox) {
        let next = by_uri(view);
        let cleared = self.0.keys().filter(|uri| !next.contains_key(*uri)).map(|uri| (uri, Vec::new()));
        let differing = next
            .iter()
            .filter(|(uri, diagnostics)| self.0.get(*uri) != Some(*diagnostics))
            .map(|(uri, diagnostics)| (uri, diagnostics.clone()));
        for (uri, diagnostics) in cleared.chain(differing) {
            let version = view.version(uri).filter(|_| view.client.takes_versions);
            outbox.notify::<PublishDiagnostics>(&PublishDiagnosticsParams { uri: uri.clone(), diagnostics, version });
        }
        self.0 = next;
    }
}

fn by_uri(view: &View) -> BTreeMap<Url, Vec<Diagnostic>> {
    let mut by_file: BTreeMap<&RelPath, Vec<&Finding>> = BTreeMap::new();
    for finding in &view.report.findings {
        by_file.entry(&finding.place.file).or_default().push(finding);
    }
    by_file
        .into_iter()
        .filter_map(|(file, findings)| {
            let diagnostics = findings.into_iter().map(|finding| convert::diagnostic(view, finding)).collect();
            Some((view.uri(file)?, diagnostics))
        })
        .collect()
}
