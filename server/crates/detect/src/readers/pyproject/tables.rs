//! The standard tables, and those of uv and PDM.

use std::sync::Arc;

use model::{DependencyGroup, PackageTool, facts::Manifest};
use toml_edit::{Item, TableLike};

use super::group_of_extra;
use crate::{pep508, source::Source, toml, versions::python_name};

/// `[project]` (PEP 621).
pub(super) fn project(source: &Source<'_>, project: &dyn TableLike, manifest: &mut Manifest) {
    manifest.name = toml::string(project, "name");
    manifest.version = toml::string(project, "version");
    manifest.has_entry = project.contains_key("scripts");
    if let Some(item) = project.get("requires-python")
        && let Some(value) = item.as_str()
    {
        manifest.runtime_claims.push((Arc::from(value), toml::range(source, item)));
    }
    if let Some(list) = project.get("dependencies") {
        specifiers(source, list, DependencyGroup::Main, false, manifest);
    }
    for (name, list) in
        project.get("optional-dependencies").and_then(Item::as_table_like).into_iter().flat_map(|t| t.iter())
    {
        specifiers(source, list, group_of_extra(name), true, manifest);
    }
}

/// `[dependency-groups]` (PEP 735) and the older tables of uv and PDM.
pub(super) fn groups(source: &Source<'_>, root: &dyn TableLike, manifest: &mut Manifest) {
    for path in [&["dependency-groups"][..], &["tool", "pdm", "dev-dependencies"]] {
        for (_, list) in toml::table(root, path).into_iter().flat_map(|table| table.iter()) {
            specifiers(source, list, DependencyGroup::Dev, false, manifest);
        }
    }
    if let Some(list) = toml::table(root, &["tool", "uv"]).and_then(|uv| uv.get("dev-dependencies")) {
        specifiers(source, list, DependencyGroup::Dev, false, manifest);
    }
}

/// `[tool.uv]`: members of the workspace, and dependencies that are folders of it.
pub(super) fn uv(source: &Source<'_>, root: &dyn TableLike, manifest: &mut Manifest) {
    if let Some(workspace) = toml::table(root, &["tool", "uv", "workspace"]) {
        let members = workspace.get("members").into_iter().flat_map(|item| toml::strings(source, item));
        manifest.members.extend(members.map(|(member, _)| Arc::from(member)));
        manifest.tool.get_or_insert(PackageTool::Uv);
    }
    let Some(sources) = toml::table(root, &["tool", "uv", "sources"]) else { return };
    for (name, item) in sources.iter() {
        let is_local =
            item.as_table_like().is_some_and(|table| table.contains_key("workspace") || table.contains_key("path"));
        if is_local {
            let name = python_name(name);
            let declared = manifest.dependencies.iter_mut().filter(|dependency| python_name(&dependency.name) == name);
            declared.for_each(|dependency| dependency.is_local = true);
        }
    }
}

fn specifiers(source: &Source<'_>, list: &Item, group: DependencyGroup, is_optional: bool, manifest: &mut Manifest) {
    for (text, span) in toml::strings(source, list) {
        match pep508::declared(source, text, span.start, group) {
            Some(mut dependency) => {
                dependency.is_optional |= is_optional;
                manifest.dependencies.push(dependency);
            }
            None => {
                manifest.problems.push(source.problem(span, format!("`{text}` is no dependency specifier (PEP 508)")))
            }
        }
    }
}
