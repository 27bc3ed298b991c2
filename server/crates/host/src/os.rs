#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "this file is the boundary")]

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    io::Read,
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};

use model::RelPath;

use crate::{
    GitIndex, Host, ReadError, Roots, Stat, WalkProblem, Walked,
    links::{Way, way},
};

/// Larger indexes are not read (about a million files).
const GIT_INDEX_LIMIT: u64 = 128 << 20;

/// The real machine.
#[derive(Debug, Clone)]
pub struct OsHost {
    roots: Roots,
}

impl OsHost {
    /// Opens folders, given with their names. A folder that does not exist is kept: it may appear later.
    #[must_use]
    pub fn new(folders: impl IntoIterator<Item = (String, PathBuf)>) -> Self {
        Self { roots: Roots::new(folders.into_iter().map(|(name, path)| (name, canonical(&path)))) }
    }

    /// Opens one folder named after itself. A relative path starts at the current folder.
    ///
    /// # Errors
    /// One sentence, when it is no folder that can be read.
    pub fn open(folder: &Path) -> Result<Self, String> {
        let path = fs::canonicalize(folder).map_err(|error| format!("cannot open {}: {error}", folder.display()))?;
        if !path.is_dir() {
            return Err(format!("{} is not a folder; give the folder of a workspace", folder.display()));
        }
        fs::read_dir(&path).map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
        let name = path.file_name().map_or_else(|| "workspace".to_owned(), |name| name.to_string_lossy().into_owned());
        Ok(Self { roots: Roots::new([(name, plain(path))]) })
    }

    /// The absolute path when it exists and stays within the workspace after every symlink is followed.
    pub(crate) fn inside(&self, path: &RelPath) -> Option<PathBuf> {
        let absolute = self.roots.absolute(path)?;
        match way(&absolute) {
            // A root is canonical: what is reached from it without a link lies within it.
            Way::Straight => return Some(absolute),
            Way::Absent => return None,
            Way::Unknown => {}
        }
        let real = plain(fs::canonicalize(absolute).ok()?);
        self.roots.folders().iter().any(|root| real.starts_with(&root.path)).then_some(real)
    }
}

impl Host for OsHost {
    fn roots(&self) -> &Roots {
        &self.roots
    }

    fn read(&self, path: &RelPath, limit_bytes: u64) -> Result<Vec<u8>, ReadError> {
        read_regular(&self.inside(path).ok_or(ReadError::Absent)?, limit_bytes)
    }

    fn stat(&self, path: &RelPath) -> Option<Stat> {
        stat_of(&fs::metadata(self.inside(path)?).ok()?)
    }

    fn list_named(&self, folder: &RelPath, is_wanted: &dyn Fn(&str) -> bool) -> Vec<(String, Stat)> {
        let Some(real) = self.inside(folder) else { return Vec::new() };
        let Ok(entries) = fs::read_dir(real) else { return Vec::new() };
        let mut found: Vec<(String, Stat)> = entries
            .filter_map(Result::ok)
            .filter_map(|entry| {
                let name = entry.file_name().into_string().ok().filter(|name| is_wanted(name))?;
                let stat = if entry.file_type().ok()?.is_symlink() {
                    self.stat(&folder.join(&name).ok()?)?
                } else {
                    stat_of(&entry.metadata().ok()?)?
                };
                Some((name, stat))
            })
            .collect();
        found.sort_by(|a, b| a.0.cmp(&b.0));
        found
    }

    fn walk(&self, skip: &(dyn Fn(&RelPath) -> bool + Sync), visit: &(dyn Fn(&Walked<'_>) + Sync)) -> Vec<WalkProblem> {
        crate::walk::walk(self, skip, visit)
    }

    fn write(&self, path: &RelPath, bytes: &[u8]) -> Result<(), String> {
        let folder = path.parent().and_then(|parent| self.inside(&parent));
        let folder = folder.ok_or_else(|| format!("cannot write {path}: its folder is not in the workspace"))?;
        // A symlink is written through when it stays inside, and refused when it leads out.
        let wanted = folder.join(path.file_name());
        let target = match fs::symlink_metadata(&wanted) {
            Ok(found) if found.is_symlink() => self
                .inside(path)
                .ok_or_else(|| format!("cannot write {path}: it is a link that leads out of the workspace"))?,
            _ => wanted,
        };
        replace(&target, bytes).map_err(|error| format!("cannot write {path}: {error}"))
    }

    fn git_index(&self, folder: &RelPath) -> Option<GitIndex> {
        let start = self.roots.absolute(folder)?;
        let (top, dot_git) = start.ancestors().find_map(|place| {
            let candidate = place.join(".git");
            fs::symlink_metadata(&candidate).is_ok().then(|| (place.to_owned(), candidate))
        })?;
        let git_dir = if dot_git.is_dir() {
            dot_git
        } else {
            // A worktree or submodule: the file names the real folder.
            let text = String::from_utf8(read_regular(&dot_git, 4096).ok()?).ok()?;
            top.join(text.strip_prefix("gitdir:")?.trim())
        };
        let bytes = read_regular(&git_dir.join("index"), GIT_INDEX_LIMIT).ok()?;
        let prefix = start.strip_prefix(&top).ok()?.to_str()?.replace('\\', "/");
        Some(GitIndex { bytes, prefix })
    }

    fn env(&self, name: &str) -> Option<String> {
        std::env::var(name).ok()
    }

    fn now_ms(&self) -> u64 {
        millis(SystemTime::now())
    }

    fn random_bytes(&self, bytes: &mut [u8]) -> bool {
        getrandom::fill(bytes).is_ok()
    }
}

/// Creates the folder that holds the program's own files (readable by the user only) and returns it.
///
/// # Errors
/// One sentence that says what stood in the way.
pub fn prepare_storage(folder: &Path) -> Result<PathBuf, String> {
    fs::create_dir_all(folder).map_err(|error| format!("cannot create {}: {error}", folder.display()))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Best effort: a file system without modes is no reason to fail.
        let _ = fs::set_permissions(folder, fs::Permissions::from_mode(0o700));
    }
    Ok(folder.to_owned())
}

fn canonical(path: &Path) -> PathBuf {
    fs::canonicalize(path).map_or_else(|_| path.to_owned(), plain)
}

/// Windows' `\\?\` prefix would keep canonical and editor paths apart.
fn plain(path: PathBuf) -> PathBuf {
    match path.to_str().and_then(|text| text.strip_prefix(r"\\?\")) {
        Some(rest) if !rest.starts_with("UNC") => PathBuf::from(rest),
        _ => path,
    }
}

pub(crate) fn read_regular(path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
    let denied = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => ReadError::Absent,
        _ => ReadError::Denied(error.to_string()),
    };
    let found = fs::metadata(path).map_err(denied)?;
    // A pipe or device would block for ever.
    if !found.is_file() {
        return Err(ReadError::Absent);
    }
    read_opened(fs::File::open(path).map_err(denied)?, limit)
}

/// The bytes of an open file, if it is a regular one.
pub(crate) fn read_opened(mut file: fs::File, limit: u64) -> Result<Vec<u8>, ReadError> {
    let denied = |error: std::io::Error| ReadError::Denied(error.to_string());
    let found = file.metadata().map_err(denied)?;
    if !found.is_file() {
        return Err(ReadError::Absent);
    }
    if found.len() > limit {
        return Err(ReadError::TooLarge { size: found.len(), limit });
    }
    let length = usize::try_from(found.len()).unwrap_or(0);
    if length == 0 {
        // Some file systems do not say how long a file is.
        let mut bytes = Vec::new();
        file.take(limit).read_to_end(&mut bytes).map_err(denied)?;
        return Ok(bytes);
    }
    // Many files are read: one call for each. What is added meanwhile is somebody's next change.
    let mut bytes = vec![0; length];
    let mut filled = 0;
    while filled < length {
        match file.read(&mut bytes[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(denied(error)),
        }
    }
    bytes.truncate(filled);
    Ok(bytes)
}

pub(crate) fn replace(target: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(format!(".workspai-{}", std::process::id()));
    let draft = target.with_file_name(name);
    let written = fs::write(&draft, bytes).and_then(|()| {
        if let Ok(found) = fs::metadata(target) {
            fs::set_permissions(&draft, found.permissions())?;
        }
        fs::rename(&draft, target)
    });
    if written.is_err() {
        let _ = fs::remove_file(&draft);
    }
    written
}

pub(crate) fn stat_of(found: &fs::Metadata) -> Option<Stat> {
    if found.is_dir() {
        return Some(Stat { is_folder: true, ..stat_of_file(found) });
    }
    found.is_file().then(|| stat_of_file(found))
}

#[cfg(unix)]
fn stat_of_file(found: &fs::Metadata) -> Stat {
    use std::os::unix::fs::MetadataExt;
    let (modified, changed) = ((found.mtime(), found.mtime_nsec()), (found.ctime(), found.ctime_nsec()));
    stat_from(found.len(), modified, changed, found.ino())
}

#[cfg(not(unix))]
fn stat_of_file(found: &fs::Metadata) -> Stat {
    let since = found.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
    let modified = (i64::try_from(since.as_secs()).unwrap_or(i64::MAX), i64::from(since.subsec_nanos()));
    stat_from(found.len(), modified, (0, 0), 0)
}

/// A file of this size, these times (seconds and nanoseconds since the Unix epoch) and this number. The time at which the
/// file system noted a change cannot be set back by tools that keep times.
pub(crate) fn stat_from(size: u64, modified: (i64, i64), changed: (i64, i64), number: u64) -> Stat {
    let mut hasher = DefaultHasher::new();
    (size, modified, changed, number).hash(&mut hasher);
    let millis = modified.0.saturating_mul(1000).saturating_add(modified.1 / 1_000_000);
    Stat { is_folder: false, size, modified_ms: u64::try_from(millis).unwrap_or(0), stamp: hasher.finish() }
}

fn millis(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}

#[cfg(all(test, unix))]
mod tests {
    use std::sync::Mutex;

    use super::*;

    fn host() -> (tempfile::TempDir, OsHost) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path().join("w");
        fs::create_dir_all(root.join("src")).expect("a folder");
        fs::write(root.join("src/a.py"), "a").expect("a file");
        fs::write(root.join(".gitignore"), "ignored/\n.env\n").expect("a file");
        fs::create_dir_all(root.join("ignored")).expect("a folder");
        fs::write(root.join("ignored/x"), "x").expect("a file");
        fs::write(folder.path().join("outside"), "secret").expect("a file");
        let host = OsHost::open(&root).expect("a folder");
        (folder, host)
    }

    fn path(text: &str) -> RelPath {
        RelPath::new(text).expect("a relative path")
    }

    fn walked(host: &OsHost) -> Vec<String> {
        let seen = Mutex::new(Vec::new());
        host.walk(&|_| false, &|file| seen.lock().expect("a list").push(file.path.to_string()));
        let mut seen = seen.into_inner().expect("a list");
        seen.sort();
        seen
    }

    #[test]
    fn walks_what_git_does_not_ignore() {
        let (_folder, host) = host();
        assert_eq!(walked(&host), [".gitignore", "src/a.py"]);
    }

    #[test]
    fn a_link_out_of_the_workspace_is_absent() {
        let (folder, host) = host();
        std::os::unix::fs::symlink(folder.path().join("outside"), folder.path().join("w/out")).expect("a link");
        std::os::unix::fs::symlink("src/a.py", folder.path().join("w/in")).expect("a link");
        std::os::unix::fs::symlink("..", folder.path().join("w/src/loop")).expect("a link");
        assert_eq!(host.read(&path("out"), 100), Err(ReadError::Absent));
        assert!(host.write(&path("out"), b"x").is_err());
        assert_eq!(host.read(&path("in"), 100).expect("a file"), b"a");
        assert_eq!(walked(&host), [".gitignore", "in", "src/a.py"]);
    }

    #[test]
    fn a_pipe_is_not_read() {
        let (folder, host) = host();
        let made = std::process::Command::new("mkfifo").arg(folder.path().join("w/pipe")).status();
        assert!(made.expect("mkfifo runs").success());
        assert_eq!(host.read(&path("pipe"), 100), Err(ReadError::Absent));
        assert_eq!(walked(&host), [".gitignore", "src/a.py"]);
    }

    #[test]
    fn a_large_file_is_not_read() {
        let (_folder, host) = host();
        assert_eq!(host.read(&path("src/a.py"), 0), Err(ReadError::TooLarge { size: 1, limit: 0 }));
    }

    #[test]
    fn writes_all_or_nothing_and_leaves_no_draft() {
        let (_folder, host) = host();
        host.write(&path("src/b.py"), b"b").expect("written");
        assert_eq!(host.read(&path("src/b.py"), 9).expect("a file"), b"b");
        assert!(host.write(&path("absent/b.py"), b"b").is_err());
        assert_eq!(walked(&host), [".gitignore", "src/a.py", "src/b.py"]);
    }
}
