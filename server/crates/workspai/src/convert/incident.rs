use disk::incident::{Diagnosis, Event, Incident, IncidentCause, IncidentState, Proof, RelatedSite, Site, Step};
use doctor::Report;
use wire::{
    context::{ContextParams, RelatedPlace},
    doctor::EvidenceReport,
    incident::{DiagnosisLine, IncidentEvent, IncidentSummary, NextStep},
};

use super::fix_report;

/// An incident in one row.
pub(crate) fn incident_summary(incident: &Incident) -> IncidentSummary {
    let site = incident.cause.site();
    IncidentSummary {
        id: incident.id.clone(),
        title: incident.title.clone(),
        state: match incident.state {
            IncidentState::Open => wire::incident::IncidentState::Open,
            IncidentState::Resolved => wire::incident::IncidentState::Resolved,
        },
        project: incident.project.clone(),
        file: site.map(|site| site.file.clone()),
        line: site.map(|site| site.line),
        opened_at_ms: incident.opened_at_ms,
        changed_at_ms: incident.changed_at_ms,
    }
}

/// An incident. Fixes are those of the present report: stored ones would be stale.
pub(crate) fn incident(incident: &Incident, report: &Report) -> wire::incident::Incident {
    wire::incident::Incident {
        summary: incident_summary(incident),
        cause: cause(&incident.cause),
        diagnosis: incident.diagnosis.iter().map(diagnosis_line).collect(),
        next: incident.next.iter().map(|step| next_step(step, report)).collect(),
        history: incident.history.iter().map(event).collect(),
    }
}

fn cause(cause: &IncidentCause) -> wire::incident::IncidentCause {
    match cause {
        IncidentCause::Diagnostic { at } => wire::incident::IncidentCause::Diagnostic { at: place(at) },
        IncidentCause::Finding { id, .. } => wire::incident::IncidentCause::Finding { id: id.clone() },
        IncidentCause::Question { text, at } => {
            wire::incident::IncidentCause::Question { text: text.clone(), at: at.as_ref().map(place) }
        }
    }
}

fn place(site: &Site) -> ContextParams {
    let related = |place: &RelatedSite| RelatedPlace {
        file: place.file.clone(),
        line: place.line,
        message: place.message.clone(),
    };
    ContextParams {
        file: site.file.clone(),
        line: site.line,
        end_line: site.end_line,
        message: site.message.clone(),
        code: site.code.clone(),
        source: site.source.clone(),
        related: site.related.iter().map(related).collect(),
    }
}

fn diagnosis_line(diagnosis: &Diagnosis) -> DiagnosisLine {
    DiagnosisLine {
        text: diagnosis.text.clone(),
        confidence: diagnosis.confidence.name().to_owned(),
        evidence: diagnosis.evidence.iter().map(proof).collect(),
    }
}

fn proof(proof: &Proof) -> EvidenceReport {
    match proof {
        Proof::Source { file, line, text } => {
            EvidenceReport::Source { file: file.clone(), line: *line, text: text.clone() }
        }
        Proof::Output { command, exit, line } => {
            EvidenceReport::Output { command: command.clone(), exit: *exit, line: line.clone() }
        }
    }
}

fn next_step(step: &Step, report: &Report) -> NextStep {
    let finding = step.finding.as_ref();
    let found = finding.and_then(|id| report.findings.iter().find(|finding| *finding.id.0 == **id));
    let fix = found.zip(step.fix.as_ref()).and_then(|(found, id)| found.fixes.iter().find(|fix| *fix.id == **id));
    NextStep { title: step.title.clone(), finding: finding.cloned(), fix: fix.map(fix_report) }
}

fn event(event: &Event) -> IncidentEvent {
    IncidentEvent { at_ms: event.at_ms, text: event.text.clone() }
}
