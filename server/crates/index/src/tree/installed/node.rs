//! `node_modules`, of the project or hoisted above it. pnpm's links are followed by the host.

use std::{collections::BTreeMap, sync::Arc};

use host::Host;
use model::{RelPath, VersionText};

use super::{text, upwards};

const FOLDER: &str = "node_modules";
/// What the tools write last.
const RECORDS: [&str; 4] = [".package-lock.json", ".modules.yaml", ".yarn-state.yml", ".yarn-integrity"];
/// Yarn's Plug'n'Play: there is no folder to look into.
const PLUG_AND_PLAY: [&str; 2] = [".pnp.cjs", ".pnp.js"];

/// Whether a tool writes `path` when it installs.
pub(super) fn is_record(path: &RelPath) -> bool {
    PLUG_AND_PLAY.contains(&path.file_name())
        || inside(path)
            .is_some_and(|inner| matches!(inner[..], []) || matches!(inner[..], [only] if RECORDS.contains(&only)))
}

/// Whether `path` is a package, or what tells its version.
pub(super) fn is_package(path: &RelPath) -> bool {
    let Some(inner) = inside(path) else { return false };
    let inner = inner.strip_suffix(&["package.json"]).unwrap_or(&inner);
    inner.len() <= if inner.first().is_some_and(|name| name.starts_with('@')) { 2 } else { 1 }
}

/// The segments below the first `node_modules`.
fn inside(path: &RelPath) -> Option<Vec<&str>> {
    let mut segments = path.segments();
    segments.any(|segment| segment == FOLDER).then(|| segments.collect())
}

/// What one folder has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Nothing,
    Modules,
    PlugAndPlay,
}

/// The installed packages of a workspace.
pub(super) struct Modules<'h> {
    host: &'h dyn Host,
    folders: BTreeMap<RelPath, Standing>,
    versions: BTreeMap<RelPath, Option<VersionText>>,
}

impl<'h> Modules<'h> {
    pub(super) fn new(host: &'h dyn Host) -> Self {
        Self { host, folders: BTreeMap::new(), versions: BTreeMap::new() }
    }

    /// The version of the package that Node would load in `root`.
    pub(super) fn version(&mut self, root: &RelPath, name: &str) -> Option<VersionText> {
        let is_name = name.split('/').all(|part| !matches!(part, "" | "." | ".."));
        if !is_name {
            return None;
        }
        for folder in upwards(root) {
            match self.standing(&folder) {
                Standing::Nothing => {}
                Standing::PlugAndPlay => return None,
                Standing::Modules => {
                    let found = self.read(&folder.join(&format!("{FOLDER}/{name}/package.json")).ok()?);
                    if found.is_some() {
                        return found;
                    }
                }
            }
        }
        None
    }

    fn standing(&mut self, folder: &RelPath) -> Standing {
        if let Some(known) = self.folders.get(folder) {
            return *known;
        }
        let has = |name: &&str| folder.join(name).is_ok_and(|path| self.host.stat(&path).is_some());
        let standing = if PLUG_AND_PLAY.iter().any(has) {
            Standing::PlugAndPlay
        } else if has(&FOLDER) {
            Standing::Modules
        } else {
            Standing::Nothing
        };
        self.folders.insert(folder.clone(), standing);
        standing
    }

    fn read(&mut self, manifest: &RelPath) -> Option<VersionText> {
        if let Some(known) = self.versions.get(manifest) {
            return known.clone();
        }
        let found = text(self.host, manifest).and_then(|text| detect::installed::node_version(&text));
        self.versions.insert(manifest.clone(), found.as_ref().map(Arc::clone));
        found
    }
}
