#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    missing_docs,
    reason = "these tests are a client: they make folders, start the binary and look at the clock"
)]
//! The real binary, driven over stdio. Every message of the server is checked against its schema on arrival. Nothing
//! sleeps: tests wait for a message, or for the end of the process.

mod client;
mod endpoint;
mod schema;
mod tree;

mod actions;
mod cancel;
mod chat;
mod diagnostics;
mod documents;
mod ending;
mod flood;
mod folders;
mod hello;
mod malformed;
mod ordering;
mod settings;
mod trees;
mod watch;
