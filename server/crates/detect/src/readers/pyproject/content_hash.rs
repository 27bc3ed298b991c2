//! Poetry's `content-hash`: the SHA-256 of `json.dumps(…, sort_keys=True)` over what decides the lock.

use std::{fmt::Write, sync::Arc};

use sha2::{Digest, Sha256};
use toml_edit::{Item, TableLike, Value};

use crate::toml;

/// Keys that are written as `null` when they are absent: so did the first versions of Poetry.
const LEGACY: [&str; 4] = ["dependencies", "source", "extras", "dev-dependencies"];
const PROJECT: [&str; 3] = ["requires-python", "dependencies", "optional-dependencies"];

/// The hash of the newest Poetry first, then those of older versions (before 2.2 dependency groups did not count, before
/// 2.0 `[project]` did not) where they differ. Empty when the tables hold what Poetry cannot hash.
pub(super) fn content_hashes(root: &dyn TableLike) -> Vec<Arc<str>> {
    let poetry = toml::table(root, &["tool", "poetry"]);
    let project = toml::table(root, &["project"]);
    let groups = toml::table(root, &["dependency-groups"]).filter(|groups| !groups.is_empty());
    let mut hashes: Vec<Arc<str>> = Vec::new();
    for (project, groups) in [(project, groups), (project, None), (None, None)] {
        let Some(content) = relevant(poetry, project, groups) else { continue };
        let hash: String = Sha256::digest(content).iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        });
        if hashes.iter().all(|known| **known != *hash) {
            hashes.push(Arc::from(hash));
        }
    }
    hashes
}

fn relevant(
    poetry: Option<&dyn TableLike>,
    project: Option<&dyn TableLike>,
    groups: Option<&dyn TableLike>,
) -> Option<String> {
    let of_project: Vec<(&str, Option<&Item>)> =
        PROJECT.iter().filter_map(|key| Some((*key, Some(project?.get(key)?)))).collect();
    let is_modern = !of_project.is_empty() || groups.is_some();
    let of_poetry: Vec<(&str, Option<&Item>)> = LEGACY
        .iter()
        .chain(&["group"])
        .map(|key| (*key, poetry.and_then(|table| table.get(key))))
        .filter(|(key, item)| item.is_some() || (!is_modern && LEGACY.contains(key)))
        .collect();
    let of_poetry = object(of_poetry)?;
    if !is_modern {
        return Some(of_poetry);
    }
    let mut members = Vec::new();
    if let Some(groups) = groups {
        members.push(format!("\"dependency-groups\": {}", table(groups)?));
    }
    if !of_project.is_empty() {
        members.push(format!("\"project\": {}", object(of_project)?));
    }
    members.push(format!("\"tool\": {{\"poetry\": {of_poetry}}}"));
    Some(format!("{{{}}}", members.join(", ")))
}

fn object<'i>(members: impl IntoIterator<Item = (&'i str, Option<&'i Item>)>) -> Option<String> {
    let mut members: Vec<_> = members.into_iter().collect();
    members.sort_unstable_by_key(|(key, _)| *key);
    let written: Option<Vec<String>> = members
        .into_iter()
        .map(|(key, value)| Some(format!("{}: {}", string(key), value.map_or(Some("null".to_owned()), item)?)))
        .collect();
    Some(format!("{{{}}}", written?.join(", ")))
}

fn table(table: &dyn TableLike) -> Option<String> {
    object(table.iter().map(|(key, item)| (key, Some(item))))
}

fn item(found: &Item) -> Option<String> {
    match found {
        Item::Value(found) => value(found),
        Item::Table(found) => table(found),
        Item::ArrayOfTables(found) => list(found.iter().map(|entry| table(entry))),
        Item::None => None,
    }
}

fn value(found: &Value) -> Option<String> {
    match found {
        Value::String(text) => Some(string(text.value())),
        Value::Integer(number) => Some(number.value().to_string()),
        Value::Float(number) => Some(format!("{:?}", number.value())),
        Value::Boolean(flag) => Some(flag.value().to_string()),
        Value::Array(array) => list(array.iter().map(value)),
        Value::InlineTable(found) => table(found),
        // `json.dumps` refuses dates.
        Value::Datetime(_) => None,
    }
}

fn list(items: impl Iterator<Item = Option<String>>) -> Option<String> {
    Some(format!("[{}]", items.collect::<Option<Vec<_>>>()?.join(", ")))
}

/// As Python writes a string with `ensure_ascii`.
fn string(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\u{8}' => quoted.push_str("\\b"),
            '\u{c}' => quoted.push_str("\\f"),
            ' '..='~' => quoted.push(character),
            other => {
                for unit in other.encode_utf16(&mut [0; 2]) {
                    let _ = write!(quoted, "\\u{unit:04x}");
                }
            }
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    fn hashes(text: &str) -> Vec<String> {
        let source = Source::new(text);
        let document = toml::parse(&source).expect("a document");
        content_hashes(document.as_table()).iter().map(ToString::to_string).collect()
    }

    // The figures are those that Poetry 1.8.5 and 2.5.1 write for these texts.

    #[test]
    fn equals_poetry_1_8_and_2_5_for_a_classic_project() {
        let text = r#"
[tool.poetry]
name = "saas-api"
version = "0.1.0"
description = "naïve ☕"
authors = ["Ada <ada@example.com>"]
package-mode = false

[tool.poetry.dependencies]
python = "^3.10"
idna = { version = ">=3.4", extras = [], optional = true }
six = [
  { version = "^1.15", python = "<3.12" },
  { version = "^1.16", python = ">=3.12" },
]

[tool.poetry.extras]
"gross" = ["idna"]
names = ["idna"]

[tool.poetry.group.dev]
optional = true
[tool.poetry.group.dev.dependencies]
iniconfig = "*"

[[tool.poetry.source]]
name = "PyPI"
priority = "primary"

[build-system]
requires = ["poetry-core"]
build-backend = "poetry.core.masonry.api"
"#;
        assert_eq!(hashes(text), ["a8ad159bbe8af28b9cb10ebab55f57ad93f27cd53199061c5b535bd61c6fa339"]);
    }

    #[test]
    fn equals_poetry_2_5_for_a_standard_project_and_2_1_without_groups() {
        let text = r#"
[project]
name = "app"
version = "0.1.0"
description = ""
requires-python = ">=3.10,<4"
dependencies = ["six (>=1.16,<2.0)", "idna"]
[project.optional-dependencies]
net = ["certifi; sys_platform == 'linux'"]
[dependency-groups]
dev = ["iniconfig"]
[tool.poetry]
package-mode = false
[tool.poetry.group.lint.dependencies]
pluggy = "^1.5"
[build-system]
requires = ["poetry-core>=2"]
build-backend = "poetry.core.masonry.api"
"#;
        assert_eq!(
            hashes(text)[..2],
            [
                "afc248274887742d8686eeb2565e7c6bc3a19364a8ca09f9ca2521edb43bc5e0",
                "f3cfe3c4a27ade8a5c82c72e0699f7502d1d0bc9f4f04aa9b67d8223271e660a"
            ]
        );
    }

    #[test]
    fn absent_legacy_tables_count_as_null() {
        let text = r#"
[tool.poetry]
name = "x"
version = "0.1.0"
description = ""
authors = []
[tool.poetry.dependencies]
python = "^3.10"
[tool.poetry.dev-dependencies]
six = "*"
"#;
        assert_eq!(hashes(text), ["000141d42c44bfe94a4f2c5560cc10fd1c61a6d70e89c6ededa8caed3b6d1533"]);
    }

    #[test]
    fn a_date_cannot_be_hashed() {
        assert!(hashes("[tool.poetry.dependencies]\na = 2020-01-01\n").is_empty());
        assert_eq!(string("é\u{1F600}\u{7f}\""), r#""\u00e9\ud83d\ude00\u007f\"""#);
    }
}
