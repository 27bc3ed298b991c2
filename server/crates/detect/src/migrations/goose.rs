//! goose: `20240101120000_init.sql` with `-- +goose Up`, or Go code that registers its steps.

use std::sync::Arc;

use model::{
    Range, RelPath,
    facts::{MigrationFacts, MigrationTool},
};

use super::{Judgement, Step, Tool, series};

/// Steps in SQL.
pub(super) const SQL: Tool = Tool {
    name: MigrationTool::Goose,
    claims: |path| path.extension() == "sql" && version(series::stem(path)).is_some() && !is_of_two(path),
    marks: &["+goose Up"],
    read: |path, text| {
        let is_mark = |line: &str| line.trim_start().strip_prefix("--").is_some_and(|it| it.trim() == "+goose Up");
        text.lines().any(is_mark).then(|| step(path))
    },
    judge,
};

/// Steps in Go, of the same histories.
pub(super) const GO: Tool = Tool {
    name: MigrationTool::Goose,
    claims: |path| path.extension() == "go" && version(series::stem(path)).is_some(),
    marks: &["goose.AddMigration"],
    read: |path, text| {
        let is_call = |line: &str| line.trim_start().starts_with("goose.AddMigration");
        text.lines().any(is_call).then(|| step(path))
    },
    judge,
};

fn step(path: &RelPath) -> MigrationFacts {
    MigrationFacts {
        tool: MigrationTool::Goose,
        id: Arc::from(series::stem(path)),
        parents: Vec::new(),
        replaces: Vec::new(),
        range: Range::default(),
    }
}

/// `000001_init.up.sql` is another tool's.
fn is_of_two(path: &RelPath) -> bool {
    series::stem(path).ends_with(".up") || series::stem(path).ends_with(".down")
}

fn version(stem: &str) -> Option<u64> {
    stem.split_once('_')?.0.parse().ok().filter(|version| *version > 0)
}

fn judge(steps: &[Step<'_>]) -> Judgement {
    series::judge(steps, |(_, it)| version(&it.id), "version")
}
