//! Settings classes against what pydantic itself says, as `tests/oracle/env/record.py` wrote it down; small programs of other
//! libraries against the keys that they took when they ran, as `tests/oracle/env/probe.py` did.

use std::{collections::BTreeSet, fmt::Write as _, path::Path};

use model::EnvRead;

use crate::project::reads;

/// Keys, each with ` required` behind it where it is.
type Keys = BTreeSet<String>;

#[track_caller]
fn check(version: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/oracle/env").join(version);
    let oracle: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(folder.join("ORACLE.json")).expect("an oracle")).expect("JSON");
    let cases = oracle.as_object().expect("cases");
    assert!(cases.len() >= 2);
    for (case, classes) in cases {
        let text = std::fs::read_to_string(folder.join(format!("{case}.txt"))).expect("a case");
        // A base class is read only where somebody makes an instance of it.
        let (mut must, mut may) = (Keys::new(), Keys::new());
        for (class, keys) in classes.as_object().expect("classes") {
            let keys = keys.as_array().expect("keys").iter().map(|key| key.as_str().expect("text").to_owned());
            let keys: Keys = keys.collect();
            may.extend(keys.iter().cloned());
            if !class.ends_with(" (a base)") {
                must.extend(keys);
            }
        }
        let found: Keys = reads(&text)
            .into_iter()
            .map(|(key, read)| format!("{key}{}", if read.is_required { " required" } else { "" }))
            .collect();
        let missed: Vec<_> = must.difference(&found).collect();
        let invented: Vec<_> = found.difference(&may).collect();
        assert!(
            missed.is_empty() && invented.is_empty(),
            "{version} {case}: missed {missed:#?}\ninvented {invented:#?}"
        );
    }
}

#[test]
fn settings_of_pydantic_1_are_those_that_it_takes() {
    check("pydantic1");
}

#[test]
fn settings_of_pydantic_2_are_those_that_it_takes() {
    check("pydantic2");
}

/// Where the reads of a program differ from what it took, a line each. `KEY` is optional, `KEY required` fails without it,
/// `KEY one of` fails without it and without another one,
/// `KEY=default` has a value of its own that is not nothing (`""`, 0, false). A default that is computed may come to nothing.
fn differences(taken: &[&str], text: &str) -> Vec<String> {
    let reads = reads(text);
    let name = |line: &str| line.split([' ', '=']).next().unwrap_or_default().to_owned();
    let names: BTreeSet<String> = taken.iter().map(|line| name(line)).collect();
    let invented = reads.iter().filter(|(key, _)| !names.contains(&**key)).map(|(key, _)| format!("invented {key}"));
    let mut out: Vec<String> = invented.collect();
    for line in taken {
        let own: Vec<_> = reads.iter().filter(|(key, _)| **key == *name(line)).map(|(_, read)| read).collect();
        let default = line.split_once('=').map(|(_, default)| default);
        let is_required = line.ends_with(" required");
        let is_one_of = line.ends_with(" one of");
        // Lists, maps and times are shown as the library made them; a default may be a part of what is printed.
        let is_text = |default: &str| !["[", "map[", "PT"].iter().any(|start| default.starts_with(start));
        let is_default_right = own.iter().any(|read| match (&read.default, default) {
            (Some(text), Some(default)) => (!text.is_empty() && default.contains(&**text)) || !is_text(default),
            (Some(text), None) => is_required || matches!(&**text, "" | "0" | "false"),
            (None, Some(_)) => read.has_default,
            (None, None) => true,
        });
        if own.is_empty() {
            out.push(format!("missed {line}"));
        } else if (own.iter().any(|read| read.is_required) != is_required && !is_one_of) || !is_default_right {
            let shown =
                |it: &&&EnvRead| format!("{:?} required {} default {}", it.default, it.is_required, it.has_default);
            out.push(format!("{line}, not {}", own.iter().map(|it| shown(&it)).collect::<Vec<_>>().join(", ")));
        }
    }
    out
}

#[track_caller]
fn check_programs(language: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/oracle/env").join(language);
    let oracle: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(folder.join("ORACLE.json")).expect("an oracle")).expect("JSON");
    let cases = oracle.as_object().expect("cases");
    assert!(cases.len() >= 2);
    let mut out = String::new();
    for (case, taken) in cases {
        let text = std::fs::read_to_string(folder.join(format!("{case}.txt"))).expect("a case");
        let taken: Vec<&str> = taken.as_array().expect("keys").iter().map(|key| key.as_str().expect("text")).collect();
        for line in differences(&taken, &text) {
            let _ = writeln!(out, "{case}: {line}");
        }
    }
    assert!(out.is_empty(), "{out}");
}

#[test]
fn programs_of_go_read_what_they_take() {
    check_programs("go");
}

#[test]
fn programs_of_node_read_what_they_take() {
    check_programs("node");
}

#[test]
fn programs_of_python_read_what_they_take() {
    check_programs("python");
}

#[test]
fn applications_of_spring_read_what_they_take() {
    check_programs("spring");
}
