use std::collections::BTreeMap;

use model::{Finding, Place, RelPath, Severity, facts::ComposeVariable};

use super::RULE;
use crate::{context::Context, lines, rule, stack::Stack};

/// Variables that every shell, compose itself or the platform sets.
pub(super) const FROM_THE_SHELL: [&str; 17] = [
    "HOME",
    "PWD",
    "USER",
    "UID",
    "GID",
    "HOSTNAME",
    "PATH",
    "SHELL",
    "TMPDIR",
    "LANG",
    "DISPLAY",
    "USERPROFILE",
    "APPDATA",
    "LOCALAPPDATA",
    "SSH_AUTH_SOCK",
    "OSTYPE",
    "USERNAME",
];

/// Compares the variables of each stack with the `.env` that compose reads beside it.
pub(super) fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    for stack in cx.stacks() {
        check_stack(cx, stack, out);
    }
}

fn check_stack(cx: &Context<'_>, stack: &Stack<'_>, out: &mut Vec<Finding>) {
    let Ok(dotenv) = stack.folder.join(".env") else { return };
    let real = cx.dotenv(&dotenv);
    let has_template = || cx.dotenvs_in(&stack.folder).iter().any(|(_, file)| file.layer == model::Layer::Example);
    // A fresh clone with a template: the template's own finding says it.
    if real.is_none() && has_template() {
        return;
    }
    let defines = |name: &str| real.is_some_and(|file| file.entries.iter().any(|entry| &*entry.key == name));
    for (name, (path, variable)) in wanted(stack) {
        let is_from_shell =
            FROM_THE_SHELL.contains(&name) || name.starts_with("COMPOSE_") || name.starts_with("DOCKER_");
        if is_from_shell || defines(name) || (real.is_none() && !variable.is_required) {
            continue;
        }
        let (severity, what) = match (real.is_some(), variable.is_required) {
            (true, true) => (Severity::Error, "compose refuses to start without it"),
            (true, false) => (Severity::Warning, "compose fills in an empty text"),
            (false, _) => (Severity::Warning, "compose refuses to start without it unless the shell sets it"),
        };
        let state = if real.is_some() { format!("{dotenv} does not set it") } else { format!("there is no {dotenv}") };
        let at = Place::new(path.clone(), variable.range);
        let addition = lines::append(cx.snapshot, &dotenv, &[format!("{name}=")]);
        let title = format!("Add {name} to {dotenv} without a value, for you to fill in");
        RULE.at(at.clone(), name)
            .severity(severity)
            .message(format!("{} needs {name}, but {state}: {what}", path.file_name()))
            .evidence([cx.snapshot.evidence(&at)])
            .fixes(addition.map(|edit| rule::edit("add", title, false, vec![edit])))
            .push(cx, out);
    }
}

/// Variables of what is loaded that nothing gives a default, each once, at the place that needs it most.
fn wanted<'s>(stack: &'s Stack<'_>) -> BTreeMap<&'s str, (&'s RelPath, &'s ComposeVariable)> {
    let mut found: BTreeMap<&str, (&RelPath, &ComposeVariable)> = BTreeMap::new();
    for (path, file) in &stack.loaded {
        for variable in file.variables.iter().filter(|variable| !variable.has_default) {
            let known = found.entry(&variable.name).or_insert((*path, variable));
            if variable.is_required && !known.1.is_required {
                *known = (*path, variable);
            }
        }
    }
    found
}
