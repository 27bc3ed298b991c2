//! `.rapidkit-workspace`, `.rapidkit/workspace.json`, `.rapidkit/toolchain.lock`, `.workspai/workspace.contract.json`.

use std::sync::Arc;

use jsonc_parser::{ast::Value, common::Ranged};
use model::{
    RelPath,
    facts::{ContractProject, FileFacts, ToolchainClaim, WorkspaceContract, WorkspaceMarker},
};

use super::{is_workspai, runtime};
use crate::{json, source::Source};

pub(super) fn marker(path: &RelPath, source: &Source<'_>, root: &Value<'_>) -> Option<FileFacts> {
    let metadata = json::get(root, "metadata");
    Some(FileFacts::WorkspaceMarker(WorkspaceMarker {
        name: json::string_at(root, "name"),
        profile: json::string_at(root, "profile"),
        is_workspai: is_workspai(path),
        claims: metadata.map(|metadata| claims(source, metadata)).unwrap_or_default(),
    }))
}

pub(super) fn settings(path: &RelPath, source: &Source<'_>, root: &Value<'_>) -> Option<FileFacts> {
    let python = json::get(root, "engine").and_then(|engine| json::get(engine, "python_version"));
    Some(FileFacts::WorkspaceMarker(WorkspaceMarker {
        name: json::string_at(root, "workspace_name").or_else(|| json::string_at(root, "name")),
        profile: json::string_at(root, "profile"),
        is_workspai: is_workspai(path),
        claims: python.and_then(|version| claim(source, "python", version)).into_iter().collect(),
    }))
}

pub(super) fn toolchain(_: &RelPath, source: &Source<'_>, root: &Value<'_>) -> Option<FileFacts> {
    let claims = json::get(root, "runtime").map(|runtimes| claims(source, runtimes)).unwrap_or_default();
    Some(FileFacts::WorkspaceContract(WorkspaceContract { claims, ..WorkspaceContract::default() }))
}

pub(super) fn contract(_: &RelPath, source: &Source<'_>, root: &Value<'_>) -> Option<FileFacts> {
    let projects = json::get(root, "projects").map(json::elements).unwrap_or_default();
    Some(FileFacts::WorkspaceContract(WorkspaceContract {
        name: json::get(root, "workspace").and_then(|workspace| json::string_at(workspace, "name")),
        projects: projects.iter().filter_map(|entry| project(source, entry)).collect(),
        claims: Vec::new(),
    }))
}

fn project(source: &Source<'_>, entry: &Value<'_>) -> Option<ContractProject> {
    let slug = json::string_at(entry, "slug")?;
    let modules = json::get(entry, "modules").map(json::elements).unwrap_or_default();
    Some(ContractProject {
        path: json::string_at(entry, "relativePath").unwrap_or_else(|| Arc::clone(&slug)),
        slug,
        runtime: json::string_at(entry, "runtime").and_then(|name| runtime(&name)),
        kit: json::string_at(entry, "kit"),
        modules: modules.iter().filter_map(|it| json::string(it).or_else(|| json::string_at(it, "slug"))).collect(),
        range: source.range(entry.start()..entry.end()),
    })
}

/// `{ "python": { "version": "3.11" }, "node": { … } }`; keys of other meanings are passed over.
fn claims(source: &Source<'_>, runtimes: &Value<'_>) -> Vec<ToolchainClaim> {
    json::properties(runtimes)
        .iter()
        .filter_map(|entry| claim(source, entry.name.as_str(), json::get(&entry.value, "version")?))
        .collect()
}

fn claim(source: &Source<'_>, name: &str, version: &Value<'_>) -> Option<ToolchainClaim> {
    let text = json::string(version).filter(|text| !text.is_empty())?;
    Some(ToolchainClaim { runtime: runtime(name)?, version: text, range: json::range(source, version) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Range, Runtime};

    fn facts(path: &str, text: &str) -> Option<FileFacts> {
        (super::super::READER.read)(&RelPath::new(path).expect("a path"), text)
    }

    #[test]
    fn reads_markers_of_both_families() {
        let text = "{\"name\": \"saas\", \"metadata\": {\"npm\": {\"packageVersion\": \"1\"}, \"python\": {\"version\": \"3.11\"}}}";
        for (path, expected) in [(".rapidkit-workspace", false), ("x/.workspai-workspace", true)] {
            let Some(FileFacts::WorkspaceMarker(marker)) = facts(path, text) else { panic!("no marker") };
            assert_eq!((marker.name.as_deref(), marker.is_workspai, marker.claims.len()), (Some("saas"), expected, 1));
        }
    }

    #[test]
    fn reads_the_toolchain_and_the_contract() {
        let text = "{\"runtime\": {\"python\": {\"version\": \"3.10.19\"}, \"go\": {\"version\": null}}}";
        let Some(FileFacts::WorkspaceContract(lock)) = facts(".rapidkit/toolchain.lock", text) else {
            panic!("no lock")
        };
        let claim = &lock.claims[0];
        assert_eq!(
            (claim.runtime, &*claim.version, claim.range),
            (Runtime::Python, "3.10.19", Range::on_line(0, 36, 43))
        );
        assert_eq!(lock.claims.len(), 1);
        let text = "{\"workspace\": {\"name\": \"w\"}, \"projects\": [{\"slug\": \"a\", \"relativePath\": \"apps/a\", \"modules\": [\"m\", {\"slug\": \"n\"}]}, 1]}";
        let Some(FileFacts::WorkspaceContract(contract)) = facts(".workspai/workspace.contract.json", text) else {
            panic!("no contract")
        };
        assert_eq!((&*contract.projects[0].path, contract.projects[0].modules.len()), ("apps/a", 2));
    }

    #[test]
    fn a_broken_file_is_told() {
        assert!(matches!(facts(".rapidkit-workspace", "{\"name\": "), Some(FileFacts::Broken(_))));
        assert_eq!(facts("toolchain.lock", "{}"), None);
    }
}
