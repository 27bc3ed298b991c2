//! Compose files against what compose's own loader makes of them, as `tests/oracle/compose/record.go` wrote it down.
#![allow(clippy::disallowed_methods, reason = "reads the oracle from disk")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::Path,
};

use model::{
    RelPath,
    facts::{ComposeFile, ComposeService, FileFacts},
};
use serde_json::Value;

/// What the names of several services are needed for is the doctor's.
const OF_THE_DOCTOR: [&str; 5] = ["undefined", "dependency cycle", "neither an image", "not found", "depends on"];

fn texts(value: &Value) -> BTreeSet<String> {
    value.as_array().into_iter().flatten().filter_map(|text| text.as_str().map(str::to_owned)).collect()
}

fn of_service(service: &ComposeService, what: &str) -> BTreeSet<String> {
    let mark = |name: &str, is_required: bool| format!("{name}{}", if is_required { "" } else { "?" });
    match what {
        "environment" => {
            let text = |value: &std::sync::Arc<str>| format!("={value}");
            // What is said last holds.
            let entries: BTreeMap<_, _> = service.environment.iter().map(|it| (&it.key, &it.value)).collect();
            entries
                .iter()
                .map(|(key, value)| format!("{key}{}", value.as_ref().map(text).unwrap_or_default()))
                .collect()
        }
        "env_files" => service.env_files.iter().map(|it| mark(&it.path, it.is_required)).collect(),
        "depends_on" => service.depends_on.iter().map(|it| mark(&it.name, it.is_required)).collect(),
        _ => service
            .ports
            .iter()
            .map(|port| {
                let number = |port: Option<u16>| port.map(|port| port.to_string()).unwrap_or_default();
                let (host, target) = (port.host_ip.as_deref().unwrap_or_default(), number(port.target));
                format!("{host}:{}:{target}/{}", number(port.published), if port.is_udp { "udp" } else { "tcp" })
            })
            .collect(),
    }
}

fn compare(case: &str, file: &ComposeFile, said: &Value, out: &mut String) {
    for what in ["environment", "env_files", "ports", "depends_on"] {
        for service in &file.services {
            let (ours, theirs) = (of_service(service, what), texts(&said[what][&*service.name]));
            if ours != theirs {
                let (more, less): (Vec<_>, Vec<_>) =
                    (ours.difference(&theirs).collect(), theirs.difference(&ours).collect());
                let _ = writeln!(out, "{case}: {what} of {}: invented {more:?}, missed {less:?}", service.name);
            }
        }
    }
    for variable in texts(&said["variables"]) {
        let name = variable.split(' ').next().unwrap_or_default();
        let own: Vec<_> = file.variables.iter().filter(|it| *it.name == *name).collect();
        let is_right = match variable.split_once(' ') {
            Some((_, "required")) => own.iter().any(|it| it.is_required),
            Some(_) => own.iter().any(|it| it.has_default),
            None => !own.is_empty() && !own.iter().any(|it| it.is_required),
        };
        if !is_right {
            let _ = writeln!(out, "{case}: variable {variable}: {own:?}");
        }
    }
    let known: BTreeSet<String> =
        texts(&said["variables"]).iter().map(|it| it.split(' ').next().unwrap_or_default().to_owned()).collect();
    for variable in file.variables.iter().filter(|it| !known.contains(&*it.name)) {
        let _ = writeln!(out, "{case}: invented variable {}", variable.name);
    }
}

#[test]
fn files_are_what_compose_makes_of_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/oracle/compose");
    let oracle: Value =
        serde_json::from_str(&fs::read_to_string(folder.join("ORACLE.json")).expect("an oracle")).expect("JSON");
    let mut out = String::new();
    for (case, said) in oracle.as_object().expect("cases") {
        let text = fs::read_to_string(folder.join(format!("cases/{case}.yaml"))).expect("a case");
        let facts = detect::read(&RelPath::new("compose.yaml").expect("a path"), &text);
        let (problems, file) = match &facts {
            Some(FileFacts::Compose(file)) => (file.problems.clone(), Some(file)),
            Some(FileFacts::Broken(problems)) => (problems.clone(), None),
            _ => (Vec::new(), None),
        };
        let error = said["error"].as_str().unwrap_or_default();
        if error.is_empty() {
            if let Some(problem) = problems.first() {
                let _ = writeln!(out, "{case}: compose takes it: {}", problem.message);
            }
            if let Some(file) = file {
                compare(case, file, said, &mut out);
            }
        } else if problems.is_empty() && !OF_THE_DOCTOR.iter().any(|it| error.contains(it)) {
            let _ = writeln!(out, "{case}: compose refuses it: {error}");
        }
    }
    assert!(out.is_empty(), "{out}");
}
