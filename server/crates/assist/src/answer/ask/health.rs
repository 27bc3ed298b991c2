use model::Finding;

use super::{Cx, Intent, health_button};
use crate::{Page, code, escaped, prose};

pub(super) const INTENT: Intent = Intent {
    looked_at: "findings of the doctor",
    words: &[
        ("wrong", 4),
        ("broken", 4),
        ("health", 4),
        ("healthy", 4),
        ("finding", 4),
        ("problem", 3),
        ("issue", 3),
        ("error", 2),
        ("warning", 2),
        ("score", 3),
        ("doctor", 3),
        ("fix", 2),
        ("fail", 2),
    ],
    answer,
};

const MOST_LISTED: usize = 12;

fn answer(cx: &Cx<'_>, page: &mut Page) -> bool {
    let counts = |finding: &&Finding| {
        !cx.is_scoped || cx.projects.iter().any(|project| finding.project.as_ref() == Some(&project.id))
    };
    let findings: Vec<&Finding> = cx.view.report.findings.iter().filter(counts).collect();
    let name = if cx.is_scoped { &cx.projects[0].name } else { &cx.view.snapshot.name };
    if findings.is_empty() {
        page.text(format!("The doctor finds nothing wrong in {}.\n", escaped(name)));
        return true;
    }
    let scores = &cx.view.report.score;
    let own = scores.projects.iter().find(|score| cx.is_scoped && score.project == cx.projects[0].id);
    let total = own.map_or(scores.total, |own| own.total);
    page.text(format!(
        "{} in {} (score {total} of 100):\n\n",
        super::super::plural(findings.len(), "finding"),
        escaped(name)
    ));
    for finding in findings.iter().take(MOST_LISTED) {
        page.text(format!("- {} (", prose(&finding.message))).place(&finding.place);
        page.text(format!(", {})\n", code(finding.rule)));
    }
    if findings.len() > MOST_LISTED {
        page.text(format!("- … and {} more in Health\n", findings.len() - MOST_LISTED));
    }
    health_button(page);
    true
}
