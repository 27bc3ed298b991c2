//! Incidents: a diagnostic, a finding or a question, with what the program found out, what to do, and what happened to it.

use disk::incident::{
    Confidence, Diagnosis, Event, INCIDENT_FORM, Incident, IncidentCause, IncidentState, Proof, RelatedSite, Step,
};
use doctor::Report;
use model::{Evidence, Finding, RelPath};
use redact::Redactor;

use crate::{
    Related, Site, Subject, View,
    judge::{self, Advice, Insight, Judgement},
};

/// Names the cause, so that the same one finds its open incident again: lines move, messages stay.
#[must_use]
pub fn cause_key(subject: &Subject) -> String {
    match subject {
        Subject::Finding(id) => format!("finding|{id}"),
        Subject::Diagnostic(site) => {
            let part = |text: &Option<String>| text.as_deref().unwrap_or("").to_owned();
            format!("diagnostic|{}|{}|{}|{}", site.file, part(&site.source), part(&site.code), part(&site.message))
        }
        Subject::Question(text, site) => {
            let file = site.as_ref().map_or("", |site| site.file.as_str());
            format!("question|{file}|{}", text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase())
        }
    }
}

/// Opens an incident. `None` for a finding that is gone.
#[must_use]
pub fn open_incident(
    view: &View<'_>,
    redactor: &Redactor,
    subject: &Subject,
    id: String,
    now_ms: u64,
) -> Option<Incident> {
    let (title, cause) = cause(view, redactor, subject)?;
    let mut incident = Incident {
        form: INCIDENT_FORM,
        id,
        title,
        state: IncidentState::Open,
        project: None,
        cause,
        opened_at_ms: now_ms,
        changed_at_ms: now_ms,
        diagnosis: Vec::new(),
        next: Vec::new(),
        history: vec![Event { at_ms: now_ms, text: "Opened.".to_owned() }],
    };
    diagnose(view, redactor, subject, &mut incident);
    Some(incident)
}

/// The same incident, met again: what is known now replaces what was known then, its history goes on.
#[must_use]
pub fn reopen_incident(
    view: &View<'_>,
    redactor: &Redactor,
    subject: &Subject,
    known: Incident,
    now_ms: u64,
) -> Incident {
    let Some((title, cause)) = cause(view, redactor, subject) else { return known };
    let before = (known.diagnosis.clone(), known.next.clone());
    let mut incident = Incident { title, cause, changed_at_ms: now_ms, ..known };
    diagnose(view, redactor, subject, &mut incident);
    let is_new = before != (incident.diagnosis.clone(), incident.next.clone());
    let text = if is_new { "Looked at again; the diagnosis has changed." } else { "Looked at again." };
    incident.history.push(Event { at_ms: now_ms, text: text.to_owned() });
    incident
}

/// The incident as it has to be stored when its finding is gone: resolved, with the proof. `None` when nothing changes.
#[must_use]
pub fn settled(report: &Report, revision: u64, incident: &Incident, now_ms: u64) -> Option<Incident> {
    let IncidentCause::Finding { id, .. } = &incident.cause else { return None };
    let is_there = report.findings.iter().any(|finding| *finding.id.0 == **id);
    let text = match (incident.state, is_there) {
        (IncidentState::Open, false) => {
            format!("Resolved: the doctor asked again (revision {revision}) and did not find it any more.")
        }
        _ => return None,
    };
    Some(changed(incident, IncidentState::Resolved, text, now_ms))
}

/// The incident, closed by the user.
#[must_use]
pub fn closed(incident: &Incident, now_ms: u64) -> Incident {
    match incident.state {
        IncidentState::Resolved => incident.clone(),
        IncidentState::Open => changed(incident, IncidentState::Resolved, "Closed by you.".to_owned(), now_ms),
    }
}

/// The incident with one more entry in its history.
#[must_use]
pub fn noted(incident: &Incident, text: String, now_ms: u64) -> Incident {
    changed(incident, incident.state, text, now_ms)
}

fn changed(incident: &Incident, state: IncidentState, text: String, now_ms: u64) -> Incident {
    let mut incident = Incident { state, changed_at_ms: now_ms, ..incident.clone() };
    incident.history.push(Event { at_ms: now_ms, text });
    incident
}

/// What an incident is about, for asking again.
#[must_use]
pub fn subject_of(cause: &IncidentCause) -> Option<Subject> {
    Some(match cause {
        IncidentCause::Finding { id, .. } => Subject::Finding(id.as_str().into()),
        IncidentCause::Diagnostic { at } => Subject::Diagnostic(site(at)?),
        IncidentCause::Question { text, at } => Subject::Question(text.clone(), at.as_ref().and_then(site)),
    })
}

fn cause(view: &View<'_>, redactor: &Redactor, subject: &Subject) -> Option<(String, IncidentCause)> {
    let masked = |text: &str| redactor.redact(text).text.into_owned();
    Some(match subject {
        Subject::Finding(id) => {
            let finding = finding(view, id)?;
            let mut at = stored(redactor, &Site::line(finding.place.file.clone(), finding.place.line_number()));
            at.message = Some(masked(&finding.message));
            at.code = Some(finding.rule.to_owned());
            at.source = Some("workspai".to_owned());
            (masked(&finding.message), IncidentCause::Finding { id: id.to_string(), at })
        }
        Subject::Diagnostic(site) => {
            let title = site.message.as_deref().map_or_else(|| format!("{}:{}", site.file, site.line), one_line);
            (masked(&title), IncidentCause::Diagnostic { at: stored(redactor, site) })
        }
        Subject::Question(text, site) => {
            let at = site.as_ref().map(|site| stored(redactor, site));
            let fallback =
                || at.as_ref().map_or_else(|| "A question".to_owned(), |at| format!("{}:{}", at.file, at.line));
            let title = if text.trim().is_empty() { fallback() } else { one_line(text) };
            (masked(&title), IncidentCause::Question { text: masked(text), at })
        }
    })
}

fn finding<'v>(view: &View<'v>, id: &str) -> Option<&'v Finding> {
    view.report.findings.iter().find(|finding| *finding.id.0 == *id)
}

fn diagnose(view: &View<'_>, redactor: &Redactor, subject: &Subject, incident: &mut Incident) {
    let judgement = match subject {
        Subject::Finding(id) => finding(view, id).map(of_finding).unwrap_or_default(),
        Subject::Diagnostic(site) | Subject::Question(_, Some(site)) => judge::judge(view, site),
        Subject::Question(_, None) => Judgement::default(),
    };
    let file = incident.cause.site().and_then(|at| RelPath::new(&at.file).ok());
    let project = file.and_then(|file| view.snapshot.project_of(&file));
    incident.project = project.map(|project| project.name.to_string());
    incident.diagnosis = judgement.insights.iter().map(|insight| diagnosis(redactor, insight)).collect();
    incident.next = judgement.advice.iter().map(|advice| step(redactor, advice)).collect();
}

/// A finding is its own diagnosis; its rule says why it matters.
pub(crate) fn of_finding(finding: &Finding) -> Judgement {
    let mut insights = vec![Insight {
        text: finding.message.clone(),
        confidence: Confidence::Certain,
        evidence: finding.evidence.clone(),
    }];
    insights.extend(why(finding.rule).map(|text| Insight {
        text,
        confidence: Confidence::Certain,
        evidence: Vec::new(),
    }));
    let advice = finding
        .fixes
        .iter()
        .map(|fix| Advice { title: fix.title.clone(), fix: Some((finding.id.clone(), fix.id.clone())) });
    Judgement { insights, advice: advice.collect() }
}

/// The section "Why it matters" of a rule.
pub(crate) fn why(rule: &str) -> Option<String> {
    let doc = doctor::RULES.iter().find(|known| known.id == rule)?.doc;
    let (_, rest) = doc.split_once("## Why it matters")?;
    let text = rest.split("\n## ").next()?.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

fn diagnosis(redactor: &Redactor, insight: &Insight) -> Diagnosis {
    Diagnosis {
        text: redactor.redact(&insight.text).text.into_owned(),
        confidence: insight.confidence,
        evidence: insight.evidence.iter().map(|evidence| stored_proof(redactor, evidence)).collect(),
    }
}

fn step(redactor: &Redactor, advice: &Advice) -> Step {
    let (finding, fix) = advice.fix.clone().unzip();
    Step {
        title: redactor.redact(&advice.title).text.into_owned(),
        finding: finding.map(|id| id.0.to_string()),
        fix: fix.map(|id| id.to_string()),
    }
}

fn stored_proof(redactor: &Redactor, evidence: &Evidence) -> Proof {
    let masked = |text: &str| redactor.redact(text).text.into_owned();
    match evidence {
        Evidence::Source { place, text } => {
            Proof::Source { file: place.file.to_string(), line: place.line_number(), text: masked(text) }
        }
        Evidence::Output { command, exit, line } => {
            Proof::Output { command: masked(command), exit: *exit, line: masked(line) }
        }
    }
}

fn stored(redactor: &Redactor, site: &Site) -> disk::incident::Site {
    let masked = |text: &str| redactor.redact(text).text.into_owned();
    let related = |related: &Related| RelatedSite {
        file: related.file.to_string(),
        line: related.line,
        message: masked(&related.message),
    };
    disk::incident::Site {
        file: site.file.to_string(),
        line: site.line,
        end_line: (site.end_line != site.line).then_some(site.end_line),
        message: site.message.as_deref().map(masked),
        code: site.code.clone(),
        source: site.source.clone(),
        related: site.related.iter().map(related).collect(),
    }
}

fn site(at: &disk::incident::Site) -> Option<Site> {
    let related = |related: &RelatedSite| {
        Some(Related { file: RelPath::new(&related.file).ok()?, line: related.line, message: related.message.clone() })
    };
    Some(Site {
        file: RelPath::new(&at.file).ok()?,
        line: at.line,
        end_line: at.end_line.unwrap_or(at.line),
        message: at.message.clone(),
        code: at.code.clone(),
        source: at.source.clone(),
        related: at.related.iter().filter_map(related).collect(),
    })
}

fn one_line(text: &str) -> String {
    const LONGEST: usize = 160;
    let text = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("");
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{secrets, testing::Bench};

    const FIXTURE: &str = r#"
//- /api/pyproject.toml
[project]
name = "api"
dependencies = ["fastapi==0.115.0"]
//- /api/.env
//- /api/.env.example
JWT_SECRET=
//- /api/main.py
from jose import jwt
"#;

    fn finding_id(bench: &Bench) -> std::sync::Arc<str> {
        let view = bench.view();
        let finding = view.report.findings.iter().find(|finding| finding.rule == "env-missing").expect("a finding");
        finding.id.0.clone()
    }

    #[test]
    fn a_finding_resolves_itself_when_it_is_gone() {
        let mut bench = Bench::new(FIXTURE);
        let id = finding_id(&bench);
        let redactor = secrets::redactor(&bench.view());
        let subject = Subject::Finding(id.clone());
        let incident = open_incident(&bench.view(), &redactor, &subject, "i1".into(), 10).expect("opened");
        assert_eq!((incident.project.as_deref(), incident.state), (Some("api"), IncidentState::Open));
        assert!(incident.title.contains("JWT_SECRET"), "{}", incident.title);
        assert!(incident.diagnosis.iter().all(|line| line.confidence == Confidence::Certain));
        assert_eq!(incident.next[0].finding.as_deref(), Some(&*id));
        assert_eq!(settled(bench.view().report, 1, &incident, 20), None);

        bench.edit("api/.env", "JWT_SECRET=now-it-is-set\n");
        let view = bench.view();
        let resolved = settled(view.report, view.snapshot.revision, &incident, 20).expect("resolved");
        assert_eq!((resolved.state, resolved.changed_at_ms), (IncidentState::Resolved, 20));
        assert!(
            resolved.history.last().is_some_and(|event| event.text.starts_with("Resolved: the doctor asked again"))
        );
        assert_eq!(settled(view.report, 3, &resolved, 30), None, "only once");
        assert!(open_incident(&view, &redactor, &subject, "i2".into(), 40).is_none(), "it is gone");
    }

    #[test]
    fn a_diagnostic_is_judged_and_found_again_when_its_line_moved() {
        let bench = Bench::new(FIXTURE);
        let view = bench.view();
        let redactor = secrets::redactor(&view);
        let at = |line| Site {
            message: Some("Import \"jose\" could not be resolved".into()),
            code: Some("reportMissingImports".into()),
            source: Some("Pylance".into()),
            ..Site::line(RelPath::new("api/main.py").expect("a path"), line)
        };
        let subject = Subject::Diagnostic(at(1));
        assert_eq!(cause_key(&subject), cause_key(&Subject::Diagnostic(at(7))));
        let incident = open_incident(&view, &redactor, &subject, "i1".into(), 10).expect("opened");
        let lines: Vec<&str> = incident.diagnosis.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(lines[0], "No manifest of api declares `python-jose`.");
        let again = reopen_incident(&view, &redactor, &subject, incident.clone(), 50);
        assert_eq!(again.history.len(), 2);
        assert_eq!(subject_of(&again.cause), Some(subject));
        assert_eq!(closed(&again, 60).history.last().map(|event| event.text.as_str()), Some("Closed by you."));
    }
}
