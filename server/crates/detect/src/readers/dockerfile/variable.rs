use std::collections::BTreeMap;

/// Fills in `$NAME`, `${NAME}`, `${NAME:-default}` and `${NAME:+text}`. What is not known stays as written, so that it
/// can be seen that it is not.
pub(super) fn fill(text: &str, known: &BTreeMap<String, String>) -> String {
    filled(text, known, 0)
}

/// Defaults within defaults are followed so far: nobody nests them deeper.
const NESTING_LIMIT: u32 = 8;
/// Longer values are cut: `ENV A=$A$A` in every line doubles a value with each.
const LENGTH_LIMIT: usize = 4096;

fn filled(text: &str, known: &BTreeMap<String, String>, depth: u32) -> String {
    if depth > NESTING_LIMIT {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        let whole = &rest[at..];
        let (taken, value) = variable(whole, known, depth);
        out.push_str(value.as_deref().unwrap_or(&whole[..taken]));
        rest = &whole[taken..];
        if out.len() > LENGTH_LIMIT {
            return out;
        }
    }
    out.push_str(rest);
    out
}

/// The length of the variable that `text` starts with, and its value.
fn variable(text: &str, known: &BTreeMap<String, String>, depth: u32) -> (usize, Option<String>) {
    let name_length = |text: &str| text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(text.len());
    let Some(inner) = text.strip_prefix("${") else {
        let length = name_length(&text[1..]);
        return (1 + length, known.get(&text[1..=length]).cloned());
    };
    let Some(end) = closing(inner) else { return (text.len(), None) };
    let body = &inner[..end];
    let (name, operator) = body.split_at(name_length(body));
    let value = known.get(name).filter(|value| !value.is_empty());
    let value = match operator.strip_prefix(':').unwrap_or(operator).split_at_checked(1) {
        Some(("-", default)) => Some(value.cloned().unwrap_or_else(|| filled(default, known, depth + 1))),
        Some(("+", text)) => Some(value.map_or_else(String::new, |_| filled(text, known, depth + 1))),
        None | Some(("", _)) => known.get(name).cloned(),
        Some(_) => None,
    };
    (2 + end + 1, value)
}

fn closing(text: &str) -> Option<usize> {
    let mut depth = 1_u32;
    text.char_indices().find_map(|(at, character)| {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        (depth == 0).then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_in_what_is_known() {
        let known = BTreeMap::from([("V".to_owned(), "3.12".to_owned()), ("E".to_owned(), String::new())]);
        for (text, expected) in [
            ("python:$V-slim", "python:3.12-slim"),
            ("python:${V}", "python:3.12"),
            ("python:${X:-3.11}", "python:3.11"),
            ("python:${E:-${V}}", "python:3.12"),
            ("python${V:+:x}", "python:x"),
            ("python:${X}", "python:${X}"),
            ("python:$X", "python:$X"),
            ("${", "${"),
            ("$", "$"),
            ("a${V", "a${V"),
            ("${V%x}", "${V%x}"),
        ] {
            assert_eq!(fill(text, &known), expected, "{text}");
        }
    }
}
