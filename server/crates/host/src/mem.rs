use std::{
    collections::{BTreeMap, BTreeSet},
    hash::{BuildHasher, BuildHasherDefault, DefaultHasher},
    path::PathBuf,
    sync::Mutex,
};

use model::RelPath;

use crate::{GitIndex, Host, ReadError, Roots, Stat, WalkProblem, Walked};

/// A machine in memory, for tests. Every file is walked, except below `ignored` folders.
#[derive(Debug)]
pub struct MemHost {
    roots: Roots,
    files: Mutex<BTreeMap<RelPath, Vec<u8>>>,
    ignored: Mutex<BTreeSet<RelPath>>,
    env: BTreeMap<String, String>,
    git_index: Option<Vec<u8>>,
}

impl Default for MemHost {
    fn default() -> Self {
        Self::new([])
    }
}

impl MemHost {
    /// A workspace `/workspace` with these files.
    #[must_use]
    pub fn new<'f>(files: impl IntoIterator<Item = (&'f str, &'f str)>) -> Self {
        let host = Self {
            roots: Roots::new([("workspace".to_owned(), PathBuf::from("/workspace"))]),
            files: Mutex::default(),
            ignored: Mutex::default(),
            env: BTreeMap::new(),
            git_index: None,
        };
        for (path, text) in files {
            host.put(path, text);
        }
        host
    }

    /// Creates or replaces a file. A path that leaves the workspace is dropped.
    pub fn put(&self, path: &str, text: &str) {
        if let (Ok(path), Ok(mut files)) = (RelPath::new(path), self.files.lock()) {
            files.insert(path, text.as_bytes().to_vec());
        }
    }

    /// Removes a file.
    pub fn remove(&self, path: &str) {
        if let Ok(mut files) = self.files.lock() {
            files.remove(path);
        }
    }

    /// Lets the walk pass over a file or folder, as a `.gitignore` would. It can still be read and listed.
    pub fn ignore(&self, path: &str) {
        if let (Ok(path), Ok(mut ignored)) = (RelPath::new(path), self.ignored.lock()) {
            ignored.insert(path);
        }
    }

    /// Sets the bytes of the git index of the workspace's top.
    #[must_use]
    pub fn with_git_index(mut self, bytes: Vec<u8>) -> Self {
        self.git_index = Some(bytes);
        self
    }

    fn snapshot(&self) -> BTreeMap<RelPath, Vec<u8>> {
        self.files.lock().map(|files| files.clone()).unwrap_or_default()
    }
}

impl Host for MemHost {
    fn roots(&self) -> &Roots {
        &self.roots
    }

    fn read(&self, path: &RelPath, limit_bytes: u64) -> Result<Vec<u8>, ReadError> {
        limited(self.snapshot().get(path).ok_or(ReadError::Absent)?, limit_bytes)
    }

    fn stat(&self, path: &RelPath) -> Option<Stat> {
        let files = self.snapshot();
        match files.get(path) {
            Some(bytes) => Some(file_stat(bytes)),
            None => files.keys().any(|file| file.is_within(path)).then_some(FOLDER),
        }
    }

    fn list_named(&self, folder: &RelPath, is_wanted: &dyn Fn(&str) -> bool) -> Vec<(String, Stat)> {
        let mut found = BTreeMap::new();
        for (path, bytes) in self.snapshot() {
            let Some(below) = path.below(folder).filter(|below| !below.is_empty()) else { continue };
            match below.split_once('/') {
                Some((name, _)) => found.insert(name.to_owned(), FOLDER),
                None => found.insert(below.to_owned(), file_stat(&bytes)),
            };
        }
        found.into_iter().filter(|(name, _)| is_wanted(name)).collect()
    }

    fn walk(&self, skip: &(dyn Fn(&RelPath) -> bool + Sync), visit: &(dyn Fn(&Walked<'_>) + Sync)) -> Vec<WalkProblem> {
        let ignored = self.ignored.lock().map(|ignored| ignored.clone()).unwrap_or_default();
        for (path, bytes) in self.snapshot() {
            let folders = std::iter::successors(path.parent(), RelPath::parent).filter(|folder| !folder.is_root());
            let is_passed_over = ignored.iter().any(|folder| path.is_within(folder));
            if is_passed_over || folders.into_iter().any(|folder| skip(&folder)) {
                continue;
            }
            let read = |limit: u64| limited(&bytes, limit);
            visit(&Walked { path, stat: file_stat(&bytes), read: &read });
        }
        Vec::new()
    }

    fn write(&self, path: &RelPath, bytes: &[u8]) -> Result<(), String> {
        let mut files = self.files.lock().map_err(|error| error.to_string())?;
        files.insert(path.clone(), bytes.to_vec());
        Ok(())
    }

    fn git_index(&self, folder: &RelPath) -> Option<GitIndex> {
        Some(GitIndex { bytes: self.git_index.clone()?, prefix: folder.as_str().to_owned() })
    }

    fn env(&self, name: &str) -> Option<String> {
        self.env.get(name).cloned()
    }

    fn now_ms(&self) -> u64 {
        1_700_000_000_000
    }

    /// The same for every test.
    fn random_bytes(&self, bytes: &mut [u8]) -> bool {
        bytes.iter_mut().zip(0_u8..).for_each(|(byte, value)| *byte = value);
        true
    }
}

const FOLDER: Stat = Stat { is_folder: true, size: 0, modified_ms: 0, stamp: 0 };

fn file_stat(bytes: &[u8]) -> Stat {
    let stamp = BuildHasherDefault::<DefaultHasher>::default().hash_one(bytes);
    Stat { is_folder: false, size: bytes.len() as u64, modified_ms: 0, stamp }
}

fn limited(bytes: &[u8], limit: u64) -> Result<Vec<u8>, ReadError> {
    let size = bytes.len() as u64;
    if size > limit { Err(ReadError::TooLarge { size, limit }) } else { Ok(bytes.to_vec()) }
}
