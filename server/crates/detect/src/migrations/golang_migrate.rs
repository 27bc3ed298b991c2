//! golang-migrate: `000001_init.up.sql`. The `.down.sql` beside it is no step of its own.

use std::sync::Arc;

use model::{
    Range, RelPath,
    facts::{MigrationFacts, MigrationTool},
};

use super::{Judgement, Step, Tool, series};

pub(super) const TOOL: Tool = Tool {
    name: MigrationTool::GolangMigrate,
    claims: |path| path.file_name().ends_with(".up.sql"),
    marks: &[],
    read: |path, _| read(path),
    judge,
};

fn read(path: &RelPath) -> Option<MigrationFacts> {
    let stem = path.file_name().strip_suffix(".up.sql")?;
    version(stem)?;
    Some(MigrationFacts {
        tool: MigrationTool::GolangMigrate,
        id: Arc::from(stem),
        parents: Vec::new(),
        replaces: Vec::new(),
        range: Range::default(),
    })
}

fn version(stem: &str) -> Option<u64> {
    stem.split_once('_')?.0.parse().ok()
}

fn judge(steps: &[Step<'_>]) -> Judgement {
    series::judge(steps, |(_, it)| version(&it.id), "version")
}
