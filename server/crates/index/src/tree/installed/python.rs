//! Virtual environments: `.venv`, `venv`, `env`, and any other folder with a `pyvenv.cfg`.

use std::{collections::BTreeMap, sync::Arc};

use detect::installed::{Distribution, distribution, metadata_version};
use host::Host;
use model::{RelPath, VersionText};

use super::{text, upwards};

const SETTINGS: &str = "pyvenv.cfg";
/// The usual names, the most usual first.
const NAMES: [&str; 3] = [".venv", "venv", "env"];
/// Folders that hold no environment, whatever is in them.
const OTHERS: [&str; 4] = [".git", "node_modules", "target", "__pycache__"];

/// Whether a tool writes `path` when it installs.
pub(super) fn is_record(path: &RelPath) -> bool {
    let is_entry = |name: &str| [".dist-info", ".egg-info", ".egg-link", ".egg"].iter().any(|end| name.ends_with(end));
    let name = path.file_name();
    let holder = || path.parent().map(|folder| folder.file_name().to_owned()).unwrap_or_default();
    name == SETTINGS
        || [".venv", "venv", "site-packages"].contains(&name)
        // A package is there with the first file of its record, whichever that is.
        || path.segments().skip_while(|part| *part != "site-packages").nth(1).is_some_and(is_entry)
        || (matches!(name, "METADATA" | "PKG-INFO") && is_entry(&holder()))
}

/// Whether `folder` is an environment.
pub(super) fn is_environment(host: &dyn Host, folder: &RelPath) -> bool {
    folder.join(SETTINGS).is_ok_and(|file| host.stat(&file).is_some())
}

/// Versions by normal name; `None` where two stand beside each other.
type Packages = BTreeMap<String, Option<VersionText>>;

/// The environments of a workspace, read when first asked for.
pub(super) struct Environments<'h> {
    host: &'h dyn Host,
    /// By the folder that they stand in.
    by_folder: BTreeMap<RelPath, Option<(RelPath, Arc<Packages>)>>,
}

impl<'h> Environments<'h> {
    pub(super) fn new(host: &'h dyn Host) -> Self {
        Self { host, by_folder: BTreeMap::new() }
    }

    /// The version of a package in the nearest environment.
    pub(super) fn version(&mut self, root: &RelPath, name: &str) -> Option<VersionText> {
        let packages = upwards(root).find_map(|folder| self.of_folder(&folder))?;
        packages.get(&detect::python_name(name)).cloned().flatten()
    }

    /// The environments that were found.
    pub(super) fn found(self) -> impl Iterator<Item = RelPath> {
        self.by_folder.into_values().flatten().map(|(place, _)| place)
    }

    fn of_folder(&mut self, folder: &RelPath) -> Option<Arc<Packages>> {
        if !self.by_folder.contains_key(folder) {
            let place = self.place(folder);
            let found = place.map(|place| (place.clone(), Arc::new(self.packages(&place))));
            self.by_folder.insert(folder.clone(), found);
        }
        self.by_folder.get(folder)?.as_ref().map(|(_, packages)| Arc::clone(packages))
    }

    fn place(&self, folder: &RelPath) -> Option<RelPath> {
        let is_it = |place: &RelPath| is_environment(self.host, place);
        let usual = NAMES.iter().filter_map(|name| folder.join(name).ok()).find(is_it);
        usual.or_else(|| {
            let listed = self.host.list(folder).into_iter().filter(|(_, stat)| stat.is_folder);
            let others = listed.filter(|(name, _)| !OTHERS.contains(&name.as_str()));
            others.filter_map(|(name, _)| folder.join(&name).ok()).find(is_it)
        })
    }

    fn packages(&self, environment: &RelPath) -> Packages {
        let mut found = Packages::new();
        let Some(folder) = self.site_packages(environment) else { return found };
        for (entry, _) in self.host.list_named(&folder, &|entry| distribution(entry).is_some()) {
            let Some((name, version)) = distribution(&entry).and_then(|it| self.told(&folder, &entry, it)) else {
                continue;
            };
            let known = found.entry(name).or_insert_with(|| Some(Arc::clone(&version)));
            // An upgrade that broke off leaves two.
            if known.as_ref() != Some(&version) {
                *known = None;
            }
        }
        found
    }

    fn told(&self, folder: &RelPath, entry: &str, it: Distribution) -> Option<(String, VersionText)> {
        match it {
            Distribution::Known(name, version) => Some((name, version)),
            Distribution::ByMetadata(name, file) => {
                let place = folder.join(entry).ok()?;
                // Older tools write one file instead of a folder.
                let text = text(self.host, &place.join(file).ok()?).or_else(|| text(self.host, &place))?;
                Some((name, metadata_version(&text)?))
            }
            Distribution::ByLink(name) => {
                let link = text(self.host, &folder.join(entry).ok()?)?;
                let source = self.host.roots().relative(std::path::Path::new(link.lines().next()?.trim()))?;
                let mut entries = self.host.list(&source).into_iter().map(|(entry, _)| entry);
                let wanted = entries.find(|entry| {
                    entry.strip_suffix(".egg-info").is_some_and(|stem| detect::python_name(stem) == name)
                })?;
                let text = text(self.host, &source.join(&wanted).ok()?.join("PKG-INFO").ok()?)?;
                Some((name, metadata_version(&text)?))
            }
        }
    }

    /// `lib/python3.12/site-packages`, on Windows `Lib/site-packages`. After an upgrade in place there are several: the
    /// settings tell which counts.
    fn site_packages(&self, environment: &RelPath) -> Option<RelPath> {
        let is_there = |path: &RelPath| self.host.stat(path).is_some_and(|stat| stat.is_folder);
        let below = |folder: &str| environment.join(folder).ok();
        let named = self.host.list(&below("lib")?).into_iter().map(|(name, _)| name);
        let mut named: Vec<String> =
            named.filter(|name| ["python", "pypy"].iter().any(|start| name.starts_with(start))).collect();
        if named.len() > 1 {
            let settings = text(self.host, &environment.join(SETTINGS).ok()?)?;
            let version = settings.lines().filter_map(|line| line.split_once('=')).find_map(|(key, value)| {
                matches!(key.trim(), "version" | "version_info").then(|| value.trim().to_owned())
            })?;
            let minor: Vec<&str> = version.splitn(3, '.').take(2).collect();
            named.retain(|name| name.trim_start_matches(char::is_alphabetic) == minor.join("."));
        }
        let unix = named.first().and_then(|name| below(&format!("lib/{name}/site-packages")));
        unix.filter(is_there).or_else(|| below("Lib/site-packages").filter(is_there))
    }
}
