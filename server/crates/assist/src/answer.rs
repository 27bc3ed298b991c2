//! The program's own answer to a question: cited, without a model, and honest about what it does not know.

mod ask;
mod debug;
mod doctor;
mod pasted;
mod subject;

use redact::Redactor;

use crate::{Action, FollowUp, Page, Part, Question, Site, Verb, View, judge::Advice};

pub(crate) use subject::site_of;

/// How much of the question the program answers by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Completeness {
    /// Nothing was found.
    Nothing,
    /// Something was found; a model may make more of it.
    Partial,
    /// All that was asked: a model can add nothing but words.
    Whole,
}

/// The program's answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// In order.
    pub parts: Vec<Part>,
    /// What to ask next.
    pub follow_ups: Vec<FollowUp>,
    /// How much it answers.
    pub completeness: Completeness,
    /// The place that it is about.
    pub site: Option<Site>,
}

/// Answers from the snapshot, the doctor, the memory and what was attached. Every claim has an anchor; what is not known
/// is said not to be found, with what was looked at.
#[must_use]
pub fn program_answer(view: &View<'_>, redactor: &Redactor, question: &Question) -> Answer {
    let mut page = Page::default();
    for reference in &question.references {
        if let Some(file) = &reference.file {
            page.reference(file, reference.lines);
        }
    }
    let site = site_of(view, question);
    let (completeness, follow_ups) = match question.verb {
        Verb::Doctor => doctor::answer(view, question, &mut page),
        Verb::Ask => ask::answer(view, redactor, question, &mut page),
        Verb::Debug | Verb::Explain => debug::answer(view, redactor, question, site.as_ref(), &mut page),
    };
    Answer { parts: page.into_parts(), follow_ups, completeness, site }
}

/// A button for the fix of a step, if it has one that edits.
fn fix_button(view: &View<'_>, advice: &Advice, page: &mut Page) {
    let Some((finding, fix)) = &advice.fix else { return };
    let edits = view
        .report
        .findings
        .iter()
        .filter(|known| known.id == *finding)
        .flat_map(|known| &known.fixes)
        .any(|known| known.id == *fix && matches!(known.action, model::FixAction::Edits(_)));
    if edits {
        let action = Action::PreviewFix { finding: finding.clone(), fix: fix.clone() };
        page.button(format!("Preview fix: {}", advice.title), action);
    }
}

fn plural(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests;
