mod code;
mod document;

use std::{path::PathBuf, process::ExitCode, sync::Arc};

use clap::Args;
use index::{Graph, Snapshot};
use model::{Project, RelPath};
use wire::inspect::{InspectReport, ProjectReport, ServiceReport};

use super::{
    Refusal, open,
    paint::{Paint, Style},
    print, print_with,
    table::{Column, Table},
};
use crate::convert;

/// Shows the projects of a workspace: runtime, framework, kit, modules, endpoints, ports, env keys, dependencies, commands,
/// and the services of its compose files. Reads only; starts nothing; needs no network.
#[derive(Args)]
pub(crate) struct Inspect {
    /// The folder of the workspace.
    #[arg(default_value = ".")]
    path: PathBuf,
    /// Print one JSON document and nothing else (schema `workspai/inspect@1`).
    #[arg(long)]
    json: bool,
    /// Show one project only, by its name or its folder, with the list of its endpoints.
    #[arg(long, value_name = "PROJECT")]
    project: Option<String>,
    /// Look at everything afresh: neither read nor write what is known from another day.
    #[arg(long)]
    fresh: bool,
    /// Add the code graph: which file imports which, what symbols there are, and who uses them.
    #[arg(long)]
    code: bool,
}

pub(crate) fn inspect(options: &Inspect) -> Result<ExitCode, Refusal> {
    let host = open(&options.path)?;
    let (mut index, _writing) = super::index(&host, options.fresh);
    let snapshot = index.snapshot();
    let projects = match &options.project {
        Some(wanted) => wanted_projects(&snapshot, wanted)?,
        None => snapshot.projects.iter().collect(),
    };
    let graph = options.code.then(|| index.graph(&host));
    if options.json {
        let mut head = report(&snapshot, &projects, &[], options);
        if let Some(graph) = &graph {
            let everything = RelPath::root();
            let folders = if options.project.is_some() { roots(&projects).collect() } else { vec![&everything] };
            head.code = Some(convert::code_report(graph, &folders));
        }
        print_with(|out| document::write(out, &head, &projects))?;
    } else {
        let paint = Paint::of_stdout(&host);
        let report = report(&snapshot, &projects, &projects, options);
        let shown = render(&report, &snapshot.name, options.project.is_some(), paint);
        print(&(shown + &graph.map(|graph| render_code(&graph, &snapshot, &projects, paint)).unwrap_or_default()))?;
    }
    // The process ends: its memory goes with it, whole.
    std::mem::forget((index, snapshot));
    Ok(ExitCode::SUCCESS)
}

/// The document with the projects of `told`; `shown` are those that are asked for.
fn report<'p>(snapshot: &Snapshot, shown: &[&Project], told: &[&'p Project], options: &Inspect) -> InspectReport<'p> {
    let mut report = convert::inspect_report(snapshot, told);
    if options.project.is_some() {
        let is_its = |service: &ServiceReport| {
            service.project.as_ref().is_some_and(|path| shown.iter().any(|project| project.id.to_string() == *path))
        };
        report.services.retain(is_its);
    }
    report
}

/// The projects of a name or a folder.
fn wanted_projects<'s>(snapshot: &'s Snapshot, wanted: &str) -> Result<Vec<&'s Project>, Refusal> {
    let wanted = wanted.trim_end_matches('/');
    let is_wanted = |project: &&Project| *project.name == *wanted || project.id.to_string() == wanted;
    let projects: Vec<&Project> = snapshot.projects.iter().filter(is_wanted).collect();
    if projects.is_empty() {
        return Err(Refusal(format!("there is no project `{wanted}`; `workspai inspect` lists them")));
    }
    Ok(projects)
}

fn roots<'s>(projects: &[&'s Project]) -> impl Iterator<Item = &'s RelPath> {
    projects.iter().map(|project| project.root())
}

fn render_code(graph: &Arc<Graph>, snapshot: &Snapshot, projects: &[&Project], paint: Paint) -> String {
    let roots: Vec<&RelPath> = roots(projects).collect();
    let sections = [
        ("Code", code::projects(graph, snapshot, &roots).render(paint)),
        ("Most imported files", code::most_imported(graph, &roots).render(paint)),
    ];
    let shown = sections.into_iter().filter(|(_, section)| !section.is_empty());
    shown.map(|(title, section)| format!("\n{}\n{section}", paint.style(Style::Bold, title))).collect()
}

fn render(report: &InspectReport<'_>, name: &str, has_endpoints: bool, paint: Paint) -> String {
    let mut text = head(report, name, paint);
    if report.projects.is_empty() {
        text += "\nNo project found. Looked for package.json, pyproject.toml, requirements.txt, Pipfile, setup.py, go.mod, \
                 pom.xml, build.gradle and RapidKit or Workspai files.\n";
    }
    let mut sections = vec![("", projects(report)), ("Commands", commands(report)), ("Services", services(report))];
    sections.push(("Migrations", migrations(report)));
    sections.push(("Installed otherwise than locked", otherwise_installed(report)));
    if has_endpoints {
        sections.push(("Endpoints", endpoints(report)));
    }
    for (title, section) in sections {
        let section = section.render(paint);
        if !section.is_empty() {
            let title = if title.is_empty() { String::new() } else { paint.style(Style::Bold, title) + "\n" };
            text += &format!("\n{title}{section}");
        }
    }
    text
}

fn head(report: &InspectReport<'_>, name: &str, paint: Paint) -> String {
    let counted = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
    let kind = if report.kind == "plain" { String::new() } else { format!(" · {} workspace", report.kind) };
    let stats = &report.stats;
    let detail = format!(
        "{kind} · {} · {} · {} files in {} ms",
        counted(report.projects.len(), "project"),
        counted(report.services.len(), "service"),
        stats.files,
        stats.elapsed_ms
    );
    format!("{}{}\n", paint.style(Style::Bold, name), paint.style(Style::Dim, &detail))
}

fn column(title: &'static str, style: Style, may_go: bool) -> Column {
    Column { title, style, may_go }
}

fn projects(report: &InspectReport<'_>) -> Table {
    let mut table = Table::new(vec![
        column("PROJECT", Style::Bold, false),
        column("RUNTIME", Style::Green, false),
        column("FRAMEWORK", Style::Cyan, false),
        column("PORT", Style::Yellow, false),
        column("ENDPOINTS", Style::Plain, true),
        column("FOLDER", Style::Dim, true),
        column("KIT", Style::Plain, true),
        column("ENV", Style::Plain, true),
        column("DEPENDENCIES", Style::Plain, true),
        column("MODULES", Style::Plain, true),
    ]);
    for project in &report.projects {
        let version = |version: Option<&String>| version.map(|version| format!(" {version}")).unwrap_or_default();
        let runtime = project.runtime_version.as_ref().map(|version| &version.value);
        let framework = project.framework.as_ref().map(|it| format!("{}{}", it.name, version(it.version.as_ref())));
        table.row(vec![
            project.name.clone(),
            format!("{}{}", project.runtime, version(runtime)),
            framework.unwrap_or_default(),
            ports(project),
            endpoint_count(project),
            if project.path == project.name { String::new() } else { project.path.clone() },
            project.kit.clone().unwrap_or_default(),
            env(project),
            count(project.dependencies.len()),
            count(project.modules.len()),
        ]);
    }
    table
}

/// The ports on this machine: those published and those listened on; a container's own only without them.
fn ports(project: &ProjectReport<'_>) -> String {
    let of = |is_wanted: &dyn Fn(&str) -> bool| {
        let mut ports: Vec<u16> =
            project.ports.iter().filter(|port| is_wanted(&port.role)).map(|port| port.port).collect();
        ports.sort_unstable();
        ports.dedup();
        ports
    };
    let outside = of(&|role| role != "container");
    let shown = if outside.is_empty() { of(&|_| true) } else { outside };
    shown.iter().map(|port| format!(":{port}")).collect::<Vec<_>>().join(" ")
}

fn endpoint_count(project: &ProjectReport<'_>) -> String {
    let total = count(project.endpoints.len());
    match project.endpoints.iter().filter(|endpoint| !endpoint.mounted).count() {
        0 => total,
        aside => format!("{total}, {aside} not mounted"),
    }
}

fn env(project: &ProjectReport<'_>) -> String {
    let missing = project
        .env
        .iter()
        .filter(|key| key.required && key.defines.iter().all(|define| define.layer == "example"))
        .count();
    let total = count(project.env.len());
    if missing > 0 { format!("{total}, {missing} without value") } else { total }
}

fn count(count: usize) -> String {
    if count == 0 { String::new() } else { count.to_string() }
}

fn commands(report: &InspectReport<'_>) -> Table {
    let mut table = Table::new(vec![
        column("PROJECT", Style::Bold, false),
        column("ROLE", Style::Plain, false),
        column("COMMAND", Style::Cyan, false),
        column("DEFINED IN", Style::Dim, true),
    ]);
    for project in &report.projects {
        for (at, place) in project.command_places.iter().enumerate() {
            table.row(vec![
                if at == 0 { project.name.clone() } else { String::new() },
                place.role.clone(),
                place.command.clone(),
                format!("{}:{}", place.file, place.line),
            ]);
        }
    }
    table
}

fn migrations(report: &InspectReport<'_>) -> Table {
    let mut table = Table::new(vec![
        column("PROJECT", Style::Bold, false),
        column("TOOL", Style::Cyan, false),
        column("FOLDER", Style::Plain, false),
        column("COUNT", Style::Plain, false),
        column("HEAD", Style::Plain, false),
        column("PROBLEM", Style::Yellow, true),
    ]);
    for project in &report.projects {
        for it in &project.migrations {
            table.row(vec![
                project.name.clone(),
                it.tool.clone(),
                it.folder.clone(),
                it.count.to_string(),
                it.heads.join(", "),
                it.problems.join("; "),
            ]);
        }
    }
    table
}

/// Packages that stand in the workspace in another version than the lock file names.
fn otherwise_installed(report: &InspectReport<'_>) -> Table {
    let mut table = Table::new(vec![
        column("PROJECT", Style::Bold, false),
        column("PACKAGE", Style::Plain, false),
        column("LOCKED", Style::Plain, false),
        column("INSTALLED", Style::Yellow, false),
        column("DECLARED IN", Style::Dim, true),
    ]);
    for project in &report.projects {
        for it in &project.dependencies {
            let (Some(locked), Some(installed)) = (&it.locked, &it.installed) else { continue };
            if locked != installed {
                let place = format!("{}:{}", it.file, it.line);
                table.row(vec![project.name.clone(), it.name.clone(), locked.clone(), installed.clone(), place]);
            }
        }
    }
    table
}

fn endpoints(report: &InspectReport<'_>) -> Table {
    let mut table = Table::new(vec![
        column("METHOD", Style::Green, false),
        column("PATH", Style::Bold, false),
        column("", Style::Yellow, false),
        column("HANDLER", Style::Plain, true),
        column("DEFINED IN", Style::Dim, true),
    ]);
    for endpoint in report.projects.iter().flat_map(|project| &project.endpoints) {
        table.row(vec![
            endpoint.method.to_string(),
            endpoint.path.to_string(),
            if endpoint.mounted { String::new() } else { "not mounted".to_owned() },
            endpoint.handler.to_string(),
            format!("{}:{}", endpoint.file, endpoint.line),
        ]);
    }
    table
}

fn services(report: &InspectReport<'_>) -> Table {
    let mut table = Table::new(vec![
        column("SERVICE", Style::Bold, false),
        column("IMAGE", Style::Plain, false),
        column("PORT", Style::Yellow, false),
        column("DEFINED IN", Style::Dim, true),
    ]);
    for service in &report.services {
        table.row(vec![
            service.name.clone(),
            image(service),
            service.ports.iter().map(|port| format!(":{port}")).collect::<Vec<_>>().join(" "),
            format!("{}:{}", service.file, service.line),
        ]);
    }
    table
}

fn image(service: &ServiceReport) -> String {
    match (&service.project, &service.image) {
        (Some(project), _) => format!("builds {project}"),
        (None, Some(image)) => image.clone(),
        (None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(fixture: &str) -> String {
        let snapshot = index::build(&fixture::mem_host(fixture));
        render(
            &convert::inspect_report(&snapshot, &snapshot.projects.iter().collect::<Vec<_>>()),
            &snapshot.name,
            true,
            Paint { has_colours: false, width: Some(100) },
        )
    }

    #[test]
    fn shows_what_a_person_asks_for() {
        let text = shown(
            "//- /docker-compose.yml\nservices:\n  api:\n    build: ./api\n    ports: ['8080:8000']\n//- /api/package.json\n\
             {\"name\": \"api\", \"scripts\": {\"dev\": \"node x\"}, \"dependencies\": {\"express\": \"4\"}}\n//- /api/.env.example\nA=\n",
        );
        for expected in [
            "workspace · 1 project · 1 service",
            "express 4",
            ":8080",
            "1, 1 without value",
            "npm run dev",
            "builds api",
        ] {
            assert!(text.contains(expected), "{expected:?} is missing in\n{text}");
        }
    }

    #[test]
    fn lists_endpoints_with_what_is_not_mounted() {
        let text = shown(
            "//- /package.json\n{\"name\": \"api\", \"dependencies\": {\"express\": \"4\"}}\n//- /app.js\n\
             const express = require('express');\nconst app = express();\napp.get('/users/:id', show);\n\
             const aside = express.Router();\naside.post('/never', f);\n",
        );
        for expected in ["2, 1 not mounted", "/users/{id}", "app.js:3", "POST", "not mounted"] {
            assert!(text.contains(expected), "{expected:?} is missing in\n{text}");
        }
    }

    #[test]
    fn tells_what_is_installed_otherwise_than_locked() {
        let fixture = "//- /package.json\n{\"name\": \"api\", \"main\": \"a.js\", \"dependencies\": {\"x\": \"1\", \"y\": \"1\"}}\n\
             //- /a.js\n\n//- /package-lock.json\n{\"packages\": {\"node_modules/x\": {\"version\": \"1.0.7\"}, \
             \"node_modules/y\": {\"version\": \"1.0.0\"}}}\n//- /node_modules/x/package.json ignored\n{\"version\": \"1.0.8\"}\n\
             //- /node_modules/y/package.json ignored\n{\"version\": \"1.0.0\"}\n";
        let text = shown(fixture);
        for expected in ["Installed otherwise than locked", "1.0.7", "1.0.8"] {
            assert!(text.contains(expected), "{expected:?} is missing in\n{text}");
        }
        let same = shown(&fixture.replace("1.0.8", "1.0.7"));
        assert!(!same.contains("Installed"), "nothing differs in\n{same}");
    }

    #[test]
    fn lists_migrations_with_their_heads() {
        let text = shown(
            "//- /requirements.txt\nalembic\n//- /app.py\n\n//- /db/versions/1.py\nrevision = 'a1'\ndown_revision = None\n\
             //- /db/versions/2.py\nrevision = 'b2'\ndown_revision = 'a1'\n",
        );
        assert!(text.contains("alembic  db/versions  2"), "{text}");
        assert!(text.contains("b2") && !text.contains("a1"), "{text}");
    }

    #[test]
    fn one_project_can_be_asked_for() {
        let snapshot = index::build(&fixture::mem_host(
            "//- /a/package.json\n{\"name\": \"one\"}\n//- /b/package.json\n{\"name\": \"two\"}\n",
        ));
        let found = |wanted: &str| {
            wanted_projects(&snapshot, wanted)
                .ok()
                .map(|projects| projects.iter().map(|it| &*it.name).collect::<Vec<_>>())
        };
        assert_eq!(found("b/"), Some(vec!["two"]), "by its folder");
        assert_eq!(found("one"), Some(vec!["one"]), "by its name");
        assert_eq!(found("three"), None);
    }

    /// What the frameworks of the sample workspaces say of themselves.
    #[test]
    fn the_samples_answer_on_what_their_frameworks_list() {
        let samples = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/workspaces");
        for (sample, projects) in [("saas-healthy", 4), ("polyglot", 4)] {
            let host = host::OsHost::open(&samples.join(sample)).expect("a sample");
            let oracle = host::Host::read(&host, &model::RelPath::new("ORACLE.json").expect("a path"), 1 << 20);
            let oracle: std::collections::BTreeMap<String, std::collections::BTreeSet<String>> =
                serde_json::from_slice(&oracle.expect("an oracle")).expect("JSON");
            let snapshot = index::build(&host);
            let report = convert::inspect_report(&snapshot, &snapshot.projects.iter().collect::<Vec<_>>());
            let mut compared = 0;
            for (path, expected) in &oracle {
                let project = report.projects.iter().find(|it| it.path == *path || it.name == *path);
                let mounted = project.expect("a project").endpoints.iter().filter(|endpoint| endpoint.mounted);
                let line = |it: &wire::inspect::EndpointReport<'_>| {
                    format!("{} {}", if it.method == "WEBSOCKET" { "WS" } else { &it.method }, it.path)
                };
                assert_eq!(mounted.map(line).collect::<std::collections::BTreeSet<_>>(), *expected, "{sample}: {path}");
                compared += 1;
            }
            assert_eq!(compared, projects, "{sample}");
        }
    }

    #[test]
    fn an_empty_folder_says_what_was_looked_for() {
        assert!(shown("//- /README.md\nx\n").contains("No project found. Looked for package.json"));
    }
}
