use std::{process::Stdio, sync::mpsc};

use serde_json::json;

use crate::{
    client::{Client, binary, ours, reader},
    tree::Tree,
};

/// 150 requests that wait, and the server's own request that nobody answers.
#[test]
fn a_client_that_answers_nothing_is_served_all_the_same() {
    let tree = Tree::with_a_finding();
    let mut client = Client::spawn();
    client.is_silent = true;
    client.initialize(&[(&tree.uri(""), "tree")]);
    let waiting: Vec<i64> =
        (0..150).map(|_| client.ask("doctor/fixPreview", json!({ "finding": "none", "fix": null }))).collect();
    client.initialized();
    client.until(|message| message["method"] == "client/registerCapability");
    for id in waiting {
        assert_eq!(client.answer(id).expect_err("there is no such finding")["code"], -32803);
    }
    assert_eq!(client.findings(&tree.uri("api/.env")).len(), 1);
}

#[test]
fn more_requests_than_can_wait_are_refused_and_the_others_answered() {
    let tree = Tree::with_a_finding();
    let mut client = Client::spawn();
    client.initialize(&[(&tree.uri(""), "tree")]);
    let asked: Vec<i64> =
        (0..5_000).map(|_| client.ask("doctor/fixPreview", json!({ "finding": "none", "fix": null }))).collect();
    // The last is refused although nothing is answered yet; and the server still listens.
    let last = *asked.last().expect("some");
    assert_eq!(client.answer(last).expect_err("too many")["code"], -32802);
    client.initialized();
    let mut refused = 1;
    for id in &asked[..asked.len() - 1] {
        let code = client.answer(*id).expect_err("there is no such finding")["code"].clone();
        assert!(code == -32802 || code == -32803, "{code}");
        refused += usize::from(code == -32802);
    }
    assert_eq!(refused, 5_000 - 1_024);
}

/// Both sides could fill their pipes and wait for each other for ever.
#[test]
fn a_client_that_writes_everything_before_it_reads_does_not_deadlock() {
    let tree = Tree::with_a_finding();
    let mut process = binary().stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the binary starts");
    let output = process.stdout.take().expect("stdout is piped");
    let input = process.stdin.take();
    let (start_reading, may_read) = mpsc::channel::<()>();
    let (sender, arrivals) = mpsc::channel();
    std::thread::spawn(move || {
        may_read.recv().expect("the test says when");
        reader(output).into_iter().try_for_each(|message| sender.send(message)).ok();
    });
    let mut client = Client::of(process, input, arrivals);
    let first = client.ask("initialize", ours(&[(&tree.uri(""), "tree")]));
    client.initialized();
    // Unknown methods are answered at once: a million bytes come back that nobody reads.
    let asked: Vec<i64> = (0..10_000).map(|number| client.ask(&format!("no/such{number}"), json!({}))).collect();
    start_reading.send(()).expect("the reader waits");
    client.answer(first).expect("a server");
    for id in asked {
        client.answer(id).expect_err("an unknown method");
    }
}

/// tower-lsp panics on an answer that nobody waits for any more.
#[test]
fn late_double_and_unknown_answers_of_the_client_are_ignored() {
    let tree = Tree::with_a_finding();
    let mut client = Client::spawn();
    client.is_silent = true;
    client.initialize(&[(&tree.uri(""), "tree")]);
    client.initialized();
    let registration = client.until(|message| message["method"] == "client/registerCapability");
    let answer = json!({ "jsonrpc": "2.0", "id": registration["id"], "result": null });
    for _ in 0..3 {
        client.send(&answer);
    }
    for id in [json!(987), json!("never"), json!(null)] {
        client.send(&json!({ "jsonrpc": "2.0", "id": id, "result": { "some": "thing" } }));
        client.send(&json!({ "jsonrpc": "2.0", "id": id, "error": { "code": -1, "message": "no" } }));
    }
    assert_eq!(client.findings(&tree.uri("api/.env")).len(), 1);
}

#[test]
fn a_client_that_refuses_to_watch_is_told_and_served() {
    let tree = Tree::with_a_finding();
    let mut client = Client::spawn();
    client.is_silent = true;
    client.initialize(&[(&tree.uri(""), "tree")]);
    client.initialized();
    let registration = client.until(|message| message["method"] == "client/registerCapability");
    let error = json!({ "code": -32601, "message": "not here" });
    client.send(&json!({ "jsonrpc": "2.0", "id": registration["id"], "error": error }));
    let log = |text: &str| text.contains("does not watch files");
    client.until(|message| message["params"]["message"].as_str().is_some_and(log));
    client.settle();
}
