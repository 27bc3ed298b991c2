//! No env value of the workspace occurs in the bytes that a server receives.

use std::sync::{Arc, OnceLock};

use egress::{Gate, Outgoing, Provider};
use model::{Message, Role};
use proptest::prelude::*;
use redact::{Known, PublicWords, Redactor};
use tokio::runtime::Runtime;

use crate::{
    gate, outgoing, send,
    server::{Server, events, whole},
};

struct Bench {
    runtime: Runtime,
    server: Server,
    gate: Gate,
}

fn bench() -> &'static Bench {
    static BENCH: OnceLock<Bench> = OnceLock::new();
    BENCH.get_or_init(|| {
        let runtime = Runtime::new().expect("a runtime");
        let server = runtime.block_on(Server::start(|_| events(whole("ok"))));
        let gate = gate(&server.base_url).0;
        Bench { runtime, server, gate }
    })
}

/// Values as they are found in env files: random ones, connection strings, several lines, quotes and backslashes.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Za-z0-9]{8,40}",
        "[A-Za-z0-9+/]{12,40}={0,2}",
        "postgres://[a-z]{4,8}:[A-Za-z0-9!]{6,12}@[a-z]{3,8}:5432/[a-z]{3,8}",
        "[a-z0-9]{4,9}[\"'\\\\ /éß😀\n][A-Za-z0-9]{4,9}",
    ]
}

/// How a value gets into a message.
fn placed(value: &str, form: u8, noise: &str) -> String {
    match form {
        0 => format!("{noise}{value}{noise}"),
        1 => format!("KEY={value}\n{noise}"),
        2 => format!("{{\"key\": {}}}", serde_json::Value::from(value)),
        3 => format!("{value}{value}"),
        4 => format!("client({noise}, secret=\"{value}\")"),
        _ => noise.to_owned(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn no_value_of_the_workspace_is_received(
        values in prop::collection::vec(value(), 1..8),
        places in prop::collection::vec((0_usize..8, 0_u8..6, "[ -~\n]{0,40}", any::<bool>()), 1..24),
        cut in any::<prop::sample::Index>(),
    ) {
        let bench = bench();
        let known: Vec<Known> = values
            .iter()
            .enumerate()
            .map(|(at, value)| Known { key: format!("K{at}_SECRET").into(), value: value.as_str().into() })
            .collect();
        let mut messages = vec![String::new()];
        for (at, form, noise, starts_message) in &places {
            if *starts_message {
                messages.push(String::new());
            }
            messages.last_mut().expect("one").push_str(&placed(&values[at % values.len()], *form, noise));
        }
        // A value cut in two by the border between two messages is not whole anywhere.
        let whole = &values[0];
        let cut = whole.char_indices().map(|(at, _)| at).nth(cut.index(whole.chars().count())).expect("a border");
        messages.last_mut().expect("one").push_str(&whole[..cut]);
        messages.push(whole[cut..].to_owned());
        let messages = messages.into_iter().map(|text| Message { role: Role::User, text }).collect();
        let redactor = Arc::new(Redactor::new(&known, &PublicWords::default()));
        let request = Outgoing { messages, redactor, ..outgoing("") };
        let (sent, _) = bench.runtime.block_on(send(&bench.gate, request, &Provider::Endpoint));
        prop_assert_eq!(&sent.end, &Ok(()));
        let body = bench.server.received().pop().expect("a request").body;
        for value in &values {
            let value = value.trim();
            let escaped = serde_json::Value::from(value).to_string();
            prop_assert!(!body.contains(value), "{value:?} in {body}");
            prop_assert!(!body.contains(escaped.trim_matches('"')), "{escaped} in {body}");
        }
    }
}
