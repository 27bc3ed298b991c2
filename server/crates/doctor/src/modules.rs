//! Registered modules and what stands for them on disk.

use std::sync::Arc;

use index::VendoredModule;
use model::{
    LineMap, Place, Project, ProjectId, RelPath,
    facts::{FileFacts, FileHash, RegisteredModule},
};

use crate::context::Context;

/// Every registry with its project.
pub(crate) fn registries<'s, 'c>(
    cx: &'c Context<'s>,
) -> impl Iterator<Item = (&'s Project, &'s RelPath, &'s [RegisteredModule])> + use<'s, 'c> {
    let snapshot = cx.snapshot;
    cx.facts().filter_map(move |(path, facts)| match facts {
        FileFacts::ModuleRegistry(registry) => Some((snapshot.project_of(path)?, path, registry.modules.as_slice())),
        _ => None,
    })
}

/// The modules of a project below its vendor folder.
pub(crate) fn vendored<'s>(cx: &Context<'s>, project: &ProjectId) -> &'s [VendoredModule] {
    cx.snapshot.vendored.get(project).map_or(&[], Vec::as_slice)
}

/// Whether a name in a vendor folder or in the hashes means a registered module.
pub(crate) fn means(module: &RegisteredModule, name: &str) -> bool {
    let last = module.slug.rsplit('/').next().unwrap_or(&module.slug);
    *name == *module.slug || *name == *module.name || *name == *detect::module_name(&module.slug) || *name == *last
}

/// What `file-hashes.json` of a project remembers of a module.
pub(crate) fn hashes<'s>(
    cx: &Context<'s>,
    project: &Project,
    module: &RegisteredModule,
) -> Vec<(&'s RelPath, &'s FileHash)> {
    let stores = [".rapidkit", ".workspai"].into_iter().filter_map(|store| project.root().join(store).ok());
    let files = stores.filter_map(|store| {
        let (path, entry) = cx.snapshot.files.get_key_value(&store.join("file-hashes.json").ok()?)?;
        match entry.facts.as_deref()? {
            FileFacts::FileHashes(hashes) => Some((path, hashes)),
            _ => None,
        }
    });
    let rows = files.flat_map(|(path, hashes)| hashes.iter().map(move |hash| (path, hash)));
    rows.filter(|(_, hash)| hash.module.as_deref().is_some_and(|name| means(module, name))).collect()
}

/// The place of a module's slug in its registry.
pub(crate) fn slug_place(cx: &Context<'_>, registry: &RelPath, module: &RegisteredModule) -> Place {
    let entry = Place::new(registry.clone(), module.range);
    let Some(text) = cx.text(registry) else { return entry };
    let map = LineMap::new(text);
    let start = map.byte(module.range.start);
    let within = text.get(start..map.byte(module.range.end)).unwrap_or("");
    let quoted = format!("\"{}\"", module.slug);
    match within.find(&quoted) {
        Some(at) => Place::new(registry.clone(), map.range(start + at..start + at + quoted.len())),
        None => entry,
    }
}

/// The place of a module's version in its registry.
pub(crate) fn version_place(cx: &Context<'_>, registry: &RelPath, module: &RegisteredModule) -> Place {
    match module.version_range {
        Some(range) => Place::new(registry.clone(), range),
        None => slug_place(cx, registry, module),
    }
}

/// The newest of versions, by number where they have numbers.
pub(crate) fn newest(versions: &[Arc<str>]) -> Option<&Arc<str>> {
    let numbers = |version: &str| version.split('.').map(|part| part.parse::<u64>().unwrap_or(0)).collect::<Vec<_>>();
    versions.iter().max_by_key(|version| numbers(version))
}
