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
    for (path, _) in dotenvs {
        by_repository.entry(top_of(host, path)).or_default().push(path);
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
fn top_of(host: &dyn Host, path: &RelPath) -> RelPath {
    let mounts: Vec<&RelPath> = host.roots().folders().iter().map(|root| &root.mount).collect();
    let mut folders = std::iter::successors(path.parent(), RelPath::parent);
    folders
        .find(|folder| mounts.contains(&folder) || folder.join(".git").is_ok_and(|git| host.stat(&git).is_some()))
        .unwrap_or_else(RelPath::root)
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
