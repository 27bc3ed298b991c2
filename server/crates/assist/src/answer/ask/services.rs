use super::{Cx, Intent};
use crate::{Page, code, escaped};

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

fn answer(cx: &Cx<'_>, page: &mut Page) -> bool {
    let mut found = false;
    for (file, service, project) in cx.view.snapshot.compose_services() {
        let owner = project.and_then(|id| cx.view.snapshot.project(id));
        if cx.is_scoped && !cx.projects.iter().any(|project| owner.is_some_and(|owner| owner.id == project.id)) {
            continue;
        }
        found = true;
        page.text(format!("- **{}** (", escaped(&service.name)));
        page.anchor(file, service.name_range.start.line + 1).text(")");
        if let Some(image) = &service.image {
            page.text(format!(", image {}", code(image)));
        }
        if let Some(owner) = owner {
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
    // People call their projects services as well.
    if !found && cx.says("service") { (super::projects::INTENT.answer)(cx, page) } else { found }
}
