//! Values out of dotenv files against what the loaders themselves made of them: `tests/oracle/env/files/record.py` wrote it
//! down.
#![expect(clippy::disallowed_methods, reason = "the test reads its cases")]

use std::{collections::BTreeMap, path::Path};

use detect::env_files::Loader;
use model::{
    RelPath,
    facts::{DotenvFile, FileFacts},
};

/// Loader → mode → values.
type Loaders = BTreeMap<String, BTreeMap<String, BTreeMap<String, String>>>;

/// Files of a case by name, each behind a line `//- /path`.
fn files<'t>(text: &'t str, line_end: &str) -> BTreeMap<&'t str, DotenvFile> {
    let parts = text.split("//- /").skip(1).filter_map(|part| part.split_once('\n'));
    parts
        .filter(|(path, _)| path.contains("env"))
        .map(|(path, body)| (path.trim(), parse(&body.replace('\n', line_end))))
        .collect()
}

fn parse(text: &str) -> DotenvFile {
    match detect::read(&RelPath::new(".env").expect("a path"), text) {
        Some(FileFacts::Dotenv(file)) => file,
        other => panic!("{other:?}"),
    }
}

#[test]
fn values_are_those_of_the_loaders() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/oracle/env/files");
    let oracle = std::fs::read_to_string(folder.join("ORACLE.json")).expect("an oracle");
    let oracle: BTreeMap<String, Loaders> = serde_json::from_str(&oracle).expect("JSON");
    let (mut told, mut untold) = (0, 0);
    for (case, loaders) in &oracle {
        let text = std::fs::read_to_string(folder.join(format!("{case}.txt"))).expect("a case");
        let files = files(&text, if case == "windows" { "\r\n" } else { "\n" });
        for (name, modes) in loaders {
            let (id, listed): (_, &[&str]) = match name.as_str() {
                "next" => ("nextjs", &[]),
                "dotenvFlow" => ("dotenv-flow", &[]),
                "nest" => ("nestjs", &[".env.local", ".env"]),
                "nestExpanded" => ("nestjs-expanded", &[".env.local", ".env"]),
                "pydantic" => ("pydantic", &[".env", ".env.local"]),
                other => (other, &[]),
            };
            let loader = Loader::named(id).expect("a loader");
            let listed: Vec<String> = listed.iter().map(|name| (*name).to_owned()).collect();
            for (mode, theirs) in modes {
                let names = loader.files(if mode == "none" { "" } else { mode }, &listed);
                let read: Vec<&DotenvFile> = names.iter().filter_map(|name| files.get(&**name)).collect();
                let ours: BTreeMap<String, Option<String>> =
                    loader.load(&read).into_iter().map(|won| (won.key, won.value)).collect();
                let keys = |it: &BTreeMap<String, _>| it.keys().cloned().collect::<Vec<_>>();
                assert_eq!(ours.keys().cloned().collect::<Vec<_>>(), keys(theirs), "{case} {name} {mode}");
                for (key, value) in theirs {
                    match &ours[key] {
                        Some(own) => assert_eq!(own, value, "{case} {name} {mode} {key}"),
                        None => untold += 1,
                    }
                    told += 1;
                }
            }
        }
    }
    // Lines that dotenv of npm reads in its own way: `doubles` has three of them for each mode of its loaders.
    assert!(told >= 500 && untold * 10 < told, "{untold} of {told} are not told");
}

#[test]
fn endless_references_come_to_an_end() {
    let text = format!("A=$B$B\nB=$A$A\nC=$C\nD={}\n", "${D}".repeat(1000));
    let file = parse(&text);
    for loader in detect::env_files::LOADERS {
        for won in loader.load(&[&file, &file]) {
            assert!(won.value.is_none_or(|value| value.len() <= 1 << 16), "{} {}", loader.id, won.key);
        }
    }
}
