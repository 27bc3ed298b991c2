//! Words that say nothing, or several things.

use super::Source;

const BANNED: [&str; 16] = [
    "manager",
    "service",
    "helper",
    "helpers",
    "util",
    "utils",
    "common",
    "core",
    "bridge",
    "handler2",
    "data",
    "info",
    "engine",
    "orchestrator",
    "enterprise",
    "types",
];

/// Names in which a banned word is the field's own term.
const ALLOWED: &[&str] = &[
    // Compose services.
    "ComposeService",
    "ServiceReport",
    "ServiceRow",
    "ServiceItem",
    "ServiceNode",
    "ServiceTable",
    "services.rs",
    "service.rs",
    "services.ts",
    "service.ts",
    "servicesTable.ts",
    "ServiceEntry",
    "Service",
    "compose_service.rs",
    // LSP's, npm's and tower's own words.
    "MetadataService",
];

pub fn check(sources: &[Source]) -> Vec<String> {
    let mut wrongs = Vec::new();
    for source in sources {
        for part in source.path.split('/') {
            if !ALLOWED.contains(&part) {
                wrongs.extend(
                    banned_word(part.split('.').next().unwrap_or(part))
                        .map(|word| format!("{}: the name says «{word}»", source.path)),
                );
            }
        }
        for name in declared(&source.text) {
            if !ALLOWED.contains(&name) {
                wrongs.extend(banned_word(name).map(|word| format!("{}: the type {name} says «{word}»", source.path)));
            }
        }
    }
    wrongs.dedup();
    wrongs
}

/// Names of types that a Rust or TypeScript file declares.
fn declared(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| {
        let mut words = line.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty());
        let keyword =
            words.find(|word| !matches!(*word, "pub" | "crate" | "super" | "export" | "default" | "abstract"))?;
        matches!(keyword, "struct" | "enum" | "trait" | "interface" | "class").then(|| words.next()).flatten()
    })
}

fn banned_word(name: &str) -> Option<&'static str> {
    let mut words: Vec<String> = vec![String::new()];
    for character in name.chars() {
        if !character.is_alphanumeric() || character.is_uppercase() {
            words.push(String::new());
        }
        if let Some(last) = words.last_mut().filter(|_| character.is_alphanumeric()) {
            last.extend(character.to_lowercase());
        }
    }
    BANNED.into_iter().find(|banned| words.iter().any(|word| word == banned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_words_in_all_cases() {
        assert_eq!(banned_word("env_utils"), Some("utils"));
        assert_eq!(banned_word("ServerManager"), Some("manager"));
        assert_eq!(banned_word("coreference"), None);
    }

    #[test]
    fn reads_declared_types() {
        let names: Vec<_> =
            declared("pub(crate) struct A;\nexport interface B {\nlet enumerate = 1;\nexport default class C {}")
                .collect();
        assert_eq!(names, ["A", "B", "C"]);
    }
}
