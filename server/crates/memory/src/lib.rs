//! The workspace's memory: what the team wrote down for its tools, from `workspace-memory.json` of RapidKit and Workspai.
//! Read through the snapshot, so unsaved edits count. There is no way to write.

mod entries;
mod policy;
mod select;

pub use entries::{Entry, Memory, entries_for, read};
pub use policy::local_only;
pub use select::{Query, Selection, select};
