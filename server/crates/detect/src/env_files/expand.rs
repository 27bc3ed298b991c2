//! References as dotenv-expand fills them in: `$KEY`, `${KEY}`, `${KEY:-default}`, `${KEY:+other}`, `\$` for a dollar sign.

use std::collections::{BTreeMap, BTreeSet};

use super::UNKNOWN;

/// More replacements than this are those of values that stand for each other without an end.
const MOST_STEPS: usize = 200;
const MOST_BYTES: usize = 64 * 1024;

/// A value with its references filled in. The environment stands before what is known of the files so far.
pub(super) fn value(value: &str, environment: &BTreeMap<String, String>, running: &BTreeMap<String, String>) -> String {
    let lookup = |key: &str| environment.get(key).or_else(|| running.get(key)).filter(|value| !value.is_empty());
    let mut result = value.to_owned();
    let mut seen = BTreeSet::new();
    for _ in 0..MOST_STEPS {
        let Some((template, expression)) = first(&result) else { return result };
        let (template, expression) = (template.to_owned(), expression.to_owned());
        seen.insert(result.clone());
        let (key, operator, rest) = split(&expression);
        let meant = match (operator, lookup(key)) {
            (Some('+'), Some(_)) => rest,
            (Some('+'), None) => "",
            (_, Some(found)) if !seen.contains(found) => found,
            _ => rest,
        };
        result = result.replacen(&template, meant, 1);
        if running.get(key) == Some(&result) {
            return result;
        }
        if result.len() > MOST_BYTES {
            break;
        }
    }
    UNKNOWN.to_string()
}

pub(super) fn unescaped(value: &str) -> String {
    value.replace("\\$", "$")
}

/// The first reference: as written, and what stands in its braces or behind its dollar sign.
fn first(text: &str) -> Option<(&str, &str)> {
    text.match_indices('$').filter(|(at, _)| !text[..*at].ends_with('\\')).find_map(|(at, _)| {
        let rest = &text[at + 1..];
        let braced = rest.strip_prefix('{').and_then(|inner| {
            let end = inner.find(['{', '}'])?;
            (end > 0 && inner[end..].starts_with('}')).then(|| (&text[at..at + end + 3], &inner[..end]))
        });
        braced.or_else(|| {
            let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
            let is_name = length > 0 && !rest.starts_with(|c: char| c.is_ascii_digit());
            is_name.then(|| (&text[at..=at + length], &rest[..length]))
        })
    })
}

/// Key, operator (`-` or `+`, with a colon or not) and what stands behind it.
fn split(expression: &str) -> (&str, Option<char>, &str) {
    let Some(at) = expression.find(['-', '+']) else { return (expression, None, "") };
    let key = &expression[..at];
    (key.strip_suffix(':').unwrap_or(key), expression[at..].chars().next(), &expression[at + 1..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_never_end_are_not_told() {
        let running = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
            pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
        };
        let none = BTreeMap::new();
        assert_eq!(value("p$A", &none, &running(&[("A", "${B}y"), ("B", "${A}z")])), "\0");
        // It stops where it comes to what another key holds.
        assert_eq!(value("$A", &none, &running(&[("A", "$B$B"), ("B", "$A$A")])), "$B$B");
        assert_eq!(value("$", &none, &none), "$");
        assert_eq!(value("${}${a", &none, &none), "${}${a");
        assert_eq!(value("${é}$é", &none, &none), "$é");
    }
}
