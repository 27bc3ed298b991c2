//! `/doctor`: the score, its parts, and the findings by severity.

use model::{Finding, FixAction, Severity};

use super::{Completeness, plural};
use crate::{Action, FollowUp, Page, Question, Verb, View, code, escaped, packet::has_word, prose};

/// The Health view shows the rest.
const MOST_SHOWN: usize = 12;
const MOST_BUTTONS: usize = 3;

pub(super) fn answer(view: &View<'_>, question: &Question, page: &mut Page) -> (Completeness, Vec<FollowUp>) {
    let prompt = question.prompt.to_lowercase();
    let named: Vec<_> =
        view.snapshot.projects.iter().filter(|project| has_word(&prompt, &project.name.to_lowercase())).collect();
    let counts = |finding: &&Finding| {
        named.is_empty() || named.iter().any(|project| finding.project.as_ref() == Some(&project.id))
    };
    let findings: Vec<&Finding> = view.report.findings.iter().filter(counts).collect();
    headline(view, &named.iter().map(|project| &*project.name).collect::<Vec<_>>(), page);
    if findings.is_empty() {
        let files = plural(view.snapshot.stats.files, "file");
        page.text(format!(
            "Nothing is wrong: {} asked of {files} found nothing.\n",
            plural(doctor::RULES.len(), "rule")
        ));
        return (Completeness::Whole, Vec::new());
    }
    let mut buttons = 0;
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        let own: Vec<&&Finding> = findings.iter().filter(|finding| finding.severity == severity).collect();
        if own.is_empty() {
            continue;
        }
        page.text(format!("\n### {}\n", plural(own.len(), name(severity))));
        for finding in own.iter().take(MOST_SHOWN) {
            shown(view, finding, page);
        }
        if own.len() > MOST_SHOWN {
            page.text(format!("- … and {} more in Health\n", own.len() - MOST_SHOWN));
        }
        for finding in &own {
            let Some(fix) = finding.fixes.iter().find(|fix| matches!(fix.action, FixAction::Edits(_))) else {
                continue;
            };
            if buttons < MOST_BUTTONS {
                buttons += 1;
                let action = Action::PreviewFix { finding: finding.id.clone(), fix: fix.id.clone() };
                page.button(format!("Preview fix: {}", fix.title), action);
            }
        }
    }
    page.button("Show Health", Action::ShowHealth);
    let worst = findings[0];
    let ask =
        FollowUp { verb: Verb::Debug, prompt: format!("Why does {} matter, and what is the best fix?", worst.rule) };
    (Completeness::Whole, vec![ask])
}

fn headline(view: &View<'_>, named: &[&str], page: &mut Page) {
    let score = &view.report.score;
    if named.is_empty() {
        page.text(format!("**Health of {}: {} of 100**\n\n", escaped(&view.snapshot.name), score.total));
        for area in &score.areas {
            let raise = area.raise.as_deref().map(|raise| format!(": {}", prose(raise))).unwrap_or_default();
            page.text(format!("- {} {} of {}{raise}\n", area.area.name(), area.points, area.of));
        }
        return;
    }
    for project in score.projects.iter() {
        let Some(found) = view.snapshot.project(&project.project).filter(|found| named.contains(&&*found.name)) else {
            continue;
        };
        page.text(format!("**Health of {}: {} of 100**\n\n", escaped(&found.name), project.total));
        for area in &project.areas {
            page.text(format!("- {} {} of {}\n", area.area.name(), area.points, area.of));
        }
    }
}

fn shown(view: &View<'_>, finding: &Finding, page: &mut Page) {
    let project = finding.project.as_ref().and_then(|id| view.snapshot.project(id));
    let project = project.map(|project| format!("{}: ", escaped(&project.name))).unwrap_or_default();
    page.text(format!("- {project}{} (", prose(&finding.message))).place(&finding.place);
    page.text(format!(", {})", code(finding.rule)));
    if let Some(fix) = finding.fixes.first() {
        let how = match &fix.action {
            FixAction::Edits(_) => prose(&fix.title),
            FixAction::Command { line, folder } if fix.title.contains(line) => {
                format!("{}, in `{folder}`", prose(&fix.title))
            }
            FixAction::Command { line, folder } => format!("{}: {} in `{folder}`", prose(&fix.title), code(line)),
        };
        page.text(format!("  \n  → {how}"));
    }
    page.text("\n");
}

fn name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "hint",
    }
}
