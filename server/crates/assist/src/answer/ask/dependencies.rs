use model::Dependency;

use super::{Cx, Intent};
use crate::{Page, code, packet::has_word};

pub(super) const INTENT: Intent = Intent {
    looked_at: "declared and locked dependencies",
    words: &[
        ("dependency", 4),
        ("package", 3),
        ("library", 3),
        ("depend", 3),
        ("locked", 3),
        ("use", 2),
        ("using", 2),
        ("version", 2),
        ("which project", 1),
    ],
    answer,
};

/// More than this are counted, not listed.
const MOST_LISTED: usize = 30;

/// Dependencies that the question names.
pub(super) fn named<'c>(cx: &Cx<'c>) -> impl Iterator<Item = &'c Dependency> {
    let lower = cx.prompt.to_lowercase();
    let words = cx.words.clone();
    cx.projects.clone().into_iter().flat_map(|project| &project.dependencies).filter(move |dependency| {
        let name = dependency.name.to_lowercase();
        let short = name.rsplit(['/', ':']).next().unwrap_or(&name);
        name.len() > 1 && (has_word(&lower, &name) || words.contains(short))
    })
}

fn answer(cx: &Cx<'_>, page: &mut Page) -> bool {
    let wanted: Vec<&Dependency> = named(cx).collect();
    let any_named = !wanted.is_empty();
    let is_named = |dependency: &&Dependency| wanted.iter().any(|known| known.name == dependency.name);
    // Without a name the list of a whole workspace answers nothing, unless it was asked for.
    if !any_named && !["dependency", "package", "library", "depend"].iter().any(|word| cx.says(word)) {
        return false;
    }
    let mut found = false;
    for project in &cx.projects {
        let own: Vec<&Dependency> =
            project.dependencies.iter().filter(|dependency| !any_named || is_named(dependency)).collect();
        if own.is_empty() {
            continue;
        }
        found = true;
        cx.heading(project, page);
        for dependency in own.iter().take(MOST_LISTED) {
            let constraint = if dependency.constraint.is_empty() { "any version" } else { &dependency.constraint };
            page.text(format!("- {} {}", code(&dependency.name), code(constraint)));
            page.text(match &dependency.locked {
                Some(version) => format!(", locked at {version} ("),
                None => ", not locked (".to_owned(),
            });
            page.place(&dependency.place).text(")\n");
        }
        if own.len() > MOST_LISTED {
            page.text(format!("- … and {} more\n", own.len() - MOST_LISTED));
        }
    }
    found
}
