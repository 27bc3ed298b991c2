//! What the session keeps outside the workspace: the database, the way out to models, the clock.

use std::sync::Arc;

use egress::{EditorPush, EndpointSettings, Gate};
use host::{Host, OsHost};
use store::Store;
use tokio::sync::mpsc::UnboundedReceiver;
use wire::{
    chat::{ModelCancelParams, ModelMessage, ModelSendParams},
    method::{ModelCancel, ModelSend},
    session::{ModelSettings, Settings},
};

use super::{outbox::Outbox, session::Session};

/// Made at `initialize`; opens nothing before it is used.
pub(crate) struct Office {
    /// Usage and incidents.
    pub(crate) store: Store,
    /// The only way out to a model.
    pub(crate) gate: Gate,
    /// To the client.
    pub(crate) outbox: Outbox,
    /// Tells the time.
    pub(crate) clock: Arc<dyn Host>,
    /// Whether the client is our shell: others are not told of what changes.
    pub(crate) is_ours: bool,
}

impl Office {
    /// Opens the office of a session. Needs a runtime: what the gate wants from the editor is passed on by a task.
    pub(crate) fn open(session: &Session, outbox: Outbox) -> Self {
        let clock: Arc<dyn Host> = Arc::new(OsHost::new([]));
        let store = Store::new(session.storage.as_deref(), &workspace_key(session));
        let gate = Gate::new(store.clone(), Arc::clone(&clock));
        if let Some(pushes) = gate.take_editor_pushes() {
            tokio::spawn(pass_on(pushes, outbox.clone()));
        }
        let office = Self { store, gate, outbox, clock, is_ours: session.client.is_ours };
        office.apply(&session.settings);
        office
    }

    /// Takes the settings that concern models.
    pub(crate) fn apply(&self, settings: &Settings) {
        self.gate.set_endpoint(endpoint(&settings.model));
    }

    /// Tells the shell that an incident is new or other than before.
    pub(crate) fn incident_changed(&self, id: &str) {
        if self.is_ours {
            let changed = wire::incident::IncidentRef { id: id.to_owned() };
            self.outbox.push::<wire::method::IncidentChanged>(&changed);
        }
    }
}

/// The folders that are open at the start: they tell workspaces apart, also when their order changes.
fn workspace_key(session: &Session) -> String {
    let mut uris: Vec<&str> = session.folders.iter().map(|folder| folder.uri.as_str()).collect();
    uris.sort_unstable();
    uris.join("\n")
}

fn endpoint(settings: &ModelSettings) -> EndpointSettings {
    let milliseconds = std::time::Duration::from_millis;
    EndpointSettings {
        base_url: settings.base_url.clone(),
        model: settings.model.clone(),
        connect_timeout: milliseconds(settings.connect_timeout_ms),
        first_token_timeout: milliseconds(settings.first_token_timeout_ms),
        idle_timeout: milliseconds(settings.idle_timeout_ms),
    }
}

async fn pass_on(mut pushes: UnboundedReceiver<EditorPush>, outbox: Outbox) {
    while let Some(push) = pushes.recv().await {
        match push {
            EditorPush::Send { turn, model, messages } => {
                let message =
                    |message: egress::EditorMessage| ModelMessage { role: message.role.to_owned(), text: message.text };
                let messages = messages.into_iter().map(message).collect();
                outbox.push::<ModelSend>(&ModelSendParams { id: turn, model, messages });
            }
            EditorPush::Cancel { turn } => outbox.push::<ModelCancel>(&ModelCancelParams { id: turn }),
        }
    }
}
