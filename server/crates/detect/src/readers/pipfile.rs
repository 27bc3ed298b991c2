use std::sync::Arc;

use model::{
    DependencyGroup, PackageTool, Runtime,
    facts::{DeclaredDependency, FileFacts, LockFile, LockKind, LockedPackage, Manifest, ManifestKind},
};
use serde_json::Value;
use toml_edit::{Item, TableLike};

use super::{HAND_WRITTEN_LIMIT, LOCK_LIMIT, Reader};
use crate::{commands, source::Source, toml, versions};

/// `Pipfile`.
pub(super) const READER: Reader = Reader {
    id: "pipfile",
    claims: |path| path.file_name() == "Pipfile",
    limit_bytes: HAND_WRITTEN_LIMIT,
    read: |_, text| Some(read(text)),
};

/// `Pipfile.lock`.
pub(super) const LOCK_READER: Reader = Reader {
    id: "pipfile-lock",
    claims: |path| path.file_name() == "Pipfile.lock",
    limit_bytes: LOCK_LIMIT,
    read: |_, text| Some(read_lock(text)),
};

fn read(text: &str) -> FileFacts {
    let source = Source::new(text);
    let document = match toml::parse(&source) {
        Ok(document) => document,
        Err(problem) => return FileFacts::Broken(vec![problem]),
    };
    let root: &dyn TableLike = document.as_table();
    let mut manifest = Manifest::new(ManifestKind::Pipfile, Runtime::Python);
    manifest.tool = Some(PackageTool::Pipenv);
    for (table, group) in [("packages", DependencyGroup::Main), ("dev-packages", DependencyGroup::Dev)] {
        let Some(table) = toml::table(root, &[table]) else { continue };
        manifest.dependencies.extend(table.iter().map(|(name, item)| dependency(&source, table, name, item, group)));
    }
    let requires = toml::table(root, &["requires"]);
    let version = requires.and_then(|table| table.get("python_full_version").or_else(|| table.get("python_version")));
    if let Some((item, value)) = version.and_then(|item| Some((item, item.as_str()?))) {
        manifest.runtime_claims.push((Arc::from(value), toml::range(&source, item)));
    }
    if let Some(scripts) = toml::table(root, &["scripts"]) {
        manifest.scripts = scripts
            .iter()
            .filter_map(|(name, item)| {
                let range = toml::key_range(&source, scripts, name);
                let named = commands::named(name, item.as_str()?, range);
                Some(model::facts::NamedCommand { runner: Some("pipenv run"), ..named })
            })
            .collect();
    }
    FileFacts::Manifest(manifest)
}

fn dependency(
    source: &Source<'_>,
    table: &dyn TableLike,
    name: &str,
    item: &Item,
    group: DependencyGroup,
) -> DeclaredDependency {
    let settings = item.as_table_like();
    let text = |key: &str| settings.and_then(|settings| settings.get(key)?.as_str());
    let constraint = item.as_str().or_else(|| text("version")).or_else(|| text("git")).unwrap_or("");
    DeclaredDependency {
        name: Arc::from(name),
        constraint: if constraint == "*" { Arc::from("") } else { versions::without_credentials(constraint) },
        group,
        range: toml::key_range(source, table, name),
        is_optional: text("markers").is_some() || text("sys_platform").is_some(),
        is_local: text("path").is_some() || text("file").is_some_and(|file| !file.contains("://")),
    }
}

fn read_lock(text: &str) -> FileFacts {
    let source = Source::new(text);
    let root = match serde_json::from_str::<Value>(source.text) {
        Ok(root) => root,
        Err(error) => return source.broken(0..0, format!("not a lock file of Pipenv: {error}")),
    };
    let packages = ["default", "develop"].iter().flat_map(|table| root[*table].as_object().into_iter().flatten());
    let packages = packages.filter_map(|(name, entry)| {
        let version = entry["version"].as_str()?.trim_start_matches("==");
        Some(LockedPackage { name: Arc::from(name.as_str()), version: Arc::from(version), is_manifest_only: false })
    });
    let hash = root["_meta"]["hash"]["sha256"].as_str();
    FileFacts::Lock(LockFile {
        kind: LockKind::Pipenv,
        packages: packages.collect(),
        declared: None,
        content_hash: hash.map(|hash| (Arc::from(hash), hash_range(&source, hash))),
    })
}

/// The hash is unique in its file: its place is where it stands.
fn hash_range(source: &Source<'_>, hash: &str) -> model::Range {
    source.text.find(hash).map_or_else(model::Range::default, |at| source.range(at..at + hash.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_packages_version_and_scripts() {
        let FileFacts::Manifest(manifest) = read(
            "[packages]\nflask = \"*\"\nown = {path = \"./own\", editable = true}\n[dev-packages]\npytest = \">=8\"\n\
             [requires]\npython_version = \"3.11\"\n[scripts]\ntest = \"pytest\"\n",
        ) else {
            panic!("not a manifest")
        };
        let shown: Vec<_> =
            manifest.dependencies.iter().map(|it| (&*it.name, &*it.constraint, it.group, it.is_local)).collect();
        assert_eq!(
            shown,
            [
                ("flask", "", DependencyGroup::Main, false),
                ("own", "", DependencyGroup::Main, true),
                ("pytest", ">=8", DependencyGroup::Dev, false),
            ]
        );
        assert_eq!(&*manifest.runtime_claims[0].0, "3.11");
        assert_eq!(manifest.scripts[0].runner, Some("pipenv run"));
    }

    #[test]
    fn reads_the_lock() {
        let text = r#"{"_meta": {"hash": {"sha256": "ab12"}}, "default": {"flask": {"version": "==3.0.0"}, "own": {"path": "."}}, "develop": {}}"#;
        let FileFacts::Lock(lock) = read_lock(text) else { panic!("not a lock") };
        assert_eq!((lock.packages.len(), &*lock.packages[0].version), (1, "3.0.0"));
        assert_eq!(lock.content_hash, Some((Arc::from("ab12"), model::Range::on_line(0, 31, 35))));
    }

    #[test]
    fn broken_files_are_broken() {
        assert!(matches!(read("[packages"), FileFacts::Broken(_)));
        assert!(matches!(read_lock("{"), FileFacts::Broken(_)));
        assert!(matches!(read_lock("[]"), FileFacts::Lock(lock) if lock.packages.is_empty()));
    }
}
