//! Whether symlinks lie on the way to a path, at the price of one question to the system.

use std::path::Path;

/// The way to a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// Something is there, and no symlink on the way to it, nor at its end.
    #[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "other systems do not tell"))]
    Straight,
    /// Nothing is there.
    #[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "other systems do not tell"))]
    Absent,
    /// Perhaps over symlinks: each part of the path has to be looked at.
    Unknown,
}

#[cfg(target_os = "linux")]
pub(crate) fn way(path: &Path) -> Way {
    use rustix::{
        fs::{CWD, Mode, OFlags, ResolveFlags, openat2},
        io::Errno,
    };
    match openat2(CWD, path, OFlags::PATH | OFlags::CLOEXEC, Mode::empty(), ResolveFlags::NO_SYMLINKS) {
        Ok(_) => Way::Straight,
        Err(Errno::NOENT | Errno::NOTDIR) => Way::Absent,
        // A symlink, or a system that does not know the question.
        Err(_) => Way::Unknown,
    }
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn way(_path: &Path) -> Way {
    Way::Unknown
}

#[cfg(all(test, target_os = "linux"))]
#[expect(clippy::disallowed_methods, reason = "the test makes what the host would not")]
mod tests {
    use super::*;

    #[test]
    fn tells_straight_ways_from_others() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let top = std::fs::canonicalize(folder.path()).expect("a path");
        std::fs::create_dir(top.join("real")).expect("a folder");
        std::fs::write(top.join("real/file"), "x").expect("a file");
        std::os::unix::fs::symlink("real", top.join("link")).expect("a link");
        // A system that does not know the question must not fail the test.
        let known = |found: Way, expected: Way| assert!(found == expected || found == Way::Unknown, "{found:?}");
        known(way(&top.join("real/file")), Way::Straight);
        known(way(&top.join("real/none")), Way::Absent);
        known(way(&top.join("real/file/none")), Way::Absent);
        assert_eq!(way(&top.join("link")), Way::Unknown);
        assert_eq!(way(&top.join("link/file")), Way::Unknown);
        assert_eq!(way(&top.join("link/none")), Way::Unknown);
    }
}
