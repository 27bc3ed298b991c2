//! Incidents in the store: opened once a cause, continued when met again, resolved when their finding is gone.

use assist::Subject;
use disk::incident::Incident;
use doctor::Report;
use redact::Redactor;

use super::{Means, Scene};

/// Opens the incident of a cause, or continues its open one. `None` for a finding that is gone. May block.
pub(crate) fn open_incident(scene: &Scene, means: &Means, subject: &Subject) -> Option<Incident> {
    open_with(scene, means, &assist::redactor(&scene.view()), subject)
}

pub(super) fn open_with(scene: &Scene, means: &Means, redactor: &Redactor, subject: &Subject) -> Option<Incident> {
    let view = scene.view();
    let key = redactor.redact(&assist::cause_key(subject)).text.into_owned();
    let now_ms = means.clock.now_ms();
    let incident = match means.store.open_incident(&key) {
        Some(known) => assist::reopen_incident(&view, redactor, subject, known, now_ms),
        None => assist::open_incident(&view, redactor, subject, new_id(means), now_ms)?,
    };
    means.store.put_incident(&key, incident.clone());
    Some(incident)
}

/// Closes an incident. `None` when there is none of this id. May block.
pub(crate) fn close_incident(means: &Means, id: &str) -> Option<Incident> {
    let closed = assist::closed(&means.store.incident(id)?, means.clock.now_ms());
    put(means, &closed);
    Some(closed)
}

/// Resolves the incidents whose findings a new report does not have any more; returns their ids. May block.
pub(crate) fn settle_incidents(means: &Means, report: &Report, revision: u64) -> Vec<String> {
    let now_ms = means.clock.now_ms();
    let incidents = means.store.incidents();
    let settled: Vec<Incident> =
        incidents.iter().filter_map(|incident| assist::settled(report, revision, incident, now_ms)).collect();
    settled.iter().for_each(|incident| put(means, incident));
    settled.into_iter().map(|incident| incident.id).collect()
}

pub(super) fn note_incident(means: &Means, id: &str, text: String) {
    if let Some(incident) = means.store.incident(id) {
        put(means, &assist::noted(&incident, text, means.clock.now_ms()));
    }
}

/// Stores a known incident: its cause's key was stored when it was opened, and stays.
fn put(means: &Means, incident: &Incident) {
    let key = assist::subject_of(&incident.cause).map(|subject| assist::cause_key(&subject)).unwrap_or_default();
    means.store.put_incident(&key, incident.clone());
}

fn new_id(means: &Means) -> String {
    let mut random = [0; 6];
    // Without randomness the time alone has to do.
    let _ = means.clock.random_bytes(&mut random);
    let random: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("i{:x}-{random}", means.clock.now_ms())
}
