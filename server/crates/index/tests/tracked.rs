//! Which dotenv files git tracks, asked of real repositories.
#![expect(clippy::disallowed_methods, reason = "the test plays the user who commits files")]

use std::{fs, path::Path, process::Command};

use host::OsHost;
use index::{Change, Index, build};
use model::RelPath;

fn put(root: &Path, path: &str, text: &str) {
    let target = root.join(path);
    fs::create_dir_all(target.parent().expect("a parent")).expect("a folder");
    fs::write(target, text).expect("a file");
}

fn git(folder: &Path, arguments: &[&str]) {
    let done = Command::new("git").args(arguments).current_dir(folder).output().expect("git runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// A repository with a tracked and an untracked dotenv file in `api`.
fn repository() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    put(folder.path(), "api/package.json", "{\"name\": \"api\"}");
    put(folder.path(), "api/.env", "A=1\n");
    put(folder.path(), "api/.env.local", "A=1\n");
    put(folder.path(), ".gitignore", ".env*\n");
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "-f", "api/.env", "api/package.json"]);
    folder
}

fn tracked(host: &OsHost) -> Option<Vec<String>> {
    build(host).tracked.0.as_ref().map(|paths| paths.iter().map(ToString::to_string).collect())
}

#[test]
fn the_workspace_may_be_the_repository_or_a_part_of_it() {
    let folder = repository();
    let whole = OsHost::open(folder.path()).expect("a host");
    assert_eq!(tracked(&whole), Some(vec!["api/.env".to_owned()]));
    let part = OsHost::open(&folder.path().join("api")).expect("a host");
    assert_eq!(tracked(&part), Some(vec![".env".to_owned()]));
}

#[test]
fn several_roots_and_repositories_inside_are_told_apart() {
    let (first, second) = (repository(), tempfile::tempdir().expect("a folder"));
    put(second.path(), "package.json", "{\"name\": \"web\"}");
    put(second.path(), ".env", "A=1\n");
    let roots = [("one".to_owned(), first.path().to_owned()), ("two".to_owned(), second.path().to_owned())];
    assert_eq!(tracked(&OsHost::new(roots)), Some(vec!["one/api/.env".to_owned()]));

    put(second.path(), "inner/package.json", "{\"name\": \"inner\"}");
    put(second.path(), "inner/.env", "A=1\n");
    git(&second.path().join("inner"), &["init", "-q"]);
    git(&second.path().join("inner"), &["add", "-f", ".env"]);
    let host = OsHost::open(second.path()).expect("a host");
    assert_eq!(tracked(&host), Some(vec!["inner/.env".to_owned()]));
}

#[test]
fn outside_a_repository_nothing_is_known() {
    let folder = tempfile::tempdir().expect("a folder");
    put(folder.path(), "package.json", "{}");
    put(folder.path(), ".env", "A=1\n");
    assert_eq!(tracked(&OsHost::open(folder.path()).expect("a host")), None);
}

#[test]
fn a_commit_is_noticed_and_a_broken_index_is_empty() {
    let folder = repository();
    let host = OsHost::open(folder.path()).expect("a host");
    let mut index = Index::new(&host);
    git(folder.path(), &["rm", "-q", "--cached", "api/.env"]);
    let event = || Change::Disk(RelPath::new(".git/index").expect("a path"));
    assert_eq!(index.apply(&host, [event()]).tracked.0.as_ref().map(|paths| paths.len()), Some(0));
    fs::write(folder.path().join(".git/index"), "DIRC nonsense").expect("a file");
    assert_eq!(index.apply(&host, [event()]).tracked.0.as_ref().map(|paths| paths.len()), Some(0));
}
