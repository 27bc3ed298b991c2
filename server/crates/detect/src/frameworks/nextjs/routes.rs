//! Routes of Next.js: route handlers below `app`, and functions below `pages/api`. Where the file is says its path.

use std::collections::BTreeMap;

use model::{Endpoint, Method, RelPath};
use syntax::ir::Stmt;
use trace::{Arguments, FileId, Machine, Settings, Value};

use crate::routes::{
    RouteContext, RouteReader, endpoint,
    exported::{METHODS, exported},
    path::text,
};

pub(in crate::frameworks) static ROUTES: RouteReader = RouteReader {
    settings: Settings { is_claimed: |_| false, enters: |_| false },
    marks: &["export"],
    paths: Some(|path| handler_path(path).is_some() || function_path(path).is_some()),
    read,
};

const CONFIGS: [&str; 4] = ["next.config.js", "next.config.mjs", "next.config.ts", "next.config.cjs"];

fn read(machine: &mut Machine<'_>, files: &[FileId], _: &RouteContext) -> Vec<Endpoint> {
    let program = machine.program();
    let mut bases: BTreeMap<RelPath, String> = BTreeMap::new();
    let mut out = Vec::new();
    for file in files {
        let path = &program.unit(*file).path;
        let root = program.root_of(path);
        let below = path.below(&root).unwrap_or_default();
        let base = bases.entry(root.clone()).or_insert_with(|| base_path(machine, &root));
        let found = exported(program, *file);
        if let Some(route) = handler_path(below) {
            let full = format!("{base}{route}");
            // Whoever answers GET answers HEAD by itself.
            let has_get = found.iter().any(|one| one.name == "GET");
            let is_method = |name: &str| METHODS.contains(&name) && !(has_get && name == "HEAD");
            let path = if full.is_empty() { "/" } else { &full };
            out.extend(found.iter().filter(|one| is_method(&one.name)).map(|one| {
                let method = Method::Named(one.name.as_str().into());
                endpoint(method, path, &one.place, Some(one.handler.clone()), true)
            }));
        } else if let Some(route) = function_path(below) {
            let function = found.iter().find(|one| one.name == "default");
            let full = format!("{base}{route}");
            out.extend(function.map(|one| endpoint(Method::Any, &full, &one.place, Some(one.handler.clone()), true)));
        }
    }
    out
}

/// The `basePath` of a project's configuration; also when that is wrapped by a plugin's function.
fn base_path(machine: &mut Machine<'_>, root: &RelPath) -> String {
    let program = machine.program();
    let Some(file) = CONFIGS.iter().find_map(|name| program.file(&root.join(name).ok()?)) else { return String::new() };
    let declared = program.unit(file).module.body.iter().filter_map(|statement| match statement {
        Stmt::Assign(assign) => assign.target.last_name(),
        _ => None,
    });
    let base = std::iter::once("default").chain(declared).find_map(|name| {
        let value = machine.global(file, name)?;
        let config = match &value {
            Value::Function(_) => machine.result_of(&value, Arguments::default())?,
            _ => value,
        };
        config.get("basePath")
    });
    text(base.as_ref()).trim_end_matches('/').to_owned()
}

/// `app/(shop)/items/[id]/route.ts` → `/items/{id}`; `None` for a file that is none.
fn handler_path(path: &str) -> Option<String> {
    let below = path.strip_prefix("src/").unwrap_or(path).strip_prefix("app/")?;
    let (folders, name) = below.rsplit_once('/').unwrap_or(("", below));
    matches!(name, "route.ts" | "route.js" | "route.tsx" | "route.jsx").then_some(())?;
    let mut out = String::new();
    for folder in folders.split('/').filter(|folder| !folder.is_empty()) {
        // Private folders, and those that stand in for another path.
        if folder.starts_with('_') || folder.starts_with("(.") {
            return None;
        }
        let is_group = folder.starts_with('(') && folder.ends_with(')');
        if !is_group && !folder.starts_with('@') {
            out.push('/');
            out.push_str(&segment(folder));
        }
    }
    Some(out)
}

/// `pages/api/users/[id]/index.ts` → `/api/users/{id}`; `None` for a file that is none.
fn function_path(path: &str) -> Option<String> {
    let below = path.strip_prefix("src/").unwrap_or(path).strip_prefix("pages/")?;
    below.starts_with("api/").then_some(())?;
    let stem = [".ts", ".js", ".tsx", ".jsx"].iter().find_map(|ending| below.strip_suffix(ending))?;
    let is_test = [".test", ".spec", ".d"].iter().any(|ending| stem.ends_with(ending)) || stem.contains("__tests__");
    let stem = stem.strip_suffix("/index").unwrap_or(stem);
    let parts = stem.split('/').map(|part| format!("/{}", segment(part)));
    (!is_test).then(|| parts.collect())
}

/// `[id]`, `[...id]` and `[[...id]]` become `{id}`.
fn segment(part: &str) -> String {
    match part.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')) {
        Some(inner) => {
            let inner = inner.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')).unwrap_or(inner);
            format!("{{{}}}", inner.trim_start_matches("..."))
        }
        None => part.replace("%5F", "_"),
    }
}

#[cfg(test)]
mod tests {
    use super::{function_path, handler_path};

    #[test]
    fn places_are_paths() {
        let handler = |path| handler_path(path).unwrap_or_else(|| "none".to_owned());
        assert_eq!(handler("app/route.ts"), "");
        assert_eq!(handler("src/app/(a)/@b/[id]/[[...rest]]/feed.xml/route.js"), "/{id}/{rest}/feed.xml");
        assert_eq!(handler("app/_private/route.ts"), "none");
        assert_eq!(handler("app/(.)photo/route.ts"), "none");
        assert_eq!(handler("lib/app/route.ts"), "none");
        let function = |path| function_path(path).unwrap_or_else(|| "none".to_owned());
        assert_eq!(function("pages/api/index.ts"), "/api");
        assert_eq!(function("src/pages/api/[id]/x.tsx"), "/api/{id}/x");
        assert_eq!(function("pages/api/x.test.ts"), "none");
        assert_eq!(function("pages/about.tsx"), "none");
    }
}
