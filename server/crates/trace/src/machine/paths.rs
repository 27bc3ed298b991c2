//! Paths of the workspace as values: how code finds the files that it loads by hand.

use model::RelPath;

use crate::{program::Program, record::Arguments, value::Value};

/// `left / right`.
pub(super) fn join<'p>(left: &Value<'p>, right: &Value<'p>) -> Option<Value<'p>> {
    match (left, right) {
        (Value::Path(path), right) => Some(Value::Path(path.join(&right.text()?).ok()?)),
        (Value::Str(left), Value::Str(right)) => Some(Value::str(format!("{}/{right}", left.trim_end_matches('/')))),
        _ => None,
    }
}

/// `path.parents`: the folders around it, up to that of the workspace.
pub(super) fn parents<'p>(path: &RelPath) -> Value<'p> {
    Value::list(std::iter::successors(path.parent(), RelPath::parent).map(Value::Path).collect())
}

/// A method of a path. Whether something exists is known of code and folders with code only.
pub(super) fn method<'p>(
    program: &Program<'_>,
    path: &RelPath,
    name: &str,
    arguments: &Arguments<'p>,
) -> Option<Value<'p>> {
    match name {
        "resolve" | "absolute" | "expanduser" => Some(Value::Path(path.clone())),
        "exists" | "is_file" | "is_dir" => {
            let is_known = program.file(path).is_some() || program.has_folder(path);
            Some(if is_known { Value::Bool(true) } else { Value::Likely(false) })
        }
        "iterdir" => Some(listed(program, path, "*", false)),
        "glob" | "rglob" => {
            let pattern = arguments.positional().next()?.text()?;
            let below = pattern.strip_prefix("**/").unwrap_or(&pattern);
            let is_deep = name == "rglob" || below.len() < pattern.len();
            Some(listed(program, path, below, is_deep)).filter(|_| !below.contains('/'))
        }
        "joinpath" => arguments.positional().try_fold(Value::Path(path.clone()), |path, part| join(&path, part)),
        "as_posix" | "__str__" => Some(Value::str(path.as_str())),
        _ => None,
    }
}

/// A part of a path's name.
pub(super) fn part<'p>(path: &RelPath, name: &str) -> Option<Value<'p>> {
    let file = path.file_name();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| if stem.is_empty() { file } else { stem });
    Some(Value::str(match name {
        "name" => file,
        "stem" => stem,
        "suffix" => &file[stem.len()..],
        _ => return None,
    }))
}

/// Folders within folders that are listed; deeper is left out.
const DEPTH: u8 = 12;

/// What lies in a folder, by name: code, and folders with code.
fn listed<'p>(program: &Program<'_>, folder: &RelPath, pattern: &str, is_deep: bool) -> Value<'p> {
    let mut found = Vec::new();
    list(program, folder, pattern, if is_deep { DEPTH } else { 0 }, &mut found);
    Value::list(found.into_iter().map(Value::Path).collect())
}

fn list(program: &Program<'_>, folder: &RelPath, pattern: &str, deeper: u8, out: &mut Vec<RelPath>) {
    for entry in program.entries(folder) {
        if deeper > 0 && program.file(&entry).is_none() {
            list(program, &entry, pattern, deeper - 1, out);
        }
        if fits(pattern, entry.file_name()) {
            out.push(entry);
        }
    }
}

/// Whether a name fits a pattern with at most one `*`.
fn fits(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        Some((before, after)) => {
            name.len() >= before.len() + after.len() && name.starts_with(before) && name.ends_with(after)
        }
        None => pattern == name,
    }
}
