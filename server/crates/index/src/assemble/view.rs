use std::{
    collections::{BTreeMap, HashMap},
    ops::Bound,
    sync::Arc,
};

use model::{
    RelPath,
    facts::{EnvFacts, FileFacts, Manifest, ManifestKind, Marks, MigrationFacts, PortFact},
};

use crate::snapshot::Files;

/// A file with its facts.
pub(super) type Fact<'f> = (&'f RelPath, &'f FileFacts);

/// What assembly looks at: files with facts, by folder, and the question whether a file exists.
pub(super) struct View<'f> {
    files: &'f Files,
    by_folder: BTreeMap<&'f str, Vec<Fact<'f>>>,
    env: Vec<(&'f RelPath, &'f Arc<EnvFacts>)>,
    ports: Vec<(&'f RelPath, &'f [PortFact])>,
    migrations: Vec<(&'f RelPath, &'f MigrationFacts)>,
    /// Maven's packages by `group:artifact`.
    packages: HashMap<String, (&'f RelPath, &'f Manifest)>,
    /// The folders that several workspace folders are mounted at; the root alone with one.
    mounts: &'f [RelPath],
}

impl<'f> View<'f> {
    pub(super) fn new(files: &'f Files, mounts: &'f [RelPath]) -> Self {
        let mut by_folder: BTreeMap<&str, Vec<Fact<'f>>> = BTreeMap::new();
        let mut packages = HashMap::new();
        let (mut env, mut ports, mut migrations) = (Vec::new(), Vec::new(), Vec::new());
        for (path, entry) in files {
            env.extend(entry.env.as_ref().map(|facts| (path, facts)));
            ports.extend(entry.ports.as_deref().map(|facts| (path, facts)));
            migrations.extend(entry.migration.as_deref().map(|facts| (path, facts)));
            if let Some(facts) = entry.facts.as_deref() {
                by_folder.entry(folder_of(path.as_str())).or_default().push((path, facts));
                if let FileFacts::Manifest(it) = facts
                    && it.kind == ManifestKind::Pom
                    && let (Some(group), Some(name)) = (&it.organisation, &it.name)
                {
                    packages.entry(format!("{group}:{name}")).or_insert((path, it));
                }
            }
        }
        Self { files, by_folder, env, ports, migrations, packages, mounts }
    }

    /// Folders that directly hold files with facts, parents first.
    pub(super) fn folders(&self) -> impl Iterator<Item = &'f str> {
        self.by_folder.keys().copied()
    }

    /// Every file with facts.
    pub(super) fn all(&self) -> impl Iterator<Item = Fact<'f>> {
        self.by_folder.values().flatten().copied()
    }

    /// Every file that says something about env keys that code reads.
    pub(super) fn env(&self) -> impl Iterator<Item = (&'f RelPath, &'f Arc<EnvFacts>)> + '_ {
        self.env.iter().copied()
    }

    /// Every file that says which port its program listens on.
    pub(super) fn ports(&self) -> impl Iterator<Item = (&'f RelPath, &'f [PortFact])> {
        self.ports.iter().copied()
    }

    /// Every file of code below `folder` that has marks.
    pub(super) fn marks_below(&self, folder: &RelPath) -> impl Iterator<Item = (&'f RelPath, Marks)> {
        let marks = |path: &'f RelPath| Some((path, self.files.get(path)?.marks()?));
        self.below(folder).filter_map(marks)
    }

    /// Every migration.
    pub(super) fn migrations(&self) -> impl Iterator<Item = (&'f RelPath, &'f MigrationFacts)> {
        self.migrations.iter().copied()
    }

    /// The `pom.xml` of a package of the workspace (`group:artifact`).
    pub(super) fn package(&self, name: &str) -> Option<(&'f RelPath, &'f Manifest)> {
        self.packages.get(name).copied()
    }

    /// Files with facts directly in `folder`, by name.
    pub(super) fn in_folder(&self, folder: &str) -> &[Fact<'f>] {
        self.by_folder.get(folder).map_or(&[], Vec::as_slice)
    }

    /// The facts of one file.
    pub(super) fn facts(&self, path: &RelPath) -> Option<&'f FileFacts> {
        self.files.get(path)?.facts.as_deref()
    }

    /// The tree's own copy of a path: `None` when there is no such file.
    pub(super) fn file(&self, path: &RelPath) -> Option<&'f RelPath> {
        self.files.get_key_value(path).map(|(path, _)| path)
    }

    /// Whether `folder` has a file of this path below it.
    pub(super) fn has(&self, folder: &RelPath, below: &str) -> bool {
        folder.join(below).is_ok_and(|path| self.files.contains_key(&path))
    }

    /// Files below `folder`, by path.
    pub(super) fn below(&self, folder: &RelPath) -> impl Iterator<Item = &'f RelPath> {
        let start = if folder.is_root() { String::new() } else { format!("{folder}/") };
        let range = (Bound::Included(start.as_str()), Bound::Unbounded);
        self.files.range::<_, str>(range).map(|(path, _)| path).take_while({
            let start = start.clone();
            move |path| path.as_str().starts_with(&start)
        })
    }

    /// The segments of a folder below its mount.
    pub(super) fn segments<'p>(&self, folder: &'p RelPath) -> impl Iterator<Item = &'p str> {
        let mount = self.mounts.iter().filter(|mount| folder.is_within(mount)).map(RelPath::depth).max().unwrap_or(0);
        folder.segments().skip(mount)
    }
}

/// The folder's text of a path's text.
pub(super) fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Which project a path belongs to: the innermost.
pub(super) struct Owners(HashMap<RelPath, usize>);

impl Owners {
    pub(super) fn new<'p>(folders: impl IntoIterator<Item = &'p RelPath>) -> Self {
        Self(folders.into_iter().cloned().enumerate().map(|(at, folder)| (folder, at)).collect())
    }

    /// The index of the innermost project that holds `path` (a project's folder belongs to itself).
    pub(super) fn of(&self, path: &RelPath) -> Option<usize> {
        self.around(path).next()
    }

    /// The projects that hold `path`, the innermost first.
    pub(super) fn around<'p>(&'p self, path: &'p RelPath) -> impl Iterator<Item = usize> + 'p {
        let folders = std::iter::successors(Some(path.as_str()), |text| (!text.is_empty()).then(|| folder_of(text)));
        folders.filter_map(|text| self.0.get(text).copied())
    }
}
