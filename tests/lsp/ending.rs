use std::{
    process::{Command, Stdio},
    time::Instant,
};

use serde_json::json;

use crate::{
    client::{Client, binary, ours, reader},
    tree::Tree,
};

#[test]
fn exit_ends_the_process_although_stdin_is_open() {
    let mut client = Client::open(&Tree::with_a_finding());
    client.request("shutdown", json!(null));
    client.notify("exit", json!(null));
    assert_eq!(client.exit_code(), Some(0));
}

#[test]
fn shutdown_takes_its_params_in_every_form() {
    for message in [
        json!({ "jsonrpc": "2.0", "id": 1000, "method": "shutdown" }),
        json!({ "jsonrpc": "2.0", "id": 1000, "method": "shutdown", "params": null }),
        json!({ "jsonrpc": "2.0", "id": 1000, "method": "shutdown", "params": {} }),
    ] {
        let mut client = Client::open(&Tree::with_a_finding());
        client.send(&message);
        client.answer(1000).expect("an answer");
    }
}

#[test]
fn exit_without_shutdown_is_a_failure() {
    let mut client = Client::open(&Tree::with_a_finding());
    client.notify("exit", json!(null));
    assert_eq!(client.exit_code(), Some(1));
}

#[test]
fn exit_before_initialize_ends_the_process() {
    let mut client = Client::spawn();
    client.notify("exit", json!(null));
    assert_eq!(client.exit_code(), Some(1));
}

#[test]
fn the_answers_before_exit_are_written() {
    let mut client = Client::open(&Tree::with_a_finding());
    let asked: Vec<i64> = (0..20).map(|_| client.ask("ws/overview", json!({}))).collect();
    let shutdown = client.ask("shutdown", json!(null));
    client.notify("exit", json!(null));
    for id in asked.into_iter().chain([shutdown]) {
        client.answer(id).expect("an answer");
    }
    assert_eq!(client.exit_code(), Some(0));
}

#[test]
fn requests_after_shutdown_are_refused() {
    let mut client = Client::open(&Tree::with_a_finding());
    client.request("shutdown", json!(null));
    assert_eq!(client.try_request("ws/overview", json!({})).expect_err("it is over")["code"], -32600);
    client.close_input();
    assert_eq!(client.exit_code(), Some(0), "a client may close stdin instead of saying exit");
}

#[test]
fn the_end_of_stdin_ends_a_server_at_work() {
    let tree = Tree::with_a_finding();
    for number in 0..2_000 {
        tree.write(&format!("big/{number}/.env"), "A=1\nA=2\n");
    }
    let mut client = Client::spawn();
    client.initialize(&[(&tree.uri(""), "tree")]);
    client.initialized();
    client.ask("doctor/fixPreview", json!({ "finding": "none", "fix": null }));
    let closed = Instant::now();
    client.close_input();
    assert_eq!(client.exit_code(), Some(1));
    assert!(closed.elapsed().as_secs() < 10, "it does not finish its work first: {:?}", closed.elapsed());
}

#[test]
fn the_end_of_stdin_in_the_middle_of_a_frame_ends_the_server() {
    let mut client = Client::open(&Tree::with_a_finding());
    client.raw(b"Content-Length: 1000\r\n\r\n{\"jsonrpc\"");
    client.close_input();
    assert_eq!(client.exit_code(), Some(1));
}

#[test]
fn a_client_that_stops_reading_ends_the_server() {
    let mut process = binary().stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the binary starts");
    drop(process.stdout.take());
    let input = process.stdin.take();
    let (_, arrivals) = std::sync::mpsc::channel();
    let mut client = Client::of(process, input, arrivals);
    client.ask("initialize", ours(&[]));
    assert_eq!(client.process.wait().expect("a child").code(), Some(1));
}

/// The client is killed without a word; its end of our stdin dies with it.
#[cfg(unix)]
#[test]
fn a_client_killed_with_9_takes_the_server_along() {
    let mut dying = Command::new("cat").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("cat starts");
    let to_server = dying.stdout.take().expect("stdout is piped");
    let mut process = binary().stdin(to_server).stdout(Stdio::piped()).spawn().expect("the binary starts");
    let arrivals = reader(process.stdout.take().expect("stdout is piped"));
    let input = dying.stdin.take();
    let mut client = Client::of(process, input, arrivals);
    let tree = Tree::with_a_finding();
    client.initialize(&[(&tree.uri(""), "tree")]);
    dying.kill().expect("it lives");
    dying.wait().expect("a child");
    assert_eq!(client.exit_code(), Some(1));
}

/// A process of the client's may have inherited our stdin: then it does not end with the client.
#[cfg(unix)]
#[test]
fn the_death_of_the_clients_process_ends_the_server_although_stdin_is_open() {
    let mut dying = Command::new("sleep").arg("600").spawn().expect("sleep starts");
    let mut client = Client::spawn();
    let mut params = ours(&[]);
    params["processId"] = dying.id().into();
    client.request("initialize", params);
    dying.kill().expect("it lives");
    dying.wait().expect("a child");
    assert_eq!(client.exit_code(), Some(1));
}
