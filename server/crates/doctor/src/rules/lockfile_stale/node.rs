use std::collections::BTreeMap;

use model::facts::{DeclaredDependency, LockKind, LockedDeclaration, Manifest};

use super::gap::{Gap, Kind};
use crate::{lock::Lock, version};

/// npm, pnpm and Bun remember what each package of the workspace declared.
pub(super) fn by_importer<'s>(manifest: &'s Manifest, texts: &[&str], lock: &Lock<'s>) -> Vec<Gap<'s>> {
    let Some(declared) = &lock.file.declared else { return by_name(manifest, lock) };
    let own: Vec<&LockedDeclaration> = declared.iter().filter(|known| *known.importer == *lock.importer).collect();
    // A package that the lock does not know at all is no member of its workspace, unless it declares nothing there.
    let is_listed = !own.is_empty() || lock.importer.is_empty();
    if !is_listed {
        return Vec::new();
    }
    let versions = versions(lock);
    let mut gaps = Vec::new();
    for dependency in wanted(manifest) {
        let Some(known) = own.iter().find(|known| known.name == dependency.name) else {
            gaps.push(of(dependency));
            continue;
        };
        let locked = known.version.as_deref().or_else(|| versions.get(&*known.name)?.first().copied());
        gaps.extend(compared(dependency, &known.specifier, locked, lock.file.kind, texts));
    }
    gaps
}

/// yarn's keys are `name@specifier`, whoever asks.
pub(super) fn yarn<'s>(manifest: &'s Manifest, texts: &[&str], lock: &Lock<'s>) -> Vec<Gap<'s>> {
    let mut by_name: BTreeMap<&str, Vec<&LockedDeclaration>> = BTreeMap::new();
    for known in lock.file.declared.iter().flatten() {
        by_name.entry(&known.name).or_default().push(known);
    }
    let mut gaps = Vec::new();
    for dependency in wanted(manifest) {
        match by_name.get(&*dependency.name).map(Vec::as_slice) {
            None | Some([]) => gaps.push(of(dependency)),
            Some(known) if known.iter().any(|known| known.specifier == dependency.constraint) => {}
            Some([first, ..]) => {
                let locked = first.version.as_deref();
                gaps.extend(compared(dependency, &first.specifier, locked, lock.file.kind, texts));
            }
        }
    }
    gaps
}

/// Locks of npm before version 7 tell packages only.
fn by_name<'s>(manifest: &'s Manifest, lock: &Lock<'s>) -> Vec<Gap<'s>> {
    let versions = versions(lock);
    wanted(manifest).filter(|dependency| !versions.contains_key(&*dependency.name)).map(of).collect()
}

/// Dependencies from a registry: addresses, tags, aliases and folders are no matter of versions.
fn wanted(manifest: &Manifest) -> impl Iterator<Item = &DeclaredDependency> {
    manifest.dependencies.iter().filter(|it| !it.is_local && !it.is_optional && !it.constraint.contains([':', '/']))
}

fn compared<'s>(
    dependency: &'s DeclaredDependency,
    before: &'s str,
    locked: Option<&'s str>,
    kind: LockKind,
    texts: &[&str],
) -> Option<Gap<'s>> {
    if *before == *dependency.constraint {
        return None;
    }
    // Overrides decide otherwise than the manifest says.
    let overrides =
        |text: &&str| ["\"overrides\"", "\"resolutions\"", "\noverrides:"].iter().any(|key| text.contains(key));
    if texts.iter().any(overrides) {
        return None;
    }
    let locked = locked.map(|version| version.split('(').next().unwrap_or(version));
    match locked.and_then(|locked| Some((version::node_satisfies(&dependency.constraint, locked)?, locked))) {
        Some((false, locked)) => Some(Gap { kind: Kind::Unfit { locked }, ..of(dependency) }),
        // npm and Bun take what fits; pnpm and yarn compare the words.
        Some((true, _)) if matches!(kind, LockKind::Pnpm | LockKind::YarnClassic | LockKind::YarnBerry) => {
            Some(Gap { kind: Kind::Reworded { before }, ..of(dependency) })
        }
        _ => None,
    }
}

fn versions<'s>(lock: &Lock<'s>) -> BTreeMap<&'s str, Vec<&'s str>> {
    let mut found: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in &lock.file.packages {
        found.entry(&package.name).or_default().push(&package.version);
    }
    found
}

fn of(dependency: &DeclaredDependency) -> Gap<'_> {
    Gap { name: &dependency.name, constraint: &dependency.constraint, range: dependency.range, kind: Kind::Absent }
}
