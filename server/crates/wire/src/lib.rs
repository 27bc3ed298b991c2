//! What crosses a boundary as JSON: the protocol between shell and sidecar, and the documents of the command line.
//! Written once, here. `cargo xtask codegen` derives the JSON Schemas, the TypeScript types and the protocol's index.
//!
//! Conventions: keys are camelCase except where `contracts` fixes another form; paths are workspace-relative with `/`;
//! **lines and columns count from 1**, columns in UTF-16 code units; times are milliseconds, instants milliseconds since
//! the Unix epoch; an absent value is `null`, not a missing key, in results.

mod hash;
pub mod method;

pub mod chat;
pub mod code;
pub mod context;
pub mod dashboard;
pub mod doctor;
pub mod incident;
pub mod inspect;
pub mod session;
pub mod workspace;

pub use hash::WIRE_HASH;
