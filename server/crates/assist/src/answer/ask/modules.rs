use super::{Cx, Intent};
use crate::{Page, code};

pub(super) const INTENT: Intent = Intent {
    looked_at: "installed modules (registry.json)",
    words: &[("module", 4), ("installed", 3), ("install", 1), ("kit", 2), ("capability", 1)],
    answer,
};

fn answer(cx: &Cx<'_>, page: &mut Page) -> bool {
    let mut found = false;
    let is_named = |name: &str| cx.names.iter().any(|wanted| wanted.eq_ignore_ascii_case(name));
    let any_named = cx.projects.iter().flat_map(|project| &project.modules).any(|module| is_named(&module.name));
    for project in cx.projects.iter().filter(|project| !project.modules.is_empty()) {
        let modules: Vec<_> = project.modules.iter().filter(|module| !any_named || is_named(&module.name)).collect();
        if modules.is_empty() {
            continue;
        }
        found = true;
        cx.heading(project, page);
        for module in modules {
            let version = module.version.as_deref().map(|version| format!(" {version}")).unwrap_or_default();
            page.text(format!("- {} {}{version} (", code(&module.name), code(&module.slug)));
            page.place(&module.place).text(")\n");
        }
    }
    found
}
