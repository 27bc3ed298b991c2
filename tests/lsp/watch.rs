use serde_json::{Value, json};

use crate::{
    client::{Client, foreign},
    tree::Tree,
};

fn rebuilds(client: &Client) -> usize {
    let is_rebuild = |message: &&Value| {
        message["method"] == "window/logMessage"
            && message["params"]["message"].as_str().is_some_and(|text| text.starts_with("indexed"))
    };
    client.kept().iter().filter(is_rebuild).count()
}

#[test]
fn the_editor_is_asked_to_watch_everything() {
    let tree = Tree::with_a_finding();
    let mut client = Client::open(&tree);
    let registered = client.until(|message| message["method"] == "client/registerCapability");
    let registration = &registered["params"]["registrations"][0];
    assert_eq!(registration["method"], "workspace/didChangeWatchedFiles");
    assert_eq!(registration["registerOptions"]["watchers"][0]["globPattern"], "**/*");
}

#[test]
fn a_client_that_cannot_watch_is_not_asked() {
    let tree = Tree::with_a_finding();
    let mut client = Client::spawn();
    let mut params = foreign(&[(&tree.uri(""), "tree")]);
    params["capabilities"]["workspace"] = json!({});
    client.request("initialize", params);
    client.initialized();
    client.settle();
    assert!(client.kept().iter().all(|message| message["method"] != "client/registerCapability"));
}

#[test]
fn changes_on_disk_are_seen() {
    let tree = Tree::with_a_finding();
    let mut client = Client::open(&tree);
    let uri = tree.uri("api/.env");
    tree.write("api/.env", "A=1\n");
    client.watched(std::slice::from_ref(&uri));
    assert_eq!(client.findings(&uri), []);
    tree.write("web/package.json", r#"{ "name": "web", "dependencies": { "express": "4" } }"#);
    client.watched(&[tree.uri("web/package.json")]);
    client.settle();
    assert_eq!(client.request("ws/projectShow", json!({ "path": "web" }))["framework"]["name"], "express");
}

#[test]
fn the_doctor_on_demand_sees_what_nobody_told() {
    let tree = Tree::with_a_finding();
    let mut client = Client::open(&tree);
    client.settle();
    tree.write("api/.env", "A=1\nA=2\nB=3\nB=4\n");
    let known = client.request("ws/healthReport", json!({}));
    let fresh = client.request("doctor/run", json!({}));
    let duplicates = |health: &Value| {
        let findings = health["report"]["findings"].as_array().expect("findings");
        findings.iter().filter(|finding| finding["rule"] == "env-duplicate").count()
    };
    assert_eq!((duplicates(&known), duplicates(&fresh)), (1, 2));
    assert!(fresh["revision"].as_u64() > known["revision"].as_u64());
    assert_eq!(client.findings(&tree.uri("api/.env")).len(), 2, "the diagnostics follow");
}

#[test]
fn thousands_of_changes_are_a_rebuild_or_few() {
    let tree = Tree::with_a_finding();
    for number in 0..3_000 {
        tree.write(&format!("many/{number}/.env.example"), "A=1\n");
    }
    let mut client = Client::open(&tree);
    let before = rebuilds(&client);
    let uris: Vec<String> = (0..3_000).map(|number| tree.uri(&format!("many/{number}/.env.example"))).collect();
    tree.write("api/.env", "A=1\nA=2\nB=3\nB=4\n");
    // A branch switch, as editors tell it: git's own files first, the tree in pieces.
    client.watched(&[tree.uri(".git/HEAD"), tree.uri(".git/index"), tree.uri(".git/logs/HEAD")]);
    for piece in uris.chunks(500) {
        client.watched(piece);
    }
    client.watched(&[tree.uri("api/.env")]);
    assert_eq!(client.findings(&tree.uri("api/.env")).len(), 2);
    // One when the client tells them within the time that the disk is given to come to rest; a busy machine may tell them
    // in several breaths, and each is one rebuild.
    assert!((1..=4).contains(&(rebuilds(&client) - before)));
}

#[test]
fn what_is_not_ours_means_no_work() {
    let tree = Tree::with_a_finding();
    let mut client = Client::open(&tree);
    let before = client.request("ws/overview", json!({}))["revision"].clone();
    client.watched(&[
        tree.uri("node_modules/x/package.json"),
        tree.uri(".git/objects/ab/cd"),
        tree.uri(".git/index.lock"),
        tree.uri("api/.venv/lib/x.py"),
        "file:///somewhere/else/.env".to_owned(),
        "untitled:x".to_owned(),
    ]);
    client.settle();
    assert_eq!(client.request("ws/overview", json!({}))["revision"], before);
}

#[test]
fn edits_do_not_wait_for_a_rebuild_that_is_due() {
    let tree = Tree::with_a_finding();
    let mut client = Client::open(&tree);
    let uri = tree.uri("api/.env");
    client.open_document(&uri, "A=1\nA=2\n");
    client.settle();
    let before = rebuilds(&client);
    client.watched(&[tree.uri(".git/HEAD")]);
    client.change(&uri, 2, json!([{ "text": "A=1\n" }]));
    let cleared = |message: &Value| {
        message["params"]["uri"] == uri.as_str()
            && message["params"]["diagnostics"].as_array().is_some_and(Vec::is_empty)
    };
    client.until(cleared);
    assert_eq!(rebuilds(&client), before, "the edit was first");
    client.settle();
    assert_eq!(rebuilds(&client), before + 1);
}
