use doctor::{AreaScore, Report};
use index::Snapshot;
use model::{Evidence, Finding, Fix, FixAction, Severity};
use wire::doctor::{DoctorReport, EditReport, EvidenceReport, FindingReport, FixKind, FixReport, SCHEMA, ScorePart};

/// The document of `workspai doctor`. `elapsed_ms` is what the reading and checking took.
pub(crate) fn doctor_report(snapshot: &Snapshot, report: &Report, elapsed_ms: u64) -> DoctorReport {
    DoctorReport {
        schema: SCHEMA.to_owned(),
        score: report.score.total,
        parts: report.score.areas.iter().map(score_part).collect(),
        elapsed_ms,
        findings: report.findings.iter().map(|finding| finding_report(snapshot, finding)).collect(),
    }
}

/// A part of the score.
pub(crate) fn score_part(area: &AreaScore) -> ScorePart {
    ScorePart { name: area.area.name().to_owned(), points: area.points, of: area.of, raise: area.raise.clone() }
}

/// One finding.
pub(crate) fn finding_report(snapshot: &Snapshot, finding: &Finding) -> FindingReport {
    let project = finding.project.as_ref().and_then(|id| snapshot.project(id));
    FindingReport {
        id: finding.id.0.to_string(),
        rule: finding.rule.to_owned(),
        severity: severity(finding.severity),
        project: project.map(|project| project.name.to_string()),
        project_path: finding.project.as_ref().map(ToString::to_string),
        file: finding.place.file.to_string(),
        line: finding.place.line_number(),
        column: finding.place.range.start.column + 1,
        message: finding.message.clone(),
        evidence: finding.evidence.iter().map(evidence_report).collect(),
        fixes: finding.fixes.iter().map(fix_report).collect(),
    }
}

/// One fix.
pub(crate) fn fix_report(fix: &Fix) -> FixReport {
    let (kind, edits, command, folder) = match &fix.action {
        FixAction::Edits(edits) => (FixKind::Edit, edits.iter().map(edit_report).collect(), None, None),
        FixAction::Command { line, folder } => {
            (FixKind::Command, Vec::new(), Some(line.clone()), Some(folder.to_string()))
        }
    };
    FixReport { id: fix.id.to_string(), title: fix.title.clone(), kind, safe: fix.is_safe, edits, command, folder }
}

pub(crate) fn severity(severity: Severity) -> wire::doctor::Severity {
    match severity {
        Severity::Info => wire::doctor::Severity::Info,
        Severity::Warning => wire::doctor::Severity::Warning,
        Severity::Error => wire::doctor::Severity::Error,
    }
}

pub(crate) fn evidence_report(evidence: &Evidence) -> EvidenceReport {
    match evidence {
        Evidence::Source { place, text } => {
            EvidenceReport::Source { file: place.file.to_string(), line: place.line_number(), text: text.clone() }
        }
        Evidence::Output { command, exit, line } => {
            EvidenceReport::Output { command: command.clone(), exit: *exit, line: line.clone() }
        }
    }
}

fn edit_report(edit: &model::Edit) -> EditReport {
    EditReport {
        file: edit.file.to_string(),
        start_line: edit.range.start.line + 1,
        start_column: edit.range.start.column + 1,
        end_line: edit.range.end.line + 1,
        end_column: edit.range.end.column + 1,
        new_text: edit.new_text.clone(),
    }
}
