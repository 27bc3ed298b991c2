//! Which dotenv files git tracks.

use std::collections::{BTreeMap, BTreeSet};

use filetime::FileTime;
use gix_index::{State, decode::Options, hash::Kind};
use host::{GitIndex, Host};
use model::{RelPath, facts::FileFacts};

use crate::snapshot::{Files, GitTracked};

/// The dotenv files that the index of their repository names. The workspace may be a part of a repository, hold several,
/// or mount folders of different ones.
pub(super) fn tracked(host: &dyn Host, files: &Files) -> GitTracked {
    let dotenvs = files.iter().filter(|(_, entry)| matches!(entry.facts.as_deref(), Some(FileFacts::Dotenv(_))));
    let mut by_repository: BTreeMap<RelPath, Vec<&RelPath>> = BTreeMap::new();
    let mut tops = BTreeMap::new();
    for (path, _) in dotenvs {
        by_repository.entry(top_of(host, path, &mut tops)).or_default().push(path);
    }
    let mut found = None;
    for (top, paths) in by_repository {
        let Some(index) = host.git_index(&top) else { continue };
        let known = found.get_or_insert_with(BTreeSet::new);
        let wanted: BTreeMap<String, &RelPath> =
            paths.into_iter().filter_map(|path| Some((name_in(&index, &top, path)?, path))).collect();
        known.extend(named(&index, &wanted));
    }
    GitTracked(found)
}

/// The top of the innermost repository inside the workspace; else the folder where the workspace is mounted.
fn top_of(host: &dyn Host, path: &RelPath, known: &mut BTreeMap<RelPath, RelPath>) -> RelPath {
    let is_mount = |folder: &RelPath| host.roots().folders().iter().any(|root| root.mount == *folder);
    let is_repository = |folder: &RelPath| folder.join(".git").is_ok_and(|git| host.stat(&git).is_some());
    let mut below = Vec::new();
    let mut folders = std::iter::successors(path.parent(), RelPath::parent);
    let top = folders.find_map(|folder| {
        let top = known.get(&folder).cloned();
        let top = top.or_else(|| (is_mount(&folder) || is_repository(&folder)).then(|| folder.clone()));
        below.push(folder);
        top
    });
    let top = top.unwrap_or_else(RelPath::root);
    known.extend(below.into_iter().map(|folder| (folder, top.clone())));
    top
}

/// A path as the index writes it.
fn name_in(index: &GitIndex, top: &RelPath, path: &RelPath) -> Option<String> {
    let below = path.below(top)?;
    Some(if index.prefix.is_empty() { below.to_owned() } else { format!("{}/{below}", index.prefix) })
}

/// Those of `wanted` that the index has.
fn named(index: &GitIndex, wanted: &BTreeMap<String, &RelPath>) -> Vec<RelPath> {
    // The file's time only matters to those who write the index.
    match State::from_bytes(&index.bytes, FileTime::zero(), Kind::Sha1, Options::default()) {
        Ok((state, _)) => {
            let names = state.entries().iter().filter_map(|entry| std::str::from_utf8(entry.path(&state)).ok());
            names.filter_map(|name| wanted.get(name)).map(|path| RelPath::clone(path)).collect()
        }
        Err(error) => {
            tracing::warn!("the git index cannot be read: {error}");
            Vec::new()
        }
    }
}
