//! What `tsconfig.json` and `jsconfig.json` say about names of modules.

use std::sync::Arc;

use jsonc_parser::ast::Value;
use model::{RelPath, facts::EcmaConfig};

use crate::{json, source::Source};

pub(super) fn claims(path: &RelPath) -> bool {
    let name = path.file_name();
    name.ends_with(".json") && ["tsconfig.", "jsconfig."].iter().any(|start| name.starts_with(start))
}

/// `None` for what is no JSON object.
pub(super) fn read(text: &str) -> Option<EcmaConfig> {
    let source = Source::new(text);
    let root = json::lenient(&source).ok()?;
    root.as_object()?;
    let options = json::get(&root, "compilerOptions");
    let paths = options.and_then(|options| json::get(options, "paths"));
    Some(EcmaConfig {
        extends: json::get(&root, "extends").map(texts).unwrap_or_default(),
        base: options.and_then(|options| json::string_at(options, "baseUrl")),
        paths: paths.map(|paths| {
            let pairs = json::properties(paths).iter();
            pairs.map(|pair| (Arc::from(pair.name.as_str()), texts(&pair.value))).collect()
        }),
    })
}

/// A text, or each of a list.
fn texts(value: &Value<'_>) -> Vec<Arc<str>> {
    match value.as_array() {
        Some(array) => array.elements.iter().filter_map(json::string).collect(),
        None => json::string(value).into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_trailing_commas_pass() {
        let found = read(
            "{ // x\n \"extends\": \"../tsconfig.base.json\", \"compilerOptions\": { \"baseUrl\": \".\", \"paths\": { \"@/*\": [\"src/*\"], }, }, }",
        )
        .expect("a config");
        assert_eq!(found.extends, ["../tsconfig.base.json".into()]);
        assert_eq!(found.base.as_deref(), Some("."));
        assert_eq!(found.paths, Some(vec![("@/*".into(), vec!["src/*".into()])]));
        assert_eq!(read("{}"), Some(EcmaConfig::default()));
        assert_eq!(read("[]"), None);
    }
}
