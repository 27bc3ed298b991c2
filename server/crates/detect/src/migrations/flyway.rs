//! Flyway: `V1__create.sql`, `V1_1__more.sql`, repeatable `R__views.sql`. What undoes (`U1__…`) is no step of its own.

use std::sync::Arc;

use model::{
    Range, RelPath,
    facts::{MigrationFacts, MigrationTool},
};

use super::{Judgement, Step, Tool, series};

pub(super) const TOOL: Tool = Tool {
    name: MigrationTool::Flyway,
    claims: |path| matches!(path.extension(), "sql" | "java" | "kt") && path.file_name().contains("__"),
    marks: &[],
    read: |path, _| read(path),
    judge,
};

fn read(path: &RelPath) -> Option<MigrationFacts> {
    let (head, _) = series::stem(path).split_once("__")?;
    let version = match head.strip_prefix('V') {
        Some(version) => Some(version).filter(|text| is_version(text))?.replace('_', "."),
        None if head == "R" => series::stem(path).to_owned(),
        None => return None,
    };
    // Code counts only where Flyway looks for it.
    let is_there = path.extension() == "sql" || series::is_below(path, &["migration", "migrations"]);
    is_there.then(|| MigrationFacts {
        tool: MigrationTool::Flyway,
        id: Arc::from(version),
        parents: Vec::new(),
        replaces: Vec::new(),
        range: Range::default(),
    })
}

fn is_version(text: &str) -> bool {
    !text.is_empty()
        && text.split(['.', '_']).all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Versions compare number by number, and zeros at the end say nothing.
fn numbers(version: &str) -> Vec<u128> {
    let mut numbers: Vec<u128> = version.split('.').map(|part| part.parse().unwrap_or(u128::MAX)).collect();
    while numbers.last() == Some(&0) {
        numbers.pop();
    }
    numbers
}

fn judge(steps: &[Step<'_>]) -> Judgement {
    let versioned: Vec<Step<'_>> = steps.iter().copied().filter(|(_, it)| is_version(&it.id)).collect();
    series::judge(&versioned, |(_, it)| numbers(&it.id), "version")
}
