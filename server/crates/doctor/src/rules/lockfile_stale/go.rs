use std::collections::BTreeSet;

use model::facts::Manifest;

use super::gap::{Gap, Kind};
use crate::lock::Lock;

/// Required modules without any checksum. A module that nothing imports needs that of its `go.mod` only, so that one of
/// the two is enough to be sure of nothing.
pub(super) fn gaps<'s>(manifest: &'s Manifest, text: &str, lock: &Lock<'s>) -> Vec<Gap<'s>> {
    // The checksums of a workspace's modules are shared out over several files.
    if !lock.importer.is_empty() {
        return Vec::new();
    }
    let known: BTreeSet<(&str, &str)> =
        lock.file.packages.iter().map(|package| (&*package.name, &*package.version)).collect();
    let replaced = replaced(text);
    manifest
        .dependencies
        .iter()
        .filter(|it| !it.is_local && !replaced.contains(&*it.name) && !known.contains(&(&it.name, &it.constraint)))
        .map(|it| Gap { name: &it.name, constraint: &it.constraint, range: it.range, kind: Kind::Absent })
        .collect()
}

/// Modules that stand left of `=>`.
fn replaced(text: &str) -> BTreeSet<&str> {
    let left = text.lines().filter_map(|line| Some(line.split("//").next()?.split_once("=>")?.0.trim()));
    left.filter_map(|left| left.strip_prefix("replace").unwrap_or(left).split_whitespace().next()).collect()
}
