//! One turn of the conversation, wherever it is asked: the program's answer first, then, when a model is chosen and has
//! something to add, its stream through the gate, checked citation by citation; then the receipt and what to ask next.

mod incidents;
mod plan;
mod speech;

use std::sync::Arc;

use assist::{Buffers, FollowUp, Part, Question, View};
use doctor::Report;
use egress::{Gate, Provider, Receipt, SendError, Sent};
use host::Host;
use index::Snapshot;
use store::{AnswerRow, Outcome, Store};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

pub(crate) use incidents::{close_incident, open_incident, settle_incidents};

use plan::{Plan, Request};
use speech::Speech;

/// One revision of the workspace with the texts behind it. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Scene {
    pub(crate) snapshot: Arc<Snapshot>,
    pub(crate) report: Arc<Report>,
    pub(crate) host: Arc<dyn Host>,
    /// The editor's unsaved texts.
    pub(crate) buffers: Arc<Buffers>,
}

impl Scene {
    pub(crate) fn view(&self) -> View<'_> {
        View { snapshot: &self.snapshot, report: &self.report, host: &*self.host, buffers: &self.buffers }
    }
}

/// What a turn may use besides the workspace. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Means {
    pub(crate) gate: Gate,
    pub(crate) store: Store,
    /// Tells the time.
    pub(crate) clock: Arc<dyn Host>,
}

/// A question and who may answer it.
#[derive(Debug, Clone)]
pub(crate) struct Turn {
    /// Unique in the session.
    pub(crate) id: String,
    pub(crate) question: Question,
    /// `None`: the program answers alone.
    pub(crate) provider: Option<Provider>,
    /// Most tokens that the context may take.
    pub(crate) budget_tokens: u32,
}

/// How a turn ended.
#[derive(Debug)]
pub(crate) struct TurnEnd {
    pub(crate) outcome: Outcome,
    /// Why the model failed, in words for the user.
    pub(crate) error: Option<String>,
    /// What was sent; `None` when nothing was.
    pub(crate) receipt: Option<Receipt>,
    /// The incident that was opened or continued.
    pub(crate) incident: Option<String>,
    pub(crate) follow_ups: Vec<FollowUp>,
}

/// Answers. Parts go to `sink` in order, as they come; the program's own ones before anything is sent. Never fails: when
/// the model does, the program's answer stands and the end says why.
///
/// Dropping the future, or tripping `cancel`, stops the model's stream. Every turn is in the ledger.
pub(crate) async fn answer(
    scene: &Scene,
    means: &Means,
    turn: Turn,
    cancel: &CancellationToken,
    sink: &mut (dyn FnMut(Part) + Send),
) -> TurnEnd {
    let started = Instant::now();
    let surface = turn.question.verb.name();
    let provider = turn.provider.clone();
    let planning = {
        let (scene, means) = (scene.clone(), means.clone());
        tokio::task::spawn_blocking(move || plan::plan(&scene, &means, turn))
    };
    let Ok(plan) = planning.await else {
        let error = "The answer broke off because of a bug in Workspai; the log says more.".to_owned();
        return TurnEnd {
            outcome: Outcome::Error,
            error: Some(error),
            receipt: None,
            incident: None,
            follow_ups: Vec::new(),
        };
    };
    let Plan { parts, follow_ups, incident, request } = plan;
    if !cancel.is_cancelled() {
        parts.into_iter().for_each(&mut *sink);
    }
    let sent = match (request, provider) {
        (Some(request), Some(provider)) if !cancel.is_cancelled() => {
            Some(ask(means, *request, &provider, cancel, sink).await)
        }
        _ => None,
    };
    let end = ended(sent, cancel.is_cancelled(), incident, follow_ups);
    let (means, row, note) = (means.clone(), row(means, surface, &end, started), note(&end));
    // The store may have to wait for its file.
    let recorded = tokio::task::spawn_blocking(move || {
        means.store.put_answer(row);
        if let Some((id, text)) = note {
            incidents::note_incident(&means, &id, text);
        }
    });
    if recorded.await.is_err() {
        tracing::error!("a turn was not recorded because of a bug");
    }
    end
}

/// Asks the model and shows what it says.
async fn ask(
    means: &Means,
    request: Request,
    provider: &Provider,
    cancel: &CancellationToken,
    sink: &mut (dyn FnMut(Part) + Send),
) -> Sent {
    let Request { outgoing, citable, omitted, has_answer } = request;
    sink(Part::Progress(match provider {
        Provider::Editor { name, .. } => format!("Asking {name}"),
        Provider::Endpoint => "Asking the model endpoint".to_owned(),
    }));
    let mut speech = Speech::new(&citable, has_answer);
    let sent = means
        .gate
        .send(outgoing, provider, cancel, &mut |text| speech.say(text).into_iter().for_each(&mut *sink))
        .await;
    speech.end(&sent, &omitted).into_iter().for_each(&mut *sink);
    sent
}

fn ended(sent: Option<Sent>, is_cancelled: bool, incident: Option<String>, follow_ups: Vec<FollowUp>) -> TurnEnd {
    let (outcome, error, receipt) = match sent {
        None if is_cancelled => (Outcome::Cancel, None, None),
        None => (Outcome::Program, None, None),
        Some(Sent { receipt, end, .. }) => match end {
            Ok(()) => (Outcome::Success, None, receipt),
            Err(SendError::Cancelled) => (Outcome::Cancel, None, receipt),
            Err(error) => (Outcome::Error, Some(error.to_string()), receipt),
        },
    };
    TurnEnd { outcome, error, receipt, incident, follow_ups }
}

fn row(means: &Means, surface: &str, end: &TurnEnd, started: Instant) -> AnswerRow {
    AnswerRow {
        at_ms: means.clock.now_ms(),
        surface: surface.to_owned(),
        outcome: end.outcome,
        request: end.receipt.as_ref().map(|receipt| receipt.request.clone()),
        latency_ms: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
    }
}

/// What the incident's history says of the model, when one was asked.
fn note(end: &TurnEnd) -> Option<(String, String)> {
    let (id, receipt) = end.incident.as_ref().zip(end.receipt.as_ref())?;
    let (model, request) = (&receipt.model, &receipt.request);
    let text = match (end.outcome, end.error.as_deref()) {
        (Outcome::Success | Outcome::Program, _) => {
            format!("{model} was asked ({request}, {} tokens sent).", receipt.prompt_tokens)
        }
        (Outcome::Cancel, _) => format!("{model} was asked ({request}), then cancelled."),
        (Outcome::Error, why) => {
            format!("{model} was asked ({request}) and failed: {}", why.unwrap_or("no reason given"))
        }
    };
    Some((id.clone(), text))
}

#[cfg(test)]
mod tests;
