use std::{collections::BTreeMap, sync::Arc};

use model::{
    Range,
    facts::{FileFacts, Makefile, NamedCommand},
};

use super::{HAND_WRITTEN_LIMIT, Reader};
use crate::{commands, source::Source};

/// Targets of a Makefile, recipes of a justfile, tasks of a Taskfile.
pub(super) const READER: Reader = Reader {
    id: "makefile",
    claims: |path| form(path.file_name()).is_some(),
    limit_bytes: HAND_WRITTEN_LIMIT,
    read: |path, text| {
        let source = Source::new(text);
        let commands = form(path.file_name())?(&source);
        let env = if path.file_name().ends_with("akefile") { exported(&source) } else { Vec::new() };
        Some(FileFacts::Makefile(Makefile { commands, env }))
    },
};

type Form = fn(&Source<'_>) -> Vec<NamedCommand>;

fn form(name: &str) -> Option<Form> {
    match name {
        "Makefile" | "makefile" | "GNUmakefile" => Some(targets),
        "justfile" | "Justfile" | ".justfile" => Some(recipes),
        "Taskfile.yml" | "Taskfile.yaml" | "taskfile.yml" => Some(tasks),
        _ => None,
    }
}

fn targets(source: &Source<'_>) -> Vec<NamedCommand> {
    read(source, "make", |line| {
        let (names, rest) = line.split_once(':')?;
        // `A := b` and `A ::= b` are assignments; patterns and variables name no single target.
        let is_target = !rest.starts_with(['=', ':']) && !names.contains(['=', '%', '$', '(', '"', '#']);
        is_target.then(|| names.split_whitespace().filter(|name| !name.starts_with('.')).collect())
    })
}

/// What commands get: `export X = 1`, `export X` of a variable of the file, all of them behind a bare `export`, and what a
/// line of a recipe sets for its own command.
fn exported(source: &Source<'_>) -> Vec<(Arc<str>, Option<Arc<str>>, Range)> {
    let mut known: BTreeMap<&str, (&str, &str)> = BTreeMap::new();
    let mut passed: Vec<&str> = Vec::new();
    let mut found = Vec::new();
    let mut is_all = false;
    let note = |key: &str, value: &str, found: &mut Vec<_>| {
        let value = value.trim();
        let literal = (!value.contains('$')).then(|| Arc::from(value.trim_matches(['"', '\''])));
        found.push((Arc::from(key), literal, source.range_of(key)));
    };
    for line in source.lines() {
        if let Some(recipe) = line.strip_prefix('\t') {
            for (key, value) in commands::assignments(recipe.trim_start_matches(['@', '-'])) {
                note(key, &value.replace("$$", "$"), &mut found);
            }
            continue;
        }
        let code = line.split(" #").next().unwrap_or(line).trim();
        if code.starts_with('#') {
            continue;
        }
        // `test: export X = 1` holds for one target.
        let own = code.split_once(": ").map(|(_, rest)| rest.trim()).filter(|rest| rest.starts_with("export "));
        match own.unwrap_or(code).strip_prefix("export") {
            Some("") => is_all = true,
            Some(rest) if rest.starts_with([' ', '\t']) => match variable(rest.trim()) {
                Some((key, value)) => note(key, value, &mut found),
                None => passed.extend(rest.split_whitespace()),
            },
            _ => {
                if let Some((key, value)) = variable(code) {
                    known.entry(key).or_insert((key, value));
                }
            }
        }
    }
    for (name, (key, value)) in known.iter().filter(|(name, _)| is_all || passed.contains(name)) {
        debug_assert_eq!(name, key);
        note(key, value, &mut found);
    }
    found.sort_by_key(|(_, _, range)| range.start);
    found
}

/// `X = 1`, `X := 1`, `X ?= 1`; what the shell computes (`!=`) and what is added (`+=`) is no value.
fn variable(code: &str) -> Option<(&str, &str)> {
    let (left, value) = code.split_once('=')?;
    let key = left.trim_end_matches([':', '?', ' ', '\t']);
    let is_key = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    is_key.then_some((key, value))
}

fn recipes(source: &Source<'_>) -> Vec<NamedCommand> {
    read(source, "just", |line| {
        let (head, rest) = line.split_once(':')?;
        let name = head.split_whitespace().next()?.trim_start_matches('@');
        let is_word = name.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
        let is_recipe = !rest.starts_with('=') && is_word && !name.starts_with('_');
        (is_recipe && !matches!(name, "set" | "alias" | "export" | "mod" | "import")).then(|| vec![name])
    })
}

/// Heads stand at the line's start, what they run is indented below them.
fn read<'t>(
    source: &Source<'t>,
    runner: &'static str,
    names: fn(&'t str) -> Option<Vec<&'t str>>,
) -> Vec<NamedCommand> {
    let mut found: Vec<NamedCommand> = Vec::new();
    let mut fresh = 0;
    for line in source.lines() {
        if line.starts_with([' ', '\t']) {
            // The first line of the recipe tells enough.
            for command in found.iter_mut().skip(fresh).filter(|command| command.line.is_empty()) {
                command.line = line.trim().trim_start_matches(['@', '-']).into();
            }
            continue;
        }
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        fresh = found.len();
        for name in names(line).unwrap_or_default() {
            if found.iter().all(|known| &*known.name != name) {
                found.push(NamedCommand { runner: Some(runner), ..commands::named(name, "", source.range_of(name)) });
            }
        }
    }
    found
}

fn tasks(source: &Source<'_>) -> Vec<NamedCommand> {
    let mut found = Vec::new();
    let mut indent = None;
    let lines = source.lines().skip_while(|line| line.trim_end() != "tasks:").skip(1);
    for line in lines.filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#')) {
        let depth = line.len() - line.trim_start().len();
        if depth == 0 {
            break;
        }
        if *indent.get_or_insert(depth) != depth {
            continue;
        }
        let line = line.trim();
        // Names may hold colons: the one before a blank or the line's end counts.
        let parts = line.split_once(": ").or_else(|| Some((line.strip_suffix(':')?, "")));
        if let Some((name, rest)) = parts.map(|(name, rest)| (name.trim_matches(['"', '\'']), rest)) {
            found.push(NamedCommand { runner: Some("task"), ..commands::named(name, rest, source.range_of(name)) });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{CommandRole, Range, RelPath};

    fn shown(name: &str, text: &str) -> Vec<(String, String, Option<CommandRole>)> {
        match (READER.read)(&RelPath::new(name).expect("a path"), text) {
            Some(FileFacts::Makefile(found)) => {
                found.commands.into_iter().map(|it| (it.name.to_string(), it.line.to_string(), it.role)).collect()
            }
            other => panic!("no commands: {other:?}"),
        }
    }

    #[test]
    fn targets_are_told_from_assignments_and_patterns() {
        let text = ".PHONY: dev test\nPORT := 8000\nPORT ?= 1\ndev: install ## run it\n\t@uvicorn src.main:app\n\ntest lint:\n\tpytest\n%.o: %.c\n\tcc\n$(BIN): x\n";
        assert_eq!(
            shown("Makefile", text),
            [
                ("dev".into(), "uvicorn src.main:app".into(), Some(CommandRole::Dev)),
                ("test".into(), "pytest".into(), Some(CommandRole::Test)),
                ("lint".into(), "pytest".into(), Some(CommandRole::Lint)),
            ]
        );
        let Some(FileFacts::Makefile(found)) = (READER.read)(&RelPath::new("Makefile").expect("a path"), text) else {
            panic!("read")
        };
        assert_eq!(found.commands[0].range, Range::on_line(3, 0, 3));
    }

    #[test]
    fn exports_and_what_recipes_set_are_env_keys() {
        let env = |text: &str| match (READER.read)(&RelPath::new("Makefile").expect("a path"), text) {
            Some(FileFacts::Makefile(found)) => {
                let line = |(key, value, range): &(Arc<str>, Option<Arc<str>>, Range)| {
                    format!("{} {key}={}", range.start.line + 1, value.as_deref().unwrap_or("?"))
                };
                found.env.iter().map(line).collect::<Vec<_>>()
            }
            other => panic!("{other:?}"),
        };
        let text = "export A = 1\nexport B := $(shell x)\nC ?= 3 # three\nD = 4\nexport C E\n# export F=1\nG += x\n\
                    test: export H = 5\ntest: deps ## X=1\n\t@I=6 J='a b' pytest -k K=7\n\techo L=8 && M=$$HOME export N=9\n";
        assert_eq!(env(text), ["1 A=1", "2 B=?", "3 C=3", "8 H=5", "10 I=6", "10 J=a b", "11 M=?", "11 N=9"]);
        assert_eq!(env("A = 1\nexport\n"), ["1 A=1"]);
        assert_eq!(env("A = 1\ntest:\n\techo A=1\n"), Vec::<String>::new());
    }

    #[test]
    fn reads_just_and_task() {
        assert_eq!(
            shown("justfile", "set dotenv-load := true\n# x\nrun port='8000': build\n    go run .\n_hidden:\n  x\n"),
            [("run".into(), "go run .".into(), Some(CommandRole::Dev))]
        );
        assert_eq!(
            shown(
                "Taskfile.yml",
                "version: '3'\ntasks:\n  test:unit:\n    cmds: [go test ./...]\n  lint: golangci-lint run\nvars:\n  a: b\n"
            ),
            [
                ("test:unit".into(), String::new(), Some(CommandRole::Test)),
                ("lint".into(), "golangci-lint run".into(), Some(CommandRole::Lint)),
            ]
        );
    }

    #[test]
    fn nonsense_has_no_targets() {
        assert!(shown("Makefile", "\u{0}\n:::\n\t:\n<<<<<<< HEAD\n").is_empty());
        assert!(shown("Taskfile.yml", "tasks: [").is_empty());
    }
}
