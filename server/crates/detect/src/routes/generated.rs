//! The interfaces that `openapi-generator` makes of a description for Spring.

use std::{collections::BTreeMap, sync::Arc};

use model::facts::{ApiDescription, GeneratedApi};

use super::GeneratedMethod;

/// Adds the interfaces of a description, by full name.
pub fn interfaces(api: &GeneratedApi, description: &ApiDescription, out: &mut BTreeMap<String, Vec<GeneratedMethod>>) {
    for operation in &description.operations {
        let first = operation.path.trim_start_matches('/').split('/').next().unwrap_or_default();
        let groups: Vec<&str> = match (api.is_by_tag, operation.tags.as_slice()) {
            (true, []) => vec!["default"],
            (true, tags) => tags.iter().map(|tag| &**tag).collect(),
            (false, _) if first.is_empty() => vec!["default"],
            (false, _) => vec![first],
        };
        for group in groups {
            let name = format!("{}.{}{}", api.package, camel(group), api.suffix);
            out.entry(name).or_default().push(GeneratedMethod {
                name: Arc::from(lower(&operation.id)),
                method: Arc::clone(&operation.method),
                path: Arc::clone(&operation.path),
            });
        }
    }
}

/// `owner-v2` → `OwnerV2`.
fn camel(text: &str) -> String {
    let words = text.split(|one: char| !one.is_alphanumeric()).filter(|word| !word.is_empty());
    let upper = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    };
    words.map(upper).collect()
}

/// `list-owners` → `listOwners`.
fn lower(id: &str) -> String {
    let camel = camel(id);
    let mut letters = camel.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Range, facts::ApiOperation};

    #[test]
    fn interfaces_are_named_by_tags_or_paths() {
        let operation = |id: &str, tags: &[&str], path: &str| ApiOperation {
            id: Arc::from(id),
            tags: tags.iter().map(|tag| Arc::from(*tag)).collect(),
            method: Arc::from("GET"),
            path: Arc::from(path),
            range: Range::default(),
        };
        let description = ApiDescription {
            operations: vec![operation("list-owners", &["owner-v2"], "/v2/owners"), operation("", &[], "/")],
        };
        let names = |is_by_tag: bool| {
            let api = GeneratedApi {
                description: Arc::from("x"),
                package: Arc::from("a.b"),
                suffix: Arc::from("Api"),
                is_by_tag,
            };
            let mut out = BTreeMap::new();
            interfaces(&api, &description, &mut out);
            out.iter().map(|(name, methods)| format!("{name} {}", methods[0].name)).collect::<Vec<_>>()
        };
        assert_eq!(names(true), ["a.b.DefaultApi ", "a.b.OwnerV2Api listOwners"]);
        assert_eq!(names(false), ["a.b.DefaultApi ", "a.b.V2Api listOwners"]);
    }
}
