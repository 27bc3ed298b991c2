//! What the `tsconfig.json` files of a project say about names, with what they build on.

use std::sync::Arc;

use model::{
    RelPath,
    facts::{CodeFacts, EcmaConfig, PathAlias},
};
use trace::EcmaPaths;

use crate::snapshot::Files;

/// Files that build on files; more is a cycle.
const DEPTH: usize = 8;

/// A list of patterns with their targets, and the folder that the targets are relative to.
type Patterns<'f> = (RelPath, &'f [PathAlias]);

/// Aliases and base folders by the folder they hold in.
pub(super) fn paths(files: &Files, steering: &[&RelPath]) -> EcmaPaths {
    let mut found = EcmaPaths::default();
    let mut configs: Vec<&RelPath> = steering.iter().filter(|path| config(files, path).is_some()).copied().collect();
    // The one that editors read comes first in its folder.
    configs.sort_by_key(|path| (path.parent(), path.file_name() != "tsconfig.json", (*path).clone()));
    for path in configs {
        let Some(folder) = path.parent() else { continue };
        let base = base(files, path, DEPTH);
        if let Some((origin, patterns)) = patterns(files, path, DEPTH) {
            let start = base.clone().unwrap_or(origin);
            let target = |target: &Arc<str>| Some(start.join(target).ok()?.as_str().to_owned());
            let aliases =
                patterns.iter().map(|(pattern, to)| (pattern.to_string(), to.iter().filter_map(target).collect()));
            found.aliases.push((folder.clone(), aliases.collect()));
        }
        if let Some(base) = base {
            found.bases.push((folder, base));
        }
    }
    found
}

fn config<'f>(files: &'f Files, path: &RelPath) -> Option<&'f EcmaConfig> {
    match files.get(path)?.code.as_deref()? {
        CodeFacts::EcmaConfig(config) => Some(config),
        _ => None,
    }
}

/// The files that a config builds on, the last word first. Those of packages are not in the tree.
fn built_on(path: &RelPath, config: &EcmaConfig) -> Vec<RelPath> {
    let folder = path.parent().unwrap_or_else(RelPath::root);
    let relative = config.extends.iter().rev().filter(|written| written.starts_with('.'));
    let named = |written: &Arc<str>| {
        let ending = if written.ends_with(".json") { "" } else { ".json" };
        folder.join(&format!("{written}{ending}")).ok()
    };
    relative.filter_map(named).collect()
}

fn base(files: &Files, path: &RelPath, depth: usize) -> Option<RelPath> {
    let config = config(files, path)?;
    if let Some(base) = &config.base {
        return path.parent()?.join(base).ok();
    }
    let depth = depth.checked_sub(1)?;
    built_on(path, config).iter().find_map(|other| base(files, other, depth))
}

fn patterns<'f>(files: &'f Files, path: &RelPath, depth: usize) -> Option<Patterns<'f>> {
    let config = config(files, path)?;
    if let Some(paths) = &config.paths {
        return Some((path.parent()?, paths));
    }
    let depth = depth.checked_sub(1)?;
    built_on(path, config).iter().find_map(|other| patterns(files, other, depth))
}
