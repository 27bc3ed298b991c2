//! Locked versions against what Poetry, PDM and pip say of the same lock files (`tests/oracle/locks/record.py`).
#![allow(clippy::disallowed_methods, reason = "reads the oracle from disk")]

use std::{fmt::Write as _, fs, path::Path};

use host::OsHost;
use serde_json::Value;

fn normal(name: &str) -> String {
    name.to_ascii_lowercase().replace(['_', '.'], "-")
}

#[test]
fn versions_are_those_that_the_tools_tell() {
    let oracle = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/oracle/locks/ORACLE.json");
    let oracle: Value = serde_json::from_str(&fs::read_to_string(oracle).expect("an oracle")).expect("JSON");
    let mut out = String::new();
    for (name, case) in oracle.as_object().expect("cases") {
        let folder = tempfile::tempdir().expect("a folder");
        for (path, text) in case["files"].as_object().expect("files") {
            fs::write(folder.path().join(path), text.as_str().expect("text")).expect("written");
        }
        let snapshot = index::build(&OsHost::open(folder.path()).expect("a host"));
        let project = snapshot.projects.first().expect("a project");
        assert!(project.dependencies.len() >= 6, "{name}");
        for one in &project.dependencies {
            let said: Vec<&str> =
                case["said"][normal(&one.name)].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            let locked = one.locked.as_deref();
            // What pip leaves out on this platform it locks nowhere; of several versions none is the one.
            let wanted = if let [only] = said.as_slice() { Some(*only) } else { None };
            if locked != wanted {
                let _ = writeln!(out, "{name}: {} is {locked:?}, not {said:?}", one.name);
            }
        }
    }
    assert!(out.is_empty(), "{out}");
}
