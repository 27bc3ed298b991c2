//! From files to an immutable [`Snapshot`], and from a change to the next one. One owner mutates an [`Index`]; everyone
//! else reads snapshots.

mod assemble;
mod endpoints;
mod graph;
mod known;
mod mask;
mod parallel;
mod snapshot;
mod tree;
mod warm;

pub use graph::{Counts, Edge, EdgeKind, Graph, GraphFile, Reference, SymbolRef, Target};
pub use known::{Keep, Notes};
pub use mask::mask;
pub use snapshot::{ComposeMatch, FileEntry, Files, GitTracked, Snapshot, Stats, VendoredModule};
pub use tree::{Change, Index, build, is_indexed, is_noticed};
