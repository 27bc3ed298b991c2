//! File events: the editor watches everything, and most of it means nothing.

use lsp_types::{
    DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern, Registration,
    notification::DidChangeWatchedFiles, notification::Notification,
};
use model::RelPath;

/// What an event of a path asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// Nothing.
    Nothing,
    /// Look at this file or folder.
    File,
    /// Look at the whole tree: another branch, other tracked files.
    Tree,
}

/// What an event of `path` asks for.
pub(crate) fn meaning(path: &RelPath) -> Meaning {
    let mut segments = path.segments();
    if segments.any(|segment| segment == ".git") {
        // Of git's own files two tell what we show: which branch is out, and what is tracked.
        return match (segments.next(), segments.next()) {
            (Some("HEAD" | "index"), None) => Meaning::Tree,
            _ => Meaning::Nothing,
        };
    }
    if index::is_noticed(path) { Meaning::File } else { Meaning::Nothing }
}

/// The registration of a watcher for everything.
pub(crate) fn registration() -> Registration {
    let everything = FileSystemWatcher { glob_pattern: GlobPattern::String("**/*".to_owned()), kind: None };
    let options = DidChangeWatchedFilesRegistrationOptions { watchers: vec![everything] };
    Registration {
        id: "workspai-files".to_owned(),
        method: DidChangeWatchedFiles::METHOD.to_owned(),
        register_options: serde_json::to_value(options).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_events_mean_nothing() {
        let of = |path: &str| meaning(&RelPath::new(path).expect("a path"));
        assert_eq!(of("api/.env"), Meaning::File);
        assert_eq!(of("api/node_modules/x/package.json"), Meaning::Nothing);
        assert_eq!(of("api/node_modules/x/lib/index.js"), Meaning::Nothing);
        assert_eq!(of("api/.venv/lib/python3.12/site-packages/x/a.py"), Meaning::Nothing);
        assert_eq!(of(".rapidkit/snapshots/x/1.0/a.py"), Meaning::Nothing);
        assert_eq!(of(".git/objects/ab/cdef"), Meaning::Nothing);
        assert_eq!(of(".git/index.lock"), Meaning::Nothing);
        assert_eq!(of(".git/HEAD"), Meaning::Tree);
        assert_eq!(of("sub/.git/index"), Meaning::Tree);
        assert_eq!(of(".git/logs/HEAD"), Meaning::Nothing);
        assert_eq!(of(".gitignore"), Meaning::File);
        // What package tools leave, and originals that the user's code loads.
        assert_eq!(of("api/node_modules"), Meaning::File);
        assert_eq!(of("api/node_modules/.package-lock.json"), Meaning::File);
        assert_eq!(of("api/node_modules/.modules.yaml"), Meaning::File);
        assert_eq!(of("api/.venv"), Meaning::File);
        assert_eq!(of("api/.venv/pyvenv.cfg"), Meaning::File);
        assert_eq!(of("api/.venv/lib/python3.12/site-packages/x-1.0.dist-info"), Meaning::File);
        assert_eq!(of("vendor/modules.txt"), Meaning::File);
        assert_eq!(of(".rapidkit/vendor/auth_core/0.1/router.py"), Meaning::File);
    }
}
