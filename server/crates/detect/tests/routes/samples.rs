//! The routes of the sample workspaces against what the frameworks themselves list (`ORACLE.json`).
use std::{collections::BTreeSet, path::Path, sync::Arc};

use model::{FrameworkName, Method, RelPath};
use syntax::Language;
use trace::{EcmaPaths, Program, Unit};

/// Every source file below a folder, as a program.
fn program(top: &Path, roots: Vec<RelPath>) -> Program<'static> {
    let mut units = Vec::new();
    collect(top, &RelPath::root(), &mut units);
    let module = |root: &RelPath| {
        let text = std::fs::read_to_string(top.join(root.as_str()).join("go.mod")).ok()?;
        let name = text.lines().find_map(|line| line.strip_prefix("module "))?;
        Some((Arc::from(name.trim()), root.clone()))
    };
    let modules = roots.iter().filter_map(module).collect();
    Program::new(units, roots, modules, EcmaPaths::default())
}

fn collect(top: &Path, folder: &RelPath, out: &mut Vec<Unit>) {
    for entry in std::fs::read_dir(top.join(folder.as_str())).expect("a folder").filter_map(Result::ok) {
        let path = folder.join(&entry.file_name().to_string_lossy()).expect("a path");
        if entry.path().is_dir() {
            if !matches!(path.file_name(), "node_modules" | ".venv" | "tests") {
                collect(top, &path, out);
            }
        } else if let Some(language) = Language::of(&path) {
            let text = std::fs::read_to_string(entry.path()).expect("a text");
            out.push(Unit { path, language, module: Arc::new(syntax::parse(language, &text)) });
        }
    }
}

fn routes(top: &Path, project: &str, framework: FrameworkName) -> BTreeSet<String> {
    let root = RelPath::new(project).expect("a path");
    let program = program(top, vec![root.clone()]);
    let reader = detect::frameworks::detector(framework).and_then(|detector| detector.routes).expect("a reader");
    let files: Vec<_> = program.files().filter(|(_, unit)| unit.path.is_within(&root)).map(|(id, _)| id).collect();
    let found = detect::routes::read(reader, &program, &files);
    for endpoint in &found {
        if !endpoint.is_mounted {
            println!(
                "not mounted: {:?} {} {}:{}",
                endpoint.method,
                endpoint.path,
                endpoint.place.file,
                endpoint.place.line_number()
            );
        }
    }
    found
        .into_iter()
        .filter(|endpoint| endpoint.is_mounted)
        .map(|endpoint| match endpoint.method {
            Method::Named(name) => format!("{} {}", if &*name == "WEBSOCKET" { "WS" } else { &name }, endpoint.path),
            Method::Any => format!("ANY {}", endpoint.path),
        })
        .collect()
}

#[track_caller]
fn check(workspace: &str, project: &str, framework: FrameworkName) {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/workspaces").join(workspace);
    let oracle: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(top.join("ORACLE.json")).expect("an oracle")).expect("JSON");
    let expected: BTreeSet<String> = oracle[project]
        .as_array()
        .expect("routes")
        .iter()
        .map(|route| route.as_str().expect("text").to_owned())
        .collect();
    assert_eq!(routes(&top, project, framework), expected);
}

#[test]
fn healthy_api() {
    check("saas-healthy", "saas-api", FrameworkName::Fastapi);
}

#[test]
fn healthy_admin() {
    check("saas-healthy", "saas-admin", FrameworkName::Fastapi);
}

#[test]
fn healthy_webhooks() {
    check("saas-healthy", "saas-webhooks", FrameworkName::Fastapi);
}

#[test]
fn polyglot_api() {
    check("polyglot", "apps/api", FrameworkName::Fastapi);
}

#[test]
fn healthy_nest() {
    check("saas-healthy", "saas-nest", FrameworkName::Nestjs);
}

#[test]
fn polyglot_gateway() {
    check("polyglot", "apps/gateway", FrameworkName::Nestjs);
}

#[test]
fn polyglot_ledger() {
    check("polyglot", "apps/ledger", FrameworkName::Gogin);
}

#[test]
fn polyglot_catalog() {
    check("polyglot", "apps/catalog", FrameworkName::Springboot);
}
