use std::sync::Arc;

use index::Snapshot;
use model::{
    Place, RelPath,
    facts::{FileFacts, MemoryFile, MemoryKind},
};

/// One entry with its provenance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Under which key it stands.
    pub kind: MemoryKind,
    /// The text.
    pub text: Arc<str>,
    /// Where it stands.
    pub place: Place,
}

/// One memory file.
#[derive(Debug, Clone, Copy)]
pub struct Memory<'s> {
    /// The file.
    pub file: &'s RelPath,
    /// What it says.
    pub facts: &'s MemoryFile,
}

impl<'s> Memory<'s> {
    /// The folder that the file speaks for: the one that holds `.rapidkit` or `.workspai`.
    #[must_use]
    pub fn scope(&self) -> RelPath {
        self.file.parent().and_then(|folder| folder.parent()).unwrap_or_else(RelPath::root)
    }

    /// Its entries, in file order.
    pub fn entries(&self) -> impl Iterator<Item = Entry> + 's {
        let Self { file, facts } = *self;
        facts.entries.iter().map(|entry| Entry {
            kind: entry.kind,
            text: Arc::clone(&entry.text),
            place: Place::new(file.clone(), entry.range),
        })
    }
}

/// Every memory file of the workspace, by path.
#[must_use]
pub fn read(snapshot: &Snapshot) -> Vec<Memory<'_>> {
    snapshot
        .facts_iter()
        .filter_map(|(file, facts)| match facts {
            FileFacts::Memory(facts) => Some(Memory { file, facts }),
            _ => None,
        })
        .collect()
}

/// The entries that speak for `path`: those of the nearest folder above it that has any; without a path, those of the
/// whole workspace. A folder may hold a file of each family: then both count, equal texts once.
#[must_use]
pub fn entries_for(snapshot: &Snapshot, path: Option<&RelPath>) -> Vec<Entry> {
    let files = read(snapshot);
    let nearest = match path {
        Some(path) => files
            .iter()
            .filter(|memory| path.is_within(&memory.scope()) && !memory.facts.entries.is_empty())
            .map(|memory| memory.scope().depth())
            .max(),
        // Several opened folders: each has its own top.
        None => {
            files.iter().filter(|memory| !memory.facts.entries.is_empty()).map(|memory| memory.scope().depth()).min()
        }
    };
    let is_near = |memory: &&Memory<'_>| {
        Some(memory.scope().depth()) == nearest && path.is_none_or(|path| path.is_within(&memory.scope()))
    };
    let mut entries: Vec<Entry> = Vec::new();
    for entry in files.iter().filter(is_near).flat_map(Memory::entries) {
        if !entries.iter().any(|known| known.kind == entry.kind && known.text == entry.text) {
            entries.push(entry);
        }
    }
    entries
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    const FIXTURE: &str = r#"
//- /.rapidkit/workspace-memory.json
{ "context": "the whole", "decisions": ["one database"] }
//- /.workspai/workspace-memory.json
{ "decisions": ["one database", "two queues"] }
//- /api/.workspai/workspace-memory.json
{
  "conventions": ["routers in src/routing"]
}
//- /empty/.rapidkit/workspace-memory.json
{}
//- /api/src/main.py
x = 1
"#;

    #[track_caller]
    fn check(path: Option<&str>, expect: Expect) {
        let snapshot = index::build(&fixture::mem_host(FIXTURE));
        let path = path.map(|path| RelPath::new(path).expect("a path"));
        let lines: Vec<String> = entries_for(&snapshot, path.as_ref())
            .iter()
            .map(|entry| {
                format!("{}:{} {}: {}\n", entry.place.file, entry.place.line_number(), entry.kind.name(), entry.text)
            })
            .collect();
        expect.assert_eq(&lines.concat());
    }

    #[test]
    fn the_nearest_parent_wins() {
        check(
            Some("api/src/main.py"),
            expect![[r"
            api/.workspai/workspace-memory.json:2 convention: routers in src/routing
        "]],
        );
    }

    #[test]
    fn without_a_nearer_one_the_workspace_speaks_with_both_families() {
        let both = || {
            expect![[r"
            .rapidkit/workspace-memory.json:1 context: the whole
            .rapidkit/workspace-memory.json:1 decision: one database
            .workspai/workspace-memory.json:1 decision: two queues
        "]]
        };
        check(Some("empty/x.py"), both());
        check(None, both());
    }
}
