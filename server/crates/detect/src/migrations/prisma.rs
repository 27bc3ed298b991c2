//! Prisma Migrate: `migrations/20240101120000_init/migration.sql`, beside `migration_lock.toml`.

use std::sync::Arc;

use model::{
    Range, RelPath,
    facts::{MigrationFacts, MigrationTool},
};

use super::{Tool, series};

pub(super) const TOOL: Tool = Tool {
    name: MigrationTool::Prisma,
    claims: |path| path.file_name() == "migration.sql",
    marks: &[],
    read: |path, _| read(path),
    judge: |steps| series::judge(steps, |(_, it)| Arc::clone(&it.id), "name"),
};

fn read(path: &RelPath) -> Option<MigrationFacts> {
    let folder = path.parent()?;
    let is_among = folder.parent()?.file_name() == "migrations";
    is_among.then(|| MigrationFacts {
        tool: MigrationTool::Prisma,
        id: Arc::from(folder.file_name()),
        parents: Vec::new(),
        replaces: Vec::new(),
        range: Range::default(),
    })
}
