//! Notifications. Each acts at once and waits for nothing: their order is that of their arrival.

use serde_json::Value;
use wire::{
    chat::{ModelChunkParams, ModelDoneParams, ModelKeyParams},
    session::NoParams,
};

use crate::lsp::{
    convert,
    event::{Event, Mailbox},
    office::Office,
};

/// Settings come as people wrote them: what does not fit is left out with a warning.
pub(super) fn settings_changed(mailbox: &Mailbox, office: &Office, raw: Value) {
    let (settings, warnings) = convert::settings(&raw);
    for warning in warnings {
        tracing::warn!("setting {warning}");
    }
    office.apply(&settings);
    mailbox.post(Event::Settings(Box::new(settings)));
}

pub(super) fn trust_granted(mailbox: &Mailbox, _: &Office, _: NoParams) {
    mailbox.post(Event::Trusted);
}

pub(super) fn model_key(_: &Mailbox, office: &Office, params: ModelKeyParams) {
    office.means.gate.set_key(params.key);
}

pub(super) fn model_chunk(_: &Mailbox, office: &Office, params: ModelChunkParams) {
    office.means.gate.editor_chunk(&params.id, params.text);
}

pub(super) fn model_done(_: &Mailbox, office: &Office, params: ModelDoneParams) {
    office.means.gate.editor_done(&params.id, params.error, params.prompt_tokens, params.completion_tokens);
}
