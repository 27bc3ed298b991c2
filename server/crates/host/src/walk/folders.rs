//! The walk over open folders: each folder is opened once, and its files are asked for relative to it.
#![expect(clippy::disallowed_types, reason = "this file is the boundary")]

use std::{
    ffi::{CStr, CString, OsStr},
    fs::File,
    os::{fd::BorrowedFd, unix::ffi::OsStrExt},
    path::{Path, PathBuf},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
};

use model::RelPath;
use rustix::{
    fs::{AtFlags, Dir, FileType, Mode, OFlags, openat, statat},
    io::Errno,
};

use super::{
    Walk,
    rules::{Rules, Written},
    walkers,
};
use crate::{Host, ReadError, Stat, Walked, os};

/// Files of a large folder that one thread visits in a row.
const CHUNK: usize = 16;

/// A folder to be walked.
struct Folder {
    path: PathBuf,
    /// What it is called in the workspace.
    at: RelPath,
    /// What counts above it.
    rules: Rules,
}

/// A folder that was opened, for those who visit its files.
struct Opened {
    at: RelPath,
    entries: Dir,
}

struct Entry {
    name: CString,
    is_link: bool,
}

enum Work {
    Folder(Folder),
    Files(Arc<Opened>, Vec<Entry>),
}

/// What is still to be done, for all threads.
#[derive(Default)]
struct Queue {
    work: Vec<Work>,
    /// Threads that may still bring work.
    busy: usize,
    idle: usize,
}

struct Crew<'a> {
    walk: &'a Walk<'a>,
    queue: Mutex<Queue>,
    news: Condvar,
}

pub(super) fn walk_root(walk: &Walk<'_>) {
    let path = walk.root.path.clone();
    let rules = Rules::around(&path);
    let first = Work::Folder(Folder { path, at: walk.root.mount.clone(), rules });
    let queue = Mutex::new(Queue { work: vec![first], ..Queue::default() });
    let crew = Crew { walk, queue, news: Condvar::new() };
    std::thread::scope(|scope| {
        for _ in 1..walkers() {
            scope.spawn(|| crew.run());
        }
        crew.run();
    });
}

impl Crew<'_> {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run(&self) {
        while let Some(work) = self.next() {
            let done = Done(self);
            match work {
                Work::Folder(folder) => self.folder(folder),
                Work::Files(opened, entries) => self.files(&opened, &entries),
            }
            drop(done);
        }
    }

    /// The next piece; `None` when everything is done.
    fn next(&self) -> Option<Work> {
        let mut queue = self.queue();
        loop {
            if let Some(work) = queue.work.pop() {
                queue.busy += 1;
                return Some(work);
            }
            if queue.busy == 0 {
                return None;
            }
            queue.idle += 1;
            queue = self.news.wait(queue).unwrap_or_else(PoisonError::into_inner);
            queue.idle -= 1;
        }
    }

    fn add(&self, work: Vec<Work>) {
        if work.is_empty() {
            return;
        }
        let mut queue = self.queue();
        queue.work.extend(work);
        if queue.idle > 0 {
            self.news.notify_all();
        }
    }

    fn folder(&self, folder: Folder) {
        let Folder { path, at, rules } = folder;
        let mut found = Vec::new();
        let opened = match list(&path, &mut found) {
            Ok(opened) => opened,
            Err(errno) => {
                let error = std::io::Error::from(errno);
                return self.walk.report(Some(at), format!("{}: {error}", path.display()));
            }
        };
        let mut written = Written::default();
        found.iter().for_each(|(name, _)| written.note(name.to_bytes()));
        let rules = rules.inside(&path, written);
        let mut work = Vec::new();
        let mut files = Vec::new();
        let mut place = path.clone();
        for (name, kind) in found {
            let is_folder = kind == FileType::Directory;
            place.push(OsStr::from_bytes(name.to_bytes()));
            if rules.is_empty() || !rules.ignores(&place, is_folder) {
                if is_folder {
                    work.extend(self.inner(&place, &at, &name, &rules).map(Work::Folder));
                } else {
                    files.push(Entry { name, is_link: kind == FileType::Symlink });
                }
            }
            place.pop();
        }
        let opened = Arc::new(Opened { at, entries: opened });
        while files.len() > CHUNK {
            let rest = files.split_off(files.len() - CHUNK);
            work.push(Work::Files(Arc::clone(&opened), rest));
        }
        self.add(work);
        self.files(&opened, &files);
    }

    /// A folder inside of another, if it is to be walked.
    fn inner(&self, path: &Path, above: &RelPath, name: &CStr, rules: &Rules) -> Option<Folder> {
        // A name that is not Unicode cannot be named in any answer, so it is not indexed.
        let at = above.child(name.to_str().ok().filter(|name| *name != ".git")?)?;
        let is_skipped = self.walk.is_other_root(path) || (self.walk.skip)(&at);
        (!is_skipped).then(|| Folder { path: path.to_owned(), at, rules: rules.clone() })
    }

    fn files(&self, opened: &Opened, entries: &[Entry]) {
        let Ok(folder) = opened.entries.fd() else { return };
        for Entry { name, is_link } in entries {
            let Ok(text) = name.to_str() else { continue };
            let Some(path) = opened.at.child(text) else { continue };
            if *is_link {
                self.link(path);
                continue;
            }
            if let Some(stat) =
                statat(folder, name.as_c_str(), AtFlags::SYMLINK_NOFOLLOW).ok().and_then(|it| stat_of(&it))
            {
                let read = |limit: u64| read_in(folder, name, limit);
                (self.walk.visit)(&Walked { path, stat, read: &read });
            }
        }
    }

    /// A symlink to a file counts as long as it stays within the workspace.
    fn link(&self, path: RelPath) {
        let host = self.walk.host;
        if let Some(stat) = host.stat(&path).filter(|stat| !stat.is_folder) {
            let real = host.inside(&path);
            let read = |limit: u64| os::read_regular(real.as_deref().ok_or(ReadError::Absent)?, limit);
            (self.walk.visit)(&Walked { path, stat, read: &read });
        }
    }
}

/// Says that a piece of work is done, also when it ended in a panic: others must not wait for ever.
struct Done<'a, 'c>(&'a Crew<'c>);

impl Drop for Done<'_, '_> {
    fn drop(&mut self) {
        let mut queue = self.0.queue();
        queue.busy -= 1;
        if queue.busy == 0 && queue.work.is_empty() {
            self.0.news.notify_all();
        }
    }
}

/// Opens a folder and lists what is in it.
fn list(path: &Path, found: &mut Vec<(CString, FileType)>) -> Result<Dir, Errno> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC | OFlags::NOFOLLOW;
    let mut entries = Dir::new(openat(rustix::fs::CWD, path, flags, Mode::empty())?)?;
    while let Some(entry) = entries.read() {
        let entry = entry?;
        let name = entry.file_name();
        if matches!(name.to_bytes(), b"." | b"..") {
            continue;
        }
        let kind = match entry.file_type() {
            // Some file systems do not say it here.
            FileType::Unknown => match statat(entries.fd()?, name, AtFlags::SYMLINK_NOFOLLOW) {
                Ok(stat) => FileType::from_raw_mode(stat.st_mode),
                Err(_) => continue,
            },
            kind => kind,
        };
        found.push((name.to_owned(), kind));
    }
    Ok(entries)
}

/// The bytes of a regular file of an open folder.
fn read_in(folder: BorrowedFd<'_>, name: &CStr, limit: u64) -> Result<Vec<u8>, ReadError> {
    // A pipe that came to stand there since would block for ever.
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW | OFlags::NONBLOCK;
    match openat(folder, name, flags, Mode::empty()) {
        Ok(file) => os::read_opened(File::from(file), limit),
        Err(Errno::NOENT | Errno::LOOP | Errno::NXIO) => Err(ReadError::Absent),
        Err(errno) => Err(ReadError::Denied(std::io::Error::from(errno).to_string())),
    }
}

/// What stands there, if it is a regular file.
fn stat_of(found: &rustix::fs::Stat) -> Option<Stat> {
    let is_file = FileType::from_raw_mode(found.st_mode) == FileType::RegularFile;
    let size = u64::try_from(found.st_size).ok().filter(|_| is_file)?;
    Some(os::stat_from(size, modified(found), changed(found), found.st_ino))
}

/// Seconds and nanoseconds. Their types are others on other systems.
#[allow(clippy::useless_conversion, clippy::unnecessary_fallible_conversions, reason = "as above")]
fn modified(found: &rustix::fs::Stat) -> (i64, i64) {
    (i64::try_from(found.st_mtime).unwrap_or(0), i64::try_from(found.st_mtime_nsec).unwrap_or(0))
}

#[allow(clippy::useless_conversion, clippy::unnecessary_fallible_conversions, reason = "as above")]
fn changed(found: &rustix::fs::Stat) -> (i64, i64) {
    (i64::try_from(found.st_ctime).unwrap_or(0), i64::try_from(found.st_ctime_nsec).unwrap_or(0))
}
