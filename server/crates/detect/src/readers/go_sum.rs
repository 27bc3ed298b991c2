use std::sync::Arc;

use model::{
    RelPath,
    facts::{FileFacts, LockFile, LockKind, LockedPackage},
};

use super::{LOCK_LIMIT, Reader, python_lock::is_conflict};
use crate::source::Source;

/// `go.sum`. Not a lock in the strict sense, but what it lacks cannot be built.
pub(super) const READER: Reader =
    Reader { id: "go-sum", claims: |path| path.file_name() == "go.sum", limit_bytes: LOCK_LIMIT, read };

fn read(_: &RelPath, text: &str) -> Option<FileFacts> {
    let source = Source::new(text);
    let mut packages = Vec::new();
    let mut problems = Vec::new();
    for line in source.lines().filter(|line| !line.trim().is_empty()) {
        let mut words = line.split_whitespace();
        let (Some(name), Some(version), Some(_), None) = (words.next(), words.next(), words.next(), words.next())
        else {
            let message = if is_conflict(line) { "a merge conflict" } else { "a line of go.sum has three words" };
            problems.push(model::facts::Problem { range: source.range_of(line), message: message.to_owned() });
            continue;
        };
        let plain = version.strip_suffix("/go.mod");
        packages.push(LockedPackage {
            name: Arc::from(name),
            version: Arc::from(plain.unwrap_or(version)),
            is_manifest_only: plain.is_some(),
        });
    }
    // Go itself refuses such a file.
    if !problems.is_empty() {
        return Some(FileFacts::Broken(problems));
    }
    Some(FileFacts::Lock(LockFile { kind: LockKind::GoSum, packages, declared: None, content_hash: None }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_modules_from_their_manifests() {
        let text = "github.com/x/y v1.2.0 h1:aa=\ngithub.com/x/y v1.2.0/go.mod h1:bb=\n";
        let Some(FileFacts::Lock(lock)) = read(&RelPath::root(), text) else { panic!("not a lock") };
        let shown: Vec<_> = lock.packages.iter().map(|it| (&*it.version, it.is_manifest_only)).collect();
        assert_eq!(shown, [("v1.2.0", false), ("v1.2.0", true)]);
    }

    #[test]
    fn a_short_line_is_broken() {
        let facts = read(&RelPath::root(), "github.com/x/y v1.2.0\n<<<<<<< HEAD\n");
        assert!(matches!(facts, Some(FileFacts::Broken(problems)) if problems.len() == 2));
    }
}
