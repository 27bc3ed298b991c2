//! Migrations of databases. [`of_file`] says what one file is, [`together`] what the files of a project are. One file a tool
//! and a table.

mod alembic;
mod django;
mod flyway;
mod golang_migrate;
mod goose;
mod graph;
mod knex;
mod prisma;
mod sequelize;
mod series;
mod typeorm;

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock},
};

use memchr::memmem::Finder;
use model::{
    Migrations, Place, RelPath,
    facts::{MigrationFacts, MigrationTool},
};

/// A tool that changes databases step by step.
struct Tool {
    name: MigrationTool,
    /// Whether a file of this path may be a migration. Called for every file of the workspace.
    claims: fn(&RelPath) -> bool,
    /// Texts that the file must hold; for those without, the path tells all.
    marks: &'static [&'static str],
    /// What the file is. The text is empty for tools without marks.
    read: fn(&RelPath, &str) -> Option<MigrationFacts>,
    /// The heads of one folder's migrations, and what the tool would refuse.
    judge: fn(&[Step<'_>]) -> Judgement,
}

/// A migration and its file.
type Step<'f> = (&'f RelPath, &'f MigrationFacts);

/// Heads, and what is wrong.
#[derive(Debug, Default)]
struct Judgement {
    heads: Vec<Arc<str>>,
    problems: Vec<String>,
}

const TOOLS: &[Tool] = &[
    alembic::TOOL,
    django::TOOL,
    typeorm::TOOL,
    prisma::TOOL,
    flyway::TOOL,
    knex::TOOL,
    sequelize::TOOL,
    golang_migrate::TOOL,
    goose::SQL,
    goose::GO,
];

static FINDERS: LazyLock<Vec<(&'static Tool, Vec<Finder<'static>>)>> = LazyLock::new(|| {
    let marked = TOOLS.iter().filter(|tool| !tool.marks.is_empty());
    marked.map(|tool| (tool, tool.marks.iter().map(|mark| Finder::new(*mark)).collect())).collect()
});

/// What a file is, told by its path alone.
#[must_use]
pub fn of_path(path: &RelPath) -> Option<MigrationFacts> {
    TOOLS.iter().filter(|tool| tool.marks.is_empty() && (tool.claims)(path)).find_map(|tool| (tool.read)(path, ""))
}

/// Whether a file that is no code must be read to say what it is. Paths only.
#[must_use]
pub fn claims(path: &RelPath) -> bool {
    path.extension() == "sql" && TOOLS.iter().any(|tool| !tool.marks.is_empty() && (tool.claims)(path))
}

/// What a file is by its text; looked at closer only when it holds the texts of a tool.
#[must_use]
pub fn of_file(path: &RelPath, text: &str) -> Option<MigrationFacts> {
    let has = |finder: &Finder<'_>| finder.find(text.as_bytes()).is_some();
    let is_meant = |(tool, marks): &&(&Tool, Vec<Finder<'_>>)| (tool.claims)(path) && marks.iter().all(has);
    FINDERS.iter().filter(is_meant).find_map(|(tool, _)| (tool.read)(path, text))
}

/// The migrations of a project in the folder `root`, by folder. Tests, examples and build results have none.
#[must_use]
pub fn together<'f>(root: &RelPath, files: impl IntoIterator<Item = Step<'f>>) -> Vec<Migrations> {
    let mut groups: BTreeMap<(RelPath, MigrationTool), Vec<Step<'f>>> = BTreeMap::new();
    for (path, facts) in files {
        let is_own = path.below(root).is_some_and(crate::routes::is_product_code);
        if let Some(folder) = home(path, facts.tool).filter(|_| is_own) {
            groups.entry((folder, facts.tool)).or_default().push((path, facts));
        }
    }
    join(&mut groups);
    descend(&mut groups);
    let found = groups.into_iter().filter_map(|((folder, tool), steps)| {
        let row = TOOLS.iter().find(|row| row.name == tool)?;
        let Judgement { heads, problems } = (row.judge)(&steps);
        let head = steps.iter().find(|(_, facts)| heads.first().is_some_and(|head| facts.is(head)));
        let (path, facts) = head.or(steps.last())?;
        let place = Place::new(RelPath::clone(path), facts.range);
        Some(Migrations { tool, folder, count: steps.len(), heads, problems, place })
    });
    found.collect()
}

/// The folder that holds a migration; each of Prisma's has one of its own.
fn home(path: &RelPath, tool: MigrationTool) -> Option<RelPath> {
    let folder = path.parent()?;
    if tool == MigrationTool::Prisma { folder.parent() } else { Some(folder) }
}

/// Alembic may keep one history in several folders: those that follow each other belong together.
fn join(groups: &mut BTreeMap<(RelPath, MigrationTool), Vec<Step<'_>>>) {
    let of = |groups: &BTreeMap<(RelPath, MigrationTool), Vec<Step<'_>>>| -> Vec<(RelPath, MigrationTool)> {
        groups.keys().filter(|(_, tool)| *tool == MigrationTool::Alembic).cloned().collect()
    };
    for key in of(groups) {
        let Some(steps) = groups.get(&key) else { continue };
        let missing = |parent: &Arc<str>| !steps.iter().any(|(_, it)| it.id == *parent);
        let wanted: Vec<Arc<str>> =
            steps.iter().flat_map(|(_, it)| &it.parents).filter(|parent| missing(parent)).cloned().collect();
        let holder = of(groups).into_iter().find(|other| {
            *other != key && groups[other].iter().any(|(_, it)| wanted.iter().any(|parent| it.is(parent)))
        });
        if let Some(other) = holder
            && let Some(steps) = groups.remove(&key)
        {
            groups.entry(other).or_default().extend(steps);
        }
    }
}

/// Flyway looks into the folders below its location too. Where they hold the same versions as each other, a setting chooses
/// one of them (`{vendor}`), and each is a history.
fn descend(groups: &mut BTreeMap<(RelPath, MigrationTool), Vec<Step<'_>>>) {
    let folders: Vec<RelPath> =
        groups.keys().filter(|(_, tool)| *tool == MigrationTool::Flyway).map(|(folder, _)| folder.clone()).collect();
    // A folder comes before those below it.
    let mut taken: Vec<&RelPath> = Vec::new();
    for location in &folders {
        if taken.contains(&location) {
            continue;
        }
        let below = |it: &&RelPath| *it != location && it.below(location).is_some();
        let inside: Vec<&RelPath> = folders.iter().filter(below).collect();
        let of = |folder: &RelPath| groups.get(&(folder.clone(), MigrationTool::Flyway)).into_iter().flatten();
        let mut ids: Vec<&str> = of(location).chain(inside.iter().flat_map(|it| of(it))).map(|it| &*it.1.id).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        if ids.len() < count {
            continue;
        }
        for folder in inside {
            let steps = groups.remove(&(folder.clone(), MigrationTool::Flyway)).unwrap_or_default();
            groups.entry((location.clone(), MigrationTool::Flyway)).or_default().extend(steps);
            taken.push(folder);
        }
    }
}

#[cfg(test)]
mod tests;
