//! Settings of an application as `key.path = text`, from the files that hold them.

use model::RelPath;

use crate::readers::yaml::{self, Node};

/// Whether a file holds the settings that an application starts with, profiles left out.
#[must_use]
pub fn claims(path: &RelPath) -> bool {
    matches!(path.file_name(), "application.properties" | "application.yml" | "application.yaml")
        && crate::routes::is_product_code(path.as_str())
}

/// Keys and values of a settings file.
#[must_use]
pub fn read(path: &RelPath, text: &str) -> Vec<(String, String)> {
    if path.extension() == "properties" { properties(text) } else { yaml(text) }
}

/// Keys and values of a `.properties` file.
#[must_use]
pub fn properties(text: &str) -> Vec<(String, String)> {
    let lines = text.lines().map(str::trim).filter(|line| !line.starts_with(['#', '!']));
    let pair = |line: &str| {
        let (key, value) = line.split_once(['=', ':'])?;
        Some((key.trim().to_owned(), value.trim().to_owned()))
    };
    lines.filter_map(pair).collect()
}

/// Keys and values of a YAML file, nested keys joined by dots. Documents for a profile are left out.
#[must_use]
pub fn yaml(text: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for root in &yaml::parse(text).roots {
        let mut found = Vec::new();
        flatten(root, "", 0, &mut found);
        let is_for_profile =
            |(key, _): &(String, String)| key == "spring.profiles" || key == "spring.config.activate.on-profile";
        if !found.iter().any(is_for_profile) {
            out.extend(found);
        }
    }
    out
}

fn flatten(node: &Node, prefix: &str, depth: u8, out: &mut Vec<(String, String)>) {
    if depth > 30 {
        return;
    }
    for (key, value) in node.entries() {
        let Some(key) = key.text() else { continue };
        let key = if prefix.is_empty() { key.to_owned() } else { format!("{prefix}.{key}") };
        match value.text() {
            Some(text) => out.push((key, text.to_owned())),
            None => flatten(value, &key, depth + 1, out),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_files_say_the_same() {
        let expected = [("server.servlet.context-path".to_owned(), "/shop".to_owned())];
        assert_eq!(properties("# x=y\nserver.servlet.context-path = /shop\n"), expected);
        assert_eq!(yaml("server:\n  servlet:\n    context-path: /shop\n---\nspring.profiles: dev\na: b\n"), expected);
    }
}
