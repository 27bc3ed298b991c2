//! The place that a question is about.

use model::RelPath;

use super::pasted;
use crate::{Question, Reference, Site, Subject, View};

/// The place that a question is about: its subject's, else an attached one, else one named in the words, else one in a
/// pasted output, else the active editor's.
pub(crate) fn site_of(view: &View<'_>, question: &Question) -> Option<Site> {
    let from_subject = match &question.subject {
        Some(Subject::Diagnostic(site) | Subject::Question(_, Some(site))) => Some(site.clone()),
        Some(Subject::Finding(id)) => {
            view.report.findings.iter().find(|finding| *finding.id.0 == **id).map(|finding| Site {
                message: Some(finding.message.clone()),
                code: Some(finding.rule.to_owned()),
                source: Some("workspai".to_owned()),
                ..Site::line(finding.place.file.clone(), finding.place.line_number())
            })
        }
        Some(Subject::Question(_, None)) | None => None,
    };
    let site = from_subject
        .or_else(|| pasted::site(view, &question.prompt))
        .or_else(|| named(view, &question.prompt))
        .or_else(|| question.references.iter().find_map(|reference| attached(view, reference)))
        .or_else(|| question.active.clone().filter(|site| view.text(&site.file).is_some()))?;
    let message = site.message.clone().or_else(|| typed_error(&question.prompt));
    Some(Site { message, ..site })
}

/// The error in the user's words, without the place that he names behind it.
fn typed_error(prompt: &str) -> Option<String> {
    let line = pasted::error_line(prompt)?;
    let words = line.split_whitespace().next_back().filter(|word| place(word).is_some());
    let error = words.map_or(line.as_str(), |word| line.trim_end_matches(word).trim_end());
    let error = [" at", " in", " on"].iter().find_map(|joint| error.strip_suffix(joint)).unwrap_or(error);
    Some(error.trim_end_matches([' ', ',', '(']).to_owned())
}

/// An attached range; a whole file has no line that matters more than others.
fn attached(view: &View<'_>, reference: &Reference) -> Option<Site> {
    if let (Some(file), Some((first, last))) = (&reference.file, reference.lines) {
        return Some(Site { end_line: last, ..Site::line(file.clone(), first) });
    }
    reference.text.as_deref().and_then(|text| pasted::site(view, text))
}

/// `path:line` in the user's words.
fn named(view: &View<'_>, prompt: &str) -> Option<Site> {
    prompt.split(|c: char| c.is_whitespace() || "`\"'(),;".contains(c)).find_map(|word| {
        let (path, line) = place(word)?;
        Some(Site::line(file(view, path)?, line))
    })
}

fn place(word: &str) -> Option<(&str, u32)> {
    let (path, line) = word.trim_end_matches(['.', '?', ':', ')']).rsplit_once(':')?;
    Some((path, line.parse().ok()?))
}

/// A file of the workspace by its path, or by the end of its path when only one file ends so.
pub(crate) fn file(view: &View<'_>, path: &str) -> Option<RelPath> {
    let path = RelPath::new(path.trim_start_matches("./")).ok().filter(|path| !path.is_root())?;
    if view.has(&path) {
        return Some(path);
    }
    let ending = format!("/{path}");
    let mut found = view.snapshot.files.keys().filter(|file| file.as_str().ends_with(&ending));
    found.next().cloned().filter(|_| found.next().is_none())
}
