//! What stands in environments, `node_modules` and `vendor`, against what the package tools said of the same folders.
#![allow(clippy::disallowed_methods, reason = "reads the oracle from disk")]
#![cfg(unix)]

use std::{collections::BTreeMap, fs, os::unix::fs::symlink, path::Path};

use host::OsHost;
use serde_json::Value;

type Answers = BTreeMap<String, BTreeMap<String, Option<String>>>;

fn texts(value: &Value) -> impl Iterator<Item = (&str, &str)> {
    value.as_object().into_iter().flatten().filter_map(|(path, text)| Some((path.as_str(), text.as_str()?)))
}

/// Puts the recorded traces down again.
fn lay_out(case: &Value, folder: &Path) {
    let prepared = |path: &str| {
        let target = folder.join(path);
        fs::create_dir_all(target.parent().expect("a folder")).expect("made");
        target
    };
    texts(&case["files"]).for_each(|(path, text)| fs::write(prepared(path), text).expect("written"));
    texts(&case["links"]).for_each(|(path, target)| symlink(target, prepared(path)).expect("linked"));
}

fn said(case: &Value) -> Answers {
    let projects = case["said"].as_object().expect("projects").iter();
    projects
        .map(|(project, packages)| {
            let packages = packages.as_object().expect("packages").iter();
            let versions = packages.map(|(name, version)| (name.clone(), version.as_str().map(str::to_owned)));
            (project.clone(), versions.collect())
        })
        .collect()
}

#[test]
fn versions_are_those_that_the_tools_tell() {
    let oracle = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/oracle/installed/ORACLE.json");
    let oracle: Value = serde_json::from_str(&fs::read_to_string(oracle).expect("an oracle")).expect("JSON");
    for (name, case) in oracle.as_object().expect("cases") {
        let folder = tempfile::tempdir().expect("a folder");
        lay_out(case, folder.path());
        let snapshot = index::build(&OsHost::open(folder.path()).expect("a host"));
        let mut found = Answers::new();
        for (project, wanted) in &said(case) {
            let known = snapshot.projects.iter().find(|it| it.root().as_str() == project).expect("a project");
            let versions = known.dependencies.iter().filter(|it| wanted.contains_key(&*it.name));
            let versions = versions.map(|it| (it.name.to_string(), it.installed.as_deref().map(str::to_owned)));
            found.insert(project.clone(), versions.collect());
        }
        assert_eq!(found, said(case), "{name}");
    }
}
