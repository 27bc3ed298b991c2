mod mend;
mod sarif;
mod text;

use std::{path::PathBuf, process::ExitCode, sync::Arc};

use ::doctor::{Doctor as Checker, RULES, Report};
use clap::Args;
use host::Host;
use index::Snapshot;
use model::{Finding, ProjectId, Severity};

use super::{Refusal, open, paint::Paint, print};
use crate::convert;

/// Checks the health of a workspace: env files, lock files, ports and compose files, runtime versions, modules. Reads
/// only, unless asked to mend; starts nothing; needs no network. Exits with 1 when something is wrong (an error).
#[derive(Args)]
pub(crate) struct Doctor {
    /// The folder of the workspace.
    #[arg(default_value = ".")]
    path: PathBuf,
    /// Print one JSON document and nothing else (schema `workspai/doctor@1`).
    #[arg(long, conflicts_with_all = ["sarif", "fix"])]
    json: bool,
    /// Print one SARIF 2.1.0 document and nothing else.
    #[arg(long, conflicts_with = "fix")]
    sarif: bool,
    /// Mend what can be mended by safe edits, or one finding (its id as `--json` gives it). The folder, if any, stands
    /// before this.
    #[arg(long, value_name = "ID", num_args = 0..=1)]
    fix: Option<Option<String>>,
    /// With --fix: show the edits as a unified diff, secrets hidden, and write nothing.
    #[arg(long, requires = "fix")]
    dry_run: bool,
    /// Only what concerns this project (its name or folder).
    #[arg(long, value_name = "P")]
    project: Option<String>,
    /// Only what this rule finds.
    #[arg(long, value_name = "R")]
    rule: Option<String>,
}

pub(crate) fn doctor(options: &Doctor) -> Result<ExitCode, Refusal> {
    let host = open(&options.path)?;
    let started = host.now_ms();
    let (mut index, _writing) = super::index(&host, false);
    let mut checker = Checker::new(&host);
    let snapshot = index.snapshot();
    let wanted = Wanted::new(options, &snapshot)?;
    let report = wanted.of(checker.check(&snapshot));
    let elapsed_ms = host.now_ms().saturating_sub(started);
    if let Some(id) = &options.fix {
        let bench = mend::Bench { host: &host, index: &mut index, checker: &mut checker, wanted: &wanted };
        return mend::mend(bench, id.as_deref(), options.dry_run);
    }
    if options.json {
        let document = convert::doctor_report(&snapshot, &report, elapsed_ms);
        super::print_json(&document)?;
    } else if options.sarif {
        print(&sarif::render(&report.findings))?;
    } else {
        print(&text::render(&snapshot, &report, elapsed_ms, Paint::of_stdout(&host)))?;
    }
    Ok(code(&report.findings))
}

fn code(findings: &[Finding]) -> ExitCode {
    ExitCode::from(u8::from(findings.iter().any(|finding| finding.severity == Severity::Error)))
}

/// Which findings were asked for.
struct Wanted {
    project: Option<ProjectId>,
    rule: Option<&'static str>,
}

impl Wanted {
    fn new(options: &Doctor, snapshot: &Arc<Snapshot>) -> Result<Self, Refusal> {
        let project = options.project.as_ref().map(|name| {
            let is_it = |project: &&model::Project| *project.name == **name || project.root().to_string() == *name;
            snapshot.projects.iter().find(is_it).map(|project| project.id.clone()).ok_or_else(|| {
                let names: Vec<&str> = snapshot.projects.iter().map(|project| &*project.name).collect();
                Refusal(format!("there is no project {name}; there are: {}", names.join(", ")))
            })
        });
        let rule = options.rule.as_ref().map(|id| {
            RULES.iter().map(|rule| rule.id).find(|known| known == id).ok_or_else(|| {
                let ids: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
                Refusal(format!("there is no rule {id}; there are: {}", ids.join(", ")))
            })
        });
        Ok(Self { project: project.transpose()?, rule: rule.transpose()? })
    }

    /// The score stays that of the whole workspace.
    fn of(&self, mut report: Report) -> Report {
        report.findings.retain(|finding| {
            self.project.as_ref().is_none_or(|project| finding.project.as_ref() == Some(project))
                && self.rule.is_none_or(|rule| finding.rule == rule)
        });
        report
    }
}
