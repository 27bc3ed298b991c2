use model::{Endpoint, Method};

use super::{Cx, Intent};
use crate::{Page, code};

pub(super) const INTENT: Intent = Intent {
    looked_at: "endpoints",
    words: &[("endpoint", 4), ("route", 4), ("api", 1), ("url", 2), ("path", 1), ("handler", 2), ("request", 1)],
    answer,
};

/// More than this are counted, not listed.
const MOST_LISTED: usize = 40;

fn answer(cx: &Cx<'_>, page: &mut Page) -> bool {
    let wanted: Vec<&str> = cx
        .prompt
        .split(|c: char| c.is_whitespace() || "`\"'?,;".contains(c))
        .filter(|word| word.starts_with('/') && word.len() > 1)
        .collect();
    let mut found = false;
    for project in &cx.projects {
        let own: Vec<&Endpoint> = project
            .endpoints
            .iter()
            .filter(|endpoint| wanted.is_empty() || wanted.iter().any(|path| endpoint.path.contains(path)))
            .collect();
        if own.is_empty() {
            continue;
        }
        found = true;
        cx.heading(project, page);
        for endpoint in own.iter().take(MOST_LISTED) {
            let method = match &endpoint.method {
                Method::Named(name) => name,
                Method::Any => "ANY",
            };
            page.text(format!("- {} → {} (", code(&format!("{method} {}", endpoint.path)), code(&endpoint.handler)));
            page.place(&endpoint.place).text(if endpoint.is_mounted { ")\n" } else { ", never mounted)\n" });
        }
        if own.len() > MOST_LISTED {
            page.text(format!("- … and {} more\n", own.len() - MOST_LISTED));
        }
    }
    found
}
