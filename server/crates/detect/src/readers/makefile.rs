use model::facts::{FileFacts, NamedCommand};

use super::{HAND_WRITTEN_LIMIT, Reader};
use crate::{commands, source::Source};

/// Targets of a Makefile, recipes of a justfile, tasks of a Taskfile.
pub(super) const READER: Reader = Reader {
    id: "makefile",
    claims: |path| form(path.file_name()).is_some(),
    limit_bytes: HAND_WRITTEN_LIMIT,
    read: |path, text| Some(FileFacts::Makefile(form(path.file_name())?(&Source::new(text)))),
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
                found.into_iter().map(|it| (it.name.to_string(), it.line.to_string(), it.role)).collect()
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
        assert_eq!(found[0].range, Range::on_line(3, 0, 3));
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
