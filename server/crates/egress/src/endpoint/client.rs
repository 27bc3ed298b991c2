use std::{sync::OnceLock, time::Duration};

use async_openai::{Client, config::Config, error::OpenAIError};
use futures::{StreamExt, stream};
use http::{HeaderMap, HeaderValue, header};
use model::Message;
use reqwest::redirect::Policy;
use secrecy::SecretString;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep, timeout_at};

use super::{
    chunk,
    transport::{HttpFailure, Transport},
};
use crate::{
    SendError,
    key::ApiKey,
    pump::{Delta, Deltas, Limits},
    settings::{Base, EndpointSettings},
};

/// Tries after the first one, before the first token only.
const RETRIES: u32 = 2;
const FIRST_PAUSE: Duration = Duration::from_millis(300);
/// A server may ask for hours.
const LONGEST_PAUSE: Duration = Duration::from_secs(8);

/// A usable endpoint.
#[derive(Clone)]
pub(crate) struct Endpoint {
    pub(crate) base: Base,
    pub(crate) model: String,
    client: Client<Explicit>,
    key: Option<ApiKey>,
}

/// Everything that decides where a request goes and with which key, said outright: the library's own configuration would
/// fill gaps from `OPENAI_*` of the environment.
#[derive(Clone)]
struct Explicit {
    base: String,
    authorization: Option<HeaderValue>,
    key: SecretString,
}

impl Config for Explicit {
    fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        if let Some(value) = &self.authorization {
            headers.insert(header::AUTHORIZATION, value.clone());
        }
        headers
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    fn query(&self) -> Vec<(&str, &str)> {
        Vec::new()
    }

    fn api_base(&self) -> &str {
        &self.base
    }

    fn api_key(&self) -> &SecretString {
        &self.key
    }
}

impl Endpoint {
    /// Nothing is connected yet.
    pub(crate) fn new(settings: &EndpointSettings, key: Option<&ApiKey>) -> Result<Self, SendError> {
        static CRYPTO: OnceLock<()> = OnceLock::new();
        CRYPTO.get_or_init(|| {
            // Somebody else may have chosen already: both are fine.
            let _ = rustls::crypto::ring::default_provider().install_default();
        });
        let base = Base::new(settings)?;
        let authorization = key.map(ApiKey::header).transpose()?;
        let http = reqwest::Client::builder()
            .connect_timeout(settings.connect_timeout)
            .redirect(Policy::custom(same_place))
            .no_proxy()
            .referer(false)
            .user_agent(concat!("workspai/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| SendError::BadSetting { setting: "The model endpoint", why: reason(&error) })?;
        let config = Explicit {
            base: base.url.clone(),
            authorization,
            key: key.map_or_else(|| SecretString::from(""), |key| key.secret().clone()),
        };
        let client = Client::build(http.clone(), config).with_http_service(Transport(http));
        Ok(Self { base, model: settings.model.trim().to_owned(), client, key: key.cloned() })
    }
}

/// Follows a redirect only to the same scheme, host and port, and only where it keeps the request as it is: the key and
/// the prompt are meant for one host.
fn same_place(attempt: reqwest::redirect::Attempt<'_>) -> reqwest::redirect::Action {
    let keeps_request = matches!(attempt.status().as_u16(), 307 | 308);
    let is_same = attempt.previous().last().is_some_and(|from| from.origin() == attempt.url().origin());
    if keeps_request && is_same && attempt.previous().len() < 4 { attempt.follow() } else { attempt.stop() }
}

/// Sends the request and returns its stream. Tries again where that can help, within the time for the first token.
pub(crate) async fn open(endpoint: &Endpoint, messages: &[Message], limits: Limits) -> Result<Deltas, SendError> {
    let deadline = limits.started + limits.first_token;
    let mut body = body(endpoint, messages);
    let mut tries = 0;
    loop {
        let sent = timeout_at(deadline, endpoint.client.chat().create_stream_byot::<_, Value>(&body)).await;
        let who = endpoint.base.destination.clone();
        let Ok(sent) = sent else { return Err(SendError::NoFirstToken { who, after: limits.first_token }) };
        let error = match sent {
            Ok(events) => return Ok(events.flat_map(move |event| stream::iter(read(event, &who))).boxed()),
            Err(error) => error,
        };
        let failure = failure_of(&error);
        if let Some(failure) = failure
            && is_about_usage(failure)
            && body.get("stream_options").is_some()
        {
            body.as_object_mut().map(|body| body.remove("stream_options"));
            continue;
        }
        let pause = failure.and_then(|failure| pause(failure, tries));
        match pause.filter(|pause| Instant::now() + *pause < deadline) {
            Some(pause) => sleep(pause).await,
            None => return Err(translated(endpoint, &error)),
        }
        tries += 1;
    }
}

fn body(endpoint: &Endpoint, messages: &[Message]) -> Value {
    let messages: Vec<Value> =
        messages.iter().map(|message| json!({ "role": message.role.name(), "content": message.text })).collect();
    json!({
        "model": endpoint.model,
        "messages": messages,
        "stream": true,
        "stream_options": { "include_usage": true },
    })
}

/// Older servers refuse a field that they do not know.
fn is_about_usage(failure: &HttpFailure) -> bool {
    matches!(failure.status.as_u16(), 400 | 422) && failure.body.contains("stream_options")
}

/// How long to wait before the next try; `None` when another one cannot help.
fn pause(failure: &HttpFailure, tries: u32) -> Option<Duration> {
    let may_pass = matches!(failure.status.as_u16(), 429 | 500 | 502 | 503 | 504);
    let own = FIRST_PAUSE * 2_u32.pow(tries);
    (may_pass && tries < RETRIES).then(|| failure.retry_after.unwrap_or(own).min(LONGEST_PAUSE))
}

fn read(event: Result<Value, OpenAIError>, who: &str) -> Vec<Result<Delta, SendError>> {
    match event {
        Ok(event) => chunk::deltas(&event, who),
        Err(OpenAIError::JSONDeserialize(..)) => vec![Ok(Delta::Unreadable)],
        Err(error) => vec![Err(SendError::Cut { who: who.to_owned(), why: reason(&error) })],
    }
}

fn failure_of(error: &OpenAIError) -> Option<&HttpFailure> {
    match error {
        OpenAIError::Boxed(error) => error.downcast_ref(),
        _ => None,
    }
}

fn translated(endpoint: &Endpoint, error: &OpenAIError) -> SendError {
    let destination = endpoint.base.destination.clone();
    let Some(failure) = failure_of(error) else {
        return SendError::Unreachable { destination, why: reason(error) };
    };
    let parsed: Option<Value> = serde_json::from_str(&failure.body).ok();
    let said = parsed.as_ref().and_then(chunk::error_text).unwrap_or_else(|| plain(&failure.body));
    let mut message = endpoint.key.as_ref().map_or_else(|| said.clone(), |key| key.taken_out(&said));
    if let Some(location) = failure.location.as_deref().filter(|_| failure.status.is_redirection()) {
        message = format!("it redirects to {location}, which was not followed");
    }
    let hint = match failure.status.as_u16() {
        300..=399 => ". Set workspai.model.baseUrl to the address that is meant.",
        401 | 403 => ". Is the key right? Set it with «Workspai: Set Model Key».",
        404 => ". Does the base URL end with the version (mostly /v1), and is the model's name right?",
        408 | 429 | 500..=599 => ". Ask again later.",
        413 => ". Attach less, or lower workspai.model.contextBudgetTokens.",
        _ => ".",
    };
    SendError::Refused { destination, status: failure.status.as_u16(), message: shortened(&message), hint }
}

/// The innermost cause: the outer ones name the URL and what was tried.
fn reason(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    shortened(&cause.to_string())
}

/// The text of an HTML page, as far as a line can show it.
fn plain(body: &str) -> String {
    let mut is_tag = false;
    let text: String = body
        .chars()
        .filter(|character| {
            let was_tag = is_tag;
            is_tag = match character {
                '<' => true,
                '>' => false,
                _ => is_tag,
            };
            !was_tag && !is_tag
        })
        .collect();
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.is_empty() { "no reason given".to_owned() } else { words.join(" ") }
}

fn shortened(text: &str) -> String {
    const LONGEST: usize = 300;
    let text = text.trim().trim_end_matches('.');
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_gateways_become_a_line() {
        assert_eq!(plain("<html><h1>502 Bad Gateway</h1>\n<hr>nginx</html>"), "502 Bad Gateway nginx");
        assert_eq!(plain("  "), "no reason given");
        assert_eq!(shortened(&"x".repeat(400)).chars().count(), 301);
    }
}
