#![expect(clippy::disallowed_methods, reason = "the tests make trees")]

use std::{fs, path::Path};

use proptest::prelude::*;

use super::*;
use crate::Stat;

type WalkRoot = fn(&Walk<'_>);

fn seen(host: &OsHost, walk_root: WalkRoot) -> Vec<(String, Stat, Option<Vec<u8>>)> {
    let (found, problems) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()));
    let skip = |path: &RelPath| path.file_name() == "skipped";
    let visit = |file: &Walked<'_>| {
        let entry = (file.path.to_string(), file.stat, file.read(1 << 10).ok());
        found.lock().expect("a list").push(entry);
    };
    for root in crate::Host::roots(host).folders() {
        walk_root(&Walk { host, root, skip: &skip, visit: &visit, problems: &problems });
    }
    assert_eq!(problems.into_inner().expect("a list"), []);
    let mut found = found.into_inner().expect("a list");
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

fn put(top: &Path, path: &str, text: &str) {
    let path = top.join(path);
    // A name may be taken by a file already.
    if fs::create_dir_all(path.parent().expect("a folder")).is_ok() {
        let _ = fs::write(path, text);
    }
}

fn name() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["a", "b", "c.py", "build", "skipped", "d.env", "ä"])
}

fn path() -> impl Strategy<Value = String> {
    prop::collection::vec(name(), 1..5).prop_map(|parts| parts.join("/"))
}

fn pattern() -> impl Strategy<Value = String> {
    let shape = prop::sample::select(vec![
        "{}", "/{}", "{}/", "!{}", "**/{}", "{}/**", "!/{}", "*", "!*.py", "*.env", "# {}", "[", "",
    ]);
    (shape, path()).prop_map(|(shape, path)| shape.replace("{}", &path))
}

fn rules() -> impl Strategy<Value = (String, String)> {
    let file = prop::sample::select(vec![".gitignore", ".ignore", ".git/info/exclude"]);
    let folder = prop_oneof![Just(String::new()), path().prop_map(|path| path + "/")];
    let lines = prop::collection::vec(pattern(), 1..4);
    (folder, file, lines).prop_map(|(folder, file, lines)| (format!("{folder}{file}"), lines.join("\n")))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, ..ProptestConfig::default() })]

    #[test]
    fn both_walks_see_the_same(
        files in prop::collection::vec(path(), 1..25),
        rules in prop::collection::vec(rules(), 0..5),
        around in prop::option::of(pattern()),
        root in prop::sample::select(vec!["w", "w/a", "w/a/b"]),
    ) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir_all(folder.path().join("w/a/b")).expect("folders");
        let top = folder.path().join("w");
        for (path, text) in &rules {
            put(&top, path, text);
        }
        for path in &files {
            put(&top, path, path);
        }
        if let Some(pattern) = &around {
            put(folder.path(), ".gitignore", pattern);
        }
        let host = OsHost::open(&folder.path().join(root)).expect("a folder");
        prop_assert_eq!(seen(&host, folders::walk_root), seen(&host, portable::walk_root));
    }
}

#[test]
fn both_walks_see_the_same_of_links_work_trees_large_folders_and_several_roots() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let top = folder.path();
    for number in 0..100 {
        put(top, &format!("w/large/{number}.py"), "x");
    }
    put(top, "w/inner/.git", &format!("gitdir: {}/git/worktrees/inner\n", top.display()));
    put(top, "git/worktrees/inner/commondir", "../..\n");
    put(top, "git/info/exclude", "hidden\n");
    put(top, "w/inner/hidden", "x");
    put(top, "w/inner/shown", "x");
    put(top, "outside", "x");
    for (target, link) in
        [("large/1.py", "w/in"), ("../outside", "w/out"), ("..", "w/large/loop"), ("none", "w/broken")]
    {
        std::os::unix::fs::symlink(target, top.join(link)).expect("a link");
    }
    let one = OsHost::open(&top.join("w")).expect("a folder");
    let found = seen(&one, folders::walk_root);
    assert_eq!(found, seen(&one, portable::walk_root));
    let names: Vec<&str> =
        found.iter().map(|(path, ..)| path.as_str()).filter(|path| !path.starts_with("large/")).collect();
    assert_eq!((found.len(), names), (103, vec!["in", "inner/.git", "inner/shown"]));
    let roots = ["w", "w/large", "git"].map(|name| (name.to_owned(), top.join(name)));
    let several = OsHost::new(roots);
    let found = seen(&several, folders::walk_root);
    assert_eq!(found, seen(&several, portable::walk_root));
    assert_eq!(found.iter().filter(|(path, ..)| path.starts_with("w-large/")).count(), 100);
}

#[test]
fn both_walks_report_what_is_not_there() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let host = OsHost::new([("gone".to_owned(), folder.path().join("gone"))]);
    let reported = |walk_root: WalkRoot| {
        let problems = Mutex::new(Vec::new());
        let root = &crate::Host::roots(&host).folders()[0];
        walk_root(&Walk { host: &host, root, skip: &|_| false, visit: &|_| {}, problems: &problems });
        problems.into_inner().expect("a list").len()
    };
    assert_eq!((reported(folders::walk_root), reported(portable::walk_root)), (1, 1));
}
