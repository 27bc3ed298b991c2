//! Questions, and the places they are about. The shell names files by the editor's URI or by their workspace path.

use assist::{Question, Reference, Related, Site, Subject, Turn, Verb};
use lsp_types::Url;
use model::RelPath;
use wire::{
    chat::{ChatCommand, ChatParams, ChatReference},
    context::ContextParams,
    incident::IncidentCause,
};

use crate::lsp::view::View;

/// A chat turn. What is no file of the workspace is left out, or goes along as text.
pub(crate) fn question(view: &View, params: &ChatParams) -> Question {
    Question {
        verb: match params.command {
            ChatCommand::Ask => Verb::Ask,
            ChatCommand::Debug => Verb::Debug,
            ChatCommand::Doctor => Verb::Doctor,
            ChatCommand::Explain => Verb::Explain,
        },
        prompt: params.prompt.clone(),
        references: params.references.iter().map(|attached| reference(view, attached)).collect(),
        active: params.active.as_ref().and_then(|at| site(view, at)),
        subject: params.cause.as_ref().and_then(|cause| subject(view, cause)),
        history: params.history.iter().map(|turn| Turn { is_user: turn.is_user, text: turn.text.clone() }).collect(),
    }
}

/// What an incident is about; `None` for a diagnostic of a file that is not the workspace's.
pub(crate) fn subject(view: &View, cause: &IncidentCause) -> Option<Subject> {
    Some(match cause {
        IncidentCause::Diagnostic { at } => Subject::Diagnostic(site(view, at)?),
        IncidentCause::Finding { id } => Subject::Finding(id.as_str().into()),
        IncidentCause::Question { text, at } => {
            Subject::Question(text.clone(), at.as_ref().and_then(|at| site(view, at)))
        }
    })
}

/// A place; `None` outside the workspace.
pub(crate) fn site(view: &View, at: &ContextParams) -> Option<Site> {
    let line = at.line.max(1);
    let related = |place: &wire::context::RelatedPlace| {
        let (line, message) = (place.line.max(1), place.message.clone());
        Some(Related { file: file(view, &place.file)?, line, message })
    };
    Some(Site {
        file: file(view, &at.file)?,
        line,
        end_line: at.end_line.unwrap_or(line).max(line),
        message: at.message.clone(),
        code: at.code.clone(),
        source: at.source.clone(),
        related: at.related.iter().filter_map(related).collect(),
    })
}

fn reference(view: &View, attached: &ChatReference) -> Reference {
    let uri = attached.uri.as_deref().and_then(|uri| Url::parse(uri).ok());
    let path = attached.uri.as_deref().and_then(|uri| file(view, uri));
    // A document without a file lives in the editor only.
    let buffer = uri.filter(|_| path.is_none()).and_then(|uri| view.documents.get(&uri));
    let text = || buffer.map(|document| cut(&document.text, attached.lines));
    Reference {
        name: attached.name.clone(),
        file: path,
        lines: attached.lines.map(|[first, last]| (first.max(1), last.max(first).max(1))),
        text: attached.text.clone().or_else(text),
    }
}

fn cut(text: &str, lines: Option<[u32; 2]>) -> String {
    let Some([first, last]) = lines else { return text.to_owned() };
    let (skip, take) = (first.saturating_sub(1), last.saturating_sub(first).saturating_add(1));
    text.split_inclusive('\n').skip(skip as usize).take(take as usize).collect()
}

fn file(view: &View, name: &str) -> Option<RelPath> {
    // A drive letter is no scheme.
    match Url::parse(name) {
        Ok(uri) if uri.scheme().len() > 1 => view.mounts.path(&uri),
        _ => RelPath::new(name).ok().filter(|path| !path.is_root()),
    }
}
