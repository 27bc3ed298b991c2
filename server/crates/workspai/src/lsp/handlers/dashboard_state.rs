use wire::{dashboard::DashboardState, session::NoParams};

use super::{Cx, overview, usage_summary};
use crate::{convert, lsp::fault::Reply};

const FINDINGS: usize = 20;
const INCIDENTS: usize = 10;
const WEEK_MS: u64 = 7 * 24 * 60 * 60 * 1000;

/// Everything of one view, and what the database says at this moment.
pub(crate) fn dashboard_state(cx: &Cx, _: NoParams) -> Reply<DashboardState> {
    let (snapshot, report) = (&cx.view.snapshot, &cx.view.report);
    let findings = report.findings.iter().take(FINDINGS);
    let incidents = cx.office.means.store.incidents();
    Ok(DashboardState {
        overview: overview::of(&cx.view),
        parts: report.score.areas.iter().map(convert::score_part).collect(),
        findings: findings.map(|finding| convert::finding_report(snapshot, finding)).collect(),
        edges: convert::edge_reports(snapshot),
        modules: convert::module_rows(snapshot),
        incidents: incidents.iter().take(INCIDENTS).map(convert::incident_summary).collect(),
        usage: usage_summary::since(cx, cx.office.means.clock.now_ms().saturating_sub(WEEK_MS)),
    })
}
