use host::Host;
use model::{Fix, FixAction, RelPath};
use wire::doctor::{FixPreview, FixPreviewParams};

use super::Cx;
use crate::{
    convert,
    lsp::{
        fault::{Fault, Reply},
        view::View,
    },
};

/// Edits are only handed out when they fit what is on disk and in the editor's buffers now.
pub(crate) fn fix_preview(cx: &Cx, params: FixPreviewParams) -> Reply<FixPreview> {
    let view = &cx.view;
    let found = view.report.findings.iter().find(|finding| *finding.id.0 == params.finding);
    let finding = found.ok_or_else(|| Fault::Gone("This finding is gone: the workspace has changed.".to_owned()))?;
    let is_wanted = |fix: &&Fix| match &params.fix {
        Some(id) => *fix.id == **id,
        None => matches!(fix.action, FixAction::Edits(_)),
    };
    let fix = finding.fixes.iter().find(is_wanted);
    let fix = fix.ok_or_else(|| Fault::Gone("This finding has no such fix any more.".to_owned()))?;
    if let FixAction::Edits(edits) = &fix.action
        && let Some(edit) = edits.iter().find(|edit| !is_fresh(view, &edit.file))
    {
        return Err(Fault::Gone(format!("{} has changed on disk. Try again in a moment.", edit.file)));
    }
    Ok(FixPreview { revision: view.snapshot.revision, reason: finding.message.clone(), fix: convert::fix_report(fix) })
}

/// Whether the snapshot's text of a file is what stands on disk. Buffers are always fresh: edits arrive in order.
fn is_fresh(view: &View, file: &RelPath) -> bool {
    let is_open = view.uri(file).is_some_and(|uri| view.documents.contains_key(&uri));
    let Some(known) = view.snapshot.files.get(file) else { return is_open || view.host.stat(file).is_none() };
    let Some(text) = known.text.as_deref().filter(|_| !is_open) else { return true };
    view.host.read(file, text.len() as u64).is_ok_and(|bytes| bytes == text.as_bytes())
}
