use model::{EnvKey, Layer, Project};

use super::{Cx, Intent};
use crate::{Page, code, search};

pub(super) const INTENT: Intent = Intent {
    looked_at: "env keys (dotenv files and templates, compose, Dockerfiles, CI, Kubernetes)",
    words: &[("env", 4), ("environment", 3), ("variable", 2), ("dotenv", 4), ("secret", 2), ("key", 1), ("missing", 1)],
    answer,
};

const MOST_READS: usize = 8;
/// More keys than this are counted, not listed.
const MOST_LISTED: usize = 40;

fn answer(cx: &Cx<'_>, page: &mut Page) -> bool {
    let named: Vec<(&Project, &EnvKey)> = cx.env_keys().collect();
    if !named.is_empty() {
        for (project, env) in named {
            one(cx, project, env, page);
        }
        return true;
    }
    // A key that is named but unknown must not be answered with the list of all others.
    if cx.names.iter().any(|name| super::is_env_name(name)) {
        return false;
    }
    let wants_missing = cx.says("missing") || cx.says("undefined") || cx.says("unset");
    let mut found = false;
    for project in cx.projects.iter().filter(|project| !project.env.is_empty()) {
        // What code reads with a default is not missing.
        let is_wanted = |env: &&EnvKey| env.is_required || !env.definitions.is_empty();
        let is_missing = |env: &&EnvKey| env.effective().next().is_none() && is_wanted(env);
        let keys: Vec<&EnvKey> = project.env.iter().filter(|env| !wants_missing || is_missing(env)).collect();
        if keys.is_empty() && wants_missing {
            continue;
        }
        found = true;
        cx.heading(project, page);
        for env in keys.iter().take(MOST_LISTED) {
            page.text(format!("- {}: ", code(&env.key)));
            places(env, page);
        }
        if keys.len() > MOST_LISTED {
            page.text(format!("- … and {} more\n", keys.len() - MOST_LISTED));
        }
    }
    if wants_missing && !found && cx.projects.iter().any(|project| !project.env.is_empty()) {
        page.text("Every env key that is known is set by some layer.\n");
        return true;
    }
    found
}

fn one(cx: &Cx<'_>, project: &Project, env: &EnvKey, page: &mut Page) {
    page.text(format!("- {} of **{}**", code(&env.key), crate::escaped(&project.name)));
    page.text(if env.is_secret { " is a secret, its value is never shown. It is " } else { " is " });
    places(env, page);
    if env.reads.is_empty() {
        let mentions = search::mentions(cx.view, &env.key, project.root());
        if !mentions.is_empty() {
            page.text("  Code names it at");
            mentions.iter().take(MOST_READS).for_each(|place| {
                page.text(" ").place(place);
            });
            page.text("\n");
        }
    } else {
        page.text("  Read at");
        for read in env.reads.iter().take(MOST_READS) {
            page.text(" ").place(&read.place);
        }
        page.text("\n");
    }
}

fn places(env: &EnvKey, page: &mut Page) {
    if env.effective().next().is_none() {
        page.text("set by no layer");
    } else {
        page.text("set at");
        for definition in env.effective().take(6) {
            page.text(" ").place(&definition.place);
        }
    }
    let mut templates = env.definitions.iter().filter(|definition| definition.layer == Layer::Example).peekable();
    if templates.peek().is_some() {
        page.text("; named by the template at");
        for definition in templates.take(2) {
            page.text(" ").place(&definition.place);
        }
    }
    page.text(".\n");
}
