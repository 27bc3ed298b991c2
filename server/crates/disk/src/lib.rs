//! Formats on disk: RapidKit and Workspai files, memory, incidents.

pub mod incident;
