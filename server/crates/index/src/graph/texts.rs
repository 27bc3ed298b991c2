use std::{collections::BTreeMap, sync::Arc};

use model::{
    RelPath,
    facts::{CodeFacts, FileFacts, Manifest},
};

use crate::{
    endpoints::Ground,
    snapshot::{FileEntry, Files, Snapshot},
    tree::text_of,
};

/// Larger manifests and configurations are not written by people.
const LIMIT_BYTES: u64 = 1 << 20;

/// What steers the meaning of imports: manifests, and the texts of some.
pub(crate) struct Texts {
    pub(super) files: Files,
    /// `package.json` and `tsconfig.json` files and their kin.
    pub(super) ecma: BTreeMap<RelPath, Arc<str>>,
    /// `go.mod` and `go.work` files.
    go: BTreeMap<RelPath, Arc<str>>,
}

impl Texts {
    pub(super) fn new(ground: &Ground<'_>, snapshot: &Snapshot) -> Self {
        let files = snapshot.files.clone();
        let is_ecma = |path: &RelPath, entry: &FileEntry| {
            path.file_name() == "package.json" || matches!(entry.code.as_deref(), Some(CodeFacts::EcmaConfig(_)))
        };
        let is_go = |path: &RelPath, _: &FileEntry| matches!(path.file_name(), "go.mod" | "go.work");
        let texts = |is_wanted: &dyn Fn(&RelPath, &FileEntry) -> bool| {
            let wanted = files.iter().filter(|(path, entry)| is_wanted(path, entry));
            wanted.filter_map(|(path, entry)| Some((path.clone(), text(ground, path, entry)?))).collect()
        };
        let (ecma, go) = (texts(&is_ecma), texts(&is_go));
        Self { ecma, go, files }
    }

    /// Every manifest, by path.
    pub(super) fn manifests(&self) -> impl Iterator<Item = (&RelPath, &Manifest)> {
        self.files.iter().filter_map(|(path, entry)| match entry.facts.as_deref()? {
            FileFacts::Manifest(manifest) => Some((path, manifest)),
            _ => None,
        })
    }

    /// The text of a manifest of Go.
    pub(super) fn text(&self, path: &RelPath) -> Option<&str> {
        self.go.get(path).map(|text| &**text)
    }
}

fn text(ground: &Ground<'_>, path: &RelPath, entry: &FileEntry) -> Option<Arc<str>> {
    let kept = entry.text.clone().or_else(|| ground.buffers.get(path).cloned());
    kept.or_else(|| ground.host.read(path, LIMIT_BYTES).ok().map(|bytes| Arc::from(text_of(bytes))))
}
