use super::{Cx, Intent};
use crate::{Page, code, escaped};

pub(super) const INTENT: Intent = Intent {
    looked_at: "runtime versions (pins, manifests, Dockerfiles)",
    words: &[
        ("version", 2),
        ("runtime", 4),
        ("python", 2),
        ("node", 2),
        ("nodejs", 2),
        ("go", 1),
        ("java", 2),
        ("framework", 3),
        ("interpreter", 3),
    ],
    answer,
};

fn answer(cx: &Cx<'_>, page: &mut Page) -> bool {
    let wanted = |name: &str| cx.says(name) || (name == "node" && cx.says("nodejs"));
    let any = cx.projects.iter().any(|project| wanted(project.runtime.name()));
    let mut found = false;
    for project in cx.projects.iter().filter(|project| !any || wanted(project.runtime.name())) {
        found = true;
        page.text(format!("- **{}**: {}", escaped(&project.name), project.runtime.name()));
        match &project.runtime_version {
            Some(claim) => page.text(format!(" {} (", escaped(&claim.value))).place(&claim.place).text(")"),
            None => page.text(", no file says which version"),
        };
        for claim in project.version_claims.iter().skip(1) {
            page.text(format!("; {} (", code(&claim.value))).place(&claim.place).text(")");
        }
        if let Some(framework) = &project.framework {
            let version = framework.version.as_deref().map(|version| format!(" {version}")).unwrap_or_default();
            page.text(format!("; {}{version} (", framework.name.name())).place(&framework.place).text(")");
        }
        page.text("\n");
    }
    found
}
