//! `/debug` and `/explain`: what the message says, where it is, what this workspace knows about it, and what to do.

use disk::incident::Confidence;
use model::Evidence;
use redact::Redactor;

use super::{Completeness, fix_button};
use crate::{
    FollowUp, Page, Question, Site, Subject, Verb, View, code, enclosing, escaped, incident,
    judge::{self, Advice, Insight, Judgement},
    prose,
};

pub(super) fn answer(
    view: &View<'_>,
    redactor: &Redactor,
    question: &Question,
    site: Option<&Site>,
    page: &mut Page,
) -> (Completeness, Vec<FollowUp>) {
    let Some(site) = site else {
        return nowhere(question, page);
    };
    page.reference(&site.file, Some((site.line, site.end_line)));
    message(redactor, site, page);
    place(view, redactor, site, page);
    let judgement = match &question.subject {
        Some(Subject::Finding(id)) => view
            .report
            .findings
            .iter()
            .find(|finding| *finding.id.0 == **id)
            .map_or_else(|| judge::judge(view, site), incident::of_finding),
        _ => judge::judge(view, site),
    };
    insights(&judgement, site.message.is_some(), page);
    advice(view, &judgement, page);
    let completeness = match judgement.insights.is_empty() {
        true => Completeness::Nothing,
        false => Completeness::Partial,
    };
    (completeness, follow_ups(question, site))
}

/// Nothing says what it is about.
fn nowhere(question: &Question, page: &mut Page) -> (Completeness, Vec<FollowUp>) {
    page.text(
        "I do not know which place this is about. Put the cursor on the line, attach a file or selection, name it as \
         `path:line`, or paste the error with its traceback.\n",
    );
    if !question.prompt.trim().is_empty() {
        page.text(
            "\nI looked for a place in your words, in what you attached and in the active editor; no frame of a traceback \
             in it lies in this workspace.\n",
        );
    }
    (
        Completeness::Nothing,
        vec![FollowUp { verb: Verb::Doctor, prompt: "What is wrong in this workspace?".to_owned() }],
    )
}

fn message(redactor: &Redactor, site: &Site, page: &mut Page) {
    let Some(message) = &site.message else { return };
    let message = redactor.redact(message).text.into_owned();
    let who = [site.source.as_deref(), site.code.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let who = if who.is_empty() { String::new() } else { format!(" ({})", escaped(&who)) };
    page.text(format!("**{}**{who}\n\n", escaped(message.trim())));
}

fn place(view: &View<'_>, redactor: &Redactor, site: &Site, page: &mut Page) {
    page.text("At ").anchor(&site.file, site.line);
    let symbol = view.text(&site.file).and_then(|text| enclosing(&site.file, &text, site.line).symbol);
    if let Some(symbol) = symbol {
        page.text(format!(" in {}", code(&symbol)));
    }
    if let Some(project) = view.snapshot.project_of(&site.file) {
        let version = project.runtime_version.as_ref().map(|claim| format!(" {}", claim.value)).unwrap_or_default();
        let kind = escaped(project.project_type());
        page.text(format!(", project {} ({kind}, {}{version})", escaped(&project.name), project.runtime.name()));
    }
    page.text(".\n");
    for related in &site.related {
        let message = redactor.redact(&related.message).text;
        page.text("- ").anchor(&related.file, related.line).text(format!(": {}\n", escaped(&message)));
    }
}

fn insights(judgement: &Judgement, has_message: bool, page: &mut Page) {
    if judgement.insights.is_empty() {
        page.text("\nNothing in this workspace explains it: no finding of the doctor bears on this place");
        page.text(if has_message {
            ", and the message is not one that Workspai knows.\n"
        } else {
            ", and no message was given. Point at a diagnostic, or paste the error.\n"
        });
        return;
    }
    page.text("\n**What is known**\n\n");
    for Insight { text, confidence, evidence } in &judgement.insights {
        let sure = match confidence {
            Confidence::Certain => "",
            Confidence::Likely => "Likely: ",
            Confidence::Possible => "Possibly: ",
        };
        page.text(format!("- {sure}{}", prose(text)));
        let mut sources: Vec<_> = evidence
            .iter()
            .filter_map(|evidence| match evidence {
                Evidence::Source { place, .. } => Some(place),
                Evidence::Output { .. } => None,
            })
            .collect();
        sources.dedup_by_key(|place| (place.file.clone(), place.line_number()));
        for place in sources.into_iter().take(4) {
            page.text(" ").place(place);
        }
        page.text("\n");
    }
}

fn advice(view: &View<'_>, judgement: &Judgement, page: &mut Page) {
    if judgement.advice.is_empty() {
        return;
    }
    page.text("\n**What to do**\n\n");
    for (number, Advice { title, .. }) in (1..).zip(&judgement.advice) {
        page.text(format!("{number}. {}\n", prose(title)));
    }
    judgement.advice.iter().for_each(|advice| fix_button(view, advice, page));
}

fn follow_ups(question: &Question, site: &Site) -> Vec<FollowUp> {
    let other = match question.verb {
        Verb::Explain => FollowUp { verb: Verb::Debug, prompt: format!("How do I fix {}:{}?", site.file, site.line) },
        _ => FollowUp { verb: Verb::Explain, prompt: format!("Explain {}:{}", site.file, site.line) },
    };
    vec![other, FollowUp { verb: Verb::Doctor, prompt: String::new() }]
}
