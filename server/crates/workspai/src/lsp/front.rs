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
        let Ok(answer) = catch_unwind(AssertUnwindSafe(|| self.inner.call(with_usual_params(request)))) else {
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

/// Clients write "no params" in three ways. tower-lsp's router wants some for messages of ours, and none for `shutdown`.
fn with_usual_params(request: Request) -> Request {
    let is_ours = wire::method::TABLE.iter().any(|row| row.method == request.method());
    let is_blank = request.params().is_none_or(serde_json::Value::is_null);
    if request.method() != "shutdown" && !is_blank {
        return request;
    }
    let (method, id, _) = request.into_parts();
    let mut built = Request::build(method);
    if is_ours {
        built = built.params(serde_json::json!({}));
    }
    match id {
        Some(id) => built.id(id).finish(),
        None => built.finish(),
    }
}

#[cfg(test)]
mod tests {
    use futures::future::pending;
    use serde_json::json;

    use super::*;

    /// A router with every fault.
    struct Faulty;

    impl Service<Request> for Faulty {
        type Response = Option<Response>;
        type Error = std::convert::Infallible;
        type Future = BoxFuture<'static, Result<Option<Response>, Self::Error>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, request: Request) -> Self::Future {
            let (method, id, params) = request.into_parts();
            match &*method {
                "panic/call" => panic!("while it is called"),
                "panic/poll" => async { panic!("while it runs") }.boxed(),
                "wait" => pending().boxed(),
                _ => ready(Ok(id.map(|id| Response::from_ok(id, params.unwrap_or_default())))).boxed(),
            }
        }
    }

    fn ask(front: &mut Front<Faulty>, method: &'static str) -> BoxFuture<'static, Response> {
        let answer = front.call(Request::build(method).id(7).finish());
        answer.map(|answer| answer.expect("it never fails").expect("requests are answered")).boxed()
    }

    #[test]
    fn a_panic_is_answered_and_the_next_request_served() {
        let mut front = Front::new(Faulty);
        for method in ["panic/call", "panic/poll"] {
            let answer = ask(&mut front, method).now_or_never().expect("an answer");
            assert_eq!(answer.error().expect("an error").code.code(), -32603);
            assert_eq!(*answer.id(), Id::Number(7));
            let notified = front.call(Request::build(method).finish()).now_or_never().expect("an end");
            assert_eq!(notified.expect("it never fails"), None, "a notification has no answer");
        }
        assert!(ask(&mut front, "fine").now_or_never().expect("an answer").is_ok());
        assert_eq!(front.in_flight.load(Ordering::Relaxed), 0);
    }

    #[test]
    fn a_cancelled_request_makes_room() {
        let mut front = Front::new(Faulty);
        let waiting: Vec<_> = (0..IN_FLIGHT_LIMIT).map(|_| ask(&mut front, "wait")).collect();
        let refused = ask(&mut front, "fine").now_or_never().expect("an answer");
        assert_eq!(refused.error().expect("an error").code.code(), -32802);
        assert!(front.call(Request::build("fine").finish()).now_or_never().is_some(), "notifications always pass");
        drop(waiting);
        assert!(ask(&mut front, "fine").now_or_never().expect("an answer").is_ok());
    }

    #[test]
    fn messages_of_ours_get_the_params_they_left_out() {
        let mut front = Front::new(Faulty);
        let mut result = |method| ask(&mut front, method).now_or_never().and_then(|answer| answer.result().cloned());
        assert_eq!(result("ws/overview"), Some(json!({})));
        assert_eq!(result("textDocument/x"), Some(json!(null)));
        let shutdown = Request::build("shutdown").params(json!({ "x": 1 })).id(1).finish();
        assert_eq!(with_usual_params(shutdown).params(), None);
    }
}
