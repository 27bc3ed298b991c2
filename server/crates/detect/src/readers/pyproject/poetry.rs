//! `[tool.poetry]`.

use std::sync::Arc;

use model::{
    DependencyGroup,
    facts::{DeclaredDependency, Manifest},
};
use toml_edit::{Item, TableLike};

use crate::{source::Source, toml, versions, versions::python_name};

pub(super) fn read(source: &Source<'_>, poetry: &dyn TableLike, manifest: &mut Manifest) {
    manifest.name = manifest.name.take().or_else(|| toml::string(poetry, "name"));
    manifest.version = manifest.version.take().or_else(|| toml::string(poetry, "version"));
    manifest.has_entry |= poetry.contains_key("scripts");
    table(source, poetry.get("dependencies"), DependencyGroup::Main, manifest);
    table(source, poetry.get("dev-dependencies"), DependencyGroup::Dev, manifest);
    for (name, group) in poetry.get("group").and_then(Item::as_table_like).into_iter().flat_map(|groups| groups.iter())
    {
        let kind = if name == "main" { DependencyGroup::Main } else { DependencyGroup::Dev };
        table(source, group.as_table_like().and_then(|group| group.get("dependencies")), kind, manifest);
    }
}

fn table(source: &Source<'_>, item: Option<&Item>, group: DependencyGroup, manifest: &mut Manifest) {
    let Some(table) = item.and_then(Item::as_table_like) else { return };
    for (name, item) in table.iter() {
        if name == "python" {
            if let Some(value) = item.as_str() {
                manifest.runtime_claims.push((Arc::from(value), toml::range(source, item)));
            }
            continue;
        }
        // With `[project]`, Poetry's table only adds sources to what is declared there.
        let normal = python_name(name);
        let known =
            manifest.dependencies.iter_mut().find(|known| python_name(&known.name) == normal && known.group == group);
        let declared = dependency(source, table, name, item, group);
        match known {
            Some(known) => known.is_local |= declared.is_local,
            None => manifest.dependencies.push(declared),
        }
    }
}

fn dependency(
    source: &Source<'_>,
    table: &dyn TableLike,
    name: &str,
    item: &Item,
    group: DependencyGroup,
) -> DeclaredDependency {
    // Several constraints for several platforms come as an array: the first one is shown.
    let settings = item.as_table_like().or_else(|| match item {
        Item::Value(value) => value.as_array()?.get(0)?.as_inline_table().map(|table| table as &dyn TableLike),
        Item::ArrayOfTables(tables) => tables.get(0).map(|table| table as &dyn TableLike),
        _ => None,
    });
    let text = |key: &str| settings.and_then(|settings| settings.get(key)?.as_str());
    let is_set = |key: &str| settings.is_some_and(|settings| settings.contains_key(key));
    let is_optional = settings.is_some_and(|settings| settings.get("optional").and_then(Item::as_bool) == Some(true));
    let constraint =
        item.as_str().or_else(|| text("version")).or_else(|| text("git")).or_else(|| text("url")).unwrap_or("");
    DeclaredDependency {
        name: Arc::from(name),
        constraint: versions::without_credentials(constraint),
        group,
        range: toml::key_range(source, table, name),
        is_optional: is_optional || is_set("markers") || is_set("platform") || is_set("python"),
        is_local: is_set("path"),
    }
}
