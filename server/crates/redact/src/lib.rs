//! Finds secrets in text and replaces them by stable markers: the workspace's own env values in every usual spelling,
//! and keys and tokens by their form. Pure; a [`Redactor`] is built once a snapshot and used for every text that leaves.

mod known;
mod literal;
mod patterns;
mod redactor;
mod spelling;
mod words;

pub use known::{Known, PublicWords};
pub use redactor::{Redacted, Redactor, markers};
