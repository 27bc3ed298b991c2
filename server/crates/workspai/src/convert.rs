//! From the model to the wire. Used by the language server and by the command line alike, so that both say the same.
//! Functions are named by the thing; lines and columns count from 1 on the wire.

mod chat;
mod code;
mod context;
mod dashboard;
mod edges;
mod finding;
mod incident;
mod overview;
mod project;
mod service;

pub(crate) use chat::{chat_outcome, chat_part, provider};
pub(crate) use code::code_report;
pub(crate) use context::{context_packet, receipt_item};
pub(crate) use dashboard::module_rows;
pub(crate) use edges::edge_reports;
pub(crate) use finding::{doctor_report, finding_report, fix_report, score_part};
pub(crate) use incident::{incident, incident_summary};
pub(crate) use overview::{finding_counts, project_summary};
pub(crate) use project::{inspect_report, project_report, stats_report, workspace_kind};
pub(crate) use service::{service_reports, services_of};

/// A count for the wire.
pub(crate) fn count(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
