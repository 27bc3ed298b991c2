//! What a rule's tests share: a workspace as one text, and its findings as a person would read them.

use std::fmt::Write;

use expect_test::Expect;
use host::MemHost;
use index::Snapshot;
use model::{Evidence, Finding, FixAction, Severity};

use crate::{Seed, context::Context, edit, rule::Rule};

/// Checks one rule on a fixture.
#[track_caller]
pub(crate) fn check(rule: &Rule, fixture: &str, expect: Expect) {
    check_host(rule, &fixture::mem_host(fixture), expect);
}

#[track_caller]
pub(crate) fn check_host(rule: &Rule, host: &MemHost, expect: Expect) {
    let snapshot = index::build(host);
    expect.assert_eq(&render(&snapshot, &findings(rule, &snapshot)));
}

/// The findings of one rule, in the order of a report.
pub(crate) fn findings(rule: &Rule, snapshot: &Snapshot) -> Vec<Finding> {
    let seed = Seed::draw(&MemHost::default());
    let mut found = Vec::new();
    (rule.check)(&Context::new(snapshot, &seed), &mut found);
    found.sort_by(|a, b| (b.severity, &a.place, &a.id).cmp(&(a.severity, &b.place, &b.id)));
    found
}

/// One finding a paragraph; edits as the lines they leave behind.
pub(crate) fn render(snapshot: &Snapshot, findings: &[Finding]) -> String {
    let mut out = String::new();
    for finding in findings {
        let (place, severity) = (&finding.place, name(finding.severity));
        let (start, end) = (place.range.start, place.range.end);
        let end =
            if end.line == start.line { end.column.to_string() } else { format!("{}:{}", end.line + 1, end.column) };
        let _ = writeln!(out, "{}:{}:{}-{end} {severity}[{}]", place.file, start.line + 1, start.column, finding.rule);
        let _ = writeln!(out, "  {}", finding.message);
        for evidence in &finding.evidence {
            if let Evidence::Source { place, text } = evidence {
                let _ = writeln!(out, "  {}:{} {text}", place.file, place.line_number());
            }
        }
        for fix in &finding.fixes {
            let unsafe_mark = if fix.is_safe { "" } else { " (look first)" };
            let _ = writeln!(out, "  fix{unsafe_mark}: {}", fix.title);
            match &fix.action {
                FixAction::Command { line, folder } => {
                    let _ = writeln!(out, "    in {folder}: {line}");
                }
                FixAction::Edits(edits) => edits.iter().for_each(|edit| render_edit(snapshot, edit, &mut out)),
            }
        }
    }
    out
}

/// The lines of the file that an edit leaves behind changed.
fn render_edit(snapshot: &Snapshot, edit: &model::Edit, out: &mut String) {
    let before = snapshot.files.get(&edit.file).and_then(|entry| entry.text.as_deref());
    let after = edit::apply(before.unwrap_or(""), &[edit]).expect("an edit fits its file");
    let _ = writeln!(out, "    {}{}", edit.file, if before.is_none() { " (new)" } else { "" });
    let old: Vec<&str> = before.unwrap_or("").lines().collect();
    let new: Vec<&str> = after.lines().collect();
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let rest = old[same..].iter().rev().zip(new[same..].iter().rev()).take_while(|(a, b)| a == b).count();
    old[same..old.len() - rest].iter().for_each(|line| {
        let _ = writeln!(out, "    -{line}");
    });
    new[same..new.len() - rest].iter().for_each(|line| {
        let _ = writeln!(out, "    +{line}");
    });
}

fn name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}
