use model::{Place, Port, PortRole, Project};

use super::{Cx, Intent};
use crate::{Page, escaped};

pub(super) const INTENT: Intent = Intent {
    looked_at: "ports (code, commands, Dockerfiles, compose)",
    words: &[("port", 4), ("listen", 2), ("published", 2), ("publish", 2), ("localhost", 1), ("conflict", 1)],
    answer,
};

fn answer(cx: &Cx<'_>, page: &mut Page) -> bool {
    let wanted: Vec<u16> = cx.words.iter().filter_map(|word| word.parse().ok()).filter(|port| *port > 79).collect();
    let counts = |port: &&Port| wanted.is_empty() || wanted.contains(&port.port);
    let mut found = false;
    for project in &cx.projects {
        let ports: Vec<&Port> = project.ports.iter().filter(counts).collect();
        if !ports.is_empty() {
            found = true;
            list(project, &ports, page);
        }
    }
    if !cx.is_scoped {
        found |= infrastructure(cx, &wanted, page);
    }
    found
}

/// One statement a role and port, with every place that says so.
fn list(project: &Project, ports: &[&Port], page: &mut Page) {
    let mut statements: Vec<(&Port, Vec<&Place>)> = Vec::new();
    for &port in ports {
        match statements.iter_mut().find(|(known, _)| (known.role, known.port) == (port.role, port.port)) {
            Some((_, places)) => places.push(&port.place),
            None => statements.push((port, vec![&port.place])),
        }
    }
    page.text(format!("- **{}**", escaped(&project.name)));
    for ((port, places), mark) in statements.into_iter().zip(std::iter::once(":").chain(std::iter::repeat(";"))) {
        let role = match port.role {
            PortRole::App => "listens on",
            PortRole::Published => "is published on",
            PortRole::Container => "listens in its container on",
        };
        page.text(format!("{mark} {role} {}", port.port));
        for (place, opening) in places.into_iter().zip(std::iter::once(" (").chain(std::iter::repeat(", "))) {
            page.text(opening).place(place);
        }
        page.text(")");
    }
    page.text("\n");
}

/// Ports of compose services that build no project.
fn infrastructure(cx: &Cx<'_>, wanted: &[u16], page: &mut Page) -> bool {
    let mut found = false;
    for (file, service, project) in cx.view.snapshot.compose_services() {
        for port in service.ports.iter().filter(|_| project.is_none()) {
            let Some(published) = port.published.filter(|port| wanted.is_empty() || wanted.contains(port)) else {
                continue;
            };
            found = true;
            page.text(format!("- compose service **{}**: is published on {published} (", escaped(&service.name)));
            page.anchor(file, port.range.start.line + 1).text(")\n");
        }
    }
    found
}
