//! The method table: every message that is ours. Standard LSP messages are not in it.

use schemars::{Schema, SchemaGenerator};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// Who sends it, and whether an answer is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Shell → sidecar, answered.
    Request,
    /// Shell → sidecar, not answered.
    Notification,
    /// Sidecar → shell, not answered. The sidecar never waits for the shell.
    Push,
}

/// One message, as a type.
pub trait Message {
    /// The method's name on the wire.
    const METHOD: &'static str;
    /// Direction.
    const KIND: Kind;
    /// Its parameters.
    type Params: Serialize + DeserializeOwned + schemars::JsonSchema + Send + 'static;
    /// Its result; `()` for what is not answered.
    type Result: Serialize + DeserializeOwned + schemars::JsonSchema + Send + 'static;
}

/// A row of the table, for the code generator.
pub struct Row {
    /// The method's name on the wire.
    pub method: &'static str,
    /// The Rust marker type's name.
    pub name: &'static str,
    /// Direction.
    pub kind: Kind,
    /// First paragraph of the documentation.
    pub doc: &'static str,
    /// Adds the parameters' definitions and returns their schema.
    pub params: fn(&mut SchemaGenerator) -> Schema,
    /// The same for the result.
    pub result: fn(&mut SchemaGenerator) -> Schema,
    /// Reads and writes parameters, as a test of golden messages.
    pub reread_params: Reread,
    /// The same for the result.
    pub reread_result: Reread,
}

/// Reads a value as a type and writes it again.
pub type Reread = fn(Value) -> Result<Value, serde_json::Error>;

fn reread<T: Serialize + DeserializeOwned>(value: Value) -> Result<Value, serde_json::Error> {
    serde_json::to_value(serde_json::from_value::<T>(value)?)
}

macro_rules! kind {
    (request) => {
        Kind::Request
    };
    (notification) => {
        Kind::Notification
    };
    (push) => {
        Kind::Push
    };
}

macro_rules! methods {
    ($( #[doc = $doc:literal] $kind:ident $name:ident $method:literal ($params:ty) $(-> $result:ty)?; )*) => {
        $(
            #[doc = $doc]
            #[derive(Debug, Clone, Copy)]
            pub struct $name;
            impl Message for $name {
                const METHOD: &'static str = $method;
                const KIND: Kind = kind!($kind);
                type Params = $params;
                type Result = methods!(@result $($result)?);
            }
        )*
        /// Every row, in the order of the documentation.
        pub const TABLE: &[Row] = &[$(
            Row {
                method: $method,
                name: stringify!($name),
                kind: kind!($kind),
                doc: $doc,
                params: |generator| generator.subschema_for::<<$name as Message>::Params>(),
                result: |generator| generator.subschema_for::<<$name as Message>::Result>(),
                reread_params: reread::<<$name as Message>::Params>,
                reread_result: reread::<<$name as Message>::Result>,
            },
        )*];
    };
    (@result $result:ty) => { $result };
    (@result) => { () };
}

use crate::{chat, context, dashboard, doctor, incident, inspect, session, workspace};

methods! {
    #[doc = "What the explorer's roots, the status bar and the badge show."]
    request Overview "ws/overview" (session::NoParams) -> workspace::Overview;
    #[doc = "All that is known of one project. `null` when it is gone: the shell refreshes."]
    request ProjectShow "ws/projectShow" (workspace::ProjectShowParams) -> Option<inspect::ProjectReport<'static>>;
    #[doc = "The workspace's findings and score."]
    request HealthReport "ws/healthReport" (session::NoParams) -> doctor::HealthReport;
    #[doc = "The same after the whole tree has been read anew."]
    request DoctorRun "doctor/run" (session::NoParams) -> doctor::HealthReport;
    #[doc = "The edits of a fix against the present revision. An error says when the finding is gone or its file changed."]
    request FixPreview "doctor/fixPreview" (doctor::FixPreviewParams) -> doctor::FixPreview;
    #[doc = "The state that the dashboard draws."]
    request DashboardState "ws/dashboardState" (session::NoParams) -> dashboard::DashboardState;
    #[doc = "What an AI action about a place would receive."]
    request ContextBuild "ws/contextBuild" (context::ContextParams) -> context::ContextPacket;
    #[doc = "Opens an incident from a diagnostic, a finding or a question; the same cause finds its open incident again."]
    request IncidentOpen "incident/open" (incident::IncidentCause) -> incident::Incident;
    #[doc = "All incidents, newest first."]
    request IncidentList "incident/list" (session::NoParams) -> Vec<incident::IncidentSummary>;
    #[doc = "One incident; `null` when there is none of this id."]
    request IncidentShow "incident/show" (incident::IncidentRef) -> Option<incident::Incident>;
    #[doc = "Closes an incident. It stays in the list, resolved."]
    request IncidentClose "incident/close" (incident::IncidentRef) -> Option<incident::Incident>;
    #[doc = "Answers a chat turn or an AI action. Parts stream as `chat/part` before the result."]
    request ChatAnswer "chat/answer" (chat::ChatParams) -> chat::ChatOutcome;
    #[doc = "The ledger's sums over a window."]
    request UsageSummary "usage/summary" (dashboard::UsageParams) -> dashboard::UsageSummary;
    #[doc = "Tries the configured endpoint with a tiny request and says what happened."]
    request ModelCheck "model/check" (session::NoParams) -> chat::ModelCheckResult;

    #[doc = "The shell's settings, whole. Sent at start and on each change."]
    notification SettingsChanged "session/settingsChanged" (session::Settings);
    #[doc = "The workspace became trusted."]
    notification TrustGranted "session/trustGranted" (session::NoParams);
    #[doc = "The endpoint's key from the editor's secret storage; `null` removes it. Never logged, never stored."]
    notification ModelKey "model/keyChanged" (chat::ModelKeyParams);
    #[doc = "A piece of the answer that the shell's model streams for a `model/send`."]
    notification ModelChunk "model/chunk" (chat::ModelChunkParams);
    #[doc = "The end of the shell's answer to a `model/send`."]
    notification ModelDone "model/done" (chat::ModelDoneParams);

    #[doc = "A new snapshot. The shell asks again for what it shows."]
    push IndexChanged "ws/indexChanged" (workspace::IndexChangedParams);
    #[doc = "Incidents changed."]
    push IncidentChanged "incident/changed" (incident::IncidentRef);
    #[doc = "A piece of an answer, in order."]
    push ChatPart "chat/part" (chat::ChatPartParams);
    #[doc = "Asks the shell to send a prepared request to the model picked in the editor. Already redacted and recorded."]
    push ModelSend "model/send" (chat::ModelSendParams);
    #[doc = "The request of this id is cancelled: stop reading."]
    push ModelCancel "model/cancel" (chat::ModelCancelParams);
}
