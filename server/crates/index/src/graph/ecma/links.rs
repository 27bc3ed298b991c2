//! Which packages of the workspace its tool links to which others: npm, pnpm and yarn workspaces, and `file:` dependencies.

use model::{RelPath, facts::ManifestKind};
use rustc_hash::FxHashMap;

use crate::{assemble::members::is_member, graph::Texts};

/// Package names to folders, by the folder from which on down they can be imported.
#[derive(Default)]
pub(super) struct Links(FxHashMap<RelPath, FxHashMap<String, RelPath>>);

impl Links {
    pub(super) fn new(texts: &Texts) -> Self {
        let mut links = Self::default();
        let packages: Vec<(RelPath, &str)> = texts
            .manifests()
            .filter(|(_, manifest)| manifest.kind == ManifestKind::PackageJson)
            .filter_map(|(path, manifest)| Some((path.parent()?, manifest.name.as_deref()?)))
            .collect();
        for (path, manifest) in texts.manifests() {
            let Some(root) = path.parent() else { continue };
            if !manifest.members.is_empty()
                && matches!(manifest.kind, ManifestKind::PackageJson | ManifestKind::PnpmWorkspace)
            {
                let members = packages.iter().filter(|(folder, _)| {
                    folder.below(&root).is_some_and(|below| !below.is_empty() && is_member(manifest, below))
                });
                members.for_each(|(folder, name)| links.add(&root, name, folder));
                // A workspace's own root package can be named too.
                let own = packages.iter().filter(|(folder, _)| *folder == root);
                own.for_each(|(folder, name)| links.add(&root, name, folder));
            }
            if manifest.kind == ManifestKind::PackageJson {
                for dependency in &manifest.dependencies {
                    let constraint = dependency.constraint.as_ref();
                    let target = ["file:", "link:", "portal:"].iter().find_map(|start| constraint.strip_prefix(start));
                    if let Some(folder) = target.and_then(|target| root.join(target).ok()) {
                        links.add(&root, &dependency.name, &folder);
                    }
                }
            }
        }
        links
    }

    fn add(&mut self, root: &RelPath, name: &str, folder: &RelPath) {
        self.0.entry(root.clone()).or_default().entry(name.to_owned()).or_insert_with(|| folder.clone());
    }

    /// The folder of a package as imported from a folder.
    pub(super) fn of(&self, from: &RelPath, name: &str) -> Option<&RelPath> {
        std::iter::successors(Some(from.clone()), RelPath::parent).find_map(|root| self.0.get(&root)?.get(name))
    }

    /// The package that stands at `root/node_modules/name`.
    pub(super) fn at(&self, root: &str, name: &str) -> Option<&RelPath> {
        self.0.get(root)?.get(name)
    }

    /// Whether packages are linked into a folder.
    pub(super) fn has(&self, root: &str) -> bool {
        self.0.contains_key(root)
    }

    /// Whether a scope has packages linked into a folder.
    pub(super) fn has_scope(&self, root: &str, scope: &str) -> bool {
        let start = format!("{scope}/");
        self.0.get(root).is_some_and(|names| names.keys().any(|name| name.starts_with(&start)))
    }
}
