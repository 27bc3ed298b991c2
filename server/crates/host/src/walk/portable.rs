//! The walk of the library `ignore`.

use ignore::{DirEntry, WalkBuilder, WalkState};

use super::{Walk, walkers};
use crate::{Host, ReadError, Walked, os};

pub(super) fn walk_root(walk: &Walk<'_>) {
    let walker = WalkBuilder::new(&walk.root.path)
        .hidden(false)
        .require_git(false)
        .follow_links(false)
        .threads(walkers())
        .build_parallel();
    walker.run(|| {
        Box::new(move |entry| {
            match entry {
                Ok(entry) => return visit_entry(walk, &entry),
                Err(error) => report(walk, &error),
            }
            WalkState::Continue
        })
    });
}

fn visit_entry(walk: &Walk<'_>, entry: &DirEntry) -> WalkState {
    let Some(kind) = entry.file_type() else { return WalkState::Continue };
    let host = walk.host;
    // A name that is not Unicode cannot be named in any answer, so it is not indexed.
    let Some(path) = host.roots().relative(entry.path()) else { return WalkState::Skip };
    if kind.is_dir() {
        let is_below = entry.depth() > 0;
        let is_skipped =
            entry.file_name() == ".git" || (is_below && (walk.is_other_root(entry.path()) || (walk.skip)(&path)));
        return if is_skipped { WalkState::Skip } else { WalkState::Continue };
    }
    let stat = if kind.is_symlink() {
        host.stat(&path).filter(|stat| !stat.is_folder)
    } else {
        std::fs::symlink_metadata(entry.path()).ok().and_then(|found| os::stat_of(&found))
    };
    if let Some(stat) = stat {
        let real = if kind.is_symlink() { host.inside(&path) } else { Some(entry.path().to_owned()) };
        let read = |limit: u64| os::read_regular(real.as_deref().ok_or(ReadError::Absent)?, limit);
        (walk.visit)(&Walked { path, stat, read: &read });
    }
    WalkState::Continue
}

fn report(walk: &Walk<'_>, error: &ignore::Error) {
    let roots = walk.host.roots();
    let path = match error {
        ignore::Error::WithPath { path, .. } => roots.relative(path),
        ignore::Error::WithDepth { err, .. } => match &**err {
            ignore::Error::WithPath { path, .. } => roots.relative(path),
            _ => None,
        },
        _ => None,
    };
    walk.report(path, error.to_string());
}
