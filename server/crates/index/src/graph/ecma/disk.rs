//! The tree as the resolver sees it: its files below [`ROOT`], and linked packages in `node_modules`.

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use model::RelPath;
use oxc_resolver::{FileMetadata, FileSystem, ResolveError};
use rustc_hash::FxHashSet;

use super::links::Links;
use crate::{
    graph::{Texts, table::Table},
    snapshot::Files,
};

/// Where the workspace stands for the resolver.
pub(super) const ROOT: &str = "/workspace";

pub(super) struct Disk {
    files: Files,
    folders: FxHashSet<RelPath>,
    /// Texts of manifests and configurations, the latter without what is not in the tree.
    texts: BTreeMap<RelPath, Arc<str>>,
    links: Links,
}

impl Disk {
    pub(super) fn new(_table: &Table, texts: &Texts, links: Links) -> Self {
        let files = texts.files.clone();
        let mut folders = FxHashSet::default();
        for path in files.keys() {
            for folder in std::iter::successors(path.parent(), RelPath::parent) {
                if !folders.insert(folder) {
                    break;
                }
            }
        }
        let mut disk = Self { files, folders, texts: BTreeMap::new(), links };
        for (path, text) in &texts.ecma {
            let kept = if path.file_name() == "package.json" { Arc::clone(text) } else { disk.trimmed(path, text) };
            // An editor reads the configuration of JavaScript like the other one.
            let name = path.parent().filter(|_| path.file_name() == "jsconfig.json");
            if let Some(instead) = name.and_then(|folder| folder.join("tsconfig.json").ok())
                && !disk.files.contains_key(&instead)
            {
                disk.texts.insert(instead, Arc::clone(&kept));
            }
            disk.texts.insert(path.clone(), kept);
        }
        disk
    }

    /// A configuration without the files that it builds on or refers to but that are not in the tree.
    fn trimmed(&self, path: &RelPath, text: &Arc<str>) -> Arc<str> {
        let folder = path.parent().unwrap_or_else(RelPath::root);
        let Some(mut value) = configuration(text) else { return Arc::from("{}") };
        let Some(object) = value.as_object_mut() else { return Arc::from("{}") };
        let is_there = |written: &str, name: &str| {
            let base = if written.starts_with('.') {
                folder.join(written).ok()
            } else {
                let (package, below) = super::package_of(written);
                self.links.of(&folder, package).and_then(|folder| folder.join(below).ok())
            };
            let Some(base) = base else { return false };
            let ends = [String::new(), ".json".to_owned(), format!("/{name}")];
            ends.iter().any(|end| self.files.contains_key(format!("{}{end}", base.as_str()).trim_start_matches('/')))
        };
        match object.get_mut("extends") {
            Some(serde_json::Value::String(one)) if !is_there(one, "tsconfig.json") => drop(object.remove("extends")),
            Some(serde_json::Value::Array(all)) => {
                all.retain(|one| one.as_str().is_some_and(|one| is_there(one, "tsconfig.json")));
            }
            _ => {}
        }
        if let Some(references) = object.get_mut("references").and_then(serde_json::Value::as_array_mut) {
            references.retain(|one| {
                let written = one.get("path").and_then(serde_json::Value::as_str);
                written.is_some_and(|written| {
                    let target = folder.join(written).ok();
                    let is_itself = target.as_ref().is_some_and(|it| it == path || *it == folder);
                    let dotted = format!("./{written}");
                    !is_itself && is_there(&dotted, "tsconfig.json")
                })
            });
        }
        Arc::from(value.to_string())
    }

    pub(super) fn has_config(&self, path: &RelPath) -> bool {
        self.texts.contains_key(path)
    }

    /// The folder of a linked package as imported from a folder.
    pub(super) fn link(&self, from: &RelPath, name: &str) -> Option<&RelPath> {
        self.links.of(from, name)
    }

    /// The path with links followed; `None` for what is in no linked package.
    pub(super) fn followed(&self, path: &RelPath) -> Option<RelPath> {
        let text = path.as_str();
        let Some((root, inner)) = split(text) else { return Some(path.clone()) };
        let (name, below) = super::package_of(inner);
        self.links.at(root, name)?.join(below).ok()
    }

    fn kind(&self, path: &Path) -> Option<FileMetadata> {
        let path = real(path)?;
        let folder = || FileMetadata::new(false, true, false);
        if let Some((root, inner)) = split(path.as_str()) {
            let (name, _) = super::package_of(inner);
            if inner.is_empty() {
                return self.links.has(root).then(folder);
            }
            if inner.starts_with('@') && !inner.contains('/') {
                return self.links.has_scope(root, inner).then(folder);
            }
            self.links.at(root, name)?;
        }
        let path = self.followed(&path)?;
        if self.files.contains_key(&path) || self.texts.contains_key(&path) {
            return Some(FileMetadata::new(true, false, false));
        }
        self.folders.contains(&path).then(folder)
    }

    fn text(&self, path: &Path) -> io::Result<Arc<str>> {
        let path = real(path).and_then(|path| self.followed(&path));
        path.and_then(|path| self.texts.get(&path)).cloned().ok_or_else(absent)
    }
}

/// A configuration, comments and all.
pub(super) fn configuration(text: &str) -> Option<serde_json::Value> {
    jsonc_parser::parse_to_serde_value::<Option<serde_json::Value>>(text, &jsonc_parser::ParseOptions::default())
        .ok()?
}

/// Splits at the last `node_modules`: the folder that it is in, and what is meant in it.
fn split(path: &str) -> Option<(&str, &str)> {
    let (before, inner) = match path.rsplit_once("node_modules/") {
        Some(parts) => parts,
        None => (path.strip_suffix("node_modules")?, ""),
    };
    (before.is_empty() || before.ends_with('/')).then(|| (before.trim_end_matches('/'), inner))
}

/// The path in the workspace.
pub(super) fn real(path: &Path) -> Option<RelPath> {
    let text = path.to_str()?.replace('\\', "/");
    let below = text.strip_prefix(ROOT)?;
    (below.is_empty() || below.starts_with('/')).then(|| RelPath::new(below.trim_start_matches('/')).ok()).flatten()
}

fn absent() -> io::Error {
    io::Error::from(io::ErrorKind::NotFound)
}

/// The disk, for resolvers that share it.
pub(super) struct Shared(pub(super) Arc<Disk>);

impl FileSystem for Shared {
    fn new() -> Self {
        let disk = Disk {
            files: Files::default(),
            folders: FxHashSet::default(),
            texts: BTreeMap::new(),
            links: Links::default(),
        };
        Self(Arc::new(disk))
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        Ok(self.0.text(path)?.as_bytes().to_vec())
    }

    fn read_to_string(&self, path: &Path) -> io::Result<String> {
        Ok(self.0.text(path)?.to_string())
    }

    fn metadata(&self, path: &Path) -> io::Result<FileMetadata> {
        self.0.kind(path).ok_or_else(absent)
    }

    fn symlink_metadata(&self, path: &Path) -> io::Result<FileMetadata> {
        self.metadata(path)
    }

    fn read_link(&self, path: &Path) -> Result<PathBuf, ResolveError> {
        Ok(path.to_path_buf())
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        Ok(path.to_path_buf())
    }
}
