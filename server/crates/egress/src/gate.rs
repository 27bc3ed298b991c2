use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use host::Host;
use model::{Message, Role};
use redact::Redactor;
use store::Store;
use tokio::{sync::mpsc::UnboundedReceiver, time::Instant};
use tokio_util::sync::CancellationToken;

use crate::{
    EditorPush, EndpointSettings, Outgoing, Provider, SendError, Sent,
    editor::EditorLink,
    endpoint::{self, Endpoint},
    key::ApiKey,
    ledger::{self, Entry, Opening},
    pump::{self, Deltas, Limits, Pumped},
};

/// The only way out. Cheap to clone; all clones share settings, key and ledger.
#[derive(Clone)]
pub struct Gate {
    shared: Arc<Shared>,
}

struct Shared {
    store: Store,
    clock: Arc<dyn Host>,
    access: Mutex<Access>,
    editor: Arc<EditorLink>,
}

#[derive(Default)]
struct Access {
    settings: EndpointSettings,
    key: Option<ApiKey>,
    /// Made on first use, made again after a change.
    endpoint: Option<Endpoint>,
}

/// What a tiny request to the endpoint showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Whether it answered.
    pub is_ok: bool,
    /// One sentence for the user.
    pub message: String,
    /// To the first token.
    pub first_token_ms: Option<u64>,
}

impl Gate {
    /// A gate without an endpoint. `clock` tells the time; nothing is opened.
    #[must_use]
    pub fn new(store: Store, clock: Arc<dyn Host>) -> Self {
        let editor = Arc::new(EditorLink::new());
        Self { shared: Arc::new(Shared { store, clock, access: Mutex::default(), editor }) }
    }

    /// Takes the user's settings. Requests under way keep theirs.
    pub fn set_endpoint(&self, settings: EndpointSettings) {
        let mut access = self.access();
        if access.settings != settings {
            access.endpoint = None;
            access.settings = settings;
        }
    }

    /// Takes the endpoint's key, or removes it.
    pub fn set_key(&self, key: Option<String>) {
        let mut access = self.access();
        access.endpoint = None;
        access.key = key.map(|key| key.trim().to_owned()).filter(|key| !key.is_empty()).map(ApiKey::new);
    }

    /// Whether an endpoint is configured.
    #[must_use]
    pub fn has_endpoint(&self) -> bool {
        !self.access().settings.base_url.trim().is_empty()
    }

    /// What the shell has to be told, in order. Once: later calls get nothing.
    #[must_use]
    pub fn take_editor_pushes(&self) -> Option<UnboundedReceiver<EditorPush>> {
        self.shared.editor.take_pushes()
    }

    /// A piece of the answer of the editor's model.
    pub fn editor_chunk(&self, turn: &str, text: String) {
        self.shared.editor.chunk(turn, text);
    }

    /// The end of the answer of the editor's model, with the editor's own counts.
    pub fn editor_done(
        &self,
        turn: &str,
        error: Option<String>,
        prompt_tokens: Option<u32>,
        completion_tokens: Option<u32>,
    ) {
        self.shared.editor.done(turn, error, prompt_tokens, completion_tokens);
    }

    /// Sends a request and hands its text to `on_text` as it comes.
    ///
    /// Every message is redacted here, at the last moment; what `on_text` gets is the model's own text. Each request that
    /// left is in the ledger, also when this future is dropped. Cancelling, or dropping, stops the provider's stream.
    pub async fn send(
        &self,
        request: Outgoing,
        provider: &Provider,
        cancel: &CancellationToken,
        on_text: &mut (dyn FnMut(&str) + Send),
    ) -> Sent {
        let way = match self.way(&request, provider) {
            Ok(way) => way,
            Err(error) => return Sent::refused(error),
        };
        let Outgoing { turn, surface, messages, mut pieces, redactor, .. } = request;
        let counted = tokio::task::spawn_blocking(move || {
            let (messages, redactions) = redacted(messages, &redactor);
            let tokens = ledger::prompt_tokens(&messages);
            (messages, redactions, tokens, redactor)
        });
        let Ok((messages, redactions, prompt_tokens, redactor)) = counted.await else {
            // The redactor broke off: nothing may leave.
            let message = "the request could not be checked for secrets, so nothing was sent".to_owned();
            return Sent::refused(SendError::Failed { who: way.who(), message });
        };
        for piece in &mut pieces {
            piece.why = redactor.redact(&piece.why).text.into_owned();
        }
        if let Err(error) = way.fits(prompt_tokens) {
            return Sent::refused(error);
        }
        if cancel.is_cancelled() {
            return Sent::refused(SendError::Cancelled);
        }
        let limits = way.limits(&self.access().settings);
        let opening = Opening {
            id: self.request_id(),
            at_ms: self.shared.clock.now_ms(),
            surface,
            provider: provider.name(),
            model: way.model(),
            destination: way.destination(),
            prompt_tokens,
            redactions,
            started: limits.started,
        };
        let entry = Entry::open(&self.shared.store, opening);
        let mut pumped = Pumped::default();
        let opened = tokio::select! {
            biased;
            () = cancel.cancelled() => Err(SendError::Cancelled),
            opened = self.open(&way, &turn, &messages, limits) => opened,
        };
        let end = match opened {
            Ok(deltas) => pump::pump(deltas, limits, &way.who(), cancel, on_text, &mut pumped).await,
            Err(error) => Err(error),
        };
        let end = end.map_err(|error| said_safely(error, &redactor));
        let receipt = entry.close(&pumped, &end, provider.name(), pieces, way.warnings());
        if let Err(error) = &end {
            tracing::info!(request = receipt.request, provider = provider.name(), "no whole answer: {error}");
        }
        Sent { text: pumped.text, receipt: Some(receipt), end }
    }

    /// Tries the endpoint with a tiny request that says nothing of the workspace.
    pub async fn check(&self, cancel: &CancellationToken) -> Check {
        let request = Outgoing {
            turn: "check".to_owned(),
            surface: "check".to_owned(),
            messages: vec![Message { role: Role::User, text: "Answer with the word ok.".to_owned() }],
            pieces: Vec::new(),
            redactor: Arc::new(Redactor::default()),
            local_only: None,
        };
        let sent = self.send(request, &Provider::Endpoint, cancel, &mut |_| {}).await;
        let first_token_ms = sent.receipt.as_ref().and_then(|receipt| receipt.first_token_ms);
        let (is_ok, message) = match (&sent.end, &sent.receipt) {
            // A model that stops at its limit, or thinks only, is there all the same.
            (Ok(()) | Err(SendError::Cut { .. } | SendError::Empty { .. }), Some(receipt))
                if first_token_ms.is_some() =>
            {
                let destination = receipt.destination.as_deref().unwrap_or("the endpoint");
                let first_token = first_token_ms.unwrap_or_default();
                let warning = receipt.warnings.first().map(|warning| format!(" {warning}")).unwrap_or_default();
                (
                    true,
                    format!("{} at {destination} answers; first token after {first_token} ms.{warning}", receipt.model),
                )
            }
            (Err(error), _) => (false, error.to_string()),
            (Ok(()), _) => (false, "The endpoint sent nothing.".to_owned()),
        };
        Check { is_ok, message, first_token_ms }
    }

    /// Decides whether and where a request may go.
    fn way(&self, request: &Outgoing, provider: &Provider) -> Result<Way, SendError> {
        let way = match provider {
            Provider::Endpoint => Way::Endpoint(self.endpoint()?),
            Provider::Editor { id, name, max_input_tokens } => {
                Way::Editor { id: id.clone(), name: name.clone(), max_input_tokens: *max_input_tokens }
            }
        };
        match &request.local_only {
            Some(rule) if !way.is_this_machine() => Err(SendError::LocalOnly {
                file: rule.place.file.to_string(),
                line: rule.place.line_number(),
                setting: rule.setting.to_string(),
                destination: way.who(),
            }),
            _ => Ok(way),
        }
    }

    fn endpoint(&self) -> Result<Endpoint, SendError> {
        let mut access = self.access();
        if let Some(endpoint) = &access.endpoint {
            return Ok(endpoint.clone());
        }
        let endpoint = Endpoint::new(&access.settings, access.key.as_ref())?;
        Ok(access.endpoint.insert(endpoint).clone())
    }

    async fn open(&self, way: &Way, turn: &str, messages: &[Message], limits: Limits) -> Result<Deltas, SendError> {
        match way {
            Way::Endpoint(endpoint) => endpoint::open(endpoint, messages, limits).await,
            Way::Editor { id, name, .. } => self.shared.editor.open(turn, id, name, messages),
        }
    }

    fn access(&self) -> MutexGuard<'_, Access> {
        self.shared.access.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn request_id(&self) -> String {
        let mut random = [0; 6];
        // Without randomness the time alone has to do: a clash would cost a row of the ledger.
        let _ = self.shared.clock.random_bytes(&mut random);
        let random: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("r{:x}-{random}", self.shared.clock.now_ms())
    }
}

/// Where a request goes.
enum Way {
    Endpoint(Endpoint),
    Editor { id: String, name: String, max_input_tokens: Option<u32> },
}

impl Way {
    fn who(&self) -> String {
        match self {
            Self::Endpoint(endpoint) => endpoint.base.destination.clone(),
            Self::Editor { name, .. } => name.clone(),
        }
    }

    fn model(&self) -> String {
        match self {
            Self::Endpoint(endpoint) => endpoint.model.clone(),
            Self::Editor { name, .. } => name.clone(),
        }
    }

    fn destination(&self) -> Option<String> {
        match self {
            Self::Endpoint(endpoint) => Some(endpoint.base.destination.clone()),
            Self::Editor { .. } => None,
        }
    }

    /// Nobody can tell where the editor's model runs.
    fn is_this_machine(&self) -> bool {
        matches!(self, Self::Endpoint(endpoint) if endpoint.base.is_loopback)
    }

    fn warnings(&self) -> Vec<String> {
        match self {
            Self::Endpoint(endpoint) => endpoint.base.warning.iter().cloned().collect(),
            Self::Editor { .. } => Vec::new(),
        }
    }

    fn fits(&self, tokens: u32) -> Result<(), SendError> {
        match self {
            Self::Editor { max_input_tokens: Some(limit), name, .. } if tokens > *limit => {
                Err(SendError::TooLarge { tokens, limit: *limit, model: name.clone() })
            }
            _ => Ok(()),
        }
    }

    fn limits(&self, settings: &EndpointSettings) -> Limits {
        const SHORTEST: Duration = Duration::from_millis(1);
        Limits {
            started: Instant::now(),
            first_token: settings.first_token_timeout.max(SHORTEST),
            idle: settings.idle_timeout.max(SHORTEST),
        }
    }
}

fn redacted(messages: Vec<Message>, redactor: &Redactor) -> (Vec<Message>, u32) {
    let mut count = 0;
    let messages = messages
        .into_iter()
        .map(|message| {
            let text = redactor.redact(&message.text).text.into_owned();
            // Whoever wrote the message may have taken out values already.
            count += redact::markers(&text);
            Message { role: message.role, text }
        })
        .collect();
    (messages, count)
}

/// Servers repeat what they were sent in their errors.
fn said_safely(error: SendError, redactor: &Redactor) -> SendError {
    let safe = |text: String| redactor.redact(&text).text.into_owned();
    match error {
        SendError::Refused { destination, status, message, hint } => {
            SendError::Refused { destination, status, message: safe(message), hint }
        }
        SendError::Failed { who, message } => SendError::Failed { who, message: safe(message) },
        SendError::Unreachable { destination, why } => SendError::Unreachable { destination, why: safe(why) },
        SendError::Cut { who, why } => SendError::Cut { who, why: safe(why) },
        other => other,
    }
}
