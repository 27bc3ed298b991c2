use model::{ProjectId, RelPath, facts::ComposeService};

use super::{Cx, Intent};
use crate::{Page, code, escaped, packet::has_word};

pub(super) const INTENT: Intent = Intent {
    looked_at: "compose services",
    words: &[
        ("service", 4),
        ("compose", 4),
        ("container", 3),
        ("docker", 3),
        ("database", 2),
        ("image", 2),
        ("redi", 2),
        ("postgre", 2),
    ],
    answer,
};

/// Images of databases and caches, for questions that name none.
const DATABASES: [&str; 12] = [
    "postgres",
    "mysql",
    "mariadb",
    "mongo",
    "redis",
    "valkey",
    "cockroach",
    "clickhouse",
    "elastic",
    "opensearch",
    "mssql",
    "cassandra",
];

fn answer(cx: &Cx<'_>, page: &mut Page) -> bool {
    let all: Vec<_> = cx.view.snapshot.compose_services().collect();
    let lower = cx.prompt.to_lowercase();
    let names = |text: &str| text.len() > 2 && has_word(&lower, &text.to_lowercase());
    let image = |service: &ComposeService| {
        let image = service.image.as_deref().unwrap_or("");
        image.rsplit('/').next().unwrap_or(image).split([':', '@']).next().unwrap_or(image).to_owned()
    };
    let is_named = |service: &ComposeService| names(&service.name) || names(&image(service));
    let named: Vec<&str> =
        all.iter().filter(|(_, service, _)| is_named(service)).map(|(_, service, _)| &*service.name).collect();
    let wants_databases = named.is_empty() && (cx.says("database") || cx.says("db") || cx.says("cache"));
    let counts = |service: &ComposeService, project: Option<&ProjectId>| {
        let is_database = || DATABASES.iter().any(|known| image(service).contains(known));
        let leans_on_named = || service.depends_on.iter().any(|other| named.contains(&&*other.name));
        match () {
            () if wants_databases => is_database(),
            () if !named.is_empty() => is_named(service) || leans_on_named(),
            () => !cx.is_scoped || cx.projects.iter().any(|known| Some(&known.id) == project),
        }
    };
    let mut found = false;
    for (file, service, project) in all.iter().filter(|(_, service, project)| counts(service, *project)) {
        found = true;
        one(cx, file, service, *project, page);
    }
    // People call their projects services as well.
    if !found && cx.says("service") { (super::projects::INTENT.answer)(cx, page) } else { found }
}

fn one(cx: &Cx<'_>, file: &RelPath, service: &ComposeService, project: Option<&ProjectId>, page: &mut Page) {
    page.text(format!("- **{}** (", escaped(&service.name)));
    page.anchor(file, service.name_range.start.line + 1).text(")");
    if let Some(image) = &service.image {
        page.text(format!(", image {}", code(image)));
    }
    if let Some(owner) = project.and_then(|id| cx.view.snapshot.project(id)) {
        page.text(format!(", built from {}", escaped(&owner.name)));
    }
    let published: Vec<String> =
        service.ports.iter().filter_map(|port| port.published).map(|port| port.to_string()).collect();
    if !published.is_empty() {
        page.text(format!(", published on {}", published.join(", ")));
    }
    if !service.depends_on.is_empty() {
        let names: Vec<String> = service.depends_on.iter().map(|other| code(&other.name)).collect();
        page.text(format!(", depends on {}", names.join(", ")));
    }
    page.text("\n");
}
