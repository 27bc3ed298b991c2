//! The boundary to the machine. [`Host`] is the only way to files, environment and clock; [`OsHost`] is the real one,
//! [`MemHost`] the one of tests.

mod cache;
mod links;
mod mem;
mod os;
mod process;
mod roots;
mod walk;

use std::sync::OnceLock;

use model::RelPath;

pub use cache::CacheFile;
pub use mem::MemHost;
pub use os::{OsHost, prepare_storage};
pub use process::is_process_alive;
pub use roots::{Root, Roots};

/// How many threads can run at once. The system is asked once: its answer takes ten calls.
#[must_use]
pub fn threads() -> usize {
    static THREADS: OnceLock<usize> = OnceLock::new();
    *THREADS.get_or_init(|| std::thread::available_parallelism().map_or(1, usize::from))
}

/// Everything the rest of the program may ask of the machine. Paths never leave the workspace: a symlink that leads out
/// of it is treated as absent.
pub trait Host: Send + Sync {
    /// The opened folders.
    fn roots(&self) -> &Roots;

    /// The bytes of a regular file.
    ///
    /// # Errors
    /// See [`ReadError`]. Nothing is read when the file is larger than `limit_bytes`.
    fn read(&self, path: &RelPath, limit_bytes: u64) -> Result<Vec<u8>, ReadError>;

    /// What stands at `path`; `None` when nothing does, or when it leads out of the workspace.
    fn stat(&self, path: &RelPath) -> Option<Stat>;

    /// The entries of a folder, by name. Empty when it cannot be read.
    fn list(&self, folder: &RelPath) -> Vec<(String, Stat)> {
        self.list_named(folder, &|_| true)
    }

    /// As [`Host::list`], only entries whose name is wanted: nothing is asked about the others.
    fn list_named(&self, folder: &RelPath, is_wanted: &dyn Fn(&str) -> bool) -> Vec<(String, Stat)>;

    /// Visits every file below the roots that git would not ignore, `.git` excluded, in no order and from several
    /// threads. `skip` is asked for each folder. Returns what could not be visited.
    fn walk(&self, skip: &(dyn Fn(&RelPath) -> bool + Sync), visit: &(dyn Fn(&Walked<'_>) + Sync)) -> Vec<WalkProblem>;

    /// Replaces or creates a file, all or nothing.
    ///
    /// # Errors
    /// One sentence that says what stood in the way.
    fn write(&self, path: &RelPath, bytes: &[u8]) -> Result<(), String>;

    /// The index of the git repository that `folder` belongs to, which may lie above the workspace.
    fn git_index(&self, folder: &RelPath) -> Option<GitIndex>;

    /// A variable of the environment.
    fn env(&self, name: &str) -> Option<String>;

    /// Milliseconds since the Unix epoch.
    fn now_ms(&self) -> u64;

    /// Fills `bytes` with what nobody can guess; `false` when the machine has no such source.
    fn random_bytes(&self, bytes: &mut [u8]) -> bool;
}

/// A visited file.
pub struct Walked<'w> {
    /// Its path.
    pub path: RelPath,
    /// Its size and time of change.
    pub stat: Stat,
    pub(crate) read: &'w dyn Fn(u64) -> Result<Vec<u8>, ReadError>,
}

impl Walked<'_> {
    /// As [`Host::read`], without asking again whether the path stays in the workspace.
    ///
    /// # Errors
    /// As [`Host::read`].
    pub fn read(&self, limit_bytes: u64) -> Result<Vec<u8>, ReadError> {
        (self.read)(limit_bytes)
    }
}

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stat {
    /// A folder; else a regular file.
    pub is_folder: bool,
    /// Bytes.
    pub size: u64,
    /// Time of change, milliseconds since the Unix epoch; 0 when unknown.
    pub modified_ms: u64,
    /// Another number when the file was written in between, as far as the file system tells: writes that follow at once upon
    /// one another may have the same.
    pub stamp: u64,
}

/// Why a file was not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Nothing is there, or it leads out of the workspace, or it is no regular file.
    #[error("there is no such file")]
    Absent,
    /// It is larger than the reader takes.
    #[error("the file has {size} bytes, more than the {limit} that are read")]
    TooLarge {
        /// Bytes.
        size: u64,
        /// Bytes.
        limit: u64,
    },
    /// The machine said no.
    #[error("{0}")]
    Denied(String),
}

/// A part of the tree that was not visited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WalkProblem {
    /// The folder or file, if known.
    pub path: Option<RelPath>,
    /// Why.
    pub message: String,
}

/// A git index and where the asked folder stands in its work tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GitIndex {
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// The folder's path from the top of the work tree, `/`-separated; `""` for the top.
    pub prefix: String,
}
