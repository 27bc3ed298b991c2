use std::sync::Arc;

use model::{
    RelPath, Runtime,
    facts::{FileFacts, Manifest, ManifestKind},
};
use toml_edit::{Item, TableLike};

use super::{HAND_WRITTEN_LIMIT, Reader};
use crate::{source::Source, toml};

/// What Gradle's builds take names from: version catalogs (`libs.versions.toml`) and `gradle.properties`.
pub(super) const READER: Reader = Reader {
    id: "gradle-catalog",
    claims: |path| path.file_name().ends_with(".versions.toml") || path.file_name() == "gradle.properties",
    limit_bytes: HAND_WRITTEN_LIMIT,
    read,
};

fn read(path: &RelPath, text: &str) -> Option<FileFacts> {
    let mut manifest = Manifest::new(ManifestKind::GradleCatalog, Runtime::Java);
    manifest.is_package = false;
    let Some(catalog) = path.file_name().strip_suffix(".versions.toml") else {
        let pairs = crate::routes::settings::properties(text).into_iter();
        manifest.properties = pairs.map(|(key, value)| (Arc::from(key), Arc::from(value))).collect();
        return Some(FileFacts::Manifest(manifest));
    };
    let source = Source::new(text);
    let document = match toml::parse(&source) {
        Ok(document) => document,
        Err(problem) => return Some(FileFacts::Broken(vec![problem])),
    };
    let root = document.as_table();
    let versions = toml::table(root, &["versions"]);
    let mut add = |section: &str, alias: &str, text: Option<String>| {
        let name = format!("{catalog}.{section}{}", alias.replace(['-', '_'], "."));
        manifest.properties.extend(text.map(|text| (Arc::from(name), Arc::from(text))));
    };
    for (alias, item) in versions.into_iter().flat_map(TableLike::iter) {
        add("versions.", alias, item.as_str().map(str::to_owned));
    }
    for (alias, item) in toml::table(root, &["libraries"]).into_iter().flat_map(TableLike::iter) {
        add("", alias, library(item, versions));
    }
    for (alias, item) in toml::table(root, &["plugins"]).into_iter().flat_map(TableLike::iter) {
        add("plugins.", alias, plugin(item, versions));
    }
    for (alias, item) in toml::table(root, &["bundles"]).into_iter().flat_map(TableLike::iter) {
        let members = toml::strings(&source, item).map(|(it, _)| format!("{catalog}.{}", it.replace(['-', '_'], ".")));
        add("bundles.", alias, Some(members.collect::<Vec<_>>().join(",")));
    }
    Some(FileFacts::Manifest(manifest))
}

/// `"group:artifact:version"`, or a table of its parts.
fn library(item: &Item, versions: Option<&dyn TableLike>) -> Option<String> {
    if let Some(text) = item.as_str() {
        return Some(text.to_owned());
    }
    let table = item.as_table_like()?;
    let part = |key: &str| table.get(key).and_then(Item::as_str);
    let module = match part("module") {
        Some(module) => module.to_owned(),
        None => format!("{}:{}", part("group")?, part("name")?),
    };
    Some(format!("{module}:{}", version(table, versions)))
}

/// As a build would name the plugin's package.
fn plugin(item: &Item, versions: Option<&dyn TableLike>) -> Option<String> {
    if let Some(text) = item.as_str() {
        let (id, version) = text.rsplit_once(':')?;
        return Some(format!("{id}:{id}.gradle.plugin:{version}"));
    }
    let table = item.as_table_like()?;
    let id = table.get("id")?.as_str()?;
    Some(format!("{id}:{id}.gradle.plugin:{}", version(table, versions)))
}

/// `version = "1"`, `version.ref = "x"`, `version = { strictly = "1" }`; empty when a platform tells it.
fn version(table: &dyn TableLike, versions: Option<&dyn TableLike>) -> String {
    let Some(item) = table.get("version") else { return String::new() };
    let referred = item.as_table_like().and_then(|table| table.get("ref")?.as_str());
    let found = match referred {
        Some(name) => versions.and_then(|versions| versions.get(name)),
        None => Some(item),
    };
    found.and_then(rich).unwrap_or_default()
}

/// A version, or what a table prefers.
fn rich(item: &Item) -> Option<String> {
    if let Some(text) = item.as_str() {
        return Some(text.to_owned());
    }
    let table = item.as_table_like()?;
    ["strictly", "prefer", "require"].iter().find_map(|key| table.get(key)?.as_str().map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn properties(path: &str, text: &str) -> Vec<(String, String)> {
        match read(&RelPath::new(path).expect("a path"), text) {
            Some(FileFacts::Manifest(it)) => {
                it.properties.iter().map(|(key, text)| (key.to_string(), text.to_string())).collect()
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_catalog_names_libraries_plugins_and_bundles() {
        let text = "[versions]\nboot = \"3.4.1\"\nguava = { strictly = \"32.1\" }\n[libraries]\nspring-web = { module = \"org.springframework:spring-web\" }\nguava = { group = \"com.google.guava\", name = \"guava\", version.ref = \"guava\" }\nshort = \"a:b:1\"\nrich_one = { module = \"c:d\", version = { prefer = \"2\" } }\n[bundles]\nall = [\"spring-web\", \"guava\"]\n[plugins]\nboot = { id = \"org.springframework.boot\", version.ref = \"boot\" }\n";
        let expected = [
            ("libs.versions.boot", "3.4.1"),
            ("libs.spring.web", "org.springframework:spring-web:"),
            ("libs.guava", "com.google.guava:guava:32.1"),
            ("libs.short", "a:b:1"),
            ("libs.rich.one", "c:d:2"),
            ("libs.plugins.boot", "org.springframework.boot:org.springframework.boot.gradle.plugin:3.4.1"),
            ("libs.bundles.all", "libs.spring.web,libs.guava"),
        ];
        assert_eq!(
            properties("gradle/libs.versions.toml", text),
            expected.map(|(key, text)| (key.to_owned(), text.to_owned()))
        );
    }

    #[test]
    fn properties_are_pairs_and_broken_catalogs_are_broken() {
        assert_eq!(properties("gradle.properties", "# a=b\nx=1\n"), [("x".to_owned(), "1".to_owned())]);
        let broken = read(&RelPath::new("libs.versions.toml").expect("a path"), "[versions\n");
        assert!(matches!(broken, Some(FileFacts::Broken(_))));
        assert!(properties("libs.versions.toml", "libraries = 1\n[plugins]\na = 2\n").is_empty());
    }
}
