//! Requirements that take others in, against what pip says: `tests/oracle/requirements/record.py` wrote it down.

use std::collections::{BTreeMap, BTreeSet};

use index::{Change, Index};
use model::{Project, RelPath};

const CASES: &str = include_str!("../../../../tests/oracle/requirements/cases.txt");

fn declared(project: &Project) -> Vec<String> {
    let mut found: Vec<String> = project
        .dependencies
        .iter()
        .map(|it| {
            let constraint = if *it.constraint == *"*" { "" } else { &it.constraint };
            format!("{}{constraint} {}", it.name, it.place.file)
        })
        .collect();
    found.sort();
    found
}

#[test]
fn are_those_of_pip() {
    let oracle = include_str!("../../../../tests/oracle/requirements/ORACLE.json");
    let oracle: BTreeMap<String, Vec<String>> = serde_json::from_str(oracle).expect("JSON");
    let snapshot = index::build(&fixture::mem_host(CASES));
    let [project] = &snapshot.projects[..] else { panic!("{:?}", snapshot.projects) };
    let theirs: Vec<String> = oracle["requirements"].iter().map(|it| it.replace("[standard]", "")).collect();
    let ours = declared(project);
    assert!(ours.iter().all(|it| theirs.contains(it)), "{ours:?}");
    // A package that is declared twice is shown once.
    let names = |all: &[String]| -> BTreeSet<String> {
        all.iter().map(|it| it.split(['>', '=', ' ']).next().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(names(&ours), names(&theirs));
    for pin in &oracle["constraints"] {
        let (name, version) = pin.split(' ').next().and_then(|it| it.split_once("==")).expect("a pin");
        if let Some(it) = project.dependencies.iter().find(|it| *it.name == *name) {
            assert_eq!(it.locked.as_deref(), Some(version), "{pin}");
        }
    }
}

#[test]
fn of_other_names_count_as_long_as_somebody_takes_them_in() {
    let host = fixture::mem_host(CASES);
    let mut index = Index::new(&host);
    let path = |text: &str| RelPath::new(text).expect("a path");
    let mut edit = |name: &str, text: &str| {
        host.put(name, text);
        let changed = index.apply(&host, [Change::Disk(path(name))]);
        let fresh = index::build(&host);
        assert_eq!(changed.projects, fresh.projects, "{name}: {text}");
        assert!(changed.files == fresh.files, "{name}: {text}");
        changed.projects.iter().flat_map(declared).collect::<Vec<_>>().join(", ")
    };
    let found = edit("api/requirements.txt", "-r base.in\n");
    assert_eq!(found, "fastapi>=0.110 api/base.in, structlog shared/logging.in");
    assert_eq!(edit("shared/logging.in", "loguru\n"), "fastapi>=0.110 api/base.in, loguru shared/logging.in");
    assert_eq!(edit("api/base.in", "flask\n-r requirements.txt\n"), "flask api/base.in");
    assert_eq!(edit("api/requirements.txt", "httpx\n"), "httpx api/requirements.txt");
    assert_eq!(edit("api/requirements.txt", "-r main.py\n-r ../../../etc/passwd\n-r /etc/passwd\n"), "");
}
