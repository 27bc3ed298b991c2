use wire::{doctor::HealthReport, session::NoParams};

use super::Cx;
use crate::{convert, lsp::fault::Reply};

/// The report that the view was made with: nothing is checked anew.
pub(crate) fn health_report(cx: &Cx, _: NoParams) -> Reply<HealthReport> {
    let snapshot = &cx.view.snapshot;
    let report = convert::doctor_report(snapshot, &cx.view.report, snapshot.stats.elapsed_ms);
    Ok(HealthReport { revision: snapshot.revision, report })
}
