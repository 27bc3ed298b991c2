use std::time::{Duration, Instant};

use egress::{EndpointSettings, Outgoing, Provider, SendError};
use model::{LocalOnly, Place, RelPath};
use serde_json::json;
use store::Store;
use tokio_util::sync::CancellationToken;

use crate::{
    gate, outgoing, send,
    server::{Closed, Server, Step, events, finish, status, text, usage, watched, whole},
    settings,
};

fn errors(store: &Store) -> (u32, u32) {
    let usage = store.usage(0);
    (usage.errors, usage.cancels)
}

#[tokio::test]
async fn streams_an_answer_and_records_it() {
    let script = vec![
        Step::Raw(": a comment\n\n"),
        Step::Event(json!({ "choices": [{ "delta": { "role": "assistant", "content": "" } }] }).to_string()),
        Step::Event(json!({ "choices": [{ "delta": { "reasoning_content": "hm" } }] }).to_string()),
        text("Hello "),
        text("wörld"),
        finish(),
        usage(12, 3),
        Step::Raw("data: [DONE]\n\n"),
    ];
    let server = Server::start(move |_| events(script.clone())).await;
    let (gate, store) = gate(&server.base_url);
    gate.set_key(Some(" sk-test-key \n".to_owned()));
    let (sent, pieces) = send(&gate, outgoing("hi"), &Provider::Endpoint).await;
    assert_eq!(sent.end, Ok(()));
    assert_eq!(pieces, ["Hello ", "wörld"]);
    assert_eq!(sent.text, "Hello wörld");
    let receipt = sent.receipt.expect("a receipt");
    assert_eq!((receipt.prompt_tokens, receipt.completion_tokens, receipt.is_exact), (12, 3, true));
    assert!(receipt.destination.is_some_and(|destination| destination.starts_with("127.0.0.1:")));
    let recorded = store.usage(0);
    assert_eq!((recorded.prompt_tokens, recorded.completion_tokens), (12, 3));
    assert!(recorded.median_latency_ms.is_some());

    let received = &server.received()[0];
    assert_eq!(received.path, "/v1/chat/completions");
    assert_eq!(received.header("authorization"), Some("Bearer sk-test-key"));
    let expected = json!({
        "model": "test-model",
        "messages": [{ "role": "system", "content": "Be brief." }, { "role": "user", "content": "hi" }],
        "stream": true,
        "stream_options": { "include_usage": true },
    });
    assert_eq!(received.json(), expected);
}

#[tokio::test]
async fn takes_an_answer_that_is_no_stream() {
    let body = json!({
        "choices": [{ "message": { "role": "assistant", "content": "whole\nanswer" }, "finish_reason": "stop" }],
        "usage": { "prompt_tokens": 5, "completion_tokens": 2 },
    });
    let text = serde_json::to_string_pretty(&body).expect("JSON");
    let server = Server::start(move |_| status(200, &[("content-type", "application/json")], &text)).await;
    let (sent, pieces) = send(&gate(&server.base_url).0, outgoing("hi"), &Provider::Endpoint).await;
    assert_eq!((sent.end, pieces), (Ok(()), vec!["whole\nanswer".to_owned()]));
    assert!(sent.receipt.is_some_and(|receipt| receipt.is_exact));
}

#[tokio::test]
async fn a_piece_that_cannot_be_read_does_not_hide_the_others() {
    let script =
        vec![text("a"), Step::Raw("data: {\"choices\":[{\"del\n\n"), Step::Raw("data: 7\n\n"), text("b"), finish()];
    let server = Server::start(move |_| events(script.clone())).await;
    let (sent, _) = send(&gate(&server.base_url).0, outgoing("hi"), &Provider::Endpoint).await;
    assert_eq!((sent.end, sent.text.as_str()), (Ok(()), "ab"));
}

#[tokio::test]
async fn a_cut_stream_keeps_what_came_and_says_so() {
    for last in [Step::Break, Step::Raw("data: [DONE]\n\n")] {
        let pause = Step::Wait(Duration::from_millis(50));
        let script = vec![text("half of "), text("an answer"), pause, last];
        let server = Server::start(move |_| events(script.clone())).await;
        let (gate, store) = gate(&server.base_url);
        let (sent, _) = send(&gate, outgoing("hi"), &Provider::Endpoint).await;
        assert!(matches!(sent.end, Err(SendError::Cut { .. })), "{:?}", sent.end);
        assert_eq!(sent.text, "half of an answer");
        let receipt = sent.receipt.expect("a receipt");
        assert!(!receipt.is_exact && receipt.completion_tokens == tokens::count(&sent.text));
        assert_eq!(errors(&store), (1, 0));
    }
}

#[tokio::test]
async fn an_answer_without_text_is_an_error() {
    let server = Server::start(|_| events(vec![finish(), Step::Raw("data: [DONE]\n\n")])).await;
    let (sent, _) = send(&gate(&server.base_url).0, outgoing("hi"), &Provider::Endpoint).await;
    assert!(matches!(sent.end, Err(SendError::Empty { .. })), "{:?}", sent.end);
}

#[tokio::test]
async fn silence_has_limits() {
    let before = vec![Step::Raw(": thinking\n\n"), Step::Hang];
    let after = vec![text("a"), Step::Hang];
    for (script, is_stall) in [(before, false), (after, true)] {
        let closed = Closed::default();
        let seen = closed.clone();
        let server = Server::start(move |_| watched(script.clone(), closed.clone())).await;
        let (gate, _) = gate(&server.base_url);
        let limit = Duration::from_millis(200);
        gate.set_endpoint(EndpointSettings {
            first_token_timeout: if is_stall { Duration::from_secs(30) } else { limit },
            idle_timeout: limit,
            ..settings(&server.base_url)
        });
        let (sent, _) = send(&gate, outgoing("hi"), &Provider::Endpoint).await;
        match sent.end {
            Err(SendError::Stalled { after, .. }) if is_stall => assert_eq!(after, limit),
            Err(SendError::NoFirstToken { after, .. }) if !is_stall => assert_eq!(after, limit),
            other => panic!("{other:?}"),
        }
        seen.wait().await;
    }
}

#[tokio::test]
async fn headers_that_never_come_are_silence_too() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base_url = format!("http://{}/v1", listener.local_addr().expect("an address"));
    let (gate, _) = gate(&base_url);
    gate.set_endpoint(EndpointSettings { first_token_timeout: Duration::from_millis(200), ..settings(&base_url) });
    let (sent, _) = send(&gate, outgoing("hi"), &Provider::Endpoint).await;
    assert!(matches!(sent.end, Err(SendError::NoFirstToken { .. })), "{:?}", sent.end);
}

#[tokio::test]
async fn tries_again_where_that_can_help() {
    let server = Server::start(|number| match number {
        0 => status(503, &[], "busy"),
        1 => status(429, &[("retry-after", "0")], "{}"),
        _ => events(whole("there")),
    })
    .await;
    let (gate, store) = gate(&server.base_url);
    let (sent, _) = send(&gate, outgoing("hi"), &Provider::Endpoint).await;
    assert_eq!((sent.end, sent.text.as_str()), (Ok(()), "there"));
    assert_eq!(server.received().len(), 3);
    assert_eq!(errors(&store), (0, 0), "one request, not three");
}

#[tokio::test]
async fn tries_have_an_end() {
    let server = Server::start(|_| status(500, &[], "<h1>oops</h1>")).await;
    let (sent, _) = send(&gate(&server.base_url).0, outgoing("hi"), &Provider::Endpoint).await;
    assert!(
        matches!(&sent.end, Err(SendError::Refused { status: 500, message, .. }) if message == "oops"),
        "{:?}",
        sent.end
    );
    assert_eq!(server.received().len(), 3);
}

#[tokio::test]
async fn a_server_cannot_make_us_wait_for_hours() {
    let server = Server::start(|_| status(429, &[("retry-after", "86400")], "{}")).await;
    let (gate, _) = gate(&server.base_url);
    gate.set_endpoint(EndpointSettings { first_token_timeout: Duration::from_secs(1), ..settings(&server.base_url) });
    let started = Instant::now();
    let (sent, _) = send(&gate, outgoing("hi"), &Provider::Endpoint).await;
    assert!(matches!(sent.end, Err(SendError::Refused { status: 429, .. })), "{:?}", sent.end);
    assert!(started.elapsed() < Duration::from_secs(600), "a day, said the server");
}

#[tokio::test]
async fn nothing_is_tried_again_after_the_first_token_or_for_a_wrong_key() {
    let server = Server::start(|_| events(vec![text("a"), Step::Break])).await;
    send(&gate(&server.base_url).0, outgoing("hi"), &Provider::Endpoint).await;
    assert_eq!(server.received().len(), 1);

    let refuses =
        Server::start(|_| status(401, &[], r#"{"error":{"message":"Incorrect API key: sk-secret-1234."}}"#)).await;
    let (gate, _) = gate(&refuses.base_url);
    gate.set_key(Some("sk-secret-1234".to_owned()));
    let (sent, _) = send(&gate, outgoing("hi"), &Provider::Endpoint).await;
    let error = sent.end.expect_err("refused").to_string();
    assert!(
        error.ends_with(
            "answered 401: Incorrect API key: ‹redacted:key›. Is the key right? Set it with «Workspai: Set Model Key»."
        ),
        "{error}"
    );
    assert_eq!(refuses.received().len(), 1);
}

#[tokio::test]
async fn a_server_that_knows_no_usage_is_asked_without() {
    let server = Server::start(|number| match number {
        0 => status(400, &[], r#"{"error":"unknown field stream_options"}"#),
        _ => events(whole("ok")),
    })
    .await;
    let (sent, _) = send(&gate(&server.base_url).0, outgoing("hi"), &Provider::Endpoint).await;
    assert_eq!(sent.end, Ok(()));
    assert!(server.received()[1].json().get("stream_options").is_none());
}

#[tokio::test]
async fn cancel_closes_the_connection() {
    for script in [vec![text("a"), Step::Hang], vec![Step::Hang]] {
        let closed = Closed::default();
        let seen = closed.clone();
        let server = Server::start(move |_| watched(script.clone(), closed.clone())).await;
        let (gate, store) = gate(&server.base_url);
        let cancel = CancellationToken::new();
        let sending = async { gate.send(outgoing("hi"), &Provider::Endpoint, &cancel, &mut |_| {}).await };
        let cancelling = async {
            while server.received().is_empty() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
            cancel.cancel();
        };
        let (sent, ()) = tokio::join!(sending, cancelling);
        assert_eq!(sent.end, Err(SendError::Cancelled));
        // The server itself would hold it open for ever.
        seen.wait().await;
        assert_eq!(errors(&store), (0, 1));
    }
}

#[tokio::test]
async fn a_dropped_request_is_recorded_as_cancelled() {
    let server = Server::start(|_| events(vec![text("a"), Step::Hang])).await;
    let (gate, store) = gate(&server.base_url);
    let limit = Duration::from_millis(300);
    let sending = async { send(&gate, outgoing("hi"), &Provider::Endpoint).await };
    assert!(tokio::time::timeout(limit, sending).await.is_err());
    assert_eq!(errors(&store), (0, 1));
}

#[tokio::test]
async fn a_redirect_to_another_host_is_not_followed() {
    let elsewhere = Server::start(|_| events(whole("stolen"))).await;
    let location = format!("{}/chat/completions", elsewhere.base_url);
    let server = Server::start(move |_| status(307, &[("location", &location)], "")).await;
    let (gate, _) = gate(&server.base_url);
    gate.set_key(Some("sk-test".to_owned()));
    let (sent, _) = send(&gate, outgoing("hi"), &Provider::Endpoint).await;
    let error = sent.end.expect_err("refused").to_string();
    assert!(error.contains(&format!("it redirects to {}", elsewhere.base_url)), "{error}");
    assert!(elsewhere.received().is_empty());
}

#[tokio::test]
async fn a_redirect_on_the_same_host_is() {
    let server = Server::start(|number| match number {
        0 => status(308, &[("location", "/v2/chat/completions")], ""),
        _ => events(whole("here")),
    })
    .await;
    let (sent, _) = send(&gate(&server.base_url).0, outgoing("hi"), &Provider::Endpoint).await;
    assert_eq!((sent.end, sent.text.as_str()), (Ok(()), "here"));
    assert_eq!(server.received()[1].path, "/v2/chat/completions");
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused_before_it_is() {
    let (gate, store) = gate("");
    let refused = |sent: egress::Sent| {
        assert!(sent.receipt.is_none());
        sent.end.expect_err("refused")
    };
    assert_eq!(refused(send(&gate, outgoing("hi"), &Provider::Endpoint).await.0), SendError::NoEndpoint);
    gate.set_endpoint(settings("http://127.0.0.1:9/v1"));
    gate.set_key(Some("sk-a\nb".to_owned()));
    let bad_key = refused(send(&gate, outgoing("hi"), &Provider::Endpoint).await.0);
    assert!(matches!(bad_key, SendError::BadSetting { setting: "The endpoint's key", .. }), "{bad_key:?}");
    gate.set_key(None);
    assert_eq!(errors(&store), (0, 0));
    let nobody = send(&gate, outgoing("hi"), &Provider::Endpoint).await.0;
    assert!(matches!(nobody.end, Err(SendError::Unreachable { .. })), "{:?}", nobody.end);
    assert_eq!(errors(&store), (1, 0));
}

#[tokio::test]
async fn a_workspace_that_stays_local_is_obeyed() {
    let rule = || {
        let file = RelPath::new(".rapidkit/workspace-memory.json").expect("a path");
        let place = Place::new(file, model::Range::line_start(4));
        Some(LocalOnly { place, setting: "localProcessingMode: true".into() })
    };
    let request = || Outgoing { local_only: rule(), ..outgoing("hi") };
    let (gate, store) = gate("https://api.example.com/v1");
    let editor = Provider::Editor { id: "x".into(), name: "Some Model".into(), max_input_tokens: None };
    for provider in [&Provider::Endpoint, &editor] {
        let sent = send(&gate, request(), provider).await.0;
        let error = sent.end.expect_err("refused").to_string();
        assert!(error.contains(".rapidkit/workspace-memory.json:5 says `localProcessingMode: true`"), "{error}");
        assert!(sent.receipt.is_none());
    }
    assert_eq!(store.usage(0).errors, 0);

    let server = Server::start(|_| events(whole("local"))).await;
    gate.set_endpoint(settings(&server.base_url));
    assert_eq!(send(&gate, request(), &Provider::Endpoint).await.0.text, "local");
}

#[tokio::test]
async fn the_check_says_what_it_saw() {
    let server = Server::start(|_| events(whole("ok"))).await;
    let (gate, _) = gate(&server.base_url);
    let check = gate.check(&CancellationToken::new()).await;
    assert!(check.is_ok && check.message.starts_with("test-model at 127.0.0.1:"), "{}", check.message);
    assert!(check.first_token_ms.is_some());
    let closed = crate::gate("http://127.0.0.1:9/v1").0.check(&CancellationToken::new()).await;
    assert!(!closed.is_ok && closed.message.contains("127.0.0.1:9 cannot be reached"), "{}", closed.message);
}
