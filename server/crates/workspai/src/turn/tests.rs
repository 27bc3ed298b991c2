//! Whole turns against a scripted model server.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use assist::{Buffers, Site, Subject, Verb};
use axum::{Router, body::Bytes, extract::State, http::StatusCode};
use disk::incident::IncidentState;
use doctor::Seed;
use egress::{EditorPush, EndpointSettings};
use host::{MemHost, OsHost};
use index::{Change, Index};
use model::RelPath;
use tokio::net::TcpListener;

use super::*;

const FIXTURE: &str = r#"
//- /.rapidkit/workspace-memory.json
{
  "context": "Billing for clinics.",
  "conventions": ["Routers live in src/routing."],
  "decisions": ["Access tokens live fifteen minutes."]
}
//- /api/pyproject.toml
[project]
name = "api"
dependencies = ["fastapi==0.115.0"]
//- /api/.env
JWT_SECRET=s3cr3t-jwt-value
DATABASE_URL=postgresql://saas:s3cr3t-db-pass@localhost:5432/saas
SUPPORT_EMAIL=ada@clinic-billing.io
//- /api/.env.example
JWT_SECRET=
STRIPE_KEY=
//- /api/src/main.py
import os


def sign(user):
    dsn = "postgresql://saas:s3cr3t-db-pass@localhost:5432/saas"
    return encode(user, os.environ["JWT_SECRET"], "s3cr3t-jwt-value")
"#;

const VALUES: [&str; 4] = [
    "s3cr3t-jwt-value",
    "s3cr3t-db-pass",
    "postgresql://saas:s3cr3t-db-pass@localhost:5432/saas",
    "ada@clinic-billing.io",
];

struct Bench {
    scene: Scene,
    means: Means,
    index: Index,
    host: Arc<MemHost>,
}

impl Bench {
    fn new(base_url: &str) -> Self {
        let host = Arc::new(fixture::mem_host(FIXTURE));
        let index = Index::new(&*host);
        let snapshot = index.snapshot();
        let report = Arc::new(doctor::check(&snapshot, &Seed::draw(&*host)));
        let store = Store::new(None, "w");
        let gate = Gate::new(store.clone(), host.clone());
        gate.set_endpoint(EndpointSettings {
            base_url: base_url.to_owned(),
            model: "test-model".to_owned(),
            first_token_timeout: Duration::from_secs(5),
            ..EndpointSettings::default()
        });
        let scene = Scene { snapshot, report, host: host.clone(), buffers: Arc::new(Buffers::new()) };
        // Ids need real randomness.
        let means = Means { gate, store, clock: Arc::new(OsHost::new([])) };
        Self { scene, means, index, host }
    }

    /// A file changes on disk.
    fn put(&mut self, path: &str, text: &str) {
        self.host.put(path, text);
        self.scene.snapshot = self.index.apply(&*self.host, [Change::Disk(RelPath::new(path).expect("a path"))]);
        self.scene.report = Arc::new(doctor::check(&self.scene.snapshot, &Seed::draw(&*self.host)));
    }

    async fn run(&self, question: Question, provider: Option<Provider>) -> (TurnEnd, Vec<Part>) {
        let turn = Turn { id: "t1".to_owned(), question, provider, budget_tokens: 6_000 };
        let mut parts = Vec::new();
        let cancel = CancellationToken::new();
        let end = answer(&self.scene, &self.means, turn, &cancel, &mut |part| parts.push(part)).await;
        (end, parts)
    }
}

#[derive(Clone, Default)]
struct Received(Arc<Mutex<Vec<String>>>);

/// Answers every request with these bytes.
async fn server(status: u16, body: String) -> (String, Received) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let received = Received::default();
    let router = Router::new()
        .fallback(move |State(received): State<Received>, sent: Bytes| {
            let body = body.clone();
            async move {
                received.0.lock().expect("a list").push(String::from_utf8(sent.to_vec()).expect("UTF-8"));
                let kind = [("content-type", "text/event-stream")];
                (StatusCode::from_u16(status).expect("a status"), kind, body)
            }
        })
        .with_state(received.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (format!("http://{address}/v1"), received)
}

fn stream(pieces: &[&str]) -> String {
    let event = |event: serde_json::Value| format!("data: {event}\n\n");
    let mut body: String = pieces
        .iter()
        .map(|piece| event(serde_json::json!({ "choices": [{ "delta": { "content": piece } }] })))
        .collect();
    body += &event(serde_json::json!({ "choices": [{ "delta": {}, "finish_reason": "stop" }] }));
    body + "data: [DONE]\n\n"
}

fn debug() -> Question {
    let site = Site {
        message: Some("\"encode\" is not defined (s3cr3t-jwt-value)".to_owned()),
        code: Some("reportUndefinedVariable".to_owned()),
        source: Some("Pylance".to_owned()),
        ..Site::line(RelPath::new("api/src/main.py").expect("a path"), 6)
    };
    let subject = Some(Subject::Diagnostic(site));
    Question { subject, ..Question::new(Verb::Debug, "mail ada@clinic-billing.io about it?") }
}

fn index_of(parts: &[Part], is_it: impl Fn(&Part) -> bool) -> usize {
    parts.iter().position(is_it).expect("the part")
}

fn says(part: &Part, text: &str) -> bool {
    matches!(part, Part::Markdown(found) if found.contains(text))
}

#[tokio::test]
async fn the_program_speaks_first_then_the_model_with_the_memory_and_without_a_secret() {
    let pieces = ["Import it, see `api/src/ma", "in.py:6` and api/src/none.py:3."];
    let (base_url, received) = server(200, stream(&pieces)).await;
    let bench = Bench::new(&base_url);
    let (end, parts) = bench.run(debug(), Some(Provider::Endpoint)).await;
    assert_eq!((end.outcome, &end.error), (Outcome::Success, &None));

    let program = index_of(&parts, |part| says(part, "What is known"));
    let asking = index_of(&parts, |part| *part == Part::Progress("Asking the model endpoint".to_owned()));
    let model = index_of(&parts, |part| says(part, "Import it, see"));
    assert!(program < asking && asking < model, "{parts:?}");
    assert!(matches!(&parts[model + 1], Part::Anchor { title, .. } if title == "api/src/main.py:6"), "{parts:?}");
    assert!(parts.iter().any(|part| says(part, "api/src/none.py:3 _(unverified)_")), "{parts:?}");

    let body = received.0.lock().expect("a list")[0].clone();
    for entry in ["Billing for clinics.", "Routers live in src/routing.", "Access tokens live fifteen minutes."] {
        assert!(body.contains(entry), "{entry} is not in {body}");
    }
    assert!(body.contains(".rapidkit/workspace-memory.json:4"), "memory has its provenance");
    for value in VALUES {
        assert!(!body.contains(value), "{value} is in {body}");
        assert!(!format!("{parts:?}").contains(value), "{value} is shown");
    }
    let receipt = end.receipt.expect("a receipt");
    assert!(receipt.redactions > 0);
    let memory: Vec<_> =
        receipt.pieces.iter().filter(|piece| piece.source.name() == "memory").map(|piece| piece.lines).collect();
    assert_eq!(memory, [Some((2, 2)), Some((3, 3)), Some((4, 4))]);
    let usage = bench.means.store.usage(0);
    assert_eq!((usage.answers, usage.without_model, usage.errors), (1, 0, 0));
    let incident = bench.means.store.incident(&end.incident.expect("an incident")).expect("stored");
    assert!(incident.history.iter().any(|event| event.text.starts_with("test-model was asked (")), "{incident:?}");
    assert!(!disk::incident::write_incident(&incident).contains("s3cr3t"), "{incident:?}");
}

#[tokio::test]
async fn when_the_model_fails_the_programs_answer_stands() {
    let (base_url, _) = server(401, r#"{"error":{"message":"bad key, you sent s3cr3t-jwt-value"}}"#.to_owned()).await;
    let bench = Bench::new(&base_url);
    let (end, parts) = bench.run(debug(), Some(Provider::Endpoint)).await;
    assert_eq!(end.outcome, Outcome::Error);
    let error = end.error.expect("an error");
    assert!(error.contains("answered 401: bad key, you sent ‹redacted:JWT_SECRET›"), "{error}");
    assert!(parts.iter().any(|part| says(part, "What is known")));
    assert!(end.receipt.is_some(), "it was sent");
    assert_eq!(bench.means.store.usage(0).errors, 1);
}

#[tokio::test]
async fn without_a_model_the_program_answers_and_is_counted() {
    let bench = Bench::new("");
    let (end, parts) = bench.run(debug(), None).await;
    assert_eq!((end.outcome, end.receipt), (Outcome::Program, None));
    assert!(parts.iter().any(|part| says(part, "What is known")));
    let usage = bench.means.store.usage(0);
    assert_eq!((usage.answers, usage.without_model), (1, 1));

    let (end, parts) = bench.run(Question::new(Verb::Ask, "what is the meaning of life"), None).await;
    assert_eq!(end.outcome, Outcome::Program);
    let configures = |part: &Part| matches!(part, Part::Button { action: assist::Action::ConfigureModel, .. });
    assert!(parts.iter().any(configures), "{parts:?}");
}

#[tokio::test]
async fn what_the_program_knows_whole_is_not_sent() {
    let (base_url, received) = server(200, stream(&["x"])).await;
    let bench = Bench::new(&base_url);
    for (verb, prompt) in [(Verb::Ask, "where is JWT_SECRET defined?"), (Verb::Doctor, "")] {
        let (end, _) = bench.run(Question::new(verb, prompt), Some(Provider::Endpoint)).await;
        assert_eq!((end.outcome, end.receipt), (Outcome::Program, None), "{prompt}");
    }
    assert!(received.0.lock().expect("a list").is_empty());
    let (end, _) = bench.run(Question::new(Verb::Ask, "why are tokens refused?"), Some(Provider::Endpoint)).await;
    assert_eq!(end.outcome, Outcome::Success);
    assert!(received.0.lock().expect("a list")[0].contains("Access tokens live fifteen minutes."));
}

#[tokio::test]
async fn the_editors_model_goes_the_same_way() {
    let bench = Bench::new("");
    let mut pushes = bench.means.gate.take_editor_pushes().expect("the first taker");
    let shell = bench.means.gate.clone();
    let shell = tokio::spawn(async move {
        let Some(EditorPush::Send { messages, .. }) = pushes.recv().await else { panic!("a request") };
        shell.editor_chunk("t1", "from the editor".to_owned());
        shell.editor_done("t1", None, None, None);
        messages.into_iter().map(|message| message.text).collect::<String>()
    });
    let provider = Provider::Editor { id: "x".into(), name: "Some Model".into(), max_input_tokens: Some(8_000) };
    let (end, parts) = bench.run(debug(), Some(provider)).await;
    assert_eq!((end.outcome, end.error), (Outcome::Success, None));
    assert!(assist::plain(&parts).ends_with("from the editor"), "{parts:?}");
    let sent = shell.await.expect("the shell's part");
    assert!(sent.contains("Access tokens live fifteen minutes."));
    assert!(VALUES.iter().all(|value| !sent.contains(value)), "{sent}");
}

#[tokio::test]
async fn a_workspace_that_stays_local_stays_local() {
    let mut bench = Bench::new("https://api.example.com/v1");
    bench.put("api/.rapidkit/workspace-memory.json", r#"{ "localProcessingMode": true }"#);
    let (end, parts) = bench.run(debug(), Some(Provider::Endpoint)).await;
    assert_eq!((end.outcome, end.receipt), (Outcome::Error, None));
    let error = end.error.expect("an error");
    assert!(error.starts_with("Nothing was sent: api/.rapidkit/workspace-memory.json:1 says"), "{error}");
    assert!(parts.iter().any(|part| says(part, "What is known")));
}

#[tokio::test]
async fn cancel_ends_the_turn() {
    let bench = Bench::new("");
    let _pushes = bench.means.gate.take_editor_pushes();
    let cancel = CancellationToken::new();
    let provider = Provider::Editor { id: "x".into(), name: "Some Model".into(), max_input_tokens: None };
    let turn = Turn { id: "t1".to_owned(), question: debug(), provider: Some(provider), budget_tokens: 6_000 };
    let token = cancel.clone();
    let mut sink = |part: Part| {
        if matches!(part, Part::Progress(_)) {
            token.cancel();
        }
    };
    let end = answer(&bench.scene, &bench.means, turn, &cancel, &mut sink).await;
    assert_eq!((end.outcome, end.error), (Outcome::Cancel, None));
    assert_eq!(bench.means.store.usage(0).answers, 1);
}

#[tokio::test]
async fn incidents_continue_and_settle() {
    let mut bench = Bench::new("");
    let (first, _) = bench.run(debug(), None).await;
    let (second, _) = bench.run(debug(), None).await;
    assert_eq!(first.incident, second.incident, "the same cause finds its open incident");

    let missing = bench.scene.report.findings.iter().find(|finding| finding.rule == "env-missing").expect("a finding");
    let subject = Subject::Finding(missing.id.0.clone());
    let opened = open_incident(&bench.scene, &bench.means, &subject).expect("opened");
    assert_eq!(settle_incidents(&bench.means, &bench.scene.report, 1), Vec::<String>::new());
    bench.put("api/.env", "JWT_SECRET=s3cr3t-jwt-value\nSTRIPE_KEY=sk_live_now_it_is_set\n");
    assert_eq!(settle_incidents(&bench.means, &bench.scene.report, 2), std::slice::from_ref(&opened.id));
    let settled = bench.means.store.incident(&opened.id).expect("stored");
    assert_eq!(settled.state, IncidentState::Resolved);
    assert_eq!(settle_incidents(&bench.means, &bench.scene.report, 3), Vec::<String>::new());

    let closed = close_incident(&bench.means, &first.incident.expect("an incident")).expect("closed");
    assert_eq!(closed.state, IncidentState::Resolved);
    let (third, _) = bench.run(debug(), None).await;
    assert_ne!(third.incident, Some(closed.id), "a closed incident stays closed; the cause opens a new one");
    assert_eq!(close_incident(&bench.means, "none"), None);
}
