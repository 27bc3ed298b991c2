//! Go's `vendor` folder, and the module cache when it lies in the workspace.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use host::Host;
use model::{RelPath, VersionText};

use super::{text, upwards};

const LIST: &str = "vendor/modules.txt";

/// Whether `go mod vendor` writes `path`.
pub(super) fn is_record(path: &RelPath) -> bool {
    path.as_str() == LIST || path.as_str().ends_with("/vendor/modules.txt") || path.file_name() == "vendor"
}

/// What one folder vendors: versions by module.
type Vendored = BTreeMap<String, VersionText>;

/// The vendored modules of a workspace.
pub(super) struct Vendors<'h> {
    host: &'h dyn Host,
    by_folder: BTreeMap<RelPath, Option<Arc<Vendored>>>,
    cache: Option<RelPath>,
}

impl<'h> Vendors<'h> {
    pub(super) fn new(host: &'h dyn Host) -> Self {
        let named = |name: &str| host.env(name).filter(|value| !value.is_empty());
        let cache = named("GOMODCACHE").or_else(|| Some(format!("{}/pkg/mod", named("GOPATH")?)));
        let cache = cache.and_then(|folder| host.roots().relative(Path::new(&folder)));
        Self { host, by_folder: BTreeMap::new(), cache }
    }

    /// The version of a module that a build takes without asking the network.
    pub(super) fn version(&mut self, root: &RelPath, module: &str, wanted: &str) -> Option<VersionText> {
        match upwards(root).find_map(|folder| self.of_folder(&folder)) {
            Some(vendored) => vendored.get(module).cloned(),
            None => self.cached(module, wanted),
        }
    }

    fn of_folder(&mut self, folder: &RelPath) -> Option<Arc<Vendored>> {
        if !self.by_folder.contains_key(folder) {
            let list = folder.join(LIST).ok().and_then(|path| text(self.host, &path));
            let found = list.map(|list| {
                let modules = detect::installed::go_vendored(&list).into_iter();
                Arc::new(modules.map(|(name, version)| (name.to_owned(), VersionText::from(version))).collect())
            });
            self.by_folder.insert(folder.clone(), found);
        }
        self.by_folder.get(folder)?.clone()
    }

    fn cached(&self, module: &str, wanted: &str) -> Option<VersionText> {
        let folder = self.cache.as_ref()?.join(&format!("{}@{}", escaped(module), escaped(wanted))).ok()?;
        self.host.stat(&folder).is_some_and(|stat| stat.is_folder).then(|| VersionText::from(wanted))
    }
}

/// Upper-case letters as the cache writes them: `!a` for `A`.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii_uppercase() {
            out.push('!');
        }
        out.push(letter.to_ascii_lowercase());
    }
    out
}
