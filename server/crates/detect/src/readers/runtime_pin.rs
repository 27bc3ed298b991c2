use std::sync::Arc;

use model::{
    Runtime,
    facts::{FileFacts, RuntimePin},
};
use toml_edit::{Item, TableLike, Value};

use super::Reader;
use crate::{source::Source, toml};

/// Files that pin a runtime's version for a folder and all below it.
pub(super) const READER: Reader = Reader {
    id: "runtime-pin",
    claims: |path| form(path.file_name()).is_some(),
    limit_bytes: 64 << 10,
    read: |path, text| read(form(path.file_name())?, text),
};

#[derive(Clone, Copy)]
enum Form {
    /// The version alone.
    Single(Runtime),
    /// `tool version…` a line.
    ToolVersions,
    /// `[tools]` of mise.
    Mise,
    /// `java=21.0.2-tem`.
    Sdkman,
}

fn form(name: &str) -> Option<Form> {
    match name {
        ".python-version" => Some(Form::Single(Runtime::Python)),
        ".nvmrc" | ".node-version" => Some(Form::Single(Runtime::Node)),
        ".go-version" => Some(Form::Single(Runtime::Go)),
        ".java-version" => Some(Form::Single(Runtime::Java)),
        ".tool-versions" => Some(Form::ToolVersions),
        "mise.toml" | ".mise.toml" => Some(Form::Mise),
        ".sdkmanrc" => Some(Form::Sdkman),
        _ => None,
    }
}

fn read(form: Form, text: &str) -> Option<FileFacts> {
    let source = Source::new(text);
    let mut pins = Vec::new();
    match form {
        Form::Single(runtime) => {
            let line = source.lines().map(without_comment).find(|line| !line.is_empty());
            pins.extend(line.map(|line| (runtime, line)));
        }
        Form::ToolVersions | Form::Sdkman => {
            for line in source.lines().map(without_comment) {
                let mut words = line.split([' ', '\t', '=']).filter(|word| !word.is_empty());
                if let (Some(runtime), Some(version)) = (words.next().and_then(tool), words.next()) {
                    pins.push((runtime, version));
                }
            }
        }
        Form::Mise => return mise(&source),
    }
    let pins = pins
        .into_iter()
        .map(|(runtime, text)| {
            let version = plain(runtime, text);
            (runtime, Arc::from(version), source.range_of(version))
        })
        .collect();
    Some(FileFacts::RuntimePin(RuntimePin { pins }))
}

fn mise(source: &Source<'_>) -> Option<FileFacts> {
    let document = match toml::parse(source) {
        Ok(document) => document,
        Err(problem) => return Some(FileFacts::Broken(vec![problem])),
    };
    let root: &dyn TableLike = document.as_table();
    let mut pins = Vec::new();
    for (name, item) in toml::table(root, &["tools"])?.iter() {
        let value = match item {
            Item::Value(Value::Array(versions)) => versions.get(0),
            Item::Value(Value::InlineTable(table)) => table.get("version"),
            other => other.as_value(),
        };
        if let (Some(runtime), Some(value)) = (tool(name), value)
            && let Some(text) = value.as_str()
        {
            let span = toml::unquoted(source, value.span().unwrap_or(0..0));
            pins.push((runtime, Arc::from(plain(runtime, text)), source.range(span)));
        }
    }
    Some(FileFacts::RuntimePin(RuntimePin { pins }))
}

fn without_comment(line: &str) -> &str {
    line.split('#').next().unwrap_or("").trim()
}

fn tool(name: &str) -> Option<Runtime> {
    match name.trim_start_matches("core:") {
        "python" => Some(Runtime::Python),
        "node" | "nodejs" => Some(Runtime::Node),
        "go" | "golang" => Some(Runtime::Go),
        "java" => Some(Runtime::Java),
        _ => None,
    }
}

/// Java's pins name the vendor too: `temurin-21.0.1+12`, `21.0.2-tem`.
fn plain(runtime: Runtime, text: &str) -> &str {
    if runtime != Runtime::Java {
        return text;
    }
    let Some(start) = text.find(|c: char| c.is_ascii_digit()) else { return text };
    let version = &text[start..];
    &version[..version.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(version.len())]
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Range, RelPath};

    fn pins(name: &str, text: &str) -> Vec<(Runtime, String, Range)> {
        match (READER.read)(&RelPath::new(name).expect("a path"), text) {
            Some(FileFacts::RuntimePin(pin)) => {
                pin.pins.into_iter().map(|(of, it, at)| (of, it.to_string(), at)).collect()
            }
            other => panic!("not a pin: {other:?}"),
        }
    }

    #[test]
    fn reads_every_form() {
        assert_eq!(
            pins(".python-version", "# x\n3.10.19\n"),
            [(Runtime::Python, "3.10.19".into(), Range::on_line(1, 0, 7))]
        );
        assert_eq!(pins(".nvmrc", "v20.11.0\r\n"), [(Runtime::Node, "v20.11.0".into(), Range::on_line(0, 0, 8))]);
        assert_eq!(
            pins(".tool-versions", "nodejs 20.1.0\nruby 3\njava temurin-21.0.1+12 # lts\n"),
            [
                (Runtime::Node, "20.1.0".into(), Range::on_line(0, 7, 13)),
                (Runtime::Java, "21.0.1".into(), Range::on_line(2, 13, 19)),
            ]
        );
        assert_eq!(
            pins("mise.toml", "[tools]\npython = [\"3.12\", \"3.11\"]\ngo = { version = \"1.22\" }\n"),
            [
                (Runtime::Python, "3.12".into(), Range::on_line(1, 11, 15)),
                (Runtime::Go, "1.22".into(), Range::on_line(2, 18, 22)),
            ]
        );
        assert_eq!(pins(".sdkmanrc", "java=21.0.2-tem"), [(Runtime::Java, "21.0.2".into(), Range::on_line(0, 5, 11))]);
    }

    #[test]
    fn an_empty_file_pins_nothing_and_broken_toml_is_broken() {
        assert!(pins(".python-version", "\n").is_empty());
        let path = RelPath::new("mise.toml").expect("a path");
        assert!(matches!((READER.read)(&path, "[tools"), Some(FileFacts::Broken(_))));
    }
}
