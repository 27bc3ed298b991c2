use std::sync::Arc;

use crate::Range;

/// An API as a file describes it (OpenAPI).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ApiDescription {
    /// In file order.
    pub operations: Vec<ApiOperation>,
}

/// One operation of a described API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiOperation {
    /// Its `operationId`; empty without one.
    pub id: Arc<str>,
    /// Its `tags`.
    pub tags: Vec<Arc<str>>,
    /// The method in upper case.
    pub method: Arc<str>,
    /// The path as written (`/pets/{id}`).
    pub path: Arc<str>,
    /// Of the method's key.
    pub range: Range,
}

/// Interfaces that a build makes of a described API, for controllers to implement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GeneratedApi {
    /// The description, relative to the manifest.
    pub description: Arc<str>,
    /// The package of the interfaces.
    pub package: Arc<str>,
    /// What their names end with.
    pub suffix: Arc<str>,
    /// Whether there is one for each tag; else for each first segment of the paths.
    pub is_by_tag: bool,
}
