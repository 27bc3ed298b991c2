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

/// The manifests of packages, and where their compilers write to.
pub(super) struct Sources {
    manifests: FxHashMap<RelPath, Value>,
    /// By folder: `outDir` and `rootDir` of its configurations.
    outs: FxHashMap<RelPath, Vec<(String, String)>>,
}

impl Sources {
    pub(super) fn new(texts: &Texts) -> Self {
        let mut sources = Self { manifests: FxHashMap::default(), outs: FxHashMap::default() };
        for (path, text) in &texts.ecma {
            let Some(folder) = path.parent() else { continue };
            if path.file_name() == "package.json" {
                sources.manifests.extend(serde_json::from_str(text).ok().map(|manifest| (folder, manifest)));
            } else if let Some(out) = super::disk::configuration(text).as_ref().and_then(out_of) {
                sources.outs.entry(folder).or_default().push(out);
            }
        }
        sources
    }

    /// The source of what a package has at `below`.
    pub(super) fn of(&self, table: &Table, folder: &RelPath, below: &str) -> Option<FileNo> {
        let manifest = self.manifests.get(folder)?;
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
        let outs = self.outs.get(folder).map_or(&[][..], Vec::as_slice);
        targets.iter().find_map(|target| source(table, folder, target, outs))
    }
}

/// Where a compiler writes to, and where it reads from.
fn out_of(configuration: &Value) -> Option<(String, String)> {
    let options = configuration.get("compilerOptions")?;
    let plain = |name: &str| {
        let text = options.get(name)?.as_str()?;
        Some(text.trim_start_matches("./").trim_end_matches('/').to_owned())
    };
    let root = plain("rootDir").unwrap_or_else(|| "src".to_owned());
    Some((plain("outDir").filter(|out| !out.is_empty())?, if root == "." { String::new() } else { root }))
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
fn source(table: &Table, folder: &RelPath, target: &str, outs: &[(String, String)]) -> Option<FileNo> {
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
    let written = outs.iter().filter_map(|(out, root)| {
        let below = stem.strip_prefix(out.as_str())?.strip_prefix('/')?;
        Some(if root.is_empty() { below.to_owned() } else { format!("{root}/{below}") })
    });
    let guessed = rests.iter().rev().flat_map(|rest| [format!("src/{rest}"), (*rest).to_owned()]);
    written
        .chain(guessed)
        .flat_map(|base| {
            ENDINGS.iter().flat_map(move |ending| [format!("{base}{ending}"), format!("{base}/index{ending}")])
        })
        .find_map(|path| table.at(&folder.join(&path).ok()?))
}
