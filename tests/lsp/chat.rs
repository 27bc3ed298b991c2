use serde_json::{Value, json};

use crate::{
    client::{Client, ours},
    endpoint::{Endpoint, Step},
    tree::Tree,
};

const SECRET: &str = "tr0ub4dor-and-3-horses";
const MEMORY: &str = "Sessions are opened by the unit of work";

/// A project with a diagnostic of somebody else's, a memory, and a secret in the code.
fn tree() -> Tree {
    let tree = Tree::with_a_finding();
    tree.write("api/.env", format!("JWT_SECRET={SECRET}\nA=1\nA=2\n"));
    tree.write(
        "api/main.py",
        format!("import os\n\n\ndef login():\n    key = \"{SECRET}\"\n    return sesion.get(key)\n"),
    );
    tree.write(".rapidkit/workspace-memory.json", json!({ "conventions": [MEMORY] }).to_string());
    tree
}

fn client(tree: &Tree, settings: &Value) -> Client {
    let mut client = Client::spawn();
    let mut params = ours(&[(&tree.uri(""), "tree")]);
    params["initializationOptions"]["settings"] = settings.clone();
    params["initializationOptions"]["storage"] = tree.path("storage").to_str().expect("Unicode").into();
    client.request("initialize", params);
    client.initialized();
    client
}

fn debug(tree: &Tree, model: &Value) -> Value {
    let at = json!({ "file": tree.uri("api/main.py"), "line": 6, "endLine": null, "message": "\"sesion\" is not defined",
        "code": "reportUndefinedVariable", "source": "Pylance", "related": [] });
    json!({ "id": "turn-1", "command": "debug", "prompt": "why does it fail?", "references": [], "active": null,
        "cause": { "kind": "diagnostic", "at": at }, "history": [], "model": model })
}

/// The parts of a turn that came so far, as text.
fn said(client: &Client, turn: &str) -> String {
    let of_turn = |message: &&Value| message["method"] == "chat/part" && message["params"]["id"] == turn;
    let text = |message: &Value| {
        let part = &message["params"]["part"];
        part["text"].as_str().or(part["title"].as_str()).unwrap_or_default().to_owned()
    };
    client.kept().iter().filter(of_turn).map(text).collect()
}

fn until_said(client: &mut Client, words: &str) {
    client.until(|message| message["params"]["part"]["text"].as_str().is_some_and(|text| text.contains(words)));
}

#[test]
fn doctor_answers_without_a_model_and_without_a_network() {
    let tree = tree();
    let mut client = client(&tree, &json!({}));
    let params = json!({ "id": "d", "command": "doctor", "prompt": "", "references": [], "active": null, "cause": null,
        "history": [], "model": { "kind": "none" } });
    // Sent before the first index is built: it waits for it.
    let outcome = client.request("chat/answer", params);
    assert_eq!(outcome["outcome"], "program");
    assert_eq!(outcome["receipt"], Value::Null);
    let said = said(&client, "d");
    assert!(said.contains("A is set again"), "{said}");
    assert!(!said.contains(SECRET));
}

#[test]
fn debug_streams_a_models_answer_with_the_memory_and_without_a_secret() {
    let (tree, endpoint) = (tree(), Endpoint::start());
    let mut client = client(&tree, &endpoint.settings());
    client.notify("model/keyChanged", json!({ "key": "sk-test-key" }));
    let asked = client.ask("chat/answer", debug(&tree, &json!({ "kind": "endpoint" })));
    let request = endpoint.request();
    assert!(request.head.starts_with("POST /v1/chat/completions"), "{}", request.head);
    assert!(request.head.to_ascii_lowercase().contains("authorization: bearer sk-test-key"));
    let body = request.body.to_string();
    assert!(body.contains(MEMORY), "{body}");
    assert!(body.contains("is not defined"), "{body}");
    assert!(!body.contains(SECRET), "{body}");
    assert!(body.contains("redacted:JWT_SECRET"), "{body}");
    // Each piece is shown as it comes.
    endpoint.say(Step::Text("The name is misspelt, "));
    until_said(&mut client, "misspelt");
    endpoint.say(Step::Text("see api/main.py:6 for it."));
    client.until(|message| message["params"]["part"]["kind"] == "anchor" && message["params"]["part"]["line"] == 6);
    endpoint.say(Step::End);
    let outcome = client.answer(asked).expect("an answer");
    assert_eq!(outcome["outcome"], "success");
    let receipt = &outcome["receipt"];
    assert_eq!((&receipt["promptTokens"], &receipt["completionTokens"]), (&json!(321), &json!(12)));
    assert_eq!(receipt["isExact"], true);
    assert!(receipt["redactions"].as_u64().expect("a number") > 0);
    assert!(endpoint.base_url.contains(receipt["destination"].as_str().expect("a host")));
    let items = receipt["items"].as_array().expect("a list");
    assert!(items.iter().any(|item| item["source"] == "memory"), "{items:#?}");
    let usage = client.request("usage/summary", json!({ "sinceMs": 0 }));
    assert_eq!((&usage["answers"], &usage["promptTokens"]), (&json!(1), &json!(321)));
    incident_of(&mut client, &outcome);
}

/// The turn opened an incident; it is in the list, can be shown and closed, and the same cause finds it again.
fn incident_of(client: &mut Client, outcome: &Value) {
    let id = outcome["incident"].as_str().expect("an incident").to_owned();
    client.until(|message| message["method"] == "incident/changed" && message["params"]["id"] == id);
    let list = client.request("incident/list", json!({}));
    assert_eq!(list[0]["id"], id);
    assert_eq!(list[0]["state"], "open");
    let shown = client.request("incident/show", json!({ "id": id }));
    assert!(shown["history"].as_array().expect("a list").len() > 1, "{shown:#}");
    let again = client.request("incident/open", shown["cause"].clone());
    assert_eq!(again["summary"]["id"], id);
    let closed = client.request("incident/close", json!({ "id": id }));
    assert_eq!(closed["summary"]["state"], "resolved");
    let new = client.request("incident/open", shown["cause"].clone());
    assert_ne!(new["summary"]["id"], id);
    assert_eq!(client.request("incident/close", json!({ "id": "none" })), Value::Null);
    let dashboard = client.request("ws/dashboardState", json!({}));
    assert_eq!(dashboard["incidents"].as_array().map(Vec::len), Some(2));
    assert_eq!(dashboard["usage"]["answers"], 1);
}

#[test]
fn a_cancel_stops_the_read_from_the_model() {
    let (tree, endpoint) = (tree(), Endpoint::start());
    let mut client = client(&tree, &endpoint.settings());
    let asked = client.ask("chat/answer", debug(&tree, &json!({ "kind": "endpoint" })));
    endpoint.request();
    endpoint.say(Step::Text("It is "));
    until_said(&mut client, "It is");
    let cancelled = std::time::Instant::now();
    client.notify("$/cancelRequest", json!({ "id": asked }));
    assert_eq!(client.answer(asked).expect_err("it was cancelled")["code"], -32800);
    let took = endpoint.hung_up_at().saturating_duration_since(cancelled);
    println!("cancel to hang-up: {took:?}");
    // It is in the ledger as what it was.
    loop {
        let usage = client.request("usage/summary", json!({ "sinceMs": 0 }));
        if usage["cancels"] == 1 {
            break;
        }
    }
}

#[test]
fn a_cancel_before_the_first_word_stops_the_request() {
    let (tree, endpoint) = (tree(), Endpoint::start());
    let mut client = client(&tree, &endpoint.settings());
    let asked = client.ask("chat/answer", debug(&tree, &json!({ "kind": "endpoint" })));
    endpoint.request();
    client.notify("$/cancelRequest", json!({ "id": asked }));
    assert_eq!(client.answer(asked).expect_err("it was cancelled")["code"], -32800);
    endpoint.hung_up_at();
}

#[test]
fn a_model_that_fails_leaves_the_programs_answer() {
    let (tree, endpoint) = (tree(), Endpoint::start());
    let mut client = client(&tree, &endpoint.settings());
    let asked = client.ask("chat/answer", debug(&tree, &json!({ "kind": "endpoint" })));
    endpoint.request();
    endpoint.say(Step::Refuse("401 Unauthorized"));
    let outcome = client.answer(asked).expect("an answer");
    assert_eq!(outcome["outcome"], "error");
    assert!(outcome["error"].as_str().expect("words").contains("401"), "{outcome:#}");
    assert!(!said(&client, "turn-1").is_empty());
}

#[test]
fn the_editors_model_is_asked_through_the_shell() {
    let tree = tree();
    let mut client = client(&tree, &json!({}));
    let model = json!({ "kind": "editor", "id": "m-1", "name": "Picked", "maxInputTokens": 8000 });
    let asked = client.ask("chat/answer", debug(&tree, &model));
    let send = client.until(|message| message["method"] == "model/send")["params"].clone();
    assert_eq!((&send["id"], &send["model"]), (&json!("turn-1"), &json!("m-1")));
    let messages = send["messages"].to_string();
    assert!(messages.contains(MEMORY) && !messages.contains(SECRET), "{messages}");
    for text in ["It is ", "a typo."] {
        client.notify("model/chunk", json!({ "id": "turn-1", "text": text }));
    }
    let done = json!({ "id": "turn-1", "error": null, "promptTokens": 77, "completionTokens": 5 });
    client.notify("model/done", done);
    let outcome = client.answer(asked).expect("an answer");
    assert_eq!(outcome["outcome"], "success");
    assert_eq!(outcome["receipt"]["provider"], "editor");
    assert_eq!(outcome["receipt"]["promptTokens"], 77);
    let said = said(&client, "turn-1");
    assert!(said.contains("It is a typo."), "{said}");
}

#[test]
fn a_cancel_tells_the_shell_to_stop_its_model() {
    let tree = tree();
    let mut client = client(&tree, &json!({}));
    let model = json!({ "kind": "editor", "id": "m-1", "name": "Picked", "maxInputTokens": null });
    let asked = client.ask("chat/answer", debug(&tree, &model));
    client.until(|message| message["method"] == "model/send");
    client.notify("$/cancelRequest", json!({ "id": asked }));
    client.until(|message| message["method"] == "model/cancel" && message["params"]["id"] == "turn-1");
    // What was still on its way does no harm.
    client.notify("model/chunk", json!({ "id": "turn-1", "text": "late" }));
    client
        .notify("model/done", json!({ "id": "turn-1", "error": null, "promptTokens": null, "completionTokens": null }));
    client.settle();
}

/// Many pieces at once: every one of them stands before the result.
#[test]
fn all_parts_come_before_the_result() {
    let tree = tree();
    let mut client = client(&tree, &json!({}));
    let model = json!({ "kind": "editor", "id": "m-1", "name": "Picked", "maxInputTokens": null });
    let asked = client.ask("chat/answer", debug(&tree, &model));
    client.until(|message| message["method"] == "model/send");
    for number in 0..500 {
        client.notify("model/chunk", json!({ "id": "turn-1", "text": format!("word{number} ") }));
    }
    client.notify("model/done", json!({ "id": "turn-1", "error": null, "promptTokens": 1, "completionTokens": 1 }));
    client.answer(asked).expect("an answer");
    let expected: String = (0..500).map(|number| format!("word{number} ")).collect();
    let said = said(&client, "turn-1");
    assert!(said.contains(&expected), "{said}");
}

#[test]
fn nothing_leaves_a_workspace_that_forbids_it() {
    let (tree, endpoint) = (tree(), Endpoint::start());
    tree.write(".rapidkit/workspace-memory.json", r#"{ "conventions": ["x"], "localProcessingMode": true }"#);
    let mut client = client(&tree, &json!({}));
    let model = json!({ "kind": "editor", "id": "m-1", "name": "Picked", "maxInputTokens": null });
    let outcome = client.request("chat/answer", debug(&tree, &model));
    assert_eq!(outcome["outcome"], "error");
    assert!(outcome["error"].as_str().expect("words").contains("Nothing was sent"), "{outcome:#}");
    assert!(client.kept().iter().all(|message| message["method"] != "model/send"));
    assert!(!endpoint.was_asked());
}

#[test]
fn the_endpoint_can_be_tried() {
    let endpoint = Endpoint::start();
    let tree = tree();
    let mut client = client(&tree, &json!({}));
    let none = client.request("model/check", json!({}));
    assert_eq!(none["isOk"], false);
    client.notify("session/settingsChanged", endpoint.settings());
    let asked = client.ask("model/check", json!({}));
    let request = endpoint.request();
    assert!(!request.body.to_string().contains(MEMORY), "it says nothing of the workspace");
    endpoint.say(Step::Text("ok"));
    endpoint.say(Step::End);
    let checked = client.answer(asked).expect("an answer");
    assert_eq!(checked["isOk"], true, "{checked:#}");
}

#[test]
fn the_context_of_a_line_says_what_would_be_sent() {
    let tree = tree();
    let mut client = client(&tree, &json!({}));
    let at = debug(&tree, &Value::Null)["cause"]["at"].clone();
    let packet = client.request("ws/contextBuild", at);
    assert_eq!(packet["project"], "api");
    assert_eq!(packet["error"]["file"], "api/main.py");
    assert_eq!(packet["code"]["symbol"], "login");
    assert!(!packet.to_string().contains(SECRET));
    let tokens: u64 =
        packet["receipt"].as_array().expect("a list").iter().filter_map(|item| item["tokens"].as_u64()).sum();
    assert_eq!(packet["tokens"].as_u64(), Some(tokens));
    let outside = json!({ "file": "file:///etc/hosts", "line": 1, "endLine": null, "message": null, "code": null,
        "source": null, "related": [] });
    assert_eq!(client.try_request("ws/contextBuild", outside).expect_err("outside")["code"], -32803);
}

#[test]
fn an_incident_is_resolved_when_its_finding_is_mended() {
    let tree = tree();
    let mut client = client(&tree, &json!({}));
    client.settle();
    let report = client.request("ws/healthReport", json!({}));
    let finding = report["report"]["findings"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|finding| finding["rule"] == "env-duplicate");
    let cause = json!({ "kind": "finding", "id": finding.expect("a finding")["id"] });
    let id = client.request("incident/open", cause)["summary"]["id"].as_str().expect("an id").to_owned();
    client.until(|message| message["method"] == "incident/changed");
    let uri = tree.uri("api/.env");
    client.open_document(&uri, "A=1\n");
    client.until(|message| message["method"] == "incident/changed" && message["params"]["id"] == id);
    assert_eq!(client.request("incident/show", json!({ "id": id }))["summary"]["state"], "resolved");
}

/// What is recorded outlives the process, also when it is told to end at once.
#[test]
fn incidents_and_usage_outlive_the_session() {
    let tree = tree();
    let mut first = client(&tree, &json!({}));
    let outcome = first.request("chat/answer", debug(&tree, &json!({ "kind": "none" })));
    first.request("shutdown", json!(null));
    first.notify("exit", json!(null));
    assert_eq!(first.exit_code(), Some(0));
    let mut second = client(&tree, &json!({}));
    assert_eq!(second.request("incident/list", json!({}))[0]["id"], outcome["incident"]);
    assert_eq!(second.request("usage/summary", json!({ "sinceMs": 0 }))["withoutModel"], 1);
}

#[test]
fn attached_documents_and_texts_go_along() {
    let tree = tree();
    let mut client = client(&tree, &json!({}));
    client.open_document("untitled:notes", "first line\nthe build is red\nlast line\n");
    let mut params = debug(&tree, &json!({ "kind": "editor", "id": "m", "name": "M", "maxInputTokens": null }));
    params["references"] = json!([
        { "name": "notes", "uri": "untitled:notes", "lines": [2, 2], "text": null },
        { "name": "output", "uri": null, "lines": null, "text": "exit code 3" },
        { "name": "gone", "uri": "git:/nowhere", "lines": null, "text": null },
    ]);
    client.ask("chat/answer", params);
    let sent = client.until(|message| message["method"] == "model/send")["params"]["messages"].to_string();
    assert!(sent.contains("the build is red") && sent.contains("exit code 3"), "{sent}");
    assert!(!sent.contains("first line"), "only the lines that were attached");
}
