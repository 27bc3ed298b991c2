//! `env-missing`

mod code;
mod compose;
mod target;
mod template;

use model::{Layer, Place, Project, RelPath, Severity, facts::DotenvEntry};

use crate::{
    context::{Context, is_for_tests},
    rule::{Area, Input, Rule},
    secret::{self, Worth},
};

pub(crate) const RULE: Rule = Rule {
    id: "env-missing",
    severity: Severity::Error,
    since: "0.1",
    area: Area::Env,
    doc: "\
## What it finds
A key that the template (`.env.example` and its kin) lists, or that a compose file cannot do without, and that no layer defines: no dotenv file, no compose `environment` or `env_file`, no Dockerfile, no Kubernetes manifest. Keys that the template calls optional, and keys with a value in CI only, are no definition and no need.

- **Error**: there is a real `.env` beside the template (or compose sets most of the template's keys for this project), and the key has no usable value in the template: it is empty, a placeholder, or a secret. Also: compose refuses to start without the variable (`${KEY:?}`), and the `.env` beside the compose file lacks it.
- **Warning**: the template shows a value that would do. Also: compose fills in an empty text for `${KEY}`.
- **Warning** also: code reads a key in a way that fails without it (`os.environ[…]`, a schema without a default), and no file of the project defines or names the key, although there are files that name others. Keys that shells and platforms set do not count.
- **Info**, once a folder: there is no `.env` at all yet, as in every fresh clone. Files that are part of the repository (`.env.development`) do not count as somebody's own.

## Why it matters
The program starts without the value and fails later, or does not start at all, with an error that rarely names the key.

## Fix
Adds the key to `.env`, or creates `.env` from the template. Placeholders of secrets are never copied: the value stays empty, and the title says so. Not applied without a look when somebody has to fill in a value.",
    reads: &[
        Input::Dotenv,
        Input::Compose,
        Input::Dockerfile,
        Input::EnvLayer,
        Input::Manifest,
        Input::Tracked,
        Input::Reads,
        Input::Paths,
    ],
    check: |cx, out| {
        template::check(cx, out);
        compose::check(cx, out);
        code::check(cx, out);
    },
};

/// Whether a template's value can be used as it is: somebody wrote a value there, and it is no secret.
fn is_usable(entry: &DotenvEntry) -> bool {
    let value = entry.value.as_deref().unwrap_or("");
    !value.is_empty() && !model::is_placeholder(value) && !model::is_secret_name(&entry.key)
}

/// Whether a secret's value in a template is one for the own machine: good enough to begin with.
fn is_start(entry: &DotenvEntry) -> bool {
    let value = entry.value.as_deref().unwrap_or("");
    let worth = secret::worth(Some(value));
    !value.is_empty() && !value.contains('<') && matches!(worth, Worth::Local | Worth::Nothing)
}

/// Whether copying a template's value would copy a placeholder where a secret belongs.
fn is_placeholder_secret(entry: &DotenvEntry) -> bool {
    model::is_secret_name(&entry.key) && secret::worth(entry.value.as_deref()) == Worth::Placeholder
}

/// Files for test runs define nothing for the program itself.
/// Whether some layer that a running program sees gives the key a value.
fn is_defined(project: &Project, key: &str) -> bool {
    project.env.iter().filter(|known| &*known.key == key).flat_map(model::EnvKey::effective).any(|definition| {
        match definition.layer {
            Layer::Ci => false,
            Layer::Dotenv => definition.value.is_some() && !is_for_tests(&definition.place.file),
            // Passed through from the shell: then it is somebody's task to set it there.
            _ => true,
        }
    })
}

fn place(file: &RelPath, entry: &DotenvEntry) -> Place {
    Place::new(file.clone(), entry.key_range)
}

fn list(keys: &[&str]) -> String {
    match keys {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first, second] => format!("{first} and {second}"),
        [first, second, rest @ ..] => format!("{first}, {second} and {} more", rest.len()),
    }
}

/// The real dotenv files of a folder that a program could read, `.env` first.
fn real_files<'s>(cx: &Context<'s>, folder: &RelPath) -> Vec<&'s RelPath> {
    let real = cx.dotenvs_in(folder).iter().filter(|(path, file)| file.layer == Layer::Dotenv && !is_for_tests(path));
    let mut found: Vec<&RelPath> = real.map(|(path, _)| *path).collect();
    found.sort_by_key(|path| (path.file_name() != ".env", *path));
    found
}

/// Whether somebody has made the real file on this machine: it is there, or another one of this folder that is not part
/// of the repository. Without git only a `….local` file is surely somebody's own.
fn has_begun(cx: &Context<'_>, target: &RelPath, real: &[&RelPath]) -> bool {
    let is_own = |path: &&RelPath| match &cx.snapshot.tracked.0 {
        Some(tracked) => !tracked.contains(*path),
        None => path.file_name() == ".env" || path.file_name().ends_with(".local"),
    };
    real.contains(&target) || real.iter().any(is_own)
}

#[cfg(test)]
mod tests;
