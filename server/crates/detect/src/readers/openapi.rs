//! Descriptions of APIs (OpenAPI 2 and 3) of which a build makes interfaces for controllers.

use std::sync::Arc;

use model::{
    RelPath,
    facts::{ApiDescription, ApiOperation, FileFacts},
};

use super::{
    HAND_WRITTEN_LIMIT, Reader,
    yaml::{self, Node},
};

pub(crate) const READER: Reader =
    Reader { id: "openapi", claims, limit_bytes: HAND_WRITTEN_LIMIT, read: |_, text| read(text) };

const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

/// Only where Maven and Gradle keep what they build of: other descriptions say what somebody else serves.
fn claims(path: &RelPath) -> bool {
    let Some(stem) = path.file_name().strip_suffix(".yml").or_else(|| path.file_name().strip_suffix(".yaml")) else {
        return false;
    };
    let is_named = ["openapi", "swagger", "api"].iter().any(|word| stem.to_ascii_lowercase().contains(word));
    let text = path.as_str();
    is_named && (text.starts_with("src/main/") || text.contains("/src/main/"))
}

fn read(text: &str) -> Option<FileFacts> {
    if !text.contains("paths:") {
        return None;
    }
    let documents = yaml::parse(text);
    let root = documents.roots.first()?;
    root.get("openapi").or_else(|| root.get("swagger"))?;
    let mut operations = Vec::new();
    for (path, item) in root.get("paths")?.entries() {
        let Some(path) = path.text() else { continue };
        for (method, operation) in item.entries() {
            let Some(name) = method.text().filter(|name| METHODS.contains(name)) else { continue };
            let tags = operation.get("tags").map(Node::items).unwrap_or_default();
            operations.push(ApiOperation {
                id: Arc::from(operation.get("operationId").and_then(Node::text).unwrap_or_default()),
                tags: tags.iter().filter_map(|tag| tag.text()).map(Arc::from).collect(),
                method: Arc::from(name.to_ascii_uppercase()),
                path: Arc::from(path),
                range: method.range,
            });
        }
    }
    Some(FileFacts::ApiDescription(ApiDescription { operations }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_operations() {
        let text = "openapi: 3.0.1\npaths:\n  /pets/{id}:\n    parameters: []\n    get:\n      tags: [pets]\n      operationId: showPet\n    delete: {}\n";
        let Some(FileFacts::ApiDescription(found)) = read(text) else { panic!("none") };
        let line = |it: &ApiOperation| format!("{} {} {} {:?}", it.method, it.path, it.id, it.tags);
        let lines: Vec<String> = found.operations.iter().map(line).collect();
        assert_eq!(lines, ["GET /pets/{id} showPet [\"pets\"]", "DELETE /pets/{id}  []"]);
    }

    #[test]
    fn other_files_describe_nothing() {
        for text in ["", "paths: []", "openapi: 3\npaths: x", "a: {paths: {}}", "openapi: 3\n\tpaths:"] {
            let found = read(text);
            let is_empty =
                |facts: &FileFacts| matches!(facts, FileFacts::ApiDescription(it) if it.operations.is_empty());
            assert!(found.as_ref().is_none_or(is_empty), "{text}");
        }
        let of = |path: &str| claims(&RelPath::new(path).expect("a path"));
        assert!(of("src/main/resources/openapi.yml") && of("a/src/main/api/pets-api.yaml"));
        assert!(!of("docs/openapi.yml") && !of("src/main/resources/application.yml") && !of("openapi.yml"));
    }
}
