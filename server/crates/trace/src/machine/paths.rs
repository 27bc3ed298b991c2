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

/// `path.parents[at]`.
pub(super) fn parents<'p>(path: &Value<'p>, at: i64) -> Option<Value<'p>> {
    let Value::Path(path) = path else { return None };
    std::iter::successors(path.parent(), RelPath::parent).nth(usize::try_from(at).ok()?).map(Value::Path)
}

/// A method of a path. Whether a file exists is answered for files of the program only.
pub(super) fn method<'p>(
    program: &Program<'_>,
    path: &RelPath,
    name: &str,
    arguments: &Arguments<'p>,
) -> Option<Value<'p>> {
    match name {
        "resolve" | "absolute" | "expanduser" => Some(Value::Path(path.clone())),
        "exists" | "is_file" | "is_dir" => {
            (program.file(path).is_some() || program.has_folder(path)).then_some(Value::Bool(true))
        }
        "joinpath" => arguments.positional().try_fold(Value::Path(path.clone()), |path, part| join(&path, part)),
        "as_posix" | "__str__" => Some(Value::str(path.as_str())),
        _ => None,
    }
}
