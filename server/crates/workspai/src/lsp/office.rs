//! What the session keeps outside the workspace: the database, the way out to models, the clock.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering},
        mpsc,
    },
    time::Duration,
};

use egress::{EditorPush, EndpointSettings, Gate};
use host::{Host, OsHost};
use store::Store;
use tokio::sync::mpsc::UnboundedReceiver;
use wire::{
    chat::{ModelCancelParams, ModelMessage, ModelSendParams},
    incident::IncidentRef,
    method::{IncidentChanged, ModelCancel, ModelSend},
    session::{ModelSettings, Settings},
};

use super::{outbox::Outbox, session::Session, view::View};
use crate::turn::{self, Means};

/// Made at `initialize`; opens nothing before it is used.
pub(crate) struct Office {
    /// The database, the gate, the clock.
    pub(crate) means: Means,
    /// To the client.
    pub(crate) outbox: Outbox,
    is_ours: bool,
    budget_tokens: AtomicU32,
    /// Until then the database need not be opened to look for some.
    may_have_incidents: AtomicBool,
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
        let office = Self {
            means: Means { gate, store, clock },
            outbox,
            is_ours: session.client.is_ours,
            budget_tokens: AtomicU32::default(),
            may_have_incidents: AtomicBool::new(session.storage.is_some()),
        };
        office.apply(&session.settings);
        office
    }

    /// Takes the settings that concern models.
    pub(crate) fn apply(&self, settings: &Settings) {
        self.means.gate.set_endpoint(endpoint(&settings.model));
        self.budget_tokens.store(settings.model.context_budget_tokens, Ordering::Relaxed);
    }

    /// Most tokens that the context of a request may take.
    pub(crate) fn budget_tokens(&self) -> u32 {
        self.budget_tokens.load(Ordering::Relaxed)
    }

    /// Tells the shell that an incident is new or other than before.
    pub(crate) fn incident_changed(&self, id: &str) {
        self.may_have_incidents.store(true, Ordering::Relaxed);
        if self.is_ours {
            self.outbox.push::<IncidentChanged>(&IncidentRef { id: id.to_owned() });
        }
    }

    /// Resolves the incidents of findings that are gone. May block.
    pub(crate) fn settle(&self, view: &View) {
        if self.may_have_incidents.load(Ordering::Relaxed) {
            for id in turn::settle_incidents(&self.means, &view.report, view.snapshot.revision) {
                self.incident_changed(&id);
            }
        }
    }

    /// Waits until what was recorded is written, but not longer than `patience`.
    pub(crate) fn close(&self, patience: Duration) {
        let (store, (written, done)) = (self.means.store.clone(), mpsc::channel());
        let started = std::thread::Builder::new().name("last rows".to_owned()).spawn(move || {
            store.flush();
            // Who waits may have lost patience.
            let _ = written.send(());
        });
        if started.is_ok() {
            let _ = done.recv_timeout(patience);
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
    EndpointSettings {
        base_url: settings.base_url.clone(),
        model: settings.model.clone(),
        connect_timeout: Duration::from_millis(settings.connect_timeout_ms),
        first_token_timeout: Duration::from_millis(settings.first_token_timeout_ms),
        idle_timeout: Duration::from_millis(settings.idle_timeout_ms),
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
