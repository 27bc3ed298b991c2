//! Settings classes against what pydantic itself says, as `tests/oracle/env/record.py` wrote it down.

use std::{collections::BTreeSet, path::Path};

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
