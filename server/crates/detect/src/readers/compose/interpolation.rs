use std::{collections::BTreeSet, sync::Arc};

use model::facts::{ComposeFile, ComposeVariable, Problem};

use super::super::yaml::{Kind, Node};

/// A part of a value: text, or a variable.
#[derive(Debug, PartialEq)]
pub(super) enum Piece<'t> {
    Text(&'t str),
    Variable {
        name: &'t str,
        /// `-default` or `:-default`.
        default: Option<&'t str>,
        /// `?` or `:?`.
        is_required: bool,
        /// `+` or `:+`: stands for nothing when the variable is not set.
        is_alternative: bool,
    },
}

/// Splits a value as compose does: a `$` before neither a name nor a brace is itself. The error is what stands in braces
/// that mean nothing.
pub(super) fn pieces(text: &str) -> Result<Vec<Piece<'_>>, &str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        if at > 0 {
            found.push(Piece::Text(&rest[..at]));
        }
        let after = &rest[at + 1..];
        if let Some(after) = after.strip_prefix('$') {
            found.push(Piece::Text("$"));
            rest = after;
        } else if let Some(inner) = after.strip_prefix('{') {
            let end = closing(inner).ok_or(&rest[at..])?;
            found.push(braced(&inner[..end]).ok_or(&rest[at..])?);
            rest = &inner[end + 1..];
        } else {
            let length = name_length(after);
            if length == 0 {
                found.push(Piece::Text("$"));
                rest = after;
                continue;
            }
            let name = &after[..length];
            found.push(Piece::Variable { name, default: None, is_required: false, is_alternative: false });
            rest = &after[length..];
        }
    }
    if !rest.is_empty() {
        found.push(Piece::Text(rest));
    }
    Ok(found)
}

/// The value with every default filled in; `None` when a variable has none.
pub(super) fn with_defaults(text: &str) -> Option<String> {
    filled(text, 0)
}

/// Defaults within defaults are followed so far: nobody nests them deeper.
const NESTING_LIMIT: u32 = 8;

fn filled(text: &str, depth: u32) -> Option<String> {
    if depth > NESTING_LIMIT {
        return None;
    }
    let mut out = String::new();
    for piece in pieces(text).ok()? {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Variable { default: Some(default), .. } => out.push_str(&filled(default, depth + 1)?),
            Piece::Variable { is_alternative: true, .. } => {}
            Piece::Variable { .. } => return None,
        }
    }
    Some(out)
}

/// The name of the one variable that makes up the whole of `text`.
pub(super) fn sole_variable(text: &str) -> Option<&str> {
    match pieces(text).ok()?.as_slice() {
        [Piece::Variable { name, .. }] => Some(name),
        _ => None,
    }
}

/// Notes every variable of a file, and every `$` that compose refuses.
pub(super) fn collect(root: &Node, file: &mut ComposeFile) {
    let mut seen = BTreeSet::new();
    for (key, value) in root.entries() {
        // Extension fields are interpolated as well, but only what a service takes from them counts.
        if key.text().is_some_and(|name| !name.starts_with("x-")) {
            visit(value, &mut seen, file);
        }
    }
    file.variables.sort_by_key(|variable| variable.range);
}

fn visit(node: &Node, seen: &mut BTreeSet<(model::Range, Arc<str>)>, file: &mut ComposeFile) {
    match &node.kind {
        Kind::Scalar { text, .. } if text.contains('$') => note(text, node, seen, file),
        Kind::Scalar { .. } => {}
        Kind::Sequence(items) => items.iter().for_each(|item| visit(item, seen, file)),
        Kind::Mapping(_) => node.entries().iter().for_each(|(_, value)| visit(value, seen, file)),
    }
}

fn note(text: &str, node: &Node, seen: &mut BTreeSet<(model::Range, Arc<str>)>, file: &mut ComposeFile) {
    let found = match pieces(text) {
        Ok(found) => found,
        Err(at) => {
            if seen.insert((node.range, Arc::from("$"))) {
                let shown: String = at.chars().take(12).collect();
                let message = format!("compose cannot fill in `{shown}`; write `$$` for a plain dollar sign");
                file.problems.push(Problem { range: node.range, message });
            }
            return;
        }
    };
    for piece in found {
        let Piece::Variable { name, default, is_required, is_alternative } = piece else { continue };
        if let Some(default) = default {
            note_nested(default, node, seen, file);
        }
        let name: Arc<str> = Arc::from(name);
        if seen.insert((node.range, Arc::clone(&name))) {
            let has_default = default.is_some() || is_alternative;
            file.variables.push(ComposeVariable { name, has_default, is_required, range: node.range });
        }
    }
}

/// Variables within a default: they matter only when the outer one is not set, so none of them is required.
fn note_nested(text: &str, node: &Node, seen: &mut BTreeSet<(model::Range, Arc<str>)>, file: &mut ComposeFile) {
    for piece in pieces(text).unwrap_or_default() {
        let Piece::Variable { name, .. } = piece else { continue };
        let name: Arc<str> = Arc::from(name);
        if seen.insert((node.range, Arc::clone(&name))) {
            file.variables.push(ComposeVariable { name, has_default: true, is_required: false, range: node.range });
        }
    }
}

/// The offset of the brace that closes what was opened before `text`.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 1;
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'{' if at > 0 && bytes[at - 1] == b'$' => depth += 1,
            b'}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

fn braced(inner: &str) -> Option<Piece<'_>> {
    let length = name_length(inner);
    let (name, operator) = (&inner[..length], &inner[length..]);
    if name.is_empty() {
        return None;
    }
    let operator = operator.strip_prefix(':').unwrap_or(operator);
    let mut piece = (None, false, false);
    match operator.chars().next() {
        None if inner.len() == length => {}
        Some('-') => piece.0 = Some(&operator[1..]),
        Some('?') => piece.1 = true,
        Some('+') => piece.2 = true,
        _ => return None,
    }
    Some(Piece::Variable { name, default: piece.0, is_required: piece.1, is_alternative: piece.2 })
}

fn name_length(text: &str) -> usize {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return 0;
    }
    text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_in_defaults() {
        assert_eq!(with_defaults("${PORT:-8000}:80").as_deref(), Some("8000:80"));
        assert_eq!(with_defaults("${A:-${B-9}}").as_deref(), Some("9"));
        assert_eq!(with_defaults("a$$b").as_deref(), Some("a$b"));
        assert_eq!(with_defaults("x${A:+y}").as_deref(), Some("x"));
        assert_eq!(with_defaults("$PORT:80"), None);
        assert_eq!(with_defaults("${PORT?needed}"), None);
    }

    #[test]
    fn refuses_what_compose_refuses() {
        for text in ["${", "${A", "${}", "${A!}", "${1A}"] {
            assert!(pieces(text).is_err(), "{text}");
        }
        for text in ["$1", "a $", "$(date)"] {
            assert_eq!(with_defaults(text).as_deref(), Some(text));
        }
    }

    #[test]
    fn a_value_can_be_one_variable() {
        assert_eq!(sole_variable("${API_PORT:-8000}"), Some("API_PORT"));
        assert_eq!(sole_variable("8${X}"), None);
    }
}
