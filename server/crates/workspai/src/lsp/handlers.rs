//! The table of contents of the server: every request and notification that is ours, one file each.

mod fix_preview;
mod health_report;
mod notices;
mod overview;
mod project_show;

use std::sync::Arc;

use serde_json::Value;
use tokio_util::sync::CancellationToken;
use wire::method::{self, Message};

use super::{
    event::{Class, Event},
    fault::{Fault, Reply},
    view::View,
};

/// What a handler may use.
pub(crate) struct Cx {
    /// The revision it answers from.
    pub(crate) view: Arc<View>,
    /// Tripped when the client does not want the answer any more. Long work looks at it.
    pub(crate) cancel: CancellationToken,
}

/// A request.
pub(crate) struct Row {
    pub(crate) method: &'static str,
    pub(crate) class: Class,
    /// Runs on a thread that may block.
    pub(crate) run: fn(&Cx, Value) -> Reply<Value>,
}

/// A notification.
pub(crate) struct Notice {
    pub(crate) method: &'static str,
    /// What it means; `None`, with a log line, when it cannot be understood.
    pub(crate) event: fn(Value) -> Option<Event>,
}

macro_rules! request {
    ($class:ident $message:ident => $($handler:ident)::+) => {
        Row {
            method: method::$message::METHOD,
            class: Class::$class,
            run: |cx, params| answer::<method::$message>(cx, params, $($handler)::+),
        }
    };
}

/// Every request.
pub(crate) const REQUESTS: &[Row] = &[
    request!(Prompt Overview => overview::overview),
    request!(Prompt ProjectShow => project_show::project_show),
    request!(Prompt HealthReport => health_report::health_report),
    request!(Settled FixPreview => fix_preview::fix_preview),
];

/// Every notification.
pub(crate) const NOTICES: &[Notice] = &[
    Notice { method: method::SettingsChanged::METHOD, event: notices::settings_changed },
    Notice { method: method::TrustGranted::METHOD, event: notices::trust_granted },
];

/// Decodes, asks, encodes.
fn answer<M: Message>(cx: &Cx, params: Value, handler: fn(&Cx, M::Params) -> Reply<M::Result>) -> Reply<Value> {
    let params = serde_json::from_value(params).map_err(|error| Fault::Params(error.to_string()))?;
    let result = handler(cx, params)?;
    serde_json::to_value(result).map_err(|error| {
        tracing::error!(method = M::METHOD, "an answer could not be written: {error}");
        Fault::Bug
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use wire::method::{Kind, TABLE};

    use super::*;

    fn rows(kind: Kind) -> BTreeSet<&'static str> {
        TABLE.iter().filter(|row| row.kind == kind).map(|row| row.method).collect()
    }

    #[test]
    fn every_request_of_the_protocol_is_handled() {
        assert_eq!(REQUESTS.iter().map(|row| row.method).collect::<BTreeSet<_>>(), rows(Kind::Request));
    }

    #[test]
    fn every_notification_of_the_protocol_is_handled() {
        assert_eq!(NOTICES.iter().map(|row| row.method).collect::<BTreeSet<_>>(), rows(Kind::Notification));
    }
}
