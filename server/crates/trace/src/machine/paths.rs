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

/// The folder that a value means: a path, or a text that is one.
pub(super) fn folder(value: &Value<'_>) -> Option<RelPath> {
    match value {
        Value::Path(path) => Some(path.clone()),
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
        "joinpath" => arguments.positional().try_fold(Value::Path(path.clone()), |path, part| join(&path, part)),
        "as_posix" | "__str__" => Some(Value::str(path.as_str())),
        _ => None,
    }
}
