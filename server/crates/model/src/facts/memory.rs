use std::sync::Arc;

use super::Problem;
use crate::Range;

/// `.rapidkit/workspace-memory.json` or `.workspai/workspace-memory.json`. Never written by us.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MemoryFile {
    /// In file order.
    pub entries: Vec<MemoryEntry>,
    /// `policyProfile`.
    pub policy_profile: Option<Arc<str>>,
    /// `lastUpdated`, as written.
    pub last_updated: Option<Arc<str>>,
    /// Where and how the file asks that nothing leaves this machine: `localProcessingMode: true` or a `sensitivity`
    /// other than `normal`. A value that cannot be understood counts as asking.
    pub local_only: Option<(Range, Arc<str>)>,
    /// What could not be read. The rest holds.
    pub problems: Vec<Problem>,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemoryEntry {
    /// Under which key it stands.
    pub kind: MemoryKind,
    /// Trimmed, never empty.
    pub text: Arc<str>,
    /// The text, without its quotes.
    pub range: Range,
}

/// Under which key an entry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MemoryKind {
    /// What the workspace is.
    Context,
    /// How things are done here.
    Convention,
    /// What was decided, and why.
    Decision,
}

impl MemoryKind {
    /// The name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Context => "context",
            Self::Convention => "convention",
            Self::Decision => "decision",
        }
    }
}
