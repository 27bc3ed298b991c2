use index::Snapshot;
use model::{Project, ProjectId, RelPath, facts::ComposeService};
use wire::inspect::ServiceReport;

/// Every compose service, by file and line.
pub(crate) fn service_reports(snapshot: &Snapshot) -> Vec<ServiceReport> {
    snapshot.compose_services().map(|(file, service, project)| service_report(file, service, project)).collect()
}

/// Those that belong to a project: they build it, or stand in a compose file of its own.
pub(crate) fn services_of<'s>(
    snapshot: &Snapshot,
    project: &Project,
    services: &'s [ServiceReport],
) -> Vec<&'s ServiceReport> {
    let path = project.id.to_string();
    let owns = |file: &str| {
        RelPath::new(file).ok().and_then(|file| snapshot.project_of(&file)).is_some_and(|owner| owner.id == project.id)
    };
    services.iter().filter(|service| service.project.as_ref() == Some(&path) || owns(&service.file)).collect()
}

fn service_report(file: &RelPath, service: &ComposeService, project: Option<&ProjectId>) -> ServiceReport {
    let mut ports: Vec<u16> = service.ports.iter().filter_map(|port| port.published).collect();
    ports.dedup();
    ServiceReport {
        name: service.name.to_string(),
        image: service.image.as_deref().map(str::to_owned),
        file: file.to_string(),
        line: service.name_range.start.line + 1,
        ports,
        project: project.map(ToString::to_string),
    }
}
