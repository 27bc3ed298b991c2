#![allow(clippy::disallowed_methods, reason = "the golden messages are files of the repository")]
//! Golden messages: what `schemas/examples` shows of each message is read by the Rust types and written again without a
//! difference. The shell checks the same files from its side.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;
use wire::method::{Kind, TABLE};

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../schemas/examples")
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn every_message_has_an_example_and_no_other() {
    let expected: BTreeSet<String> = TABLE.iter().map(|row| row.method.replace('/', ".")).collect();
    assert_eq!(names(&examples()), expected);
}

#[test]
fn every_example_is_read_and_written_without_a_difference() {
    for row in TABLE {
        let folder = examples().join(row.method.replace('/', "."));
        for name in names(&folder) {
            let text = fs::read_to_string(folder.join(&name)).expect("an example");
            let example: Value = serde_json::from_str(&text).expect("an example is JSON");
            let check = |key: &str, reread: wire::method::Reread| {
                let value = &example[key];
                match reread(value.clone()) {
                    Ok(again) => assert_eq!(again, *value, "{key} of {} {name}", row.method),
                    Err(error) => panic!("{key} of {} {name}: {error}", row.method),
                }
            };
            check("params", row.reread_params);
            if row.kind == Kind::Request {
                check("result", row.reread_result);
            }
        }
    }
}
