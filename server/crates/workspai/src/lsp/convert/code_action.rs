use std::collections::BTreeMap;

use lsp_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, Command, CreateFile, DocumentChangeOperation,
    DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier, ResourceOp, TextDocumentEdit, TextEdit, Url,
    WorkspaceEdit,
};
use model::{Edit, Finding, Fix, FixAction, RelPath};
use serde_json::json;

use super::{diagnostic, range, to_range};
use crate::lsp::view::View;

/// The fixes of the findings at a place: edits first, then their previews; commands are carried out by the shell.
pub(crate) fn code_actions(view: &View, params: &CodeActionParams) -> Vec<CodeActionOrCommand> {
    let Some(path) = view.mounts.path(&params.text_document.uri) else { return Vec::new() };
    let is_asked_for = params.context.only.as_ref().is_none_or(|kinds| kinds.iter().any(holds_quickfix));
    if !is_asked_for || !view.client.takes_actions {
        return Vec::new();
    }
    let asked = range(params.range);
    let findings = view.report.findings.iter().filter(|finding| {
        let own = finding.place.range;
        // An empty range stands for its line.
        let is_on_line = own.start == own.end && (asked.start.line..=asked.end.line).contains(&own.start.line);
        finding.place.file == path && (is_on_line || (asked.start <= own.end && own.start <= asked.end))
    });
    findings.flat_map(|finding| actions(view, finding)).map(CodeActionOrCommand::CodeAction).collect()
}

/// `quickfix`, and the empty kind that stands for all.
fn holds_quickfix(kind: &CodeActionKind) -> bool {
    matches!(kind.as_str(), "quickfix" | "")
}

fn actions(view: &View, finding: &Finding) -> Vec<CodeAction> {
    let preferred = finding.fixes.iter().position(|fix| fix.is_safe && matches!(fix.action, FixAction::Edits(_)));
    let mut actions = Vec::new();
    for (at, fix) in finding.fixes.iter().enumerate() {
        let blank = CodeAction {
            title: fix.title.clone(),
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![diagnostic(view, finding)]),
            is_preferred: (preferred == Some(at)).then_some(true),
            ..CodeAction::default()
        };
        match &fix.action {
            FixAction::Edits(edits) => {
                if let Some(edit) = workspace_edit(view, edits) {
                    actions.push(CodeAction { edit: Some(edit), ..blank.clone() });
                }
                if view.client.is_ours {
                    actions.push(preview(finding, fix, blank));
                }
            }
            FixAction::Command { line, folder } if view.client.is_ours => {
                let (id, folder) = (&*finding.id.0, folder.to_string());
                let arguments = json!({ "finding": id, "fix": *fix.id, "line": line, "folder": folder });
                let command = command(&fix.title, "workspai.doctor.runCommand", arguments);
                actions.push(CodeAction { command: Some(command), ..blank });
            }
            FixAction::Command { .. } => {}
        }
    }
    // A stable sort: what mends at once stands before what shows first.
    actions.sort_by_key(|action| action.command.is_some());
    actions
}

fn preview(finding: &Finding, fix: &Fix, blank: CodeAction) -> CodeAction {
    let title = format!("Preview: {}", fix.title);
    let arguments = json!({ "finding": *finding.id.0, "fix": *fix.id });
    let command = command(&title, "workspai.doctor.previewFix", arguments);
    CodeAction { title, is_preferred: None, command: Some(command), ..blank }
}

fn command(title: &str, id: &str, argument: serde_json::Value) -> Command {
    Command { title: title.to_owned(), command: id.to_owned(), arguments: Some(vec![argument]) }
}

/// `None` when the client cannot carry out all of it.
fn workspace_edit(view: &View, edits: &[Edit]) -> Option<WorkspaceEdit> {
    let mut by_file: BTreeMap<&RelPath, Vec<TextEdit>> = BTreeMap::new();
    for edit in edits {
        let text_edit = TextEdit { range: to_range(edit.range), new_text: edit.new_text.clone() };
        by_file.entry(&edit.file).or_default().push(text_edit);
    }
    let is_new = |file: &RelPath| !view.snapshot.contains(file);
    if !view.client.takes_versioned_edits {
        if by_file.keys().any(|file| is_new(file)) {
            return None;
        }
        let changes = by_file.into_iter().map(|(file, edits)| Some((view.uri(file)?, edits)));
        return Some(WorkspaceEdit { changes: Some(changes.collect::<Option<_>>()?), ..WorkspaceEdit::default() });
    }
    let mut operations = Vec::new();
    for (file, edits) in by_file {
        let uri = view.uri(file)?;
        if is_new(file) {
            if !view.client.creates_files {
                return None;
            }
            let create = CreateFile { uri: uri.clone(), options: None, annotation_id: None };
            operations.push(DocumentChangeOperation::Op(ResourceOp::Create(create)));
        }
        operations.push(DocumentChangeOperation::Edit(document_edit(view, uri, edits)));
    }
    let document_changes = Some(DocumentChanges::Operations(operations));
    Some(WorkspaceEdit { document_changes, ..WorkspaceEdit::default() })
}

fn document_edit(view: &View, uri: Url, edits: Vec<TextEdit>) -> TextDocumentEdit {
    let version = view.version(&uri);
    TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier { uri, version },
        edits: edits.into_iter().map(OneOf::Left).collect(),
    }
}
