use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use model::{
    Evidence, LineMap, Place, Project, ProjectId, RelPath, WorkspaceKind,
    facts::{CodeFacts, ComposeService, EnvFacts, FileFacts, Marks, MigrationFacts, PortFact},
};

use crate::mask::mask;

/// Files by path. A copy shares what it does not change, so that a snapshot costs what its change costs.
pub type Files = imbl::OrdMap<RelPath, Arc<FileEntry>>;

/// All that is known of the workspace at one revision. Immutable; cheap to share behind an `Arc`.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// Grows by one with every change.
    pub revision: u64,
    /// Which family of files describes the workspace.
    pub kind: WorkspaceKind,
    /// The name shown.
    pub name: Arc<str>,
    /// By path. A project may lie inside another.
    pub projects: Vec<Project>,
    /// Every file of the tree that git does not ignore, and ignored dotenv files beside manifests.
    pub files: Files,
    /// Every compose service, by file and line.
    pub compose: Vec<ComposeMatch>,
    /// Modules vendored on disk, by project.
    pub vendored: BTreeMap<ProjectId, Vec<VendoredModule>>,
    /// What git tracks among files that must not be tracked by mistake.
    pub tracked: GitTracked,
    /// Sizes and time.
    pub stats: Stats,
}

/// A compose service and the project that it builds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComposeMatch {
    /// The compose file.
    pub file: RelPath,
    /// The service's index in the file.
    pub service: usize,
    /// The project whose folder or Dockerfile it builds; `None` for infrastructure.
    pub project: Option<ProjectId>,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileEntry {
    /// Bytes.
    pub size: u64,
    /// What was read from it; `None` for files without a reader, and for those too large or unreadable.
    pub facts: Option<Arc<FileFacts>>,
    /// What was read from it as code, or as a file that steers how code is read.
    pub code: Option<Arc<CodeFacts>>,
    /// What it says about env keys that code reads.
    pub env: Option<Arc<EnvFacts>>,
    /// What it says about the port that its program listens on.
    pub ports: Option<Arc<[PortFact]>>,
    /// The migration that it is.
    pub migration: Option<Arc<MigrationFacts>>,
    /// The text of files whose lines are shown as evidence (every file with facts but lock files).
    pub text: Option<Arc<str>>,
    /// Why there are no facts although a reader claims the file.
    pub unread: Option<Arc<str>>,
    /// Git ignores it; it is here because it decides what a process gets (`.env`), or was written for tools.
    pub is_ignored: bool,
}

/// A module's folder below `.rapidkit/vendor`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VendoredModule {
    /// The folder of the module below `vendor`, e.g. `auth_core` or `free/auth/core`.
    pub name: Arc<str>,
    /// The versions on disk.
    pub versions: Vec<Arc<str>>,
    /// The folder.
    pub folder: RelPath,
}

/// The dotenv files that git tracks; `None` outside a repository.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GitTracked(pub Option<BTreeSet<RelPath>>);

/// Sizes and time of a snapshot.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stats {
    /// Files seen.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// Milliseconds that the last full build took.
    pub elapsed_ms: u64,
}

impl FileEntry {
    /// Whether projects are assembled from it in the same way.
    pub(crate) fn says_the_same(&self, other: &Self) -> bool {
        (&self.facts, &self.env, &self.ports, &self.migration, self.is_ignored)
            == (&other.facts, &other.env, &other.ports, &other.migration, other.is_ignored)
            && self.marks() == other.marks()
    }

    /// Which texts that hint at frameworks it holds, when it is code.
    pub(crate) fn marks(&self) -> Option<Marks> {
        self.code.as_deref()?.as_source().map(|source| source.marks).filter(|marks| *marks != Marks::default())
    }
}

impl Snapshot {
    /// The facts of a file.
    #[must_use]
    pub fn facts(&self, path: &RelPath) -> Option<&FileFacts> {
        self.files.get(path)?.facts.as_deref()
    }

    /// Every file with facts, by path.
    pub fn facts_iter(&self) -> impl Iterator<Item = (&RelPath, &FileFacts)> {
        self.files.iter().filter_map(|(path, entry)| Some((path, entry.facts.as_deref()?)))
    }

    /// Whether the tree has this file.
    #[must_use]
    pub fn contains(&self, path: &RelPath) -> bool {
        self.files.contains_key(path)
    }

    /// The innermost project that holds `path`.
    #[must_use]
    pub fn project_of(&self, path: &RelPath) -> Option<&Project> {
        self.projects
            .iter()
            .filter(|project| path.is_within(project.root()))
            .max_by_key(|project| project.root().depth())
    }

    /// A project by its id.
    #[must_use]
    pub fn project(&self, id: &ProjectId) -> Option<&Project> {
        self.projects.iter().find(|project| project.id == *id)
    }

    /// The facts of a project's own files: those of projects inside it are left out.
    pub fn project_facts<'s>(&'s self, project: &'s Project) -> impl Iterator<Item = (&'s RelPath, &'s FileFacts)> {
        self.files
            .range::<_, RelPath>(project.root()..)
            .take_while(move |(path, _)| project.root().is_root() || path.as_str().starts_with(project.root().as_str()))
            .filter(move |(path, _)| path.is_within(project.root()))
            .filter_map(|(path, entry)| Some((path, entry.facts.as_deref()?)))
            .filter(move |(path, _)| self.project_of(path).is_some_and(|owner| owner.id == project.id))
    }

    /// Every compose service with its file and the project that it builds; `None` for infrastructure.
    pub fn compose_services(&self) -> impl Iterator<Item = (&RelPath, &ComposeService, Option<&ProjectId>)> {
        self.compose.iter().filter_map(|found| match self.facts(&found.file)? {
            FileFacts::Compose(file) => Some((&found.file, file.services.get(found.service)?, found.project.as_ref())),
            _ => None,
        })
    }

    /// The line at a place as evidence, secret values masked, a very long one cut; an empty text when the file's text is not kept.
    #[must_use]
    pub fn evidence(&self, place: &Place) -> Evidence {
        let text = self.files.get(&place.file).and_then(|entry| entry.text.as_deref()).unwrap_or("");
        let line = LineMap::new(text).line_text(place.range.start.line as usize).trim().to_owned();
        // Masked whole, then cut: a cut could make a secret look like none.
        Evidence::Source { place: place.clone(), text: shown(mask(&line)) }
    }
}

/// As much of a line as a person reads.
fn shown(line: String) -> String {
    const LONGEST: usize = 300;
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn long_lines_are_cut_between_characters() {
        assert_eq!(shown("é".repeat(300)), "é".repeat(300));
        assert_eq!(shown("é".repeat(200_000)), format!("{}…", "é".repeat(300)));
    }
}
