//! The doctor's report with the user's switches applied.

use std::sync::Arc;

use doctor::{Doctor, Report};
use host::OsHost;
use index::Snapshot;

/// A doctor that leaves out the rules that the user switched off.
pub(crate) struct Checkup {
    doctor: Doctor,
}

impl Checkup {
    pub(crate) fn new(host: &OsHost) -> Self {
        Self { doctor: Doctor::new(host) }
    }

    pub(crate) fn check(&mut self, snapshot: &Arc<Snapshot>, disabled: &[String]) -> Report {
        let mut report = self.doctor.check(snapshot);
        report.findings.retain(|finding| !disabled.iter().any(|rule| rule == finding.rule));
        report
    }
}
