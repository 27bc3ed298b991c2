use std::sync::Arc;

/// What is read from code, and from the files that steer how code is read. Kept for every such file of a workspace, so it
/// is small; code is parsed again when somebody needs more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CodeFacts {
    /// Code in a known language.
    Source(SourceFacts),
    /// An application's settings: `key.path` and text, in file order.
    Settings(Vec<(Arc<str>, Arc<str>)>),
    /// `tsconfig.json` and its kin.
    EcmaConfig(EcmaConfig),
}

/// What is read from a file of code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SourceFacts {
    /// Tells one content from another.
    pub content: ContentHash,
    /// Which texts that hint at routes it holds.
    pub marks: Marks,
}

/// A hash of a text: other contents have other hashes, short of an attack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ContentHash(pub u64);

/// A set of texts that a file holds; who made the set knows which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Marks(pub u64);

impl Marks {
    /// Whether the sets have a mark in common.
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// A pattern and what it may stand for.
pub type PathAlias = (Arc<str>, Vec<Arc<str>>);

/// What a `tsconfig.json` says about names of modules.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EcmaConfig {
    /// The files it builds on, as written.
    pub extends: Vec<Arc<str>>,
    /// `baseUrl`, as written.
    pub base: Option<Arc<str>>,
    /// `paths`: a pattern and its targets, as written; `None` when it has none, so that those it builds on count.
    pub paths: Option<Vec<PathAlias>>,
}

impl CodeFacts {
    /// The facts of code in a known language.
    #[must_use]
    pub fn as_source(&self) -> Option<&SourceFacts> {
        match self {
            Self::Source(source) => Some(source),
            _ => None,
        }
    }
}
