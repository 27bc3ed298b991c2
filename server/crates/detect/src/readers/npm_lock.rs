use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use disk::npm_lock::{Legacy, Lock, Package};
use model::{
    RelPath,
    facts::{FileFacts, LockFile, LockKind, LockedDeclaration, LockedPackage},
};

use super::{LOCK_LIMIT, Reader};
use crate::source::Source;

/// `package-lock.json` and `npm-shrinkwrap.json`, versions 1 to 3.
pub(super) const READER: Reader = Reader {
    id: "npm-lock",
    claims: |path| matches!(path.file_name(), "package-lock.json" | "npm-shrinkwrap.json"),
    limit_bytes: LOCK_LIMIT,
    read,
};

fn read(_: &RelPath, text: &str) -> Option<FileFacts> {
    let source = Source::new(text);
    let lock: Lock<'_> = match serde_json::from_str(source.text) {
        Ok(lock) => lock,
        Err(error) => {
            let line = source.text.lines().nth(error.line().saturating_sub(1)).unwrap_or("");
            let start = (line.as_ptr() as usize).saturating_sub(source.text.as_ptr() as usize);
            let at = (start + error.column().saturating_sub(1)).min(source.text.len());
            return Some(source.broken(at..at, format!("not a lock file of npm: {error}")));
        }
    };
    let (packages, declared) = match &lock.packages {
        Some(packages) => (listed(packages), Some(declared(packages))),
        None => (legacy(lock.dependencies.unwrap_or_default()), None),
    };
    Some(FileFacts::Lock(LockFile { kind: LockKind::Npm, packages, declared, content_hash: None }))
}

/// Hoisted packages come first, as nested ones only serve the package they lie in.
fn listed(packages: &BTreeMap<Cow<'_, str>, Package<'_>>) -> Vec<LockedPackage> {
    let mut found: Vec<(usize, LockedPackage)> = Vec::with_capacity(packages.len());
    for (place, package) in packages {
        let Some((before, folder_name)) = place.rsplit_once("node_modules/") else { continue };
        let Some(version) = package.version.as_deref().filter(|_| !package.link) else { continue };
        let name = package.name.as_deref().unwrap_or(folder_name);
        found.push((before.len(), locked(name, version)));
    }
    found.sort_by_key(|(depth, _)| *depth);
    found.into_iter().map(|(_, package)| package).collect()
}

fn declared(packages: &BTreeMap<Cow<'_, str>, Package<'_>>) -> Vec<LockedDeclaration> {
    let mut found = Vec::new();
    for (importer, package) in packages.iter().filter(|(place, _)| !place.contains("node_modules")) {
        let tables = [
            &package.dependencies,
            &package.optional_dependencies,
            &package.peer_dependencies,
            &package.dev_dependencies,
        ];
        for (name, specifier) in tables.into_iter().flatten().flatten() {
            let nested = format!("{importer}{}node_modules/{name}", if importer.is_empty() { "" } else { "/" });
            let hoisted = format!("node_modules/{name}");
            let package = packages.get(&*nested).or_else(|| packages.get(&*hoisted));
            found.push(LockedDeclaration {
                importer: Arc::from(&**importer),
                name: Arc::from(&**name),
                specifier: Arc::from(&**specifier),
                version: package.and_then(|package| package.version.as_deref().map(Arc::from)),
            });
        }
    }
    found
}

fn legacy(dependencies: BTreeMap<Cow<'_, str>, Legacy<'_>>) -> Vec<LockedPackage> {
    let exact = dependencies.iter().filter_map(|(name, entry)| Some((name, entry.version.as_deref()?)));
    exact.map(|(name, version)| locked(name, version)).collect()
}

fn locked(name: &str, version: &str) -> LockedPackage {
    LockedPackage { name: Arc::from(name), version: Arc::from(version), is_manifest_only: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lock(text: &str) -> LockFile {
        match read(&RelPath::root(), text) {
            Some(FileFacts::Lock(lock)) => lock,
            other => panic!("not a lock: {other:?}"),
        }
    }

    fn names(lock: &LockFile) -> Vec<(&str, &str)> {
        lock.packages.iter().map(|it| (&*it.name, &*it.version)).collect()
    }

    #[test]
    fn version_3_tells_packages_and_what_each_workspace_declared() {
        let lock = lock(
            r#"{ "lockfileVersion": 3, "packages": {
  "": { "name": "root", "workspaces": ["apps/*"], "devDependencies": { "a": "^1" } },
  "apps/api": { "name": "api", "version": "1.0.0", "dependencies": { "a": "^2", "b": "*" } },
  "apps/api/node_modules/a": { "version": "2.0.1" },
  "node_modules/a": { "version": "1.3.0" },
  "node_modules/api": { "resolved": "apps/api", "link": true },
  "node_modules/b": { "version": "5.0.0" },
  "node_modules/b/node_modules/@x/c": { "version": "0.1.0" } } }"#,
        );
        assert_eq!(names(&lock), [("a", "1.3.0"), ("b", "5.0.0"), ("a", "2.0.1"), ("@x/c", "0.1.0")]);
        let declared = lock.declared.expect("declarations");
        let shown: Vec<_> = declared
            .iter()
            .map(|it| (&*it.importer, &*it.name, &*it.specifier, it.version.as_deref().unwrap_or("-")))
            .collect();
        assert_eq!(
            shown,
            [("", "a", "^1", "1.3.0"), ("apps/api", "a", "^2", "2.0.1"), ("apps/api", "b", "*", "5.0.0")]
        );
    }

    #[test]
    fn version_1_tells_packages_only() {
        let lock = lock(
            r#"{ "lockfileVersion": 1, "dependencies": { "a": { "version": "1.0.0", "requires": { "b": "1" } } } }"#,
        );
        assert_eq!((names(&lock), lock.declared.is_none()), (vec![("a", "1.0.0")], true));
    }

    #[test]
    fn a_merge_conflict_is_broken() {
        let Some(FileFacts::Broken(problems)) = read(&RelPath::root(), "{\n<<<<<<< HEAD\n}") else { panic!("read") };
        assert_eq!(problems[0].range.start.line, 1);
        assert!(matches!(read(&RelPath::root(), "[1]"), Some(FileFacts::Broken(_))));
        assert!(matches!(read(&RelPath::root(), &"{\"packages\":".repeat(9000)), Some(FileFacts::Broken(_))));
    }
}
