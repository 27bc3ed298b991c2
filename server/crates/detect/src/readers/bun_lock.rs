use std::sync::Arc;

use jsonc_parser::ast::Value;
use model::facts::{FileFacts, LockFile, LockKind, LockedDeclaration, LockedPackage};

use super::{LOCK_LIMIT, Reader};
use crate::{json, source::Source};

/// `bun.lock` (the text form; `bun.lockb` is binary and tells nothing).
pub(super) const READER: Reader = Reader {
    id: "bun-lock",
    claims: |path| path.file_name() == "bun.lock",
    limit_bytes: LOCK_LIMIT,
    read: |_, text| Some(read(text)),
};

fn read(text: &str) -> FileFacts {
    let source = Source::new(text);
    let root = match json::lenient(&source) {
        Ok(root) => root,
        Err(problem) => return FileFacts::Broken(vec![problem]),
    };
    let Some(workspaces) = json::get(&root, "workspaces") else {
        return source.broken(0..0, "not a lock file of Bun: `workspaces` is missing");
    };
    let mut places: Vec<(&str, LockedPackage)> = json::get(&root, "packages")
        .into_iter()
        .flat_map(json::properties)
        .filter_map(|entry| Some((entry.name.as_str(), package(json::elements(&entry.value).first()?)?)))
        .collect();
    // Hoisted packages come first: `a` before `x/a`.
    places.sort_by_key(|(place, package)| place.len() - package.name.len().min(place.len()));
    let declared =
        json::properties(workspaces).iter().flat_map(|it| declarations(it.name.as_str(), &it.value, &places)).collect();
    FileFacts::Lock(LockFile {
        kind: LockKind::Bun,
        packages: places.iter().map(|(_, package)| package.clone()).collect(),
        declared: Some(declared),
        content_hash: None,
    })
}

/// `"@x/a@1.2.0"`; addresses and members of the workspace have no version.
fn package(entry: &Value<'_>) -> Option<LockedPackage> {
    let text = json::string(entry)?;
    let at = text.get(1..)?.find('@')? + 1;
    let version = text[at + 1..].strip_prefix("npm:").unwrap_or(&text[at + 1..]);
    version.starts_with(|c: char| c.is_ascii_digit()).then(|| LockedPackage {
        name: Arc::from(&text[..at]),
        version: Arc::from(version),
        is_manifest_only: false,
    })
}

fn declarations(importer: &str, workspace: &Value<'_>, places: &[(&str, LockedPackage)]) -> Vec<LockedDeclaration> {
    const TABLES: [&str; 4] = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"];
    let own = json::string_at(workspace, "name");
    let rows = TABLES.iter().filter_map(|table| json::get(workspace, table)).flat_map(json::properties);
    rows.filter_map(|row| {
        let name = row.name.as_str();
        let nested = own.as_deref().map(|own| format!("{own}/{name}"));
        let found = places.iter().find(|(place, _)| Some(*place) == nested.as_deref());
        let found = found.or_else(|| places.iter().find(|(place, _)| *place == name));
        Some(LockedDeclaration {
            importer: Arc::from(importer),
            name: Arc::from(name),
            specifier: json::string(&row.value)?,
            version: found.map(|(_, package)| Arc::clone(&package.version)),
        })
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_workspaces_and_packages() {
        let text = r#"{ "lockfileVersion": 1,
  "workspaces": { "": { "name": "root" }, "apps/web": { "name": "web", "dependencies": { "a": "^1", "own": "workspace:*" }, }, },
  "packages": { "web/a": ["a@1.1.0", "", {}, "sha"], "a": ["a@2.0.0", "", {}, "sha"], "own": ["own@workspace:libs/own"], } }"#;
        let FileFacts::Lock(lock) = read(text) else { panic!("not a lock") };
        let packages: Vec<_> = lock.packages.iter().map(|it| (&*it.name, &*it.version)).collect();
        assert_eq!(packages, [("a", "2.0.0"), ("a", "1.1.0")]);
        let declared = lock.declared.expect("declarations");
        let shown: Vec<_> = declared.iter().map(|it| (&*it.importer, &*it.name, it.version.as_deref())).collect();
        assert_eq!(shown, [("apps/web", "a", Some("1.1.0")), ("apps/web", "own", None)]);
    }

    #[test]
    fn other_files_are_broken() {
        for text in ["", "{", "[]", "{\"packages\": {}}"] {
            assert!(matches!(read(text), FileFacts::Broken(_)), "{text}");
        }
    }
}
