use model::Place;

use super::{Cx, Intent};
use crate::{Page, code, escaped};

pub(super) const INTENT: Intent = Intent {
    looked_at: "projects",
    words: &[
        ("project", 4),
        ("workspace", 2),
        ("overview", 4),
        ("structure", 3),
        ("architecture", 3),
        ("monorepo", 3),
        ("repository", 2),
        ("here", 1),
        ("microservice", 3),
        ("app", 1),
    ],
    answer,
};

fn answer(cx: &Cx<'_>, page: &mut Page) -> bool {
    if !cx.is_scoped && !cx.projects.is_empty() {
        let count = super::super::plural(cx.projects.len(), "project");
        page.text(format!("{} has {count}:\n\n", escaped(&cx.view.snapshot.name)));
    }
    for project in &cx.projects {
        let version = project.runtime_version.as_ref().map(|claim| format!(" {}", claim.value)).unwrap_or_default();
        page.text(format!("- **{}** in `{}` (", escaped(&project.name), project.root()));
        page.place(&Place::top(project.manifest.clone()));
        page.text(format!("): {}, {}{}", escaped(project.project_type()), project.runtime.name(), escaped(&version)));
        let counts =
            [(project.modules.len(), "module"), (project.endpoints.len(), "endpoint"), (project.env.len(), "env key")];
        for (count, word) in counts.into_iter().filter(|(count, _)| *count > 0) {
            page.text(format!(", {}", super::super::plural(count, word)));
        }
        if let Some(port) = project.ports.first() {
            page.text(format!(", port {} (", port.port)).place(&port.place).text(")");
        }
        for command in project.commands.iter().take(1) {
            page.text(format!(", {}: {}", command.role.name(), code(&command.line)));
        }
        page.text("\n");
    }
    !cx.projects.is_empty()
}
