//! `.rapidkit/project.json`, `registry.json`, `.rapidkit/file-hashes.json`.

use std::sync::Arc;

use jsonc_parser::{ast::Value, common::Ranged};
use model::{
    RelPath,
    facts::{FileFacts, FileHash, ModuleRegistry, ProjectMarker, RegisteredModule},
};

use super::runtime;
use crate::{json, source::Source};

pub(super) fn marker(_: &RelPath, source: &Source<'_>, root: &Value<'_>) -> Option<FileFacts> {
    let kit = json::get(root, "kit_name").or_else(|| json::get(root, "kit"));
    Some(FileFacts::ProjectMarker(ProjectMarker {
        kit: kit.and_then(json::string),
        runtime: json::string_at(root, "runtime").and_then(|name| runtime(&name)),
        name: json::string_at(root, "project_name").or_else(|| json::string_at(root, "name")),
        range: kit.map_or_else(|| source.range(root.start()..root.end()), |kit| json::range(source, kit)),
    }))
}

pub(super) fn registry(_: &RelPath, source: &Source<'_>, root: &Value<'_>) -> Option<FileFacts> {
    let modules = json::elements(json::get(root, "installed_modules")?)
        .iter()
        .filter_map(|entry| {
            let slug = json::string_at(entry, "slug")?;
            let version = json::get(entry, "version").filter(|version| version.as_string_lit().is_some());
            Some(RegisteredModule {
                name: name(&slug, json::string_at(entry, "display_name")),
                slug,
                version: version.and_then(json::string),
                range: source.range(entry.start()..entry.end()),
                version_range: version.map(|version| source.range(version.start()..version.end())),
            })
        })
        .collect();
    Some(FileFacts::ModuleRegistry(ModuleRegistry { modules }))
}

/// Display names are identifiers (`auth_core`) or titles (`Rate Limiting`): only the first kind names the module.
fn name(slug: &str, display: Option<Arc<str>>) -> Arc<str> {
    let is_identifier =
        |name: &str| !name.is_empty() && name.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_'));
    if let Some(display) = display.filter(|name| is_identifier(name)) {
        return display;
    }
    crate::module_name(slug)
}

pub(super) fn hashes(_: &RelPath, _: &Source<'_>, root: &Value<'_>) -> Option<FileFacts> {
    let files = json::properties(json::get(root, "files")?);
    let rows = files
        .iter()
        .filter_map(|file| {
            Some(FileHash {
                path: Arc::from(file.name.as_str()),
                sha256: json::string_at(&file.value, "hash")?,
                module: json::string_at(&file.value, "module"),
                version: json::text_at(&file.value, "version"),
            })
        })
        .collect();
    Some(FileFacts::FileHashes(rows))
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Range;

    fn facts(path: &str, text: &str) -> Option<FileFacts> {
        (super::super::READER.read)(&RelPath::new(path).expect("a path"), text)
    }

    #[test]
    fn reads_the_kit() {
        let Some(FileFacts::ProjectMarker(marker)) =
            facts("a/.rapidkit/project.json", "{\"kit_name\": \"fastapi.ddd\"}")
        else {
            panic!("no marker")
        };
        assert_eq!((marker.kit.as_deref(), marker.range), (Some("fastapi.ddd"), Range::on_line(0, 14, 25)));
    }

    #[test]
    fn reads_modules_with_the_ranges_a_fix_replaces() {
        let text = "{\"installed_modules\": [\n{\"slug\": \"free/auth/core\", \"version\": \"0.1.10\"},\n{\"slug\": \"free/x/rate_limiting\", \"display_name\": \"Rate Limiting\"}, 7]}";
        let Some(FileFacts::ModuleRegistry(registry)) = facts("a/registry.json", text) else { panic!("no registry") };
        let shown: Vec<_> = registry.modules.iter().map(|it| (&*it.name, it.version.as_deref())).collect();
        assert_eq!(shown, [("auth_core", Some("0.1.10")), ("rate_limiting", None)]);
        assert_eq!(registry.modules[0].version_range, Some(Range::on_line(1, 38, 46)));
    }

    #[test]
    fn a_registry_of_another_program_is_nothing() {
        assert_eq!(facts("x/registry.json", "{\"mirrors\": []}"), None);
        assert_eq!(facts("x/registry.json", "{"), None);
        assert!(matches!(facts("x/.rapidkit/registry.json", "{"), Some(FileFacts::Broken(_))));
    }

    #[test]
    fn reads_hashes() {
        let text = "{\"files\": {\"src/a.py\": {\"hash\": \"ab\", \"module\": \"m\", \"version\": \"1\"}, \"b\": 1}}";
        let Some(FileFacts::FileHashes(rows)) = facts(".workspai/file-hashes.json", text) else { panic!("no hashes") };
        assert_eq!((rows.len(), &*rows[0].sha256, rows[0].module.as_deref()), (1, "ab", Some("m")));
    }
}
