//! Between LSP's types and plain values. Pure functions, named by the thing.

mod code_action;
mod diagnostic;
mod question;
mod range;
mod settings;
mod uri;

pub(super) use code_action::code_actions;
pub(super) use diagnostic::diagnostic;
pub(super) use question::{question, site, subject};
pub(super) use range::{range, to_range};
pub(super) use settings::settings;
pub(super) use uri::{file_path, joined};
