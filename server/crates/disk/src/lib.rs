//! Formats on disk: RapidKit and Workspai files, memory, incidents.

pub mod incident;
pub mod index_cache;
pub mod npm_lock;
