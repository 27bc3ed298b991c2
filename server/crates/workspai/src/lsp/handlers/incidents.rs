use wire::{
    incident::{Incident, IncidentRef, IncidentSummary},
    session::NoParams,
};

use super::Cx;
use crate::{convert, lsp::fault::Reply};

pub(crate) fn list(cx: &Cx, _: NoParams) -> Reply<Vec<IncidentSummary>> {
    Ok(cx.office.store.incidents().iter().map(convert::incident_summary).collect())
}

pub(crate) fn show(cx: &Cx, params: IncidentRef) -> Reply<Option<Incident>> {
    let found = cx.office.store.incident(&params.id);
    Ok(found.map(|incident| convert::incident(&incident, &cx.view.report)))
}
