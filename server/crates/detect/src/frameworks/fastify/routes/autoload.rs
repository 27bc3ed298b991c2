//! The loader of folders: every file in it exports a plugin, and the folders are the prefixes. A plugin is known by its
//! mark, as every file that a run starts with.

use std::collections::BTreeMap;

use model::RelPath;
use trace::{FileId, Machine, Value};

use crate::routes::path::text;

pub(super) fn is_loader(name: &str) -> bool {
    let rest = name.strip_prefix("@fastify/autoload").or_else(|| name.strip_prefix("fastify-autoload"));
    matches!(rest, Some("" | ".default" | ".fastifyAutoload"))
}

/// The files that the loader's options name, each with its prefix, in the order of their paths.
pub(super) fn files<'p>(machine: &mut Machine<'p>, options: &Value<'p>, starts: &[FileId]) -> Vec<(FileId, String)> {
    let Some(Value::Path(folder)) = options.get("dir") else { return Vec::new() };
    let given = options.get("options").and_then(|options| options.get("prefix"));
    let given = text(given.as_ref()).trim_end_matches('/').to_owned();
    let takes_folders = !matches!(options.get("dirNameRoutePrefix"), Some(Value::Bool(false)));
    let has_parameters = matches!(options.get("routeParams"), Some(Value::Bool(true)));
    let program = machine.program();
    let mut found: Vec<(RelPath, FileId)> = starts
        .iter()
        .map(|id| (program.path(*id).clone(), *id))
        .filter(|(path, _)| path.is_within(&folder) && !path.file_name().contains(".d.") && !is_hook(path))
        .collect();
    found.sort();
    let indexed: BTreeMap<RelPath, FileId> =
        found.iter().filter(|(path, _)| is_index(path)).filter_map(|(path, id)| Some((path.parent()?, *id))).collect();
    let mut out = Vec::new();
    for (path, file) in found {
        let Some(parent) = path.parent() else { continue };
        // Where there is an index file it is the only one of its folder.
        if indexed.get(&parent).is_some_and(|index| *index != file) {
            continue;
        }
        let below = parent.below(&folder).unwrap_or_default().to_owned();
        let own = machine.global(file, "autoPrefix");
        let mut prefix = match own {
            Some(own) => text(Some(&own)),
            None if takes_folders && !below.is_empty() => format!("/{below}"),
            None => String::new(),
        };
        if has_parameters {
            prefix = prefix.replace("/__", "/:").replace("/_", "/:");
        }
        let prefix = match machine.global(file, "prefixOverride") {
            Some(over) => text(Some(&over)),
            None => format!("{given}{prefix}"),
        };
        out.push((file, prefix));
    }
    out
}

fn is_index(path: &RelPath) -> bool {
    path.file_name().split_once('.').is_some_and(|(stem, ending)| {
        stem.eq_ignore_ascii_case("index") && matches!(ending, "ts" | "js" | "cjs" | "mjs" | "cts" | "mts")
    })
}

/// Hooks for the routes beside them.
fn is_hook(path: &RelPath) -> bool {
    let stem = path.file_name().split('.').find(|part| !part.is_empty()).unwrap_or_default();
    matches!(stem.trim_start_matches('_').to_ascii_lowercase().as_str(), "autohooks" | "auto_hooks")
}
