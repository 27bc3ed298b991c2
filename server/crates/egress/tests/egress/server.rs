//! A scripted OpenAI-compatible server.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, Response, Uri},
};
use futures::{StreamExt, stream};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// What arrived.
#[derive(Debug, Clone)]
pub struct Received {
    pub path: String,
    pub headers: HeaderMap,
    pub body: String,
}

impl Received {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("a JSON body")
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().expect("text"))
    }
}

type Script = Arc<dyn Fn(usize) -> Response<Body> + Send + Sync>;

#[derive(Clone)]
struct Shared {
    received: Arc<Mutex<Vec<Received>>>,
    script: Script,
}

/// Ends with the test's runtime.
pub struct Server {
    pub base_url: String,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Server {
    /// Answers the n-th request, counted from 0, with what `script` says.
    pub async fn start(script: impl Fn(usize) -> Response<Body> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let received = Arc::new(Mutex::new(Vec::new()));
        let shared = Shared { received: Arc::clone(&received), script: Arc::new(script) };
        let router = Router::new().fallback(answer).with_state(shared);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { base_url: format!("http://{address}/v1"), received }
    }

    pub fn received(&self) -> Vec<Received> {
        self.received.lock().expect("a list").clone()
    }
}

async fn answer(State(shared): State<Shared>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response<Body> {
    let number = {
        let mut received = shared.received.lock().expect("a list");
        received.push(Received {
            path: uri.path().to_owned(),
            headers,
            body: String::from_utf8(body.to_vec()).expect("UTF-8"),
        });
        received.len() - 1
    };
    (shared.script)(number)
}

/// One step of a stream.
#[derive(Clone)]
pub enum Step {
    Event(String),
    Raw(&'static str),
    Wait(Duration),
    /// Never ends by itself.
    Hang,
    /// Breaks the connection.
    Break,
}

pub fn text(text: &str) -> Step {
    Step::Event(json!({ "choices": [{ "delta": { "content": text } }] }).to_string())
}

pub fn finish() -> Step {
    Step::Event(json!({ "choices": [{ "delta": {}, "finish_reason": "stop" }] }).to_string())
}

pub fn usage(prompt: u32, completion: u32) -> Step {
    let usage = json!({ "prompt_tokens": prompt, "completion_tokens": completion });
    Step::Event(json!({ "choices": [], "usage": usage }).to_string())
}

/// Tells when its stream was dropped: the server saw that nobody reads any more.
#[derive(Clone, Default)]
pub struct Closed(CancellationToken);

impl Closed {
    /// Waits for it. How long that may take says nothing about the program: the machine may be busy.
    pub async fn wait(&self) {
        tokio::time::timeout(Duration::from_secs(30), self.0.cancelled()).await.expect("the connection is closed");
    }
}

struct Guard(Closed);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.0.cancel();
    }
}

pub fn events(steps: Vec<Step>) -> Response<Body> {
    watched(steps, Closed::default())
}

pub fn watched(steps: Vec<Step>, closed: Closed) -> Response<Body> {
    let guard = Guard(closed);
    let body = stream::iter(steps).then(move |step| {
        let _ = &guard;
        async move {
            match step {
                Step::Event(event) => Ok(Bytes::from(format!("data: {event}\n\n"))),
                Step::Raw(raw) => Ok(Bytes::from_static(raw.as_bytes())),
                Step::Wait(pause) => {
                    tokio::time::sleep(pause).await;
                    Ok(Bytes::new())
                }
                Step::Hang => std::future::pending::<Result<Bytes, std::io::Error>>().await,
                Step::Break => Err(std::io::Error::other("scripted")),
            }
        }
    });
    // Empty frames would end a chunked body.
    let body = body.filter(|part| std::future::ready(part.as_ref().map_or(true, |part| !part.is_empty())));
    Response::builder().header("content-type", "text/event-stream").body(Body::from_stream(body)).expect("a response")
}

pub fn status(code: u16, headers: &[(&str, &str)], body: &str) -> Response<Body> {
    let mut response = Response::builder().status(code);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response.body(Body::from(body.to_owned())).expect("a response")
}

pub fn whole(text: &str) -> Vec<Step> {
    vec![self::text(text), finish(), Step::Raw("data: [DONE]\n\n")]
}
