//! Knex: `migrations/20240101120000_init.js` with `exports.up = function (knex)`.

use std::sync::Arc;

use model::{
    Range, RelPath,
    facts::{MigrationFacts, MigrationTool},
};

use super::{Tool, series};

pub(super) const TOOL: Tool = Tool {
    name: MigrationTool::Knex,
    claims,
    marks: &["knex", "up"],
    read: |path, text| read(path, text, MigrationTool::Knex),
    judge: |steps| series::judge(steps, |(path, _)| path.file_name(), "name"),
};

/// A file of code below `migrations` whose name starts with a number, so that it has its place in the order.
pub(super) fn claims(path: &RelPath) -> bool {
    matches!(path.extension(), "js" | "ts" | "cjs" | "mjs")
        && path.parent().is_some_and(|folder| folder.file_name() == "migrations")
        && path.file_name().starts_with(|first: char| first.is_ascii_digit())
}

/// Such a file that exports `up`.
pub(super) fn read(path: &RelPath, text: &str, tool: MigrationTool) -> Option<MigrationFacts> {
    const STARTS: [&str; 5] =
        ["exports.up", "module.exports", "export async function up", "export function up", "export const up"];
    let (at, line) =
        text.lines().enumerate().find(|(_, line)| STARTS.iter().any(|start| line.trim_start().starts_with(start)))?;
    let line_number = u32::try_from(at).unwrap_or(u32::MAX);
    let width = u32::try_from(line.encode_utf16().count()).unwrap_or(0);
    Some(MigrationFacts {
        tool,
        id: Arc::from(series::stem(path)),
        parents: Vec::new(),
        replaces: Vec::new(),
        range: Range::on_line(line_number, 0, width),
    })
}
