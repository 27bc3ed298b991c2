use std::collections::BTreeMap;

use model::facts::DotenvDialect;

use super::{Loader, Pairs, UNKNOWN, Values};

/// Next.js: files by mode, references filled in file by file, the strongest first.
pub(super) const LOADER: Loader = Loader {
    id: "nextjs",
    package: Some("next"),
    modes: &["development", "production", "test"],
    is_of_servers: true,
    files,
    dialect: DotenvDialect::Node,
    fill,
};

fn files(mode: &str, _: &[String]) -> Vec<String> {
    let mut files = vec![format!(".env.{mode}.local")];
    if mode != "test" {
        files.push(".env.local".to_owned());
    }
    files.extend([format!(".env.{mode}"), ".env".to_owned()]);
    files
}

/// What a file came to is part of the environment for the next one.
fn fill(files: &[Pairs]) -> Values {
    let mut environment: BTreeMap<&str, String> = BTreeMap::new();
    let mut values = Values::new();
    for (at, pairs) in files.iter().enumerate() {
        let mut own: BTreeMap<&str, String> = pairs.iter().map(|(key, value)| (&**key, value.clone())).collect();
        let is_read = pairs.iter().all(|(key, value)| {
            let value = environment.get(&**key).unwrap_or(value);
            let Some(value) = interpolated(value, &environment, &own) else { return false };
            own.insert(key, value.replace("\\$", "$"));
            true
        });
        // Values that stand for each other without an end: it reports an error and goes on without the file.
        if !is_read {
            continue;
        }
        for (key, value) in &own {
            values.entry((*key).to_owned()).or_insert_with(|| (at, value.clone()));
        }
        environment.extend(own);
    }
    values
}

/// Its own stack ends after some thousands; nobody writes hundreds.
const MOST_STEPS: usize = 500;
const MOST_BYTES: usize = 64 * 1024;

/// The last reference first, a default before a value of the same file. `None` when it never ends.
fn interpolated(value: &str, environment: &BTreeMap<&str, String>, own: &BTreeMap<&str, String>) -> Option<String> {
    let mut text = value.to_owned();
    for _ in 0..MOST_STEPS {
        let dollars = || text.match_indices('$').filter(|(at, _)| !text[..*at].ends_with('\\'));
        let Some((at, _)) = dollars().next_back() else { return Some(text) };
        let Some(found) = reference(&text[at..]) else { return Some(text) };
        let of = |from: &BTreeMap<&str, String>| from.get(found.name).filter(|value| !value.is_empty()).cloned();
        let default = || found.default.filter(|default| !default.is_empty()).map(str::to_owned);
        let meant = of(environment).or_else(default).or_else(|| of(own)).unwrap_or_default();
        if meant.contains(UNKNOWN) {
            return Some(UNKNOWN.to_string());
        }
        text = text.replacen(found.whole, &meant, 1);
        if text.len() > MOST_BYTES {
            return None;
        }
    }
    None
}

struct Reference<'t> {
    whole: &'t str,
    name: &'t str,
    default: Option<&'t str>,
}

/// `$KEY`, `${KEY}`, `${KEY:-default}` at the start of a text; braces may be left open.
fn reference(text: &str) -> Option<Reference<'_>> {
    let name_at = if text.starts_with("${") { 2 } else { 1 };
    let length = text[name_at..].find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    let mut end = length.map_or(text.len(), |length| name_at + length);
    let name = &text[name_at..end];
    let default = text[end..].strip_prefix(":-").map(|rest| &rest[..rest.find(['}', '\\']).unwrap_or(rest.len())]);
    end += default.map_or(0, |default| default.len() + 2);
    end += usize::from(text[end..].starts_with('}'));
    (!name.is_empty()).then(|| Reference { whole: &text[..end], name, default })
}
