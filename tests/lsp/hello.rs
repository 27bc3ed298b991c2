use serde_json::{Value, json};

use crate::{
    client::{Client, foreign, ours},
    tree::Tree,
};

#[test]
fn answers_initialize_first_and_alone() {
    let tree = Tree::with_a_finding();
    let mut client = Client::spawn();
    let reply = client.initialize(&[(&tree.uri(""), "tree")]);
    assert!(client.kept().is_empty(), "nothing is said before the reply: {:?}", client.kept());
    let hello = &reply["capabilities"]["experimental"]["workspai"];
    assert_eq!(hello["wireHash"], wire::WIRE_HASH);
    assert_eq!(hello["processId"], client.process.id());
    assert_eq!(reply["capabilities"]["textDocumentSync"]["change"], 2, "edits are incremental");
    assert_eq!(reply["capabilities"]["workspace"]["workspaceFolders"]["changeNotifications"], true);
}

#[test]
fn an_overview_before_the_first_index_has_revision_0() {
    let tree = Tree::with_a_finding();
    let mut client = Client::spawn();
    client.initialize(&[(&tree.uri(""), "tree")]);
    assert_eq!(client.request("ws/overview", json!({}))["revision"], 0);
    client.initialized();
    let revision = client.until_indexed()["revision"].clone();
    let overview = client.request("ws/overview", json!({}));
    assert_eq!(overview["revision"], revision);
    assert_eq!(overview["projects"][0]["path"], "api");
    assert_eq!(overview["roots"], json!([{ "mount": "", "uri": tree.uri(""), "name": "tree" }]));
}

#[test]
fn a_shell_of_another_protocol_is_told_both_versions() {
    let mut client = Client::spawn();
    let mut params = ours(&[]);
    params["initializationOptions"]["wireHash"] = "0000000000000000".into();
    let error = client.try_request("initialize", params).expect_err("a mixed install");
    let message = error["message"].as_str().expect("a message");
    for part in ["0000000000000000", wire::WIRE_HASH, "reinstall the extension"] {
        assert!(message.contains(part), "{message}");
    }
    assert_eq!(error["data"]["retry"], false);
    // The same process serves the right shell.
    client.initialize(&[]);
}

#[test]
fn a_foreign_client_is_welcome_and_hears_nothing_of_ours() {
    let tree = Tree::with_a_finding();
    let mut client = Client::spawn();
    client.request("initialize", foreign(&[(&tree.uri(""), "tree")]));
    client.initialized();
    assert_eq!(client.findings(&tree.uri("api/.env")).len(), 1);
    let ours = |message: &&Value| message["method"].as_str().is_some_and(|method| method.starts_with("ws/"));
    assert_eq!(client.kept().iter().find(ours), None);
}

#[test]
fn a_client_that_can_nothing_and_opens_nothing_is_served() {
    for extra in [json!({}), json!({ "rootUri": null, "workspaceFolders": null, "initializationOptions": null })] {
        let mut client = Client::spawn();
        let mut params = json!({ "processId": null, "capabilities": {} });
        params.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        client.request("initialize", params);
        client.initialized();
        client.settle();
        assert_eq!(client.request("ws/overview", json!({}))["projects"], json!([]));
    }
}

#[test]
fn the_folder_of_an_older_client_is_its_root() {
    let tree = Tree::with_a_finding();
    let mut client = Client::spawn();
    client.request("initialize", json!({ "processId": null, "capabilities": {}, "rootUri": tree.uri("") }));
    client.initialized();
    assert_eq!(client.findings(&tree.uri("api/.env")).len(), 1);
}

#[test]
fn params_may_be_left_out_where_there_are_none() {
    let mut client = Client::open(&Tree::with_a_finding());
    for message in [
        json!({ "jsonrpc": "2.0", "id": "a", "method": "ws/healthReport" }),
        json!({ "jsonrpc": "2.0", "id": "b", "method": "ws/healthReport", "params": null }),
    ] {
        client.send(&message);
        let reply = client.until(|reply| reply["id"] == message["id"]);
        assert_eq!(reply["result"]["report"]["findings"].as_array().map(Vec::len), Some(1), "{reply}");
    }
}

#[test]
fn unknown_methods_and_wrong_params_are_answered_as_such() {
    let mut client = Client::open(&Tree::with_a_finding());
    assert_eq!(client.try_request("ws/nothing", json!({})).expect_err("unknown")["code"], -32601);
    assert_eq!(client.try_request("ws/projectShow", json!({ "path": 1 })).expect_err("wrong")["code"], -32602);
    client.notify("ws/nothing", json!({}));
    client.notify("$/setTrace", json!({ "value": "verbose" }));
    client.notify("window/workDoneProgress/cancel", json!({ "token": 1 }));
    client.settle();
}

#[test]
fn a_project_that_is_gone_is_null() {
    let mut client = Client::open(&Tree::with_a_finding());
    assert_eq!(client.request("ws/projectShow", json!({ "path": "api" }))["name"], "api");
    assert_eq!(client.request("ws/projectShow", json!({ "path": "gone" })), Value::Null);
}
