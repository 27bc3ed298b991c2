//! Small projects written as one text, and what is read off them.

use std::{collections::BTreeSet, path::Path, sync::Arc};

use detect::routes::{RouteContext, RouteReader};
use model::{Endpoint, FrameworkName, Method, RelPath};
use syntax::Language;
use trace::{EcmaPaths, Program, Unit};

/// The files of a text in which each follows a line `//- /path`.
pub(crate) fn files(text: &str) -> Vec<(RelPath, String)> {
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

/// A program of files at the root of a workspace.
pub(crate) fn program(files: &[(RelPath, String)]) -> Program<'static> {
    let unit = |(path, text): &(RelPath, String)| {
        let language = Language::of(path)?;
        Some(Unit { path: path.clone(), language, module: Arc::new(syntax::parse(language, text)) })
    };
    let go_mod = files.iter().find(|(path, _)| path.as_str() == "go.mod");
    let module = go_mod.and_then(|(_, text)| text.lines().find_map(|line| line.strip_prefix("module ")));
    Program::new(
        files.iter().filter_map(unit).collect(),
        vec![RelPath::root()],
        module.map(|module| (Arc::from(module.trim()), RelPath::root())).into_iter().collect(),
        EcmaPaths::default(),
    )
}

pub(crate) fn endpoints(text: &str, framework: FrameworkName, context: &RouteContext) -> Vec<Endpoint> {
    let reader = detect::frameworks::detector(framework).and_then(|detector| detector.routes).expect("a reader");
    endpoints_by(reader, text, context)
}

fn endpoints_by(reader: &RouteReader, text: &str, context: &RouteContext) -> Vec<Endpoint> {
    let files = files(text);
    let program = program(&files);
    let ids: Vec<_> = program.files().map(|(id, _)| id).collect();
    detect::routes::read_with(reader, &program, &ids, context)
}

pub(crate) fn line(endpoint: &Endpoint) -> String {
    match &endpoint.method {
        Method::Named(name) if &**name == "WEBSOCKET" => format!("WS {}", endpoint.path),
        Method::Named(name) => format!("{name} {}", endpoint.path),
        Method::Any => format!("ANY {}", endpoint.path),
    }
}

/// Each endpoint as `METHOD /path handler file:line`, those that are not mounted with a `-` before them.
pub(crate) fn listed(text: &str, framework: FrameworkName) -> String {
    let reader = detect::frameworks::detector(framework).and_then(|detector| detector.routes).expect("a reader");
    listed_by(reader, text)
}

pub(crate) fn listed_by(reader: &RouteReader, text: &str) -> String {
    endpoints_by(reader, text, &RouteContext::default())
        .iter()
        .map(|endpoint| {
            let mark = if endpoint.is_mounted { "" } else { "- " };
            let place = format!("{}:{}", endpoint.place.file, endpoint.place.line_number());
            format!("{mark}{} {} {place}\n", line(endpoint), endpoint.handler)
        })
        .collect()
}

/// Compares a case of `tests/oracle/routes/<folder>` with what the booted framework said.
#[track_caller]
pub(crate) fn check(folder: &str, case: &str, framework: FrameworkName, context: &RouteContext) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/oracle/routes").join(folder);
    let text = std::fs::read_to_string(folder.join(format!("{case}.txt"))).expect("a case");
    let oracle: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(folder.join("ORACLE.json")).expect("an oracle")).expect("JSON");
    let routes = oracle[case].as_array().expect("routes").iter();
    let expected: BTreeSet<String> = routes.map(|route| route.as_str().expect("text").to_owned()).collect();
    let found: BTreeSet<String> =
        endpoints(&text, framework, context).iter().filter(|endpoint| endpoint.is_mounted).map(line).collect();
    let missed: Vec<_> = expected.difference(&found).collect();
    let invented: Vec<_> = found.difference(&expected).collect();
    assert!(missed.is_empty() && invented.is_empty(), "missed {missed:#?}\ninvented {invented:#?}");
}
