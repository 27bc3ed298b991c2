//! Dependencies that Gradle's builds declare, held to what Gradle says itself (`tests/oracle/gradle`).
#![allow(clippy::disallowed_methods, reason = "reads the oracle from disk")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
};

use model::DependencyGroup;

/// Folder, configuration, name, version.
type Declared = (String, String, String, Option<String>);

fn oracle() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../tests/oracle/gradle")
}

/// Each dependency as `folder group name version`.
fn line(folder: &str, group: DependencyGroup, name: &str, version: &str) -> String {
    let group = if group == DependencyGroup::Dev { "dev" } else { "main" };
    format!("{folder} {group} {name} {version}").trim_end().to_owned()
}

#[test]
fn declared_dependencies_are_gradles() {
    let recorded = fs::read_to_string(oracle().join("ORACLE.json")).expect("the oracle");
    let recorded: BTreeMap<String, Vec<Declared>> = serde_json::from_str(&recorded).expect("JSON");
    for (case, declared) in recorded {
        let text = fs::read_to_string(oracle().join(format!("cases/{case}.txt"))).expect("a case");
        let snapshot = index::build(&fixture::mem_host(&text));
        let told = declared.iter().map(|(folder, configuration, name, version)| {
            let group = if configuration.starts_with("test") { DependencyGroup::Dev } else { DependencyGroup::Main };
            line(folder, group, name, version.as_deref().unwrap_or(""))
        });
        let told: BTreeSet<String> = told.collect();
        let (mut shown, mut named) = (BTreeSet::new(), BTreeSet::new());
        let of_build: Vec<String> =
            snapshot.projects.iter().map(|project| project.root().as_str().replace('/', ":")).collect();
        for project in &snapshot.projects {
            for it in project.dependencies.iter().filter(|it| !of_build.iter().any(|path| **path == *it.name)) {
                shown.insert(line(project.root().as_str(), it.group, &it.name, &it.constraint));
                named.insert((project.root().to_string(), it.name.to_string()));
            }
        }
        assert_eq!(shown.difference(&told).collect::<Vec<_>>(), Vec::<&String>::new(), "{case}: Gradle has no such");
        // A folder between others is no project, and what is declared twice is shown once.
        let is_project = |folder: &str| text.contains(&format!("//- /{folder}/build.gradle"));
        let missed = declared
            .iter()
            .filter(|(folder, _, name, _)| is_project(folder) && !named.contains(&(folder.clone(), name.clone())));
        assert_eq!(missed.collect::<Vec<_>>(), Vec::<&Declared>::new(), "{case}: missed");
        assert!(!shown.is_empty());
    }
}
