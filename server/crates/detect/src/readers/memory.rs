//! `workspace-memory.json` of RapidKit and Workspai: what the team wrote down for its tools. Read leniently, so that a
//! file with one wrong value keeps its other entries.

use std::sync::Arc;

use jsonc_parser::{ast::Value, common::Ranged};
use model::{
    Range, RelPath,
    facts::{FileFacts, MemoryEntry, MemoryFile, MemoryKind, Problem},
};

use super::{HAND_WRITTEN_LIMIT, Reader};
use crate::{json, source::Source};

pub(super) const READER: Reader = Reader { id: "memory", claims, limit_bytes: HAND_WRITTEN_LIMIT, read };

fn claims(path: &RelPath) -> bool {
    path.file_name() == "workspace-memory.json"
        && path.parent().is_some_and(|folder| matches!(folder.file_name(), ".rapidkit" | ".workspai"))
}

fn read(_path: &RelPath, text: &str) -> Option<FileFacts> {
    let source = Source::new(text);
    let mut file = MemoryFile::default();
    match json::strict(&source) {
        Ok((value, problem)) => {
            file.problems.extend(problem);
            read_document(&source, &value, &mut file);
        }
        Err(problem) => {
            file.local_only = policy_of_broken(&source);
            file.problems.push(problem);
        }
    }
    Some(FileFacts::Memory(file))
}

fn read_document(source: &Source<'_>, value: &Value<'_>, file: &mut MemoryFile) {
    if value.as_object().is_none() {
        let what = "expected an object with context, conventions and decisions";
        file.problems.push(Problem { range: json::range(source, value), message: what.to_owned() });
        return;
    }
    for property in json::properties(value) {
        let value = &property.value;
        match property.name.as_str() {
            "context" => entries(source, value, MemoryKind::Context, file),
            "conventions" => entries(source, value, MemoryKind::Convention, file),
            "decisions" => entries(source, value, MemoryKind::Decision, file),
            "lastUpdated" => file.last_updated = json::string(value),
            "policyProfile" => file.policy_profile = json::string(value),
            "sensitivity" => sensitivity(source, value, file),
            "localProcessingMode" => local_mode(source, value, file),
            _ => {}
        }
    }
}

/// A text, or a list of them. A list may hold objects that carry their text under a usual name.
fn entries(source: &Source<'_>, value: &Value<'_>, kind: MemoryKind, file: &mut MemoryFile) {
    const TEXT_KEYS: [&str; 6] = ["text", "title", "decision", "convention", "description", "value"];
    match value {
        Value::StringLit(text) => {
            let trimmed = text.value.trim();
            if !trimmed.is_empty() {
                let range = json::string_range(source, text);
                file.entries.push(MemoryEntry { kind, text: Arc::from(trimmed), range });
            }
        }
        Value::Array(array) => {
            for element in &array.elements {
                match TEXT_KEYS.into_iter().find_map(|key| json::get(element, key)) {
                    Some(text @ Value::StringLit(_)) => entries(source, text, kind, file),
                    _ if element.as_array().is_some() => file.problems.push(unreadable(source, element, kind)),
                    _ => entries(source, element, kind, file),
                }
            }
        }
        Value::NullKeyword(_) => {}
        other => file.problems.push(unreadable(source, other, kind)),
    }
}

fn unreadable(source: &Source<'_>, value: &Value<'_>, kind: MemoryKind) -> Problem {
    let message = format!("this {} is no text and is left out; write it as a string", kind.name());
    Problem { range: json::range(source, value), message }
}

/// Anything but `normal` asks for care: a value that is not known must not open what its author meant to close.
fn sensitivity(source: &Source<'_>, value: &Value<'_>, file: &mut MemoryFile) {
    let range = json::range(source, value);
    match json::string(value).as_deref() {
        Some("normal") => return,
        Some("sensitive") => {}
        _ => file.problems.push(Problem {
            range,
            message: "sensitivity is \"normal\" or \"sensitive\"; this is taken as \"sensitive\"".to_owned(),
        }),
    }
    claim_local(file, range, "sensitivity", source, value);
}

fn local_mode(source: &Source<'_>, value: &Value<'_>, file: &mut MemoryFile) {
    let range = json::range(source, value);
    match value {
        Value::BooleanLit(flag) if !flag.value => return,
        Value::BooleanLit(_) => {}
        _ => file
            .problems
            .push(Problem { range, message: "localProcessingMode is true or false; this is taken as true".to_owned() }),
    }
    claim_local(file, range, "localProcessingMode", source, value);
}

fn claim_local(file: &mut MemoryFile, range: Range, key: &str, source: &Source<'_>, value: &Value<'_>) {
    let written = &source.text[value.start()..value.end()];
    file.local_only.get_or_insert_with(|| (range, Arc::from(format!("{key}: {written}"))));
}

/// A file that does not parse may still ask that nothing leaves the machine. When it names the settings at all, it does.
fn policy_of_broken(source: &Source<'_>) -> Option<(Range, Arc<str>)> {
    ["localProcessingMode", "sensitivity"].into_iter().find_map(|key| {
        let at = source.text.find(key)?;
        let rest = source.text[at + key.len()..].trim_start_matches(['"', ':', ' ', '\t']);
        let is_off = rest.starts_with("false") || rest.starts_with("\"normal\"");
        let setting = format!("{key} in a file that cannot be read");
        (!is_off).then(|| (source.range(at..at + key.len()), Arc::from(setting)))
    })
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    #[track_caller]
    fn check(text: &str, expect: Expect) {
        let path = RelPath::new(".rapidkit/workspace-memory.json").expect("a path");
        assert!(claims(&path));
        let Some(FileFacts::Memory(file)) = read(&path, text) else { panic!("a memory file") };
        let mut out = String::new();
        let at = |range: Range| format!("{}:{}", range.start.line + 1, range.start.column + 1);
        for entry in &file.entries {
            out += &format!("{} {}: {}\n", at(entry.range), entry.kind.name(), entry.text);
        }
        if let Some((range, setting)) = &file.local_only {
            out += &format!("{} local only: {setting}\n", at(*range));
        }
        for problem in &file.problems {
            out += &format!("{} problem: {}\n", at(problem.range), problem.message);
        }
        expect.assert_eq(&out);
    }

    #[test]
    fn reads_entries_with_their_lines() {
        check(
            r#"{
  "context": " Billing for clinics. ",
  "conventions": ["Routers live in src/routing", ""],
  "decisions": [
    "Money is integer cents",
    { "title": "UUIDs everywhere", "by": "Ada" }
  ],
  "lastUpdated": "2026-01-01", "policyProfile": "strict", "somethingNew": [1]
}"#,
            expect![[r#"
                2:15 context: Billing for clinics.
                3:20 convention: Routers live in src/routing
                5:6 decision: Money is integer cents
                6:17 decision: UUIDs everywhere
            "#]],
        );
    }

    #[test]
    fn policies_close_when_in_doubt() {
        check(
            r#"{ "localProcessingMode": true }"#,
            expect![[r#"
            1:26 local only: localProcessingMode: true
        "#]],
        );
        check(r#"{ "localProcessingMode": false, "sensitivity": "normal" }"#, expect![""]);
        check(
            r#"{ "sensitivity": "sensitive" }"#,
            expect![[r#"
            1:19 local only: sensitivity: "sensitive"
        "#]],
        );
        check(
            r#"{ "sensitivity": 7 }"#,
            expect![[r#"
            1:18 local only: sensitivity: 7
            1:18 problem: sensitivity is "normal" or "sensitive"; this is taken as "sensitive"
        "#]],
        );
        check(
            "{ \"decisions\": [\"a\"\n \"localProcessingMode\": true",
            expect![[r#"
                2:3 local only: localProcessingMode in a file that cannot be read
                2:23 problem: not valid JSON: unexpected colon
            "#]],
        );
    }

    #[test]
    fn broken_shapes_are_problems_with_a_line() {
        check(
            "[1]",
            expect![[r#"
            1:1 problem: expected an object with context, conventions and decisions
        "#]],
        );
        check(
            "",
            expect![[r#"
            1:1 problem: the file is empty; a JSON document is expected
        "#]],
        );
        check(
            "{\n \"context\": 3,\n \"decisions\": [[\"x\"], \"y\", {\"a\": 1}], // why\n}",
            expect![[r#"
                3:24 decision: y
                3:39 problem: not valid JSON: comments are not allowed
                2:13 problem: this context is no text and is left out; write it as a string
                3:16 problem: this decision is no text and is left out; write it as a string
                3:28 problem: this decision is no text and is left out; write it as a string
            "#]],
        );
    }
}
