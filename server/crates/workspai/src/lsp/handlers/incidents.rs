use wire::{
    incident::{Incident, IncidentCause, IncidentRef, IncidentSummary},
    session::NoParams,
};

use super::Cx;
use crate::{
    convert,
    lsp::{
        self,
        fault::{Fault, Reply},
    },
    turn,
};

pub(crate) fn list(cx: &Cx, _: NoParams) -> Reply<Vec<IncidentSummary>> {
    Ok(cx.office.means.store.incidents().iter().map(convert::incident_summary).collect())
}

pub(crate) fn show(cx: &Cx, params: IncidentRef) -> Reply<Option<Incident>> {
    Ok(cx.office.means.store.incident(&params.id).map(|incident| convert::incident(&incident, &cx.view.report)))
}

pub(crate) fn open(cx: &Cx, cause: IncidentCause) -> Reply<Incident> {
    let incident = lsp::convert::subject(&cx.view, &cause)
        .and_then(|subject| turn::open_incident(&cx.view.scene(), &cx.office.means, &subject))
        .ok_or_else(|| Fault::Gone("What this incident would be about is not in the workspace.".to_owned()))?;
    cx.office.incident_changed(&incident.id);
    Ok(convert::incident(&incident, &cx.view.report))
}

pub(crate) fn close(cx: &Cx, params: IncidentRef) -> Reply<Option<Incident>> {
    let closed = turn::close_incident(&cx.office.means, &params.id);
    if let Some(incident) = &closed {
        cx.office.incident_changed(&incident.id);
    }
    Ok(closed.map(|incident| convert::incident(&incident, &cx.view.report)))
}
