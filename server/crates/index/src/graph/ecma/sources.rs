//! What a package of the workspace exports is often built and not in the tree: then its source is meant, which has the same
//! path below another folder.

use model::RelPath;
use rustc_hash::FxHashMap;
use serde_json::Value;

use crate::graph::{
    Texts,
    table::{FileNo, Table},
};

/// Folders that tools write to.
const BUILT: [&str; 7] = ["dist", "build", "lib", "out", "es", "esm", "cjs"];
const ENDINGS: [&str; 9] = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".d.ts"];

/// The manifests of packages by folder.
pub(super) struct Sources(FxHashMap<RelPath, Value>);

impl Sources {
    pub(super) fn new(texts: &Texts) -> Self {
        let manifests = texts.ecma.iter().filter(|(path, _)| path.file_name() == "package.json");
        Self(manifests.filter_map(|(path, text)| Some((path.parent()?, serde_json::from_str(text).ok()?))).collect())
    }

    /// The source of what a package has at `below`.
    pub(super) fn of(&self, table: &Table, folder: &RelPath, below: &str) -> Option<FileNo> {
        let manifest = self.0.get(folder)?;
        let mut targets = Vec::new();
        match manifest.get("exports") {
            Some(exports) => exported(exports, below, &mut targets),
            None if below.is_empty() => {
                let fields = ["source", "types", "typings", "module", "main"].iter();
                targets.extend(fields.filter_map(|field| Some(manifest.get(field)?.as_str()?.to_owned())));
                if targets.is_empty() {
                    targets.push("index".to_owned());
                }
            }
            None => targets.push(below.to_owned()),
        }
        targets.iter().find_map(|target| source(table, folder, target))
    }
}

/// The targets that `exports` gives a path, under any condition.
fn exported(exports: &Value, below: &str, out: &mut Vec<String>) {
    let Value::Object(object) = exports else {
        if below.is_empty() {
            all(exports, "", out);
        }
        return;
    };
    if !object.keys().any(|key| key.starts_with('.')) {
        if below.is_empty() {
            all(exports, "", out);
        }
        return;
    }
    let wanted = if below.is_empty() { ".".to_owned() } else { format!("./{below}") };
    if let Some(exact) = object.get(&wanted) {
        return all(exact, "", out);
    }
    for (pattern, target) in object {
        let Some((before, after)) = pattern.split_once('*') else { continue };
        let middle = wanted.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
        if let Some(middle) = middle {
            all(target, middle, out);
        }
    }
}

fn all(target: &Value, middle: &str, out: &mut Vec<String>) {
    match target {
        Value::String(text) => out.push(text.replace('*', middle)),
        Value::Array(all_of) => all_of.iter().for_each(|one| all(one, middle, out)),
        Value::Object(object) => object.values().for_each(|one| all(one, middle, out)),
        _ => {}
    }
}

/// The file that a built one is made from.
fn source(table: &Table, folder: &RelPath, target: &str) -> Option<FileNo> {
    let target = target.trim_start_matches("./");
    let stem = ENDINGS.iter().rev().find_map(|ending| target.strip_suffix(ending)).unwrap_or(target);
    let mut rests = vec![stem];
    let mut rest = stem;
    while let Some((first, inner)) = rest.split_once('/') {
        if !BUILT.contains(&first) {
            break;
        }
        rest = inner;
        rests.push(rest);
    }
    let bases = rests.iter().rev().flat_map(|rest| [format!("src/{rest}"), (*rest).to_owned()]);
    bases
        .flat_map(|base| {
            ENDINGS.iter().flat_map(move |ending| [format!("{base}{ending}"), format!("{base}/index{ending}")])
        })
        .find_map(|path| table.at(&folder.join(&path).ok()?))
}
