//! A stray variable of the environment must not decide where a key goes.

use std::process::Command;

use egress::Provider;

use crate::{
    gate, outgoing, send,
    server::{Server, events, whole},
};

const MARK: &str = "WORKSPAI_TEST_STRAY";

/// Runs in a process of its own, where the variables are set: see below.
#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "the test looks at its own environment")]
async fn requests_are_not_led_astray() {
    if std::env::var(MARK).is_err() {
        return;
    }
    let server = Server::start(|_| events(whole("ok"))).await;
    let (gate, _) = gate(&server.base_url);
    assert_eq!(send(&gate, outgoing("hi"), &Provider::Endpoint).await.0.end, Ok(()));
    let received = &server.received()[0];
    for name in ["authorization", "openai-organization", "openai-project", "proxy-authorization"] {
        assert_eq!(received.header(name), None, "{name}");
    }
    gate.set_key(Some("sk-mine".to_owned()));
    assert_eq!(send(&gate, outgoing("hi"), &Provider::Endpoint).await.0.end, Ok(()));
    assert_eq!(server.received()[1].header("authorization"), Some("Bearer sk-mine"));
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the test starts itself with another environment")]
fn variables_of_the_environment_do_not_matter() {
    let stray = "http://127.0.0.1:9";
    let output = Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "environment::requests_are_not_led_astray", "--nocapture"])
        .envs([(MARK, "1"), ("OPENAI_API_KEY", "sk-stray"), ("OPENAI_ADMIN_KEY", "sk-stray-admin")])
        .envs([("OPENAI_BASE_URL", stray), ("OPENAI_ORG_ID", "org-stray"), ("OPENAI_PROJECT_ID", "proj-stray")])
        .envs(["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"].map(|name| (name, stray)))
        .output()
        .expect("it starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert!(String::from_utf8_lossy(&output.stdout).contains("1 passed"), "the test was found");
}
