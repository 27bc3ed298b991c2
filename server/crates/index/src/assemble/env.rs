//! Env keys of a project: who documents them, and which layer defines them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use model::{
    EnvDefinition, EnvKey, EnvRead, Layer, Place, Range, RelPath,
    facts::{Dockerfile, DotenvFile, EnvLayerFile, FileFacts},
};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    containers::{self, Matched},
    reads::Facts,
    roots::Root,
    view::{Owners, View},
};

/// Dotenv files by the index of their project.
pub(super) fn dotenvs<'f>(
    view: &View<'f>,
    owners: &Owners,
    projects: usize,
) -> Vec<Vec<(&'f RelPath, &'f DotenvFile)>> {
    let mut found: Vec<Vec<_>> = vec![Vec::new(); projects];
    for (path, facts) in view.all() {
        if let (FileFacts::Dotenv(file), Some(at)) = (facts, owners.of(path)) {
            found[at].push((path, file));
        }
    }
    found
}

/// What all projects share.
pub(super) struct Layers<'f> {
    files: Vec<(&'f RelPath, &'f EnvLayerFile)>,
    projects: usize,
}

impl<'f> Layers<'f> {
    pub(super) fn new(view: &View<'f>, projects: usize) -> Self {
        let files = view.all().filter_map(|(path, facts)| match facts {
            FileFacts::EnvLayer(file) => Some((path, file)),
            _ => None,
        });
        Self { files: files.collect(), projects }
    }
}

#[derive(Default)]
struct Keys {
    by_name: BTreeMap<Arc<str>, EnvKey>,
    /// The first key of each spelling in small letters.
    by_small: FxHashMap<String, Arc<str>>,
    /// Where each definition stands already.
    defined: FxHashSet<(Arc<str>, Layer, RelPath, Range)>,
}

impl Keys {
    fn define(&mut self, key: &Arc<str>, value: Option<&Arc<str>>, layer: Layer, file: &RelPath, range: Range) {
        if self.defined.insert((Arc::clone(key), layer, file.clone(), range)) {
            let place = Place::new(file.clone(), range);
            let definition = EnvDefinition { place, layer, value: value.cloned(), wins: None };
            self.key(key).definitions.push(definition);
        }
    }

    /// A key that is found in any case is the one that somebody wrote, if anybody did.
    fn read(&mut self, key: Arc<str>, read: EnvRead) {
        let written = || self.by_small.get(&key.to_ascii_lowercase()).cloned();
        let is_known = !read.is_any_case || self.by_name.contains_key(&key);
        let key = if is_known { key } else { written().unwrap_or(key) };
        let known = self.key(&key);
        known.is_required |= read.is_required;
        known.reads.push(read);
    }

    fn key(&mut self, key: &Arc<str>) -> &mut EnvKey {
        self.by_name.entry(Arc::clone(key)).or_insert_with(|| {
            let first = self.by_small.entry(key.to_ascii_lowercase()).or_insert_with(|| Arc::clone(key));
            if **key < **first {
                *first = Arc::clone(key);
            }
            EnvKey {
                key: Arc::clone(key),
                is_required: false,
                is_secret: model::is_secret_name(key),
                reads: Vec::new(),
                definitions: Vec::new(),
            }
        })
    }

    fn take(&mut self, path: &RelPath, file: &DotenvFile, layer: Layer) {
        for entry in &file.entries {
            self.define(&entry.key, entry.value.as_ref(), layer, path, entry.key_range);
            if layer == Layer::Example
                && !entry.is_optional
                && let Some(known) = self.by_name.get_mut(&entry.key)
            {
                known.is_required = true;
            }
        }
    }
}

/// What one project has of its own.
pub(super) struct Own<'o, 'f> {
    pub(super) dotenvs: &'o [(&'f RelPath, &'f DotenvFile)],
    pub(super) services: &'o [&'o Matched<'f>],
    pub(super) dockerfiles: &'o [(&'f RelPath, &'f Dockerfile)],
    pub(super) reads: &'o Facts,
}

/// By name; reads by file and line, definitions by layer, then file and line.
pub(super) fn env<'f>(
    view: &View<'f>,
    root: &Root<'f>,
    name: &str,
    own: &Own<'_, 'f>,
    layers: &Layers<'f>,
) -> Vec<EnvKey> {
    let Own { dotenvs, services, dockerfiles, reads } = own;
    let mut keys = Keys::default();
    for (path, file) in *dotenvs {
        keys.take(path, file, file.layer);
    }
    for it in *services {
        for entry in &it.service.environment {
            keys.define(&entry.key, entry.value.as_ref(), Layer::Compose, it.file, entry.range);
        }
        for path in it.service.env_files.iter().filter_map(|entry| it.file.parent()?.join(&entry.path).ok()) {
            env_file(view, &path, &mut keys);
        }
    }
    for (path, dockerfile) in *dockerfiles {
        let targets = containers::targets(path, dockerfile, services);
        for entry in dockerfile.env_of(targets.as_deref()) {
            keys.define(&entry.key, entry.value.as_ref(), Layer::Dockerfile, path, entry.range);
        }
    }
    by_commands(view, root, &mut keys);
    for (key, read) in detect::env_reads::resolve(&root.folder, reads) {
        keys.read(key, read);
    }
    let is_named = |workload: &str| {
        *workload == *name
            || *workload == *root.folder.file_name()
            || services.iter().any(|it| *it.service.name == *workload)
    };
    let taken = layers.files.iter().flat_map(|(_, file)| &file.taken).filter(|(workload, _)| is_named(workload));
    let taken: BTreeSet<&str> = taken.map(|(_, taken)| &**taken).collect();
    for (path, file) in &layers.files {
        shared(root, &|holder| is_named(holder) || taken.contains(holder), path, file, layers.projects, &mut keys);
    }
    let mut found: Vec<EnvKey> = keys.by_name.into_values().collect();
    for key in &mut found {
        // Whatever a template lists: code that has a default wherever it reads a key can do without.
        key.is_required &= key.reads.is_empty() || key.reads.iter().any(|read| !read.has_default);
        key.definitions.sort_by(|a, b| (a.layer, &a.place).cmp(&(b.layer, &b.place)));
    }
    found
}

/// A file that compose hands to the container, and the template beside it.
fn env_file(view: &View<'_>, path: &RelPath, keys: &mut Keys) {
    if let (Some(path), Some(FileFacts::Dotenv(file))) = (view.file(path), view.facts(path)) {
        keys.take(path, file, if file.layer == Layer::Example { Layer::Example } else { Layer::Compose });
    }
    let templates = ["example", "sample", "template", "dist"].map(|end| RelPath::new(&format!("{path}.{end}")));
    for template in templates.into_iter().flatten() {
        if let (Some(path), Some(FileFacts::Dotenv(file))) = (view.file(&template), view.facts(&template)) {
            keys.take(path, file, Layer::Example);
        }
    }
}

/// CI and Kubernetes speak of many projects: a file inside the project is its own, a workload of its name too with what it
/// takes, and of CI those keys that the project is known to have.
fn shared(
    root: &Root<'_>,
    is_held: &dyn Fn(&str) -> bool,
    path: &RelPath,
    file: &EnvLayerFile,
    projects: usize,
    keys: &mut Keys,
) {
    let is_own = projects == 1 || (path.is_within(&root.folder) && !root.folder.is_root());
    for (at, (key, value, range)) in file.entries.iter().enumerate() {
        let is_known = file.layer == Layer::Ci && keys.by_name.contains_key(key);
        if is_own || is_known || file.holders.get(at).is_some_and(|holder| is_held(holder)) {
            keys.define(key, value.as_ref(), file.layer, path, *range);
        }
    }
}

/// What the project's own Makefile and scripts set for the commands that they run.
fn by_commands(view: &View<'_>, root: &Root<'_>, keys: &mut Keys) {
    for (path, facts) in view.in_folder(root.folder.as_str()) {
        if let FileFacts::Makefile(found) = facts {
            for (key, value, range) in &found.env {
                keys.define(key, value.as_ref(), Layer::Makefile, path, *range);
            }
        }
    }
    for (path, script) in root.manifests.iter().flat_map(|(path, it)| it.scripts.iter().map(move |it| (path, it))) {
        for (key, value) in detect::commands::assignments(&script.line) {
            let value: Option<Arc<str>> = (!value.contains('$')).then(|| Arc::from(value));
            keys.define(&Arc::from(key), value.as_ref(), Layer::Script, path, script.range);
        }
    }
}
