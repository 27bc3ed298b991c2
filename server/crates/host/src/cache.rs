#![expect(clippy::disallowed_methods, reason = "this file is a boundary: it keeps a file of the program's own")]

use std::{
    fs,
    hash::{BuildHasher, BuildHasherDefault, DefaultHasher},
    path::{Path, PathBuf},
};

use crate::{Host, os};

/// Larger caches are not read: something went wrong.
const LIMIT_BYTES: u64 = 512 << 20;

/// The file of a cache for the opened folders: outside every workspace, for this program only. Whoever deletes it loses
/// time, nothing else.
#[derive(Debug, Clone)]
pub struct CacheFile {
    path: PathBuf,
    key: String,
}

impl CacheFile {
    /// The file below `folder`, or below the user's folder for caches. `None` when there is no such folder outside of the
    /// workspace.
    #[must_use]
    pub fn of(host: &dyn Host, folder: Option<&Path>) -> Option<Self> {
        let folder = folder.map(Path::to_owned).or_else(|| users_folder(host))?;
        let roots = host.roots().folders();
        // A link's target counts, as far as the folder exists.
        let real = folder.ancestors().find_map(|above| fs::canonicalize(above).ok())?;
        if !folder.is_absolute()
            || roots.iter().any(|root| folder.starts_with(&root.path) || real.starts_with(&root.path))
        {
            return None;
        }
        let opened: Vec<String> = roots.iter().map(|root| format!("{}={}", root.mount, root.path.display())).collect();
        let name = BuildHasherDefault::<DefaultHasher>::default().hash_one(&opened);
        let key = format!("{}\n{}", program()?, opened.join("\n"));
        Some(Self { path: folder.join("index").join(format!("{name:016x}.bin")), key })
    }

    /// Who writes it for what: a cache with another key is none.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Its bytes; `None` when there is none that can be read.
    #[must_use]
    pub fn read(&self) -> Option<Vec<u8>> {
        os::read_regular(&self.path, LIMIT_BYTES).ok()
    }

    /// Replaces it, all or nothing.
    ///
    /// # Errors
    /// One sentence that says what stood in the way.
    pub fn write(&self, bytes: &[u8]) -> Result<(), String> {
        let folder = self.path.parent().ok_or("the cache has no folder")?;
        os::prepare_storage(folder)?;
        os::replace(&self.path, bytes).map_err(|error| format!("cannot write {}: {error}", self.path.display()))
    }
}

fn users_folder(host: &dyn Host) -> Option<PathBuf> {
    let env = |name: &str| host.env(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let base = if cfg!(windows) {
        env("LOCALAPPDATA")?
    } else if cfg!(target_os = "macos") {
        env("HOME")?.join("Library/Caches")
    } else {
        env("XDG_CACHE_HOME").filter(|path| path.is_absolute()).or_else(|| Some(env("HOME")?.join(".cache")))?
    };
    Some(base.join("workspai"))
}

/// This very build of the program: another one may read files otherwise.
fn program() -> Option<String> {
    let path = std::env::current_exe().ok()?;
    let found = fs::metadata(path).ok()?;
    Some(format!("{} {} {}", env!("CARGO_PKG_VERSION"), found.len(), os::stat_of(&found)?.stamp))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::OsHost;

    fn host(folder: &Path) -> OsHost {
        OsHost::open(folder).expect("a folder")
    }

    #[test]
    fn is_kept_outside_of_the_workspace_and_replaced_whole() {
        let (workspace, caches) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let file = CacheFile::of(&host(workspace.path()), Some(caches.path())).expect("a place");
        assert_eq!(file.read(), None);
        file.write(b"one").expect("written");
        file.write(b"two").expect("written");
        assert_eq!(file.read().as_deref(), Some(b"two".as_slice()));
        let again = CacheFile::of(&host(workspace.path()), Some(caches.path())).expect("a place");
        assert_eq!((again.key(), again.read()), (file.key(), Some(b"two".to_vec())));
        let other = CacheFile::of(&host(caches.path()), Some(workspace.path())).expect("a place");
        assert!(other.key() != file.key() && other.read().is_none());
    }

    #[test]
    fn never_lives_in_the_workspace() {
        let workspace = tempfile::tempdir().expect("a folder");
        let host = host(workspace.path());
        assert!(CacheFile::of(&host, Some(workspace.path())).is_none());
        assert!(CacheFile::of(&host, Some(&workspace.path().join("not/yet/there"))).is_none());
        assert!(CacheFile::of(&host, Some(Path::new("relative"))).is_none());
    }
}
