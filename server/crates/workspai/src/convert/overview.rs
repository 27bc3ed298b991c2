use index::Snapshot;
use model::{Finding, Port, PortRole, Project, Severity};
use wire::{
    inspect::ServiceReport,
    workspace::{FindingCounts, ProjectCounts, ProjectSummary},
};

use super::{
    count,
    project::{framework_report, port_report, version_report},
    services_of,
};

/// Findings by severity.
pub(crate) fn finding_counts<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> FindingCounts {
    findings.into_iter().fold(FindingCounts::default(), |mut counts, finding| {
        match finding.severity {
            Severity::Error => counts.errors += 1,
            Severity::Warning => counts.warnings += 1,
            Severity::Info => counts.infos += 1,
        }
        counts
    })
}

/// A project in one row.
pub(crate) fn project_summary(
    snapshot: &Snapshot,
    project: &Project,
    services: &[ServiceReport],
    findings: &[Finding],
) -> ProjectSummary {
    let port = usual_port(project);
    ProjectSummary {
        path: project.id.to_string(),
        name: project.name.to_string(),
        manifest: project.manifest.to_string(),
        runtime: project.runtime.name().to_owned(),
        runtime_version: version_report(project),
        framework: framework_report(project),
        kit: project.kit.as_deref().map(str::to_owned),
        port: port.map(port_report),
        is_port_shared: port.is_some_and(|port| is_shared(snapshot, project, services, port.port)),
        counts: ProjectCounts {
            modules: count(project.modules.len()),
            endpoints: count(project.endpoints.len()),
            env: count(project.env.len()),
            env_missing: count(
                project.env.iter().filter(|key| key.is_required && key.effective().next().is_none()).count(),
            ),
            services: count(services_of(snapshot, project, services).len()),
            commands: count(project.commands.len()),
            dependencies: count(project.dependencies.len()),
            migrations: count(project.migrations.len()),
        },
        findings: finding_counts(findings.iter().filter(|finding| finding.project.as_ref() == Some(&project.id))),
    }
}

/// The port people use.
fn usual_port(project: &Project) -> Option<&Port> {
    let first = |role| project.ports.iter().find(|port| port.role == role);
    first(PortRole::Published).or_else(|| first(PortRole::App)).or_else(|| first(PortRole::Container))
}

/// Containers have ports of their own, and what a program takes when nobody says a port is easily changed; only what is
/// told on the host can meet.
fn is_shared(snapshot: &Snapshot, project: &Project, services: &[ServiceReport], port: u16) -> bool {
    let on_host = |other: &Project| {
        usual_port(other)
            .is_some_and(|theirs| theirs.port == port && theirs.role != PortRole::Container && !theirs.is_fallback)
    };
    let own = services_of(snapshot, project, services);
    on_host(project)
        && (snapshot.projects.iter().any(|other| other.id != project.id && on_host(other))
            || services.iter().any(|service| service.ports.contains(&port) && !own.contains(&service)))
}
