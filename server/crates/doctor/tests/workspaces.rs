//! The doctor on the sample workspaces, as they lie on disk.
#![expect(clippy::disallowed_methods, reason = "the table of expectations lies beside the samples")]

use std::{collections::BTreeSet, fmt::Write, path::PathBuf, sync::Arc};

use doctor::{Doctor, Report};
use host::OsHost;
use index::Snapshot;
use model::Severity;

fn sample(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../tests/workspaces").join(name)
}

fn check(name: &str) -> (Arc<Snapshot>, Report) {
    let host = OsHost::open(&sample(name)).expect("the sample is there");
    let snapshot = index::build(&host);
    let report = Doctor::new(&host).check(&snapshot);
    (snapshot, report)
}

fn shown(report: &Report, least: Severity) -> String {
    report.findings.iter().filter(|finding| finding.severity >= least).fold(String::new(), |mut out, finding| {
        let place = &finding.place;
        let _ = writeln!(
            out,
            "{:?} {} {}:{} {}",
            finding.severity,
            finding.rule,
            place.file,
            place.line_number(),
            finding.message
        );
        out
    })
}

#[test]
fn healthy_samples_have_neither_errors_nor_warnings() {
    for name in ["saas-healthy", "polyglot"] {
        let (_, report) = check(name);
        assert_eq!(shown(&report, Severity::Warning), "", "{name}");
        assert_eq!(report.score.total, 100, "{name}");
    }
}

/// Rule, file and line of each row of `EXPECTED.md`.
fn expected(name: &str) -> BTreeSet<(String, String, u32)> {
    let text = std::fs::read_to_string(sample(name).join("EXPECTED.md")).expect("a table");
    let rows = text.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| rule "));
    // Code is not read yet.
    let rows = rows.filter(|line| !line.contains("(needs facts about code)"));
    rows.map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        (cells[0].to_owned(), cells[1].to_owned(), cells[2].parse().expect("a line number"))
    })
    .collect()
}

#[test]
fn the_broken_sample_has_what_its_table_says_and_nothing_else() {
    let (snapshot, report) = check("saas-broken");
    let found: BTreeSet<_> = report
        .findings
        .iter()
        .map(|it| (it.rule.to_owned(), it.place.file.to_string(), it.place.line_number()))
        .collect();
    let mut expected = expected("saas-broken");
    assert!(expected.len() > 20, "the table was read");
    // Outside of a git working tree nobody knows what is committed.
    if snapshot.tracked.0.as_ref().is_none_or(BTreeSet::is_empty) {
        expected.retain(|(rule, ..)| rule != "env-committed");
    }
    let missing: Vec<_> = expected.difference(&found).collect();
    assert!(missing.is_empty(), "not found: {missing:#?}\nfound:\n{}", shown(&report, Severity::Info));
    let is_more = |finding: &&model::Finding| {
        let key = (finding.rule.to_owned(), finding.place.file.to_string(), finding.place.line_number());
        finding.severity > Severity::Info && !expected.contains(&key)
    };
    let more: Vec<_> = report.findings.iter().filter(is_more).collect();
    assert!(more.is_empty(), "found, but not in the table: {more:#?}");
}

#[test]
fn every_finding_of_the_samples_has_evidence_and_no_secret() {
    for name in ["saas-broken", "saas-healthy", "polyglot"] {
        let (snapshot, report) = check(name);
        let secrets: Vec<String> = snapshot
            .facts_iter()
            .filter_map(|(_, facts)| match facts {
                model::facts::FileFacts::Dotenv(file) => Some(file),
                _ => None,
            })
            .flat_map(|file| &file.entries)
            .filter(|entry| model::is_secret_name(&entry.key))
            .filter_map(|entry| entry.value.as_deref().map(str::to_owned))
            .filter(|value| value.len() >= 8 && !model::is_placeholder(value))
            .collect();
        for finding in &report.findings {
            assert!(!finding.evidence.is_empty() && !finding.message.is_empty(), "{finding:?}");
            let text = format!("{} {:?} {:?}", finding.message, finding.evidence, finding.fixes);
            for secret in &secrets {
                assert!(!text.contains(secret), "{} shows a secret", finding.id.0);
            }
        }
    }
}
