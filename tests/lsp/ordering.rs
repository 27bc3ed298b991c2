//! tower-lsp may run handlers in any order; edits must not care.

use serde_json::json;

use crate::{client::Client, tree::Tree};

const EDITS: i64 = 500;

/// Each edit replaces the number that the edit before it wrote: in any other order the text is garbage.
#[test]
fn five_hundred_edits_arrive_in_order() {
    let tree = Tree::with_a_finding();
    let mut client = Client::open(&tree);
    let uri = tree.uri("api/.env");
    client.open_document(&uri, &format!("K0=x\nK{EDITS}=y\n"));
    for version in 1..=EDITS {
        let end = 1 + (version - 1).to_string().len();
        let range = json!({ "start": { "line": 0, "character": 1 }, "end": { "line": 0, "character": end } });
        client.change(&uri, version, json!([{ "range": range, "text": version.to_string() }]));
    }
    // Only when the last edit is in, and only then, a key is defined twice.
    assert_eq!(client.findings(&uri), [("env-duplicate".to_owned(), 1)]);
    let message = client.published(&uri).expect("diagnostics")[0]["message"].as_str().expect("a message").to_owned();
    assert!(message.contains(&format!("K{EDITS}")), "{message}");
}

#[test]
fn a_read_sees_the_edits_before_it() {
    let tree = Tree::with_a_finding();
    let mut client = Client::open(&tree);
    let uri = tree.uri("api/.env");
    client.open_document(&uri, "A=1\n");
    for version in 2..=41 {
        let is_double = version % 2 == 0;
        client.change(&uri, version, json!([{ "text": if is_double { "A=1\nA=2\n" } else { "A=1\n" } }]));
        let asked = client.ask("ws/healthReport", json!({}));
        let report = client.answer(asked).expect("a report");
        let findings = report["report"]["findings"].as_array().expect("a list").len();
        assert_eq!(findings, usize::from(is_double), "after edit {version}: {report:#}\n{:#?}", client.kept());
    }
}
