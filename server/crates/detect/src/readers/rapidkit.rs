mod project;
mod workspace;

use jsonc_parser::ast::Value;
use model::{RelPath, Runtime, facts::FileFacts};

use super::{LOCK_LIMIT, Reader};
use crate::{json, source::Source};

/// A form of file: its reader, given the text and the JSON document.
type Form = fn(&RelPath, &Source<'_>, &Value<'_>) -> Option<FileFacts>;

/// The files of RapidKit and Workspai, of workspaces and of projects. All are JSON; the two families differ in the names
/// of their folders only.
pub(super) const READER: Reader = Reader {
    id: "rapidkit",
    claims: |path| form(path).is_some(),
    limit_bytes: LOCK_LIMIT,
    read: |path, text| {
        let form = form(path)?;
        let source = Source::new(text);
        match json::lenient(&source) {
            Ok(value) => form(path, &source, &value),
            // Other programs have a `registry.json` too: only a readable one can be told to be ours.
            Err(_) if path.file_name() == "registry.json" && !is_in_store(path) => None,
            Err(problem) => Some(FileFacts::Broken(vec![problem])),
        }
    },
};

fn form(path: &RelPath) -> Option<Form> {
    match path.file_name() {
        ".rapidkit-workspace" | ".workspai-workspace" => Some(workspace::marker),
        "registry.json" => Some(project::registry),
        "workspace.json" if is_in_store(path) => Some(workspace::settings),
        "toolchain.lock" if is_in_store(path) => Some(workspace::toolchain),
        "workspace.contract.json" if is_in_store(path) => Some(workspace::contract),
        "project.json" if is_in_store(path) => Some(project::marker),
        "file-hashes.json" if is_in_store(path) => Some(project::hashes),
        _ => None,
    }
}

fn is_in_store(path: &RelPath) -> bool {
    let mut segments = path.segments().rev().skip(1);
    matches!(segments.next(), Some(".rapidkit" | ".workspai"))
}

fn is_workspai(path: &RelPath) -> bool {
    path.segments().any(|segment| segment == ".workspai" || segment == ".workspai-workspace")
}

fn runtime(name: &str) -> Option<Runtime> {
    match name.to_ascii_lowercase().as_str() {
        "python" => Some(Runtime::Python),
        "node" | "nodejs" | "typescript" | "javascript" => Some(Runtime::Node),
        "go" | "golang" => Some(Runtime::Go),
        "java" | "jvm" | "kotlin" => Some(Runtime::Java),
        _ => None,
    }
}
