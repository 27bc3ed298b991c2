//! Stands before tower-lsp's router: limits what is under way, keeps panics in, and writes one log line a request.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll},
    time::Instant,
};

use futures::future::{BoxFuture, FutureExt, ready};
use tower_lsp::jsonrpc::{Error, Id, Request, Response};
use tower_service::Service;

use super::fault::Fault;

/// Below the transport's own limit, beyond which it would stop reading, cancels included.
pub(crate) const IN_FLIGHT_LIMIT: usize = 1024;
/// What the transport may run at once. Notifications are short and need no limit of their own.
pub(crate) const CONCURRENCY: usize = 4096;

/// The wrapper.
pub(crate) struct Front<S> {
    inner: S,
    in_flight: Arc<AtomicUsize>,
}

impl<S> Front<S> {
    pub(crate) fn new(inner: S) -> Self {
        Self { inner, in_flight: Arc::default() }
    }
}

/// Counts one request for as long as it lives, cancelled ones included.
struct Ticket(Arc<AtomicUsize>);

impl Ticket {
    fn draw(in_flight: &Arc<AtomicUsize>) -> Option<Self> {
        let ticket = Self(Arc::clone(in_flight));
        (in_flight.fetch_add(1, Ordering::Relaxed) < IN_FLIGHT_LIMIT).then_some(ticket)
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl<S> Service<Request> for Front<S>
where
    S: Service<Request, Response = Option<Response>>,
    S::Future: Send + 'static,
    S::Error: Send + 'static,
{
    type Response = Option<Response>;
    type Error = S::Error;
    type Future = BoxFuture<'static, Result<Option<Response>, S::Error>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let id = request.id().cloned();
        let ticket = Ticket::draw(&self.in_flight);
        if let Some(id) = id.clone().filter(|_| ticket.is_none()) {
            tracing::warn!(method = request.method(), "refused: too many requests are waiting");
            return ready(Ok(Some(Response::from_error(id, Fault::Crowded(IN_FLIGHT_LIMIT).into())))).boxed();
        }
        let method = request.method().to_owned();
        let started = Instant::now();
        let Ok(answer) = catch_unwind(AssertUnwindSafe(|| self.inner.call(with_params(request)))) else {
            return ready(Ok(broken(&method, id))).boxed();
        };
        async move {
            let _ticket = ticket;
            let outcome = AssertUnwindSafe(answer).catch_unwind().await;
            if id.is_some() {
                tracing::debug!(method, ms = started.elapsed().as_secs_f64() * 1e3, "answered");
            }
            outcome.unwrap_or_else(|_| Ok(broken(&method, id)))
        }
        .boxed()
    }
}

/// A panic costs one answer.
fn broken(method: &str, id: Option<Id>) -> Option<Response> {
    tracing::error!(method, "a handler broke off");
    id.map(|id| Response::from_error(id, Error::from(Fault::Bug)))
}

/// Messages of ours may leave out `params`; tower-lsp's router wants them.
fn with_params(request: Request) -> Request {
    let is_ours = wire::method::TABLE.iter().any(|row| row.method == request.method());
    if !is_ours || request.params().is_some_and(|params| !params.is_null()) {
        return request;
    }
    let (method, id, _) = request.into_parts();
    let built = Request::build(method).params(serde_json::json!({}));
    match id {
        Some(id) => built.id(id).finish(),
        None => built.finish(),
    }
}
