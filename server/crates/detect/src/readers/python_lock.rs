use std::sync::Arc;

use model::{
    RelPath,
    facts::{FileFacts, LockFile, LockKind, LockedDeclaration, LockedPackage},
};

use super::{LOCK_LIMIT, Reader};
use crate::source::Source;

/// `poetry.lock`, `uv.lock` and `pdm.lock`: TOML that programs write with one entry a line, so that lines are enough
/// (a TOML tree of a large lock costs twenty times as much).
pub(super) const READER: Reader = Reader {
    id: "python-lock",
    claims: |path| kind(path).is_some(),
    limit_bytes: LOCK_LIMIT,
    read: |path, text| read(kind(path)?, text),
};

fn kind(path: &RelPath) -> Option<LockKind> {
    match path.file_name() {
        "poetry.lock" => Some(LockKind::Poetry),
        "uv.lock" => Some(LockKind::Uv),
        "pdm.lock" => Some(LockKind::Pdm),
        _ => None,
    }
}

fn read(kind: LockKind, text: &str) -> Option<FileFacts> {
    let source = Source::new(text);
    let mut lock = LockFile { kind, packages: Vec::new(), declared: None, content_hash: None };
    let mut section = "";
    let mut name: Option<&str> = None;
    let mut importer: Option<&str> = None;
    let mut is_in_list = false;
    let mut declared = Vec::new();
    for line in source.lines() {
        if is_conflict(line) {
            let range = source.range_of(line);
            let message = "the lock file holds a merge conflict; write it anew with the package tool".to_owned();
            return Some(FileFacts::Broken(vec![model::facts::Problem { range, message }]));
        }
        if line.starts_with('[') {
            section = line.trim();
            is_in_list = false;
            if section == "[[package]]" {
                (name, importer) = (None, None);
            }
        } else if let Some((key, value)) = line.split_once(" = ") {
            match (section, key) {
                ("[[package]]", "name") => name = quoted(value),
                ("[[package]]", "version") => lock.packages.extend(package(name, quoted(value))),
                ("[[package]]", "source") => importer = local_source(value),
                ("[metadata]", "content-hash" | "content_hash") => {
                    let hash = quoted(value).map(|hash| hash.strip_prefix("sha256:").unwrap_or(hash));
                    lock.content_hash = hash.map(|hash| (Arc::from(hash), source.range_of(hash)));
                }
                // The entries of a list over several lines hold ` = ` too.
                ("[package.metadata]", "requires-dist") | ("[package.metadata.requires-dev]", _)
                    if !key.starts_with(' ') =>
                {
                    is_in_list = value.trim() == "[";
                    declared.extend(entries(value).filter_map(|entry| declaration(importer?, entry)));
                }
                // An entry of a list that runs over several lines.
                _ if is_in_list => declared.extend(importer.and_then(|importer| declaration(importer, line))),
                _ => {}
            }
        }
    }
    lock.declared = (kind == LockKind::Uv).then_some(declared);
    Some(FileFacts::Lock(lock))
}

pub(super) fn is_conflict(line: &str) -> bool {
    line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> ")
}

fn quoted(value: &str) -> Option<&str> {
    let rest = value.trim_start().strip_prefix('"')?;
    Some(&rest[..rest.find('"')?])
}

fn package(name: Option<&str>, version: Option<&str>) -> Option<LockedPackage> {
    Some(LockedPackage { name: Arc::from(name?), version: Arc::from(version?), is_manifest_only: false })
}

/// `{ editable = "packages/x" }`, `{ virtual = "." }`: a member of the uv workspace.
fn local_source(value: &str) -> Option<&str> {
    let folder = ["editable = ", "virtual = ", "directory = "]
        .iter()
        .find_map(|key| quoted(&value[value.find(key)? + key.len()..]))?;
    Some(if folder == "." { "" } else { folder })
}

/// The inline tables of a list that stands on one line.
fn entries(value: &str) -> impl Iterator<Item = &str> {
    value.split_inclusive('}').filter(|part| part.contains('{'))
}

fn declaration(importer: &str, entry: &str) -> Option<LockedDeclaration> {
    let field = |key: &str| entry.find(key).and_then(|at| quoted(&entry[at + key.len()..]));
    Some(LockedDeclaration {
        importer: Arc::from(importer),
        name: Arc::from(field("name = ")?),
        specifier: Arc::from(field("specifier = ").unwrap_or("")),
        version: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lock(name: &str, text: &str) -> LockFile {
        match (READER.read)(&RelPath::new(name).expect("a path"), text) {
            Some(FileFacts::Lock(lock)) => lock,
            other => panic!("not a lock: {other:?}"),
        }
    }

    #[test]
    fn poetry_tells_packages_and_its_hash() {
        let lock = lock(
            "poetry.lock",
            "[[package]]\nname = \"fastapi\"\nversion = \"0.115.0\"\nfiles = [\n    {file = \"x\", hash = \"y\"},\n]\n\n\
             [package.dependencies]\nversion = \"no\"\n\n[metadata]\nlock-version = \"2.0\"\ncontent-hash = \"ab12\"\n",
        );
        assert_eq!(lock.packages.len(), 1);
        assert_eq!((&*lock.packages[0].name, &*lock.packages[0].version), ("fastapi", "0.115.0"));
        let (hash, range) = lock.content_hash.expect("a hash");
        assert_eq!((&*hash, range), ("ab12", model::Range::on_line(12, 16, 20)));
    }

    #[test]
    fn uv_tells_what_each_member_declared() {
        let lock = lock(
            "uv.lock",
            "version = 1\n\n[[package]]\nname = \"app\"\nversion = \"0.1.0\"\nsource = { editable = \"backend\" }\n\
             dependencies = [\n    { name = \"fastapi\" },\n]\n\n[package.metadata]\nrequires-dist = [\n    { name = \"fastapi\", \
             extras = [\"standard\"], specifier = \">=0.114\" },\n    { name = \"own\", editable = \"own\" },\n]\n\n\
             [package.metadata.requires-dev]\ndev = [{ name = \"ruff\", specifier = \"<1\" }]\ntest = [\n    { name = \"pytest\", specifier = \">=8\" },\n]\n",
        );
        let declared = lock.declared.expect("declarations");
        let shown: Vec<_> = declared.iter().map(|it| (&*it.importer, &*it.name, &*it.specifier)).collect();
        assert_eq!(
            shown,
            [
                ("backend", "fastapi", ">=0.114"),
                ("backend", "own", ""),
                ("backend", "ruff", "<1"),
                ("backend", "pytest", ">=8")
            ]
        );
    }

    #[test]
    fn pdm_writes_its_hash_with_a_prefix() {
        let lock =
            lock("pdm.lock", "[metadata]\ncontent_hash = \"sha256:ff\"\n[[package]]\nname = \"a\"\nversion = \"1\"\n");
        assert_eq!(lock.content_hash.expect("a hash").0.as_ref(), "ff");
        assert_eq!(lock.packages.len(), 1);
    }

    #[test]
    fn a_merge_conflict_is_broken_and_nonsense_is_empty() {
        let path = RelPath::new("poetry.lock").expect("a path");
        let facts = (READER.read)(&path, "[[package]]\n<<<<<<< HEAD\nname = \"a\"\n");
        assert!(matches!(facts, Some(FileFacts::Broken(problems)) if problems[0].range.start.line == 1));
        assert!(lock("uv.lock", "\u{0}garbage = \n[[package]]\nversion = \"1\"").packages.is_empty());
    }
}
