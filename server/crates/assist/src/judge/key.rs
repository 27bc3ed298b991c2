//! A missing key of a mapping, and any env key that a message or line names: who defines it?

use disk::incident::Confidence;
use model::{EnvKey, Project};

use super::{Judgement, at, proof};
use crate::{Site, View, code, packet::has_word};

pub(super) fn judge(view: &View<'_>, site: &Site, name: &str, out: &mut Judgement) {
    let Some(project) = view.snapshot.project_of(&site.file) else { return };
    let env = project.env.iter().find(|env| *env.key == *name);
    match env {
        Some(env) => known(view, project, env, out),
        None if is_env_name(name) && is_read_from_environment(view, site) => {
            let text = format!(
                "No env file of {} names {}: no template, no dotenv file, no compose file.",
                project.name,
                code(name)
            );
            out.add(Confidence::Certain, text, vec![at(view, site)]);
            out.advise(format!("Add {} to the project's `.env` and to its template", code(name)));
        }
        None => {}
    }
}

/// What is known of one key, without its value.
pub(super) fn known(view: &View<'_>, project: &Project, env: &EnvKey, out: &mut Judgement) {
    let defined: Vec<_> = env.effective().collect();
    let name = code(&env.key);
    if defined.is_empty() {
        let evidence = env.definitions.iter().map(|definition| proof(view, &definition.place)).collect();
        let text = format!("{name} is named by {}'s template, but no layer sets it.", project.name);
        out.add(Confidence::Certain, text, evidence);
    } else {
        let evidence = defined.iter().map(|definition| proof(view, &definition.place)).collect();
        let text =
            format!("{name} is set in this workspace; whether the process gets it depends on how it is started.");
        out.add(Confidence::Certain, text, evidence);
    }
}

fn is_env_name(name: &str) -> bool {
    name.len() > 2 && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

fn is_read_from_environment(view: &View<'_>, site: &Site) -> bool {
    let Some(text) = view.text(&site.file) else { return false };
    let line = text.lines().nth(site.line.saturating_sub(1) as usize).unwrap_or("");
    ["environ", "getenv", "process.env", "Getenv", "LookupEnv", "config"].iter().any(|word| line.contains(word))
        || site.message.as_deref().is_some_and(|message| has_word(message, "environ"))
}
