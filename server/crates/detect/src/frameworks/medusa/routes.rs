//! Routes of Medusa: files called `route` below `src/api`. Where the file is says its path.

use model::{Endpoint, Method};
use trace::{FileId, Machine, Settings};

use crate::routes::{
    RouteContext, RouteReader, endpoint,
    exported::{METHODS, exported},
};

pub(in crate::frameworks) static ROUTES: RouteReader = RouteReader {
    settings: Settings { is_claimed: |_| false, enters: |_| false },
    marks: &["export"],
    paths: Some(|path| route_path(path).is_some()),
    read,
};

fn read(machine: &mut Machine<'_>, files: &[FileId], _: &RouteContext) -> Vec<Endpoint> {
    let program = machine.program();
    let mut out = Vec::new();
    for file in files {
        let path = &program.unit(*file).path;
        let Some(route) = path.below(&program.root_of(path)).and_then(route_path) else { continue };
        let found = exported(program, *file).into_iter().filter(|one| METHODS.contains(&one.name.as_str()));
        out.extend(
            found.map(|one| {
                endpoint(Method::Named(one.name.as_str().into()), &route, &one.place, Some(one.handler), true)
            }),
        );
    }
    out
}

/// `src/api/store/[id]/route.ts` → `/store/{id}`; `None` for a file that is none.
fn route_path(path: &str) -> Option<String> {
    let below = path.strip_prefix("src/api/")?;
    let (folders, name) = below.rsplit_once('/').unwrap_or(("", below));
    let is_route = matches!(name, "route.ts" | "route.js");
    if !is_route || folders.split('/').any(|folder| folder.starts_with('_')) {
        return None;
    }
    let segment = |folder: &str| match folder.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((name, rest)) => format!("{{{name}}}{rest}"),
        None => folder.to_owned(),
    };
    let segments: Vec<String> = folders.split('/').map(segment).collect();
    Some(format!("/{}", segments.join("/")))
}
