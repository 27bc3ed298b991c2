//! The HTTP under async-openai. It takes the place of the library's own, which retries without bound and logs the bodies
//! of errors: here an answer that is no success becomes a value, and a whole answer becomes a stream of one event.

use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use async_openai::{error::OpenAIError, middleware::HttpRequestFactory};
use futures::StreamExt;
use reqwest::{Response, StatusCode, header};
use tower_service::Service;

/// Longer errors say nothing more.
const ERROR_LIMIT: usize = 64 << 10;
/// A whole answer that is no stream.
const ANSWER_LIMIT: usize = 8 << 20;

/// An answer that is no success.
#[derive(Debug, thiserror::Error)]
#[error("the server answered {status}")]
pub(crate) struct HttpFailure {
    pub(crate) status: StatusCode,
    pub(crate) retry_after: Option<Duration>,
    /// Where a redirect leads that was not followed.
    pub(crate) location: Option<String>,
    pub(crate) body: String,
}

#[derive(Clone)]
pub(crate) struct Transport(pub(crate) reqwest::Client);

impl Service<HttpRequestFactory> for Transport {
    type Response = Response;
    type Error = OpenAIError;
    type Future = Pin<Box<dyn Future<Output = Result<Response, OpenAIError>> + Send>>;

    fn poll_ready(&mut self, _cx: &mut Context<'_>) -> Poll<Result<(), OpenAIError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: HttpRequestFactory) -> Self::Future {
        let client = self.0.clone();
        Box::pin(async move {
            let response = client.execute(request.build().await?).await?;
            if !response.status().is_success() {
                return Err(OpenAIError::Boxed(Box::new(failure(response).await)));
            }
            if is_stream(&response) { Ok(response) } else { as_stream(response).await }
        })
    }
}

async fn failure(response: Response) -> HttpFailure {
    let text = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let retry_after = text(header::RETRY_AFTER).and_then(|value| value.trim().parse().ok()).map(Duration::from_secs);
    let (status, location) = (response.status(), text(header::LOCATION));
    let body = String::from_utf8_lossy(&read(response, ERROR_LIMIT).await.unwrap_or_default()).into_owned();
    HttpFailure { status, retry_after, location, body }
}

/// Servers that ignore `stream` answer with a JSON document. Some stream without naming the type.
fn is_stream(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    !kind.to_ascii_lowercase().contains("json")
}

/// A JSON document as a stream of one event. Line breaks between its values are blanks as well.
async fn as_stream(response: Response) -> Result<Response, OpenAIError> {
    let bytes = read(response, ANSWER_LIMIT).await?;
    let line = String::from_utf8_lossy(&bytes).replace(['\n', '\r'], " ");
    Ok(Response::from(http::Response::new(format!("data: {line}\n\ndata: [DONE]\n\n"))))
}

async fn read(response: Response, limit: usize) -> Result<Vec<u8>, reqwest::Error> {
    let mut bytes = Vec::new();
    let mut stream = response.bytes_stream();
    while let Some(part) = stream.next().await {
        let part = part?;
        bytes.extend_from_slice(&part[..part.len().min(limit - bytes.len())]);
        if bytes.len() == limit {
            break;
        }
    }
    Ok(bytes)
}
