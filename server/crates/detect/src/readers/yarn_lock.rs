use std::sync::Arc;

use model::facts::{FileFacts, LockFile, LockKind, LockedDeclaration, LockedPackage};

use super::{LOCK_LIMIT, Reader, python_lock::is_conflict};
use crate::source::Source;

/// `yarn.lock`, classic and berry. Both are lists of `name@specifier, …:` with a `version` below, so one reader does.
pub(super) const READER: Reader = Reader {
    id: "yarn-lock",
    claims: |path| path.file_name() == "yarn.lock",
    limit_bytes: LOCK_LIMIT,
    read: |_, text| Some(read(text)),
};

fn read(text: &str) -> FileFacts {
    let source = Source::new(text);
    let mut packages = Vec::new();
    let mut declared: Vec<LockedDeclaration> = Vec::new();
    let mut keys: Vec<(&str, &str)> = Vec::new();
    let mut is_berry = false;
    for line in source.lines() {
        if is_conflict(line) {
            let range = source.range_of(line);
            let message = "the lock file holds a merge conflict; run `yarn install` to write it anew".to_owned();
            return FileFacts::Broken(vec![model::facts::Problem { range, message }]);
        }
        if line.starts_with("__metadata:") {
            (is_berry, keys) = (true, Vec::new());
        } else if !line.starts_with([' ', '#']) && line.trim_end().ends_with(':') {
            let head = line.trim_end().trim_end_matches(':');
            keys = head.split(',').filter_map(|key| split(key.trim().trim_matches('"'))).collect();
        } else if let Some(rest) = line.strip_prefix("  version").filter(|_| !keys.is_empty()) {
            let version = rest.trim_start_matches(':').trim().trim_matches('"');
            // Members of the workspace are listed too; their version is no version.
            if version != "0.0.0-use.local" {
                let version: Arc<str> = Arc::from(version);
                packages.push(LockedPackage {
                    name: Arc::from(keys[0].0),
                    version: Arc::clone(&version),
                    is_manifest_only: false,
                });
                declared.extend(keys.iter().map(|(name, specifier)| LockedDeclaration {
                    importer: Arc::from(""),
                    name: Arc::from(*name),
                    specifier: Arc::from(*specifier),
                    version: Some(Arc::clone(&version)),
                }));
            }
            keys.clear();
        }
    }
    let kind = if is_berry { LockKind::YarnBerry } else { LockKind::YarnClassic };
    FileFacts::Lock(LockFile { kind, packages, declared: Some(declared), content_hash: None })
}

/// `@x/a@npm:^1` is `@x/a` and `^1`.
fn split(key: &str) -> Option<(&str, &str)> {
    let at = key.get(1..)?.find('@')? + 1;
    let specifier = &key[at + 1..];
    Some((&key[..at], specifier.strip_prefix("npm:").unwrap_or(specifier)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> (LockKind, Vec<String>, Vec<String>) {
        let FileFacts::Lock(lock) = read(text) else { panic!("not a lock") };
        let packages = lock.packages.iter().map(|it| format!("{} {}", it.name, it.version)).collect();
        let declared = lock.declared.into_iter().flatten().map(|it| format!("{} {}", it.name, it.specifier)).collect();
        (lock.kind, packages, declared)
    }

    #[test]
    fn reads_classic() {
        let text = "# yarn lockfile v1\n\n\n\"@x/a@^1.0.0\", \"@x/a@^1.1.0\":\n  version \"1.2.0\"\n  resolved \"https://h/x\"\n  dependencies:\n    b \"1\"\n\nb@1, b@^1.0.0:\n  version \"1.0.1\"\n";
        assert_eq!(
            shown(text),
            (
                LockKind::YarnClassic,
                vec!["@x/a 1.2.0".into(), "b 1.0.1".into()],
                vec!["@x/a ^1.0.0".into(), "@x/a ^1.1.0".into(), "b 1".into(), "b ^1.0.0".into()]
            )
        );
    }

    #[test]
    fn reads_berry() {
        let text = "__metadata:\n  version: 8\n\n\"a@npm:^1, a@npm:~1.2\":\n  version: 1.2.3\n  resolution: \"a@npm:1.2.3\"\n\n\"api@workspace:apps/api\":\n  version: 0.0.0-use.local\n  dependencies:\n    a: \"npm:^1\"\n";
        let (kind, packages, declared) = shown(text);
        assert_eq!((kind, packages), (LockKind::YarnBerry, vec!["a 1.2.3".to_owned()]));
        assert_eq!(declared, ["a ^1", "a ~1.2"]);
    }

    #[test]
    fn conflicts_are_broken_and_nonsense_is_empty() {
        assert!(
            matches!(read("a@1:\n<<<<<<< HEAD\n"), FileFacts::Broken(problems) if problems[0].range.start.line == 1)
        );
        assert_eq!(shown("@:\n  version\n:\n  version x\n\u{0}").1.len(), 0);
    }
}
