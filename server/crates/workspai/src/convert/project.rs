use std::borrow::Cow;

use index::Snapshot;
use model::{CommandRole, DependencyGroup, EnvKey, Layer, Method, Port, PortRole, Project, WorkspaceKind};
use wire::inspect::{
    CommandPlace, CommandsReport, DependencyReport, EndpointReport, EnvDefineReport, EnvFilesReport, EnvReadReport,
    EnvReport, FrameworkReport, InspectReport, MigrationsReport, ModuleReport, PortReport, ProjectReport, SCHEMA,
    StatsReport, VersionReport,
};

use super::service_reports;

/// The document of `workspai inspect`, with these of the snapshot's projects.
pub(crate) fn inspect_report<'p>(snapshot: &Snapshot, projects: &[&'p Project]) -> InspectReport<'p> {
    InspectReport {
        schema: SCHEMA.to_owned(),
        root: ".".to_owned(),
        kind: workspace_kind(snapshot.kind).to_owned(),
        projects: projects.iter().map(|project| project_report(project)).collect(),
        services: service_reports(snapshot),
        stats: stats_report(snapshot),
        code: None,
    }
}

/// All that is known of a project.
pub(crate) fn project_report(project: &Project) -> ProjectReport<'_> {
    ProjectReport {
        name: project.name.to_string(),
        path: project.id.to_string(),
        manifest: project.manifest.to_string(),
        runtime: project.runtime.name().to_owned(),
        runtime_version: version_report(project),
        framework: framework_report(project),
        kit: project.kit.as_deref().map(str::to_owned),
        modules: project.modules.iter().map(module_report).collect(),
        endpoints: project.endpoints.iter().map(endpoint_report).collect(),
        env: project.env.iter().map(env_report).collect(),
        env_files: project.env_files.iter().map(env_files_report).collect(),
        ports: project.ports.iter().map(port_report).collect(),
        dependencies: project.dependencies.iter().map(dependency_report).collect(),
        commands: commands_report(project),
        command_places: project.commands.iter().map(command_place).collect(),
        migrations: project.migrations.iter().map(migrations_report).collect(),
    }
}

/// The name of the kind of workspace.
pub(crate) fn workspace_kind(kind: WorkspaceKind) -> &'static str {
    match kind {
        WorkspaceKind::Rapidkit => "rapidkit",
        WorkspaceKind::Workspai => "workspai",
        WorkspaceKind::Plain => "plain",
    }
}

/// Sizes and time.
pub(crate) fn stats_report(snapshot: &Snapshot) -> StatsReport {
    let stats = snapshot.stats;
    StatsReport { files: stats.files as u64, bytes: stats.bytes, elapsed_ms: stats.elapsed_ms }
}

pub(super) fn version_report(project: &Project) -> Option<VersionReport> {
    project.runtime_version.as_ref().map(|claim| VersionReport {
        value: claim.value.to_string(),
        file: claim.place.file.to_string(),
        line: claim.place.line_number(),
    })
}

pub(super) fn framework_report(project: &Project) -> Option<FrameworkReport> {
    project.framework.as_ref().map(|framework| FrameworkReport {
        name: framework.name.name().to_owned(),
        version: framework.version.as_deref().map(str::to_owned),
    })
}

pub(super) fn module_report(module: &model::Module) -> ModuleReport {
    ModuleReport {
        slug: module.slug.to_string(),
        name: module.name.to_string(),
        version: module.version.as_deref().map(str::to_owned),
        file: module.place.file.to_string(),
        line: module.place.line_number(),
    }
}

pub(super) fn port_report(port: &Port) -> PortReport {
    let role = match port.role {
        PortRole::App => "app",
        PortRole::Published => "published",
        PortRole::Container => "container",
    };
    PortReport {
        port: port.port,
        role: role.to_owned(),
        file: port.place.file.to_string(),
        line: port.place.line_number(),
    }
}

fn endpoint_report(endpoint: &model::Endpoint) -> EndpointReport<'_> {
    EndpointReport {
        method: match &endpoint.method {
            Method::Named(name) => Cow::Borrowed(name),
            Method::Any => Cow::Borrowed("ANY"),
        },
        path: Cow::Borrowed(&endpoint.path),
        file: Cow::Borrowed(endpoint.place.file.as_str()),
        line: endpoint.place.line_number(),
        handler: Cow::Borrowed(&endpoint.handler),
        mounted: endpoint.is_mounted,
        unknown: Cow::Borrowed(&endpoint.unknown),
    }
}

fn env_report(key: &EnvKey) -> EnvReport {
    let reads = key.reads.iter().map(|read| EnvReadReport {
        file: read.place.file.to_string(),
        line: read.place.line_number(),
        default: read.has_default,
    });
    let defines = key.definitions.iter().map(|definition| EnvDefineReport {
        file: definition.place.file.to_string(),
        line: definition.place.line_number(),
        layer: layer(definition.layer).to_owned(),
        wins: definition.wins.as_ref().map(|wins| wins.iter().map(|win| win.mode.to_string()).collect()),
    });
    EnvReport {
        key: key.key.to_string(),
        required: key.is_required,
        secret: key.is_secret,
        reads: reads.collect(),
        defines: defines.collect(),
    }
}

fn env_files_report(order: &model::EnvFileOrder) -> EnvFilesReport {
    EnvFilesReport {
        loader: order.loader.to_owned(),
        mode: order.mode.to_string(),
        files: order.files.iter().map(ToString::to_string).collect(),
    }
}

pub(crate) fn layer(layer: Layer) -> &'static str {
    match layer {
        Layer::Dotenv => "dotenv",
        Layer::Example => "example",
        Layer::Compose => "compose",
        Layer::Dockerfile => "dockerfile",
        Layer::Ci => "ci",
        Layer::K8s => "k8s",
        Layer::Makefile => "makefile",
        Layer::Script => "script",
    }
}

fn dependency_report(dependency: &model::Dependency) -> DependencyReport {
    DependencyReport {
        name: dependency.name.to_string(),
        constraint: dependency.constraint.to_string(),
        locked: dependency.locked.as_deref().map(str::to_owned),
        installed: dependency.installed.as_deref().map(str::to_owned),
        group: match dependency.group {
            DependencyGroup::Main => "main",
            DependencyGroup::Dev => "dev",
        }
        .to_owned(),
        file: dependency.place.file.to_string(),
        line: dependency.place.line_number(),
    }
}

fn commands_report(project: &Project) -> CommandsReport {
    let line = |role| project.command(role).map(|command| command.line.clone());
    CommandsReport {
        dev: line(CommandRole::Dev),
        test: line(CommandRole::Test),
        build: line(CommandRole::Build),
        lint: line(CommandRole::Lint),
        start: line(CommandRole::Start),
    }
}

fn migrations_report(found: &model::Migrations) -> MigrationsReport {
    MigrationsReport {
        tool: found.tool.name().to_owned(),
        folder: found.folder.to_string(),
        count: super::count(found.count),
        heads: found.heads.iter().map(ToString::to_string).collect(),
        problems: found.problems.clone(),
        file: found.place.file.to_string(),
        line: found.place.line_number(),
    }
}

fn command_place(command: &model::Command) -> CommandPlace {
    CommandPlace {
        role: command.role.name().to_owned(),
        command: command.line.clone(),
        file: command.place.file.to_string(),
        line: command.place.line_number(),
    }
}
