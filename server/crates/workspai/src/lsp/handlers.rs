//! The table of contents of the server: every request and notification that is ours.

mod chat_answer;
mod context_build;
mod dashboard_state;
mod fix_preview;
mod health_report;
mod incidents;
mod model_check;
mod notices;
mod overview;
mod project_show;
mod usage_summary;

use std::sync::Arc;

use futures::future::{BoxFuture, FutureExt};
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio_util::sync::CancellationToken;
use wire::method::{self, Message};

use super::{
    event::{Class, Mailbox},
    fault::{Fault, Reply},
    office::Office,
    view::View,
};

/// What a handler may use.
pub(crate) struct Cx {
    /// The revision it answers from.
    pub(crate) view: Arc<View>,
    /// What the session keeps.
    pub(crate) office: Arc<Office>,
    /// Tripped when the client does not want the answer any more. Long work looks at it.
    pub(crate) cancel: CancellationToken,
}

/// A request.
pub(crate) struct Row {
    pub(crate) method: &'static str,
    pub(crate) class: Class,
    pub(crate) run: Run,
}

/// How a request is carried out.
#[derive(Clone, Copy)]
pub(crate) enum Run {
    /// On a thread that may block.
    Blocking(fn(&Cx, Value) -> Reply<Value>),
    /// It waits for others, and blocks nowhere.
    Waiting(fn(Cx, Value) -> BoxFuture<'static, Reply<Value>>),
}

/// A notification.
pub(crate) struct Notice {
    pub(crate) method: &'static str,
    pub(crate) run: fn(&Mailbox, &Office, Value),
}

macro_rules! blocking {
    ($class:ident $message:ident => $handler:path) => {
        Row {
            method: method::$message::METHOD,
            class: Class::$class,
            run: Run::Blocking(|cx, params| encode::<method::$message>(&$handler(cx, decode(params)?)?)),
        }
    };
}

macro_rules! waiting {
    ($class:ident $message:ident => $handler:path) => {
        Row {
            method: method::$message::METHOD,
            class: Class::$class,
            run: Run::Waiting(|cx, params| {
                async move { encode::<method::$message>(&$handler(cx, decode(params)?).await?) }.boxed()
            }),
        }
    };
}

macro_rules! notice {
    ($message:ident => $handler:path) => {
        Notice {
            method: method::$message::METHOD,
            run: |mailbox, office, params| match decode(params) {
                Ok(params) => $handler(mailbox, office, params),
                Err(fault) => tracing::warn!(method = method::$message::METHOD, "ignored: {fault}"),
            },
        }
    };
}

/// Every request.
pub(crate) const REQUESTS: &[Row] = &[
    blocking!(Prompt Overview => overview::overview),
    blocking!(Prompt ProjectShow => project_show::project_show),
    blocking!(Prompt HealthReport => health_report::health_report),
    blocking!(Prompt DashboardState => dashboard_state::dashboard_state),
    blocking!(Fresh DoctorRun => health_report::health_report),
    blocking!(Settled FixPreview => fix_preview::fix_preview),
    blocking!(Settled ContextBuild => context_build::context_build),
    blocking!(Settled IncidentOpen => incidents::open),
    blocking!(Prompt IncidentList => incidents::list),
    blocking!(Prompt IncidentShow => incidents::show),
    blocking!(Prompt IncidentClose => incidents::close),
    waiting!(Settled ChatAnswer => chat_answer::chat_answer),
    blocking!(Prompt UsageSummary => usage_summary::usage_summary),
    waiting!(Prompt ModelCheck => model_check::model_check),
];

/// Every notification.
pub(crate) const NOTICES: &[Notice] = &[
    Notice { method: method::SettingsChanged::METHOD, run: notices::settings_changed },
    notice!(TrustGranted => notices::trust_granted),
    notice!(ModelKey => notices::model_key),
    notice!(ModelChunk => notices::model_chunk),
    notice!(ModelDone => notices::model_done),
];

fn decode<T: DeserializeOwned>(params: Value) -> Reply<T> {
    serde_json::from_value(params).map_err(|error| Fault::Params(error.to_string()))
}

fn encode<M: Message>(result: &M::Result) -> Reply<Value> {
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
