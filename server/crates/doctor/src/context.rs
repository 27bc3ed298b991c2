use std::{cell::OnceCell, collections::HashMap};

use index::{FileEntry, Snapshot};
use model::{Project, RelPath, facts::DotenvFile, facts::FileFacts};

use crate::{
    secret::Seed,
    stack::{self, Stack},
};

/// What a rule may look at.
pub(crate) struct Context<'s> {
    pub(crate) snapshot: &'s Snapshot,
    pub(crate) seed: &'s Seed,
    stacks: OnceCell<Vec<Stack<'s>>>,
    facts: OnceCell<Vec<(&'s RelPath, &'s FileFacts)>>,
    dotenvs: OnceCell<Vec<Dotenv<'s>>>,
    dotenvs_by_folder: OnceCell<HashMap<RelPath, Vec<Dotenv<'s>>>>,
}

/// A dotenv file and where it is.
type Dotenv<'s> = (&'s RelPath, &'s DotenvFile);

impl<'s> Context<'s> {
    pub(crate) fn new(snapshot: &'s Snapshot, seed: &'s Seed) -> Self {
        Self {
            snapshot,
            seed,
            stacks: OnceCell::new(),
            facts: OnceCell::new(),
            dotenvs: OnceCell::new(),
            dotenvs_by_folder: OnceCell::new(),
        }
    }

    /// Compose files by the folder they are started from.
    pub(crate) fn stacks(&self) -> &[Stack<'s>] {
        self.stacks.get_or_init(|| stack::all(self))
    }

    /// Every file with facts. Most files of a tree have none, so rules walk over these.
    pub(crate) fn facts(&self) -> impl Iterator<Item = (&'s RelPath, &'s FileFacts)> + use<'s, '_> {
        self.facts.get_or_init(|| self.snapshot.facts_iter().collect()).iter().copied()
    }

    /// The facts of a project's own files: those of projects inside it are left out.
    pub(crate) fn project_facts<'c>(
        &'c self,
        project: &'c Project,
    ) -> impl Iterator<Item = (&'s RelPath, &'s FileFacts)> + use<'s, 'c> {
        self.facts()
            .filter(move |(path, _)| path.is_within(project.root()))
            .filter(move |(path, _)| self.project_of(path).is_some_and(|owner| owner.id == project.id))
    }

    /// Every dotenv file, templates included.
    pub(crate) fn dotenvs(&self) -> impl Iterator<Item = Dotenv<'s>> + use<'s, '_> {
        let found = self.dotenvs.get_or_init(|| {
            let all = self.facts().filter_map(|(path, facts)| match facts {
                FileFacts::Dotenv(file) => Some((path, file)),
                _ => None,
            });
            all.collect()
        });
        found.iter().copied()
    }

    /// The dotenv files directly in a folder.
    pub(crate) fn dotenvs_in(&self, folder: &RelPath) -> &[Dotenv<'s>] {
        let by_folder = self.dotenvs_by_folder.get_or_init(|| {
            let mut found: HashMap<RelPath, Vec<Dotenv<'s>>> = HashMap::new();
            for dotenv in self.dotenvs() {
                found.entry(dotenv.0.parent().unwrap_or_else(RelPath::root)).or_default().push(dotenv);
            }
            found
        });
        by_folder.get(folder).map_or(&[], Vec::as_slice)
    }

    /// A dotenv file.
    pub(crate) fn dotenv(&self, path: &RelPath) -> Option<&'s DotenvFile> {
        match self.snapshot.facts(path)? {
            FileFacts::Dotenv(file) => Some(file),
            _ => None,
        }
    }

    /// The innermost project that holds a file.
    pub(crate) fn project_of(&self, path: &RelPath) -> Option<&'s Project> {
        self.snapshot.project_of(path)
    }

    /// The text of a file whose lines are kept.
    pub(crate) fn text(&self, path: &RelPath) -> Option<&'s str> {
        self.snapshot.files.get(path)?.text.as_deref()
    }
}

/// Every file of a folder and of those below it.
pub(crate) fn below<'s>(
    snapshot: &'s Snapshot,
    folder: &RelPath,
) -> impl Iterator<Item = (&'s RelPath, &'s FileEntry)> + use<'s> {
    let (first, folder) = (folder.clone(), folder.clone());
    // By bytes `api-old/x` stands between `api` and `api/x`, so what begins alike is walked over too.
    let begins_alike = {
        let folder = folder.clone();
        move |path: &RelPath| folder.is_root() || path.as_str().starts_with(folder.as_str())
    };
    snapshot
        .files
        .range::<_, RelPath>(&first..)
        .take_while(move |(path, _)| begins_alike(path))
        .filter(move |(path, _)| path.is_within(&folder))
        .map(|(path, entry)| (path, &**entry))
}

/// Whether a file's name says that only tests use it: `.env.test`, `docker-compose.ci.yml`.
pub(crate) fn is_for_tests(path: &RelPath) -> bool {
    path.file_name().split(['.', '-', '_']).any(|word| matches!(word, "test" | "testing" | "ci" | "e2e"))
}

/// Whether a file stands in a folder of tests.
pub(crate) fn is_among_tests(path: &RelPath) -> bool {
    let folders = path.parent().unwrap_or_else(RelPath::root);
    folders.segments().any(|name| matches!(name, "test" | "tests" | "e2e" | "__tests__" | "testdata"))
}
