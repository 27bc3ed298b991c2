//! Histories of migrations against what Alembic, Django, Knex, Sequelize, TypeORM and
//! Flyway say of the same files.
#![allow(clippy::disallowed_methods, reason = "reads the oracle from disk")]

use std::{collections::BTreeSet, fs, path::Path};

use detect::migrations;
use model::{Migrations, RelPath, facts::MigrationFacts};
use serde_json::Value;

fn files(text: &str) -> Vec<(RelPath, String)> {
    let mut out: Vec<(RelPath, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        if let Some(path) = line.strip_prefix("//- /") {
            out.push((RelPath::new(path.trim()).expect("a path"), String::new()));
        } else if let Some((_, text)) = out.last_mut() {
            text.push_str(line);
        }
    }
    out
}

fn found(text: &str) -> Vec<Migrations> {
    let facts: Vec<(RelPath, MigrationFacts)> = files(text)
        .into_iter()
        .filter_map(|(path, text)| {
            migrations::of_file(&path, &text).or_else(|| migrations::of_path(&path)).map(|facts| (path, facts))
        })
        .collect();
    migrations::together(&RelPath::root(), facts.iter().map(|(path, facts)| (path, facts)))
}

fn names(value: &Value) -> BTreeSet<String> {
    value.as_array().into_iter().flatten().filter_map(|name| name.as_str().map(str::to_owned)).collect()
}

#[test]
fn heads_are_those_that_the_tools_tell() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/oracle/migrations");
    let oracle = fs::read_to_string(folder.join("ORACLE.json")).expect("an oracle");
    let oracle: Value = serde_json::from_str(&oracle).expect("JSON");
    for (case, said) in oracle.as_object().expect("cases") {
        let found = found(&fs::read_to_string(folder.join(case)).expect("a case"));
        if case.starts_with("alembic/") {
            let [only] = &found[..] else { panic!("{case}: {found:?}") };
            let heads: BTreeSet<String> = only.heads.iter().map(ToString::to_string).collect();
            assert_eq!(heads, names(&said["heads"]), "{case}");
            assert_eq!(Some(only.count as u64), said["count"].as_u64(), "{case}");
            continue;
        }
        if let Some(order) = said["order"].as_array() {
            let [only] = &found[..] else { panic!("{case}: {found:?}") };
            let last = order.last().and_then(Value::as_str).expect("a migration");
            // Flyway's last ones have no version, and say nothing about the history.
            let last = order.iter().rev().filter_map(Value::as_str).find(|it| !it.starts_with("R__")).unwrap_or(last);
            let is_whole = case.starts_with("typeorm/") || case.starts_with("flyway/");
            let stem = if is_whole { last } else { last.rsplit_once('.').map_or(last, |it| it.0) };
            assert_eq!(only.heads.iter().map(|it| &**it).collect::<Vec<_>>(), [stem], "{case}");
            assert_eq!(only.count, order.len(), "{case}");
            continue;
        }
        if said["error"].is_string() {
            assert!(found.iter().any(|it| !it.problems.is_empty()), "{case}: {found:?}");
            continue;
        }
        for (app, leaves) in said["leaves"].as_object().expect("applications") {
            let own = found.iter().find(|it| it.folder.as_str() == format!("{app}/migrations")).expect("its folder");
            let heads = own.heads.iter().filter_map(|head| head.strip_prefix(&format!("{app}."))).map(str::to_owned);
            assert_eq!(heads.collect::<BTreeSet<_>>(), names(leaves), "{case}: {app}");
            let is_in_conflict = own.problems.iter().any(|problem| problem.starts_with("conflicting migrations"));
            assert_eq!(is_in_conflict, names(&said["conflicts"]).contains(app), "{case}: {app}");
        }
    }
}
