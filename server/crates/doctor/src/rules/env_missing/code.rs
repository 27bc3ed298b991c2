use model::{EnvKey, Finding, Layer, Project, Severity};

use super::{RULE, compose::FROM_THE_SHELL};
use crate::context::Context;

/// What platforms set where they run a program.
const FROM_THE_PLATFORM: [&str; 16] = [
    "AWS_",
    "AZURE_",
    "CI",
    "CLOUDFLARE_",
    "DYNO",
    "FLY_",
    "GAE_",
    "GITHUB_",
    "GOOGLE_",
    "HEROKU_",
    "K_",
    "KUBERNETES_",
    "NETLIFY",
    "NODE_ENV",
    "RAILWAY_",
    "VERCEL",
];

/// Keys that code cannot do without, and that no file of the project knows at all.
pub(super) fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    for project in &cx.snapshot.projects {
        // Where no file names any key, the project's environment is written down elsewhere.
        if project.env.iter().any(is_written_down) {
            project.env.iter().for_each(|key| check_key(cx, project, key, out));
        }
    }
}

fn is_written_down(key: &EnvKey) -> bool {
    key.definitions.iter().any(|definition| definition.layer != Layer::Ci)
}

fn check_key(cx: &Context<'_>, project: &Project, key: &EnvKey, out: &mut Vec<Finding>) {
    let name = &*key.key;
    let is_given = FROM_THE_SHELL.contains(&name) || FROM_THE_PLATFORM.iter().any(|start| name.starts_with(start));
    // A default anywhere shows that the project can live without it.
    if is_given || !key.definitions.is_empty() || key.reads.iter().any(|read| read.has_default) {
        return;
    }
    // Another project of the workspace may hand it on: its file is where it would be looked for.
    let is_known_elsewhere = cx
        .snapshot
        .projects
        .iter()
        .flat_map(|other| &other.env)
        .any(|other| other.key == key.key && other.effective().next().is_some());
    let Some(read) = key.reads.iter().find(|read| read.is_certain).filter(|_| !is_known_elsewhere) else { return };
    RULE.at(read.place.clone(), name)
        .severity(Severity::Warning)
        .project(Some(&project.id))
        .message(format!("{name} is read here without a default, and no file of {} defines or names it", project.name))
        .evidence([cx.snapshot.evidence(&read.place)])
        .push(cx, out);
}
