//! Findings of the doctor that bear on a place.

use disk::incident::Confidence;
use model::Finding;

use super::{Advice, Judgement};
use crate::{Site, View, enclosing, packet::has_word};

/// At most this many: more would hide the message itself.
const MOST: usize = 4;

pub(super) fn judge(view: &View<'_>, site: &Site, out: &mut Judgement) {
    let project = view.snapshot.project_of(&site.file);
    let text = view.text(&site.file);
    let code = text.as_deref().map(|text| lines(text, site)).unwrap_or_default();
    let line = text.as_deref().and_then(|text| text.lines().nth(site.line.saturating_sub(1) as usize)).unwrap_or("");
    let message = site.message.as_deref().unwrap_or("");
    let says_names = names_something(message);
    let nearness = |finding: &Finding| {
        let is_here = finding.place.file == site.file && finding.place.line_number() == site.line;
        let is_same_project =
            finding.project.is_none() || finding.project.as_ref() == project.map(|project| &project.id);
        let mentions = |text: &str| is_same_project && names(finding).any(|name| has_word(text, name));
        match () {
            () if is_here || mentions(message) => Some(Confidence::Certain),
            // The line may fail because of it, unless the message names another cause.
            () if mentions(line) && !says_names => Some(Confidence::Likely),
            () if mentions(&code) => Some(Confidence::Possible),
            () => None,
        }
    };
    let near = view.report.findings.iter().filter_map(|finding| Some((finding, nearness(finding)?)));
    for (finding, confidence) in near.take(MOST) {
        out.add(confidence, format!("{} (`{}`)", finding.message, finding.rule), finding.evidence.clone());
        if let Some(fix) = finding.fixes.first() {
            let advice = Advice { title: fix.title.clone(), fix: Some((finding.id.clone(), fix.id.clone())) };
            match confidence {
                Confidence::Certain => out.advice.insert(0, advice),
                _ => out.advice.push(advice),
            }
        }
    }
    if is_install_trouble(message) {
        let locks = view.report.findings.iter().filter(|finding| {
            matches!(finding.rule, "lockfile-missing" | "lockfile-stale" | "vendor-missing" | "runtime-mismatch")
                && finding.project.as_ref() == project.map(|project| &project.id)
        });
        for finding in locks.take(MOST) {
            out.add(
                Confidence::Possible,
                format!("{} (`{}`)", finding.message, finding.rule),
                finding.evidence.clone(),
            );
        }
    }
}

/// The names in a finding that code can mention: env keys above all.
fn names(finding: &Finding) -> impl Iterator<Item = &str> {
    finding
        .message
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .filter(|word| word.len() > 3 && word.contains('_') && word.bytes().all(|byte| !byte.is_ascii_lowercase()))
}

/// Whether a message names something itself: an undefined name, a module, a type.
fn names_something(message: &str) -> bool {
    message.contains(['"', '\'', '`'])
}

fn is_install_trouble(message: &str) -> bool {
    [
        "could not be resolved",
        "Cannot find module",
        "No module named",
        "no required module",
        "could not import",
        "does not exist",
    ]
    .iter()
    .any(|words| message.contains(words))
}

/// The enclosing code, when it is a function or class; else the line alone.
fn lines(text: &str, site: &Site) -> String {
    let found = enclosing(&site.file, text, site.line);
    let (first, last) =
        if found.symbol.is_some() { (found.first_line, found.last_line) } else { (site.line, site.end_line) };
    let count = last.saturating_sub(first) as usize + 1;
    text.lines().skip(first.saturating_sub(1) as usize).take(count).collect::<Vec<_>>().join("\n")
}
