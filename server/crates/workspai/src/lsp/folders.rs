//! The opened folders: between the editor's URIs and workspace paths.

use std::path::{Path, PathBuf};

use host::{Host, OsHost};
use lsp_types::{Url, WorkspaceFolder};
use model::RelPath;

use super::convert;

/// A folder as the editor names it. Only `file:` folders become one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Folder {
    /// As the editor wrote it.
    pub(crate) uri: Url,
    /// The name shown.
    pub(crate) name: String,
    path: PathBuf,
}

impl Folder {
    /// `None`, with a log line, for a folder that is not on disk.
    pub(crate) fn new(folder: WorkspaceFolder) -> Option<Self> {
        let Some(path) = convert::file_path(&folder.uri) else {
            tracing::warn!(uri = %folder.uri, "this folder is not on disk and is not indexed");
            return None;
        };
        let name = if folder.name.is_empty() { last_name(&path) } else { folder.name };
        Some(Self { uri: folder.uri, name, path })
    }
}

fn last_name(path: &Path) -> String {
    path.file_name().map_or_else(|| "workspace".to_owned(), |name| name.to_string_lossy().into_owned())
}

/// The folders, opened: each with the mount of its paths.
#[derive(Debug, Default)]
pub(crate) struct Mounts {
    mounts: Vec<(RelPath, Folder)>,
    roots: host::Roots,
}

impl Mounts {
    /// Asks the machine where the folders really are, and opens them.
    pub(crate) fn open(folders: &[Folder]) -> (Self, OsHost) {
        let pair = |folder: &Folder| (folder.name.clone(), folder.path.clone());
        let host = OsHost::new(folders.iter().map(pair));
        let roots = host.roots().clone();
        let mut mounts: Vec<(RelPath, Folder)> = Vec::new();
        for folder in folders {
            // The same place may be opened twice under two names; it is indexed once.
            let alone = OsHost::new([pair(folder)]);
            let place = alone.roots().folders().first().map(|root| root.path.clone());
            if let Some(root) = roots.folders().iter().find(|root| Some(&root.path) == place.as_ref()) {
                mounts.push((root.mount.clone(), folder.clone()));
            }
        }
        (Self { mounts, roots }, host)
    }

    /// Mount and folder, in the editor's order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&RelPath, &Folder)> {
        self.mounts.iter().map(|(mount, folder)| (mount, folder))
    }

    /// The workspace path of an editor's URI; `None` for what is no file, and outside the folders. Of nested folders the
    /// innermost wins.
    pub(crate) fn path(&self, uri: &Url) -> Option<RelPath> {
        let path = convert::file_path(uri)?;
        let as_opened = self
            .mounts
            .iter()
            .filter_map(|(mount, folder)| Some((mount, folder, path.strip_prefix(&folder.path).ok()?)))
            .max_by_key(|(_, folder, _)| folder.path.as_os_str().len());
        match as_opened {
            Some((mount, _, below)) => mount.join(below.to_str()?).ok(),
            // The editor may name a file by its real path although the folder was opened through a link.
            None => self.roots.relative(&path),
        }
    }

    /// The editor's URI of a workspace path; `None` when no folder is mounted there.
    pub(crate) fn uri(&self, path: &RelPath) -> Option<Url> {
        let (mount, folder) = self.iter().find(|(mount, _)| path.is_within(mount))?;
        Some(convert::joined(&folder.uri, path.below(mount)?))
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn folder(uri: &str, name: &str) -> Folder {
        Folder::new(WorkspaceFolder { uri: Url::parse(uri).expect("a URI"), name: name.to_owned() }).expect("on disk")
    }

    fn mounts(folders: &[Folder]) -> Mounts {
        Mounts::open(folders).0
    }

    fn path(mounts: &Mounts, uri: &str) -> Option<String> {
        mounts.path(&Url::parse(uri).expect("a URI")).map(|path| path.as_str().to_owned())
    }

    #[test]
    fn one_folder_is_the_root() {
        let mounts = mounts(&[folder("file:///no/such/a%20b", "a b")]);
        assert_eq!(path(&mounts, "file:///no/such/a%20b/x/.env").as_deref(), Some("x/.env"));
        assert_eq!(path(&mounts, "file:///no/such/other/.env"), None);
        assert_eq!(path(&mounts, "untitled:Untitled-1"), None);
        let back = mounts.uri(&RelPath::new("x/[id].ts").expect("a path")).expect("a URI");
        assert_eq!(path(&mounts, back.as_str()).as_deref(), Some("x/[id].ts"));
    }

    #[test]
    fn several_folders_are_mounted_by_name_and_the_innermost_wins() {
        let mounts = mounts(&[folder("file:///no/such/w", "w"), folder("file:///no/such/w/api", "api")]);
        assert_eq!(path(&mounts, "file:///no/such/w/api/x").as_deref(), Some("api/x"));
        assert_eq!(path(&mounts, "file:///no/such/w/web/x").as_deref(), Some("w/web/x"));
    }

    #[expect(clippy::disallowed_methods, reason = "the test asks the machine itself")]
    #[test]
    fn a_folder_opened_through_a_link_keeps_the_editors_uris() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let real = place.path().join("real");
        host::prepare_storage(&real).expect("a folder");
        std::os::unix::fs::symlink(&real, place.path().join("link")).expect("a link");
        let link = Url::from_file_path(place.path().join("link")).expect("a URI");
        let mounts = mounts(&[folder(link.as_str(), "link"), folder(link.as_str(), "again")]);
        assert_eq!(path(&mounts, &format!("{link}/a")).as_deref(), Some("a"));
        let direct = Url::from_file_path(real.canonicalize().expect("it exists").join("a")).expect("a URI");
        assert_eq!(path(&mounts, direct.as_str()).as_deref(), Some("a"));
        assert_eq!(mounts.uri(&RelPath::new("a").expect("a path")).expect("a URI").as_str(), format!("{link}/a"));
    }
}
