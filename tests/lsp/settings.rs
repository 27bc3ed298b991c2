use serde_json::{Value, json};

use crate::{client::Client, client::ours, tree::Tree};

fn logs(client: &Client, kind: i64) -> Vec<String> {
    let of_kind = |message: &&Value| message["method"] == "window/logMessage" && message["params"]["type"] == kind;
    let text = |message: &Value| message["params"]["message"].as_str().expect("a text").to_owned();
    client.kept().iter().filter(of_kind).map(text).collect()
}

#[test]
fn a_rule_that_is_switched_off_is_silent_until_it_is_switched_on() {
    let tree = Tree::with_a_finding();
    let mut client = Client::spawn();
    let mut params = ours(&[(&tree.uri(""), "tree")]);
    params["initializationOptions"]["settings"] = json!({ "disabledRules": ["env-duplicate"] });
    client.request("initialize", params);
    client.initialized();
    let uri = tree.uri("api/.env");
    assert_eq!(client.findings(&uri), []);
    client.notify("session/settingsChanged", json!({ "disabledRules": [] }));
    assert_eq!(client.findings(&uri).len(), 1);
    client.notify("session/settingsChanged", json!({ "disabledRules": ["env-duplicate"] }));
    assert_eq!(client.findings(&uri), []);
}

#[test]
fn the_level_of_the_log_changes_while_it_runs() {
    let tree = Tree::with_a_finding();
    let mut client = Client::open(&tree);
    client.request("ws/overview", json!({}));
    assert_eq!(logs(&client, 4), [""; 0], "nothing at debug level by default");
    client.notify("session/settingsChanged", json!({ "logLevel": "debug" }));
    client.settle();
    client.request("ws/overview", json!({}));
    client.until(|message| {
        let text = message["params"]["message"].as_str().unwrap_or("");
        text.contains("ws/overview") && text.contains("ms=")
    });
}

#[test]
fn a_bad_setting_costs_one_warning_that_names_it() {
    let tree = Tree::with_a_finding();
    let mut client = Client::open(&tree);
    client.notify("session/settingsChanged", json!({ "logLevel": "shout", "disabledRules": ["env-duplicate"] }));
    assert_eq!(client.findings(&tree.uri("api/.env")), [], "the good keys are taken");
    let warnings = logs(&client, 2);
    assert!(matches!(warnings.as_slice(), [one] if one.contains("logLevel")), "{warnings:?}");
}
