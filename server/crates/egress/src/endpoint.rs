//! The OpenAI-compatible endpoint, through async-openai with lenient types of our own.

mod chunk;
mod client;
mod transport;

pub(crate) use client::{Endpoint, open};
