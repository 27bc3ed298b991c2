use std::sync::Arc;

use crate::Range;

/// A Dockerfile.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dockerfile {
    /// In file order.
    pub stages: Vec<DockerStage>,
    /// `ENV` and `ARG` with a default, of all stages.
    pub env: Vec<DockerArgument>,
    /// `EXPOSE`.
    pub exposed: Vec<(u16, Range)>,
    /// `CMD` or `ENTRYPOINT` of the last stage, as written.
    pub command: Option<(Arc<str>, Range)>,
    /// Whether anything of the build's folder comes into it: without, it holds no code of the folder.
    pub takes_context: bool,
}

/// One `FROM`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DockerStage {
    /// The image without tag and digest, `ARG` defaults filled in; or an earlier stage's name.
    pub image: Arc<str>,
    /// The tag, `ARG` defaults filled in.
    pub tag: Option<Arc<str>>,
    /// `AS name`.
    pub name: Option<Arc<str>>,
    /// The image reference.
    pub range: Range,
}

/// One `ENV` or `ARG`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DockerArgument {
    /// The key.
    pub key: Arc<str>,
    /// As written, unquoted.
    pub value: Option<Arc<str>>,
    /// Whether it is an `ARG`: known at build time only.
    pub is_build_time: bool,
    /// The key's range.
    pub range: Range,
}
