//! Spring's `application*.yml` and `.properties`: placeholders `${KEY:default}` read keys, and settings have values.

use std::sync::Arc;

use model::{
    LineMap, RelPath,
    facts::{EnvFacts, Fallback, KeyForm, KeyRead},
};

use super::file::read;
use crate::routes::settings;

/// Whether a file holds an application's settings, by its name.
#[must_use]
pub fn is_settings(path: &RelPath) -> bool {
    let name = path.file_name();
    let stem = name.rsplit_once('.').map_or("", |(stem, _)| stem);
    ["yml", "yaml", "properties"].contains(&path.extension())
        && ["application", "bootstrap"].iter().any(|start| stem == *start || stem.starts_with(&format!("{start}-")))
}

/// What a file of settings says. Comments say nothing.
#[must_use]
pub fn read_settings(path: &RelPath, text: &str) -> EnvFacts {
    let mut facts = EnvFacts::default();
    let pairs = if path.extension() == "properties" { settings::properties(text) } else { settings::yaml(text) };
    for (key, value) in &pairs {
        // One that comes out of the environment is there when it has a default.
        let has_value = || placeholders(value).iter().all(|(_, fallback)| *fallback != Fallback::None);
        if !value.is_empty() && (!value.starts_with("${") || has_value()) {
            facts.properties.push(Arc::from(key.as_str()));
        }
    }
    let lines = LineMap::new(text);
    for line in 0..lines.lines() {
        let whole = lines.line_text(line);
        let code = if whole.trim_start().starts_with(['#', '!']) { "" } else { whole };
        // A comment behind a value.
        let code = code.split(" #").next().unwrap_or(code);
        for (key, fallback) in placeholders(code) {
            let Some(at) = code.find(&format!("${{{key}")) else { continue };
            let start = at + 2;
            let range = model::Range::on_line(
                u32::try_from(line).unwrap_or(u32::MAX),
                u32::try_from(whole[..start].encode_utf16().count()).unwrap_or(0),
                u32::try_from(whole[..start + key.len()].encode_utf16().count()).unwrap_or(0),
            );
            let form = form_of(&key);
            let is_known = form == KeyForm::Property && pairs.iter().any(|(known, _)| *known == key);
            if !is_known {
                let is_required = fallback == Fallback::None && form == KeyForm::Exact;
                facts.reads.push(KeyRead {
                    fallback,
                    is_required,
                    has_other_sources: true,
                    form,
                    ..read(&Arc::from(key), range)
                });
            }
        }
    }
    facts
}

/// `DATABASE_URL` is a key as it stands; `app.jwt-secret` is a setting.
pub(super) fn form_of(key: &str) -> KeyForm {
    let is_key = key.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    if is_key { KeyForm::Exact } else { KeyForm::Property }
}

/// Keys and defaults of `${key:default}`; those inside a default too.
pub(super) fn placeholders(text: &str) -> Vec<(String, Fallback)> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once("${") {
        let mut depth = 1;
        let end = after.char_indices().find(|(at, letter)| {
            match letter {
                '{' if after[..*at].ends_with('$') => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            depth == 0
        });
        let Some((end, _)) = end else { break };
        let inner = &after[..end];
        let (key, default) = match inner.split_once(':') {
            Some((key, default)) => (key, Some(default)),
            None => (inner, None),
        };
        let is_key = !key.is_empty()
            && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-' | b'[' | b']'));
        if is_key {
            let fallback = match default {
                None => Fallback::None,
                Some(default) if default.contains("${") => Fallback::Computed,
                Some(default) => Fallback::Literal(Arc::from(default)),
            };
            out.push((key.to_owned(), fallback));
        }
        if let Some(default) = default.filter(|default| default.contains("${")) {
            out.extend(placeholders(default));
        }
        rest = &after[end..];
    }
    out
}
