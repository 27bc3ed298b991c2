//! Notifications: each becomes an event for the owner.

use serde_json::Value;

use crate::lsp::event::Event;

pub(super) fn settings_changed(params: Value) -> Option<Event> {
    Some(Event::Settings(params))
}

pub(super) fn trust_granted(_: Value) -> Option<Event> {
    Some(Event::Trusted)
}
