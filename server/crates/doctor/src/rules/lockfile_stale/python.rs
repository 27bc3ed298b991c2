use std::collections::{BTreeMap, BTreeSet};

use detect::python_name;
use model::{Range, facts::DeclaredDependency, facts::Manifest};

use super::gap::{Gap, Kind};
use crate::{lock::Lock, version};

/// Poetry says by a hash whether the lock fits. When it does not, the dependencies say why.
pub(super) fn poetry<'s>(manifest: &'s Manifest, lock: &Lock<'s>) -> Vec<Gap<'s>> {
    let (Some(expected), Some((found, at))) = (&manifest.content_hash, &lock.file.content_hash) else {
        return Vec::new();
    };
    if found == expected || manifest.older_hashes.contains(found) {
        return Vec::new();
    }
    let gaps = compared(manifest, lock);
    if !gaps.is_empty() {
        return gaps;
    }
    vec![Gap { name: "", constraint: "", range: Range::default(), kind: Kind::Hash { found, at: *at } }]
}

/// Locks whose declarations are not known: names and versions have to do.
pub(super) fn by_name<'s>(manifest: &'s Manifest, lock: &Lock<'s>) -> Vec<Gap<'s>> {
    compared(manifest, lock).into_iter().filter(|gap| gap.kind == Kind::Absent).collect()
}

fn compared<'s>(manifest: &'s Manifest, lock: &Lock<'s>) -> Vec<Gap<'s>> {
    let versions = versions(lock);
    wanted(manifest).filter_map(|dependency| gap(dependency, &versions)).collect()
}

/// uv remembers each declaration.
pub(super) fn uv<'s>(manifest: &'s Manifest, lock: &Lock<'s>) -> Vec<Gap<'s>> {
    let declared: Vec<_> =
        lock.file.declared.iter().flatten().filter(|known| *known.importer == *lock.importer).collect();
    // A member that the lock does not list, or a form of it that is not understood.
    if declared.is_empty() {
        return by_name(manifest, lock);
    }
    let versions = versions(lock);
    let mut gaps = Vec::new();
    for dependency in wanted(manifest) {
        let name = python_name(&dependency.name);
        let same: Vec<_> = declared.iter().filter(|known| python_name(&known.name) == name).collect();
        let fits = same.iter().any(|known| conditions(&known.specifier) == conditions(&dependency.constraint));
        if fits {
            continue;
        }
        let kind = match (same.first(), gap(dependency, &versions)) {
            (_, Some(gap)) => gap.kind,
            (Some(known), None) => Kind::Reworded { before: &known.specifier },
            (None, None) => Kind::Absent,
        };
        gaps.push(Gap { kind, ..of(dependency) });
    }
    gaps
}

/// Declarations that a lock has to have, each place of it.
fn wanted(manifest: &Manifest) -> impl Iterator<Item = &DeclaredDependency> {
    let own = manifest.name.as_deref().map(python_name);
    // `app[extra]` of itself, an address, or a folder has no version in the lock.
    manifest.dependencies.iter().filter(move |it| {
        !it.is_local
            && Some(python_name(&it.name)) != own
            && !it.constraint.contains("://")
            && !it.constraint.contains('@')
    })
}

fn versions<'s>(lock: &Lock<'s>) -> BTreeMap<String, Vec<&'s str>> {
    let mut found: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for package in &lock.file.packages {
        found.entry(python_name(&package.name)).or_default().push(&package.version);
    }
    found
}

fn gap<'s>(dependency: &'s DeclaredDependency, versions: &BTreeMap<String, Vec<&'s str>>) -> Option<Gap<'s>> {
    let Some(locked) = versions.get(&python_name(&dependency.name)) else {
        // Poetry and uv lock optional dependencies too, but a marker may rule one out everywhere.
        return (!dependency.is_optional).then(|| of(dependency));
    };
    // A constraint that cannot be read is no gap.
    let fits = locked.iter().any(|version| version::python_satisfies(&dependency.constraint, version) != Some(false));
    (!fits).then(|| Gap { kind: Kind::Unfit { locked: locked[0] }, ..of(dependency) })
}

fn of(dependency: &DeclaredDependency) -> Gap<'_> {
    Gap { name: &dependency.name, constraint: &dependency.constraint, range: dependency.range, kind: Kind::Absent }
}

/// A specifier's conditions in any order and spacing.
fn conditions(text: &str) -> BTreeSet<String> {
    let plain = |part: &str| part.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    text.split(',').map(plain).filter(|part| !part.is_empty() && part != "*").collect()
}
