//! The gate against servers that behave well and badly, and against a scripted editor.

mod editor;
mod endpoint;
mod environment;
mod secrets;
mod server;

use std::{sync::Arc, time::Duration};

use egress::{EndpointSettings, Gate, Outgoing, Provider, Sent};
use host::MemHost;
use model::{Message, Role};
use redact::Redactor;
use store::Store;
use tokio_util::sync::CancellationToken;

/// A gate whose endpoint is `base_url`, and the store that it records in.
fn gate(base_url: &str) -> (Gate, Store) {
    let store = Store::new(None, "w");
    let gate = Gate::new(store.clone(), Arc::new(MemHost::default()));
    gate.set_endpoint(settings(base_url));
    (gate, store)
}

fn settings(base_url: &str) -> EndpointSettings {
    EndpointSettings {
        base_url: base_url.to_owned(),
        model: "test-model".to_owned(),
        connect_timeout: Duration::from_secs(2),
        first_token_timeout: Duration::from_secs(5),
        idle_timeout: Duration::from_secs(5),
    }
}

fn outgoing(text: &str) -> Outgoing {
    Outgoing {
        turn: "t1".to_owned(),
        surface: "ask".to_owned(),
        messages: vec![
            Message { role: Role::System, text: "Be brief.".to_owned() },
            Message { role: Role::User, text: text.to_owned() },
        ],
        pieces: Vec::new(),
        redactor: Arc::new(Redactor::default()),
        local_only: None,
    }
}

/// Sends and collects what came, piece by piece.
async fn send(gate: &Gate, request: Outgoing, provider: &Provider) -> (Sent, Vec<String>) {
    let mut pieces = Vec::new();
    let sent = gate.send(request, provider, &CancellationToken::new(), &mut |text| pieces.push(text.to_owned())).await;
    (sent, pieces)
}
