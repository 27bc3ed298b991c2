use serde_json::json;

use crate::{client::Client, tree::Tree};

fn cancel(client: &mut Client, id: i64) {
    client.notify("$/cancelRequest", json!({ "id": id }));
}

/// Requests that need the index wait while there is none, for as long as the client likes.
#[test]
fn a_cancel_acts_at_once_while_hundreds_of_requests_wait() {
    let tree = Tree::with_a_finding();
    let mut client = Client::spawn();
    client.initialize(&[(&tree.uri(""), "tree")]);
    let wanted = json!({ "finding": "none", "fix": null });
    let waiting: Vec<i64> = (0..600).map(|_| client.ask("doctor/fixPreview", wanted.clone())).collect();
    for id in [waiting[599], waiting[0], waiting[300]] {
        cancel(&mut client, id);
        assert_eq!(client.answer(id).expect_err("it was cancelled")["code"], -32800);
    }
    client.initialized();
    for id in waiting.iter().filter(|id| ![waiting[599], waiting[0], waiting[300]].contains(id)) {
        assert_eq!(client.answer(*id).expect_err("there is no such finding")["code"], -32803);
    }
}

#[test]
fn a_cancel_of_something_else_changes_nothing() {
    let mut client = Client::open(&Tree::with_a_finding());
    for id in [json!(0), json!(-5), json!("x"), json!(null), json!(1.5), json!([])] {
        client.notify("$/cancelRequest", json!({ "id": id }));
    }
    let answered = client.ask("ws/overview", json!({}));
    client.answer(answered).expect("an overview");
    cancel(&mut client, answered);
    client.settle();
}
