//! Compose files. What one file shows to be wrong becomes its `problems`; whether names resolve is a matter of all
//! compose files of a folder, and so of the doctor.

mod interpolation;
mod port;
mod service;

use std::sync::Arc;

use model::{
    RelPath,
    facts::{ComposeFile, FileFacts, Problem},
};

use super::{
    HAND_WRITTEN_LIMIT, Reader,
    yaml::{self, Node},
};

pub(crate) const READER: Reader =
    Reader { id: "compose", claims: |path| name(path).is_some(), limit_bytes: HAND_WRITTEN_LIMIT, read };

/// How sure a file's name makes us.
#[derive(PartialEq)]
enum Name {
    /// `compose.yaml`, `docker-compose.dev.yml`: compose by name.
    Certain,
    /// `prod-compose.yml`: only when it has services.
    Likely,
}

fn name(path: &RelPath) -> Option<Name> {
    let file = path.file_name();
    let stem = file.strip_suffix(".yml").or_else(|| file.strip_suffix(".yaml"))?;
    if !stem.contains("compose") {
        return None;
    }
    let is_certain = matches!(stem, "compose" | "docker-compose")
        || ["compose.", "docker-compose.", "docker-compose-", "docker-compose_"]
            .iter()
            .any(|head| stem.starts_with(head));
    let is_word = stem.split(['.', '-', '_']).any(|word| word == "compose");
    if is_certain { Some(Name::Certain) } else { is_word.then_some(Name::Likely) }
}

fn read(path: &RelPath, text: &str) -> Option<FileFacts> {
    let is_certain = name(path)? == Name::Certain;
    let documents = yaml::parse(text);
    // A template of a template language is no compose file yet.
    let is_template = || path.as_str().contains("{{") || text.contains("{%") || text.contains("{{");
    if let Some(error) = documents.error {
        return (is_certain && !is_template()).then(|| FileFacts::Broken(vec![error]));
    }
    let root = documents.roots.iter().find(|root| !root.is_null());
    // A file that is laid on top of others may be empty.
    let Some(root) = root else { return is_certain.then(|| FileFacts::Compose(ComposeFile::default())) };
    if !is_certain && !root.get("services").is_some_and(Node::is_mapping) {
        return None;
    }
    let mut file = ComposeFile { problems: documents.duplicates, ..ComposeFile::default() };
    fill(root, &mut file);
    if !file.problems.is_empty() && is_template() {
        return None;
    }
    file.problems.sort_by_key(|problem| problem.range);
    Some(FileFacts::Compose(file))
}

/// Ports of one file: a range of two numbers stands for many, and a hostile file for millions.
const PORTS_LIMIT: usize = 8192;

const SECTIONS: [&str; 9] =
    ["services", "volumes", "networks", "secrets", "configs", "name", "version", "include", "models"];

fn fill(root: &Node, file: &mut ComposeFile) {
    if !root.is_mapping() {
        refuse(file, root, "a compose file is a mapping with `services` in it");
        return;
    }
    for (key, value) in root.entries() {
        let section = key.text().unwrap_or("");
        match section {
            "services" => services(value, file),
            "volumes" => file.volumes = names(value, section, file),
            "networks" => file.networks = names(value, section, file),
            "secrets" => file.secrets = names(value, section, file),
            "configs" => file.configs = names(value, section, file),
            "include" => file.has_includes = true,
            _ => {}
        }
        if !SECTIONS.contains(&section) && !section.starts_with("x-") {
            let meant = closest(section, &SECTIONS).map_or(String::new(), |meant| format!("; did you mean `{meant}`?"));
            let message = format!("compose has no top-level `{section}`{meant}");
            file.problems.push(Problem { range: key.range, message });
        }
    }
    interpolation::collect(root, file);
}

fn services(node: &Node, file: &mut ComposeFile) {
    if !node.is_mapping() {
        if !node.is_null() {
            refuse(file, node, "`services` is a mapping of names to services");
        }
        return;
    }
    let mut ports = 0;
    for (key, value) in node.entries() {
        let Some(name) = key.text().filter(|name| !name.starts_with("x-")) else { continue };
        // A name that is filled in is no name to compose either.
        if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte)) {
            let message = format!("`{name}` is no name for a service: letters, digits, `.`, `_` and `-` only");
            file.problems.push(Problem { range: key.range, message });
        }
        if !value.is_mapping() {
            let message = format!("service `{name}` has no mapping with at least `image` or `build`");
            file.problems.push(Problem { range: key.range, message });
            continue;
        }
        let mut service = service::read(name, key.range, value, &mut file.problems);
        ports += service.ports.len();
        if ports > PORTS_LIMIT {
            service.ports.clear();
        }
        file.has_includes |= service.extends.as_ref().is_some_and(|extends| extends.file.is_some());
        file.services.push(service);
    }
}

fn names(node: &Node, section: &str, file: &mut ComposeFile) -> Vec<Arc<str>> {
    if !node.is_mapping() && !node.is_null() {
        refuse(file, node, &format!("`{section}` is a mapping of names"));
    }
    node.entries().iter().filter_map(|(key, _)| key.text()).map(Arc::from).collect()
}

fn refuse(file: &mut ComposeFile, node: &Node, message: &str) {
    file.problems.push(Problem { range: node.range, message: message.to_owned() });
}

/// The known word that a misspelt one most likely stands for: one slip, or two in a long word.
fn closest<'w>(word: &str, known: &[&'w str]) -> Option<&'w str> {
    let allowed = if word.len() > 5 { 2 } else { 1 };
    let distance = |known: &str| strsim::osa_distance(word, known);
    known.iter().copied().filter(|known| distance(known) <= allowed).min_by_key(|known| distance(known))
}

#[cfg(test)]
mod tests;
