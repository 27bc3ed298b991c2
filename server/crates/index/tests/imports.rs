//! Imports against what the languages' own tools say of the same files (`tests/oracle/imports`).
#![expect(clippy::disallowed_methods, reason = "the test reads its cases")]

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use index::{Index, Target};
use model::RelPath;

/// Case → importing and imported ends.
type Oracle = BTreeMap<String, BTreeSet<(String, String)>>;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Ends {
    Files,
    /// Folders: an import of Go means a package.
    Folders,
}

fn oracle(language: &str) -> (std::path::PathBuf, Oracle) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/oracle/imports").join(language);
    let text = std::fs::read_to_string(folder.join("ORACLE.json")).expect("an oracle");
    (folder, serde_json::from_str(&text).expect("JSON"))
}

/// The edges of a case, without those of a file or package to itself.
fn found(fixture: &str, ends: Ends) -> BTreeSet<(String, String)> {
    let host = fixture::mem_host(fixture);
    let mut index = Index::new(&host);
    let graph = index.graph(&host);
    let end = |path: &RelPath| match (ends, path.parent()) {
        (Ends::Folders, Some(folder)) => folder.to_string(),
        _ => path.to_string(),
    };
    let mut found = BTreeSet::new();
    for (number, file) in (0..).zip(graph.files()) {
        for edge in graph.imports_of(number) {
            let to = match (&edge.to, ends) {
                (Target::File(to), _) => end(&graph.files()[*to as usize].path),
                (Target::Folder(folder), Ends::Folders) => folder.to_string(),
                _ => continue,
            };
            found.insert((end(&file.path), to));
        }
    }
    found.retain(|(from, to)| from != to);
    found
}

#[track_caller]
fn compare(language: &str, ends: Ends) {
    let (folder, oracle) = oracle(language);
    let cases = std::fs::read_dir(&folder).expect("a folder").filter_map(Result::ok);
    let cases = cases.filter(|entry| entry.path().extension().is_some_and(|ending| ending == "txt")).count();
    assert_eq!(cases, oracle.len(), "{language}: every case is recorded");
    for (case, mut expected) in oracle {
        let fixture = std::fs::read_to_string(folder.join(format!("{case}.txt"))).expect("a case");
        expected.retain(|(from, to)| from != to);
        assert!(!expected.is_empty(), "{language}/{case}");
        assert_eq!(found(&fixture, ends), expected, "{language}/{case}");
    }
}

#[test]
fn python_is_as_grimp_says() {
    compare("python", Ends::Files);
}

#[test]
fn typescript_is_as_the_compiler_says() {
    compare("typescript", Ends::Files);
}

#[test]
fn go_is_as_go_list_says() {
    compare("go", Ends::Folders);
}

#[test]
fn java_is_as_jdeps_says() {
    compare("java", Ends::Files);
}

#[test]
fn kotlin_is_as_jdeps_says() {
    compare("kotlin", Ends::Files);
}
