//! The env values that this workspace sets, for the redactor.

use std::collections::BTreeSet;

use model::{
    Layer, RelPath,
    facts::{ComposeFile, Dockerfile, DotenvFile, EnvLayerFile, FileFacts},
};
use redact::{Known, PublicWords, Redactor};

use crate::View;

/// Env files are small.
const ENV_FILE_LIMIT: u64 = 1 << 20;

/// A redactor that knows every value that a file of the workspace gives to an env key: dotenv files, also those that git
/// ignores in folders that hold nothing else of interest, compose, Kubernetes, CI and Dockerfiles. Values of templates
/// count when their key is secret and they are no placeholder.
#[must_use]
pub fn redactor(view: &View<'_>) -> Redactor {
    let mut known = Vec::new();
    for (path, facts) in view.snapshot.facts_iter() {
        collect(view, path, facts, &mut known);
    }
    for path in unlisted(view) {
        let Ok(bytes) = view.host.read(&path, ENV_FILE_LIMIT) else { continue };
        if let Some(facts) = detect::read(&dotenv_name(&path), &String::from_utf8_lossy(&bytes)) {
            collect(view, &path, &facts, &mut known);
        }
    }
    Redactor::new(&known, &public_words(view))
}

fn collect(view: &View<'_>, path: &RelPath, facts: &FileFacts, known: &mut Vec<Known>) {
    match facts {
        FileFacts::Dotenv(file) => dotenv(file, known),
        FileFacts::Compose(file) => compose(file, known),
        FileFacts::Dockerfile(file) => dockerfile(file, known),
        FileFacts::EnvLayer(file) => layer(file, known),
        _ => {}
    }
    // An unsaved buffer hides what stands on the disk, where it may already be what processes read.
    if view.buffers.contains_key(path)
        && matches!(facts, FileFacts::Dotenv(_))
        && let Ok(bytes) = view.host.read(path, ENV_FILE_LIMIT)
        && let Some(FileFacts::Dotenv(saved)) = detect::read(path, &String::from_utf8_lossy(&bytes))
    {
        dotenv(&saved, known);
    }
}

fn dotenv(file: &DotenvFile, known: &mut Vec<Known>) {
    let is_template = file.layer == Layer::Example;
    for entry in &file.entries {
        let Some(value) = &entry.value else { continue };
        if !is_template || (model::is_secret_name(&entry.key) && !model::is_placeholder(value)) {
            known.push(Known { key: entry.key.clone(), value: value.clone() });
        }
    }
}

fn compose(file: &ComposeFile, known: &mut Vec<Known>) {
    for env in file.services.iter().flat_map(|service| &service.environment) {
        let Some(value) = env.value.as_deref() else { continue };
        // `${KEY:-default}`: the default is the value that stands here.
        for part in literals(value) {
            known.push(Known { key: env.key.clone(), value: part.into() });
        }
    }
}

fn dockerfile(file: &Dockerfile, known: &mut Vec<Known>) {
    for env in &file.env {
        let value = env.value.as_ref().filter(|_| model::is_secret_name(&env.key));
        known.extend(value.map(|value| Known { key: env.key.clone(), value: value.clone() }));
    }
}

fn layer(file: &EnvLayerFile, known: &mut Vec<Known>) {
    let is_deployed = file.layer == Layer::K8s;
    for (key, value, _) in &file.entries {
        let value =
            value.as_ref().filter(|value| (is_deployed || model::is_secret_name(key)) && !value.starts_with("${"));
        known.extend(value.map(|value| Known { key: key.clone(), value: value.clone() }));
    }
}

/// The value itself when it is written out, and the defaults of its interpolations.
fn literals(value: &str) -> Vec<&str> {
    let mut found: Vec<&str> = value
        .split("${")
        .skip(1)
        .filter_map(|part| part.split('}').next())
        .filter_map(|inner| inner.split_once(":-").or_else(|| inner.split_once('-')))
        .map(|(_, default)| default)
        .collect();
    if !value.contains("${") {
        found.push(value);
    }
    found
}

/// Dotenv files in folders of the tree that the index did not list.
fn unlisted(view: &View<'_>) -> Vec<RelPath> {
    let folders: BTreeSet<RelPath> = view.snapshot.files.keys().filter_map(RelPath::parent).collect();
    let mut found = Vec::new();
    for folder in folders {
        let is_env = |name: &str| name.starts_with(".env") || name.ends_with(".env");
        for (name, stat) in view.host.list_named(&folder, &is_env) {
            let path = folder.join(&name).ok().filter(|_| !stat.is_folder);
            found.extend(path.filter(|path| view.snapshot.facts(path).is_none()));
        }
    }
    found
}

/// `prod.env` is read as what it is.
fn dotenv_name(path: &RelPath) -> RelPath {
    let folder = path.parent().unwrap_or_else(RelPath::root);
    let is_known = detect::reader_for(path).is_some();
    if is_known { path.clone() } else { folder.join(".env").unwrap_or_else(|_| path.clone()) }
}

/// Names that everybody sees who sees the tree.
fn public_words(view: &View<'_>) -> PublicWords {
    let snapshot = view.snapshot;
    let mut words = PublicWords::default();
    words.add(&snapshot.name);
    for project in &snapshot.projects {
        words.add(&project.name);
        project.modules.iter().for_each(|module| words.add(&module.slug));
        project.dependencies.iter().for_each(|dependency| words.add(&dependency.name));
        project.kit.iter().for_each(|kit| words.add(kit));
    }
    for (_, service, _) in snapshot.compose_services() {
        words.add(&service.name);
        service.image.iter().for_each(|image| words.add(image));
    }
    snapshot.files.keys().for_each(|path| words.add(path.as_str()));
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Bench;

    #[test]
    fn knows_the_values_of_every_layer() {
        let bench = Bench::new(
            r#"
//- /saas-api/.env
JWT_SECRET=s3cr3t-one
APP_NAME=saas-api
LOG_LEVEL=INFO
//- /saas-api/.env.example
JWT_SECRET=changeme
STRIPE_KEY=rk-left-by-mistake-7
//- /docker-compose.yml
services:
  api:
    image: x
    environment:
      DB_PASSWORD: "${DB_PASSWORD:-s3cr3t-two}"
      REDIS_URL: redis://:s3cr3t-three@cache
//- /deploy/notes.txt
nothing
//- /deploy/prod.env ignored
API_TOKEN=s3cr3t-four
//- /k8s/deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata: { name: api }
spec:
  template:
    spec:
      containers:
        - name: api
          env:
            - { name: PARTNER, value: s3cr3t-five }
"#,
        );
        let redactor = redactor(&bench.view());
        let text =
            "s3cr3t-one s3cr3t-two s3cr3t-three s3cr3t-four s3cr3t-five rk-left-by-mistake-7 saas-api INFO changeme";
        assert_eq!(
            redactor.redact(text).text,
            "‹redacted:JWT_SECRET› ‹redacted:DB_PASSWORD› ‹redacted:REDIS_URL› ‹redacted:API_TOKEN› \
             ‹redacted:PARTNER› ‹redacted:STRIPE_KEY› saas-api INFO changeme"
        );
    }

    #[test]
    fn an_unsaved_buffer_does_not_hide_the_disk() {
        let mut bench = Bench::new("//- /.env\nJWT_SECRET=s3cr3t-old\n");
        bench.edit(".env", "JWT_SECRET=s3cr3t-new\n");
        let redacted = redactor(&bench.view()).redact("s3cr3t-old s3cr3t-new").text.into_owned();
        assert_eq!(redacted, "‹redacted:JWT_SECRET› ‹redacted:JWT_SECRET›");
    }
}
