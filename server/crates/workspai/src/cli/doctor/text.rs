use std::collections::BTreeMap;

use doctor::Report;
use index::Snapshot;
use model::{Evidence, Finding, Fix, FixAction, ProjectId, Severity};

use super::super::{
    paint::{Paint, Style},
    table::printable,
};

/// The report for a person: the projects with the worst findings first.
pub(super) fn render(snapshot: &Snapshot, report: &Report, elapsed_ms: u64, paint: Paint) -> String {
    let mut text = head(snapshot, report, elapsed_ms, paint);
    let mut groups: BTreeMap<Option<&ProjectId>, Vec<&Finding>> = BTreeMap::new();
    for finding in &report.findings {
        groups.entry(finding.project.as_ref()).or_default().push(finding);
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    let count = |findings: &[&Finding], severity| findings.iter().filter(|it| it.severity == severity).count();
    groups.sort_by_key(|(project, findings)| {
        let counts = [Severity::Error, Severity::Warning, Severity::Info].map(|severity| count(findings, severity));
        (std::cmp::Reverse(counts), project.is_none(), *project)
    });
    for (project, findings) in groups {
        let name = match project.and_then(|id| snapshot.project(id)) {
            Some(project) if *project.name == *project.root().as_str() => project.name.to_string(),
            Some(project) => format!("{} ({})", project.name, project.root()),
            None => "Workspace".to_owned(),
        };
        text += &format!("\n{}\n", paint.style(Style::Bold, &printable(&name)));
        findings.iter().for_each(|finding| text += &one(finding, paint));
    }
    text += &health(report, paint);
    text + &closing(report, paint)
}

fn counted(count: usize, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}

fn head(snapshot: &Snapshot, report: &Report, elapsed_ms: u64, paint: Paint) -> String {
    let count = |severity| report.findings.iter().filter(|finding| finding.severity == severity).count();
    let counts = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "info")];
    let counts: Vec<String> =
        counts.into_iter().filter(|(it, _)| count(*it) > 0).map(|(it, word)| counted(count(it), word)).collect();
    let found = if counts.is_empty() { "nothing is wrong".to_owned() } else { counts.join(", ") };
    let detail = format!(" · {found} · health {} of 100 · {elapsed_ms} ms", report.score.total);
    format!("{}{}\n", paint.style(Style::Bold, &printable(&snapshot.name)), paint.style(Style::Dim, &detail))
}

fn one(finding: &Finding, paint: Paint) -> String {
    let (word, style) = match finding.severity {
        Severity::Error => ("error  ", Style::Red),
        Severity::Warning => ("warning", Style::Yellow),
        Severity::Info => ("info   ", Style::Cyan),
    };
    let place = &finding.place;
    let at = format!("{}:{}:{}", place.file, place.line_number(), place.range.start.column + 1);
    let mut text = format!(
        "  {} {}  {}\n",
        paint.style(style, word),
        printable(&finding.message),
        paint.style(Style::Dim, finding.rule)
    );
    text += &format!("          {}\n", paint.style(Style::Dim, &printable(&at)));
    for evidence in &finding.evidence {
        text += &format!("          {}\n", paint.style(Style::Dim, &printable(&shown(evidence, finding))));
    }
    for fix in &finding.fixes {
        text += &format!("          {} {}\n", paint.style(Style::Green, "fix"), printable(&mending(fix)));
    }
    text
}

/// Evidence at the finding's own line needs no place.
fn shown(evidence: &Evidence, finding: &Finding) -> String {
    match evidence {
        Evidence::Source { place, text }
            if place.file == finding.place.file && place.line_number() == finding.place.line_number() =>
        {
            format!("│ {text}")
        }
        Evidence::Source { place, text } => format!("{}:{} │ {text}", place.file, place.line_number()),
        Evidence::Output { command, exit, line } => format!("{command} exited with {exit} │ {line}"),
    }
}

fn mending(fix: &Fix) -> String {
    match &fix.action {
        FixAction::Edits(_) if fix.is_safe => fix.title.clone(),
        FixAction::Edits(_) => format!("{} (look first)", fix.title),
        FixAction::Command { line, folder } if folder.is_root() => format!("{}: {line}", fix.title),
        FixAction::Command { line, folder } => format!("{}: cd {folder} && {line}", fix.title),
    }
}

fn health(report: &Report, paint: Paint) -> String {
    let lost: Vec<_> = report.score.areas.iter().filter(|area| area.points < area.of).collect();
    if lost.is_empty() {
        return String::new();
    }
    let mut text = format!("\n{}\n", paint.style(Style::Bold, &format!("Health: {} of 100", report.score.total)));
    for area in &report.score.areas {
        let raise = area.raise.as_deref().unwrap_or("");
        let points = format!("{:>2} of {:<2}", area.points, area.of);
        text +=
            format!("  {:<13}{points}  {}", area.area.name(), paint.style(Style::Dim, &printable(raise))).trim_end();
        text.push('\n');
    }
    text
}

fn closing(report: &Report, paint: Paint) -> String {
    let has = |is_wanted: &dyn Fn(&Fix) -> bool| {
        report.findings.iter().filter(|finding| finding.fixes.iter().any(is_wanted)).count()
    };
    let safe = has(&|fix| fix.is_safe && matches!(fix.action, FixAction::Edits(_)));
    if safe == 0 {
        return String::new();
    }
    let line =
        format!("{} can be mended by safe edits: workspai doctor --fix --dry-run shows them", counted(safe, "finding"));
    format!("\n{}\n", paint.style(Style::Dim, &line))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(fixture: &str) -> String {
        let host = fixture::mem_host(fixture);
        let snapshot = index::build(&host);
        let report = doctor::Doctor::new(&host).check(&snapshot);
        render(&snapshot, &report, 5, Paint { has_colours: false, width: None })
    }

    #[test]
    fn the_worst_project_comes_first() {
        let text = shown(
            "//- /a/package.json\n{ \"name\": \"a\", \"dependencies\": { \"express\": \"4\" } }\n//- /a/package-lock.json\n{ \"lockfileVersion\": 3, \"packages\": { \"\": { \"dependencies\": { \"express\": \"4\" } } } }\n//- /a/.env\nPORT=1\nPORT=2\n\
             //- /b/package.json\n{ \"name\": \"b\", \"dependencies\": { \"express\": \"4\" } }\n//- /b/.env\nA\u{7}=1\n",
        );
        let (a, b) = (text.find("\na\n").expect("a group"), text.find("\nb\n").expect("a group"));
        assert!(b < a, "b has an error:\n{text}");
        assert!(!text.contains('\u{7}'), "control characters do not reach the terminal");
        for expected in ["a/.env:2:1", "fix Remove line 1", "1 error, 2 warnings", "can be mended by safe edits"] {
            assert!(text.contains(expected), "{expected:?} is missing in\n{text}");
        }
    }

    #[test]
    fn nothing_wrong_is_one_line() {
        assert_eq!(shown("//- /README.md\nx\n"), "workspace · nothing is wrong · health 100 of 100 · 5 ms\n");
    }
}
