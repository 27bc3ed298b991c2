use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, TestRunner},
};
use serde_json::json;

use crate::{client::Client, tree::Tree};

#[test]
fn a_buffer_wins_over_the_disk_until_it_is_closed() {
    let tree = Tree::with_a_finding();
    let mut client = Client::open(&tree);
    let uri = tree.uri("api/.env");
    client.open_document(&uri, "A=1\n");
    assert_eq!(client.findings(&uri), []);
    tree.write("api/.env", "A=1\nA=2\nB=3\nB=4\n");
    client.watched(std::slice::from_ref(&uri));
    assert_eq!(client.findings(&uri), [], "the disk changed, the buffer did not");
    client.close_document(&uri);
    assert_eq!(client.findings(&uri).len(), 2);
}

#[test]
fn a_document_that_was_never_saved_has_findings_too() {
    let tree = Tree::with_a_finding();
    let mut client = Client::open(&tree);
    let uri = tree.uri("api/.env.local");
    client.open_document(&uri, "A=1\nA=2\n");
    assert_eq!(client.findings(&uri).len(), 1);
    client.close_document(&uri);
    assert_eq!(client.findings(&uri), []);
}

#[test]
fn documents_that_are_no_files_are_kept_and_change_nothing() {
    let tree = Tree::with_a_finding();
    let mut client = Client::open(&tree);
    for uri in [
        "untitled:Untitled-1",
        "untitled:/tree/.env",
        "vscode-vfs://github/owner/repo/.env",
        "git:/tree/.env?%7B%22ref%22%3A%22~%22%7D",
        "vscode-notebook-cell:/tree/.env#W0sZmlsZQ%3D%3D",
        "file:///somewhere/else/.env",
        "file:///%FF%FE/.env",
        "file:///",
        "inmemory://model/1",
    ] {
        client.open_document(uri, "A=1\nA=2\n");
        client.change(uri, 2, json!([{ "text": "A=1\nA=2\nA=3\n" }]));
        client.request("textDocument/codeAction", actions_at(uri));
        assert_eq!(client.findings(uri), [], "{uri}");
        client.close_document(uri);
    }
    assert_eq!(client.findings(&tree.uri("api/.env")).len(), 1);
}

fn actions_at(uri: &str) -> serde_json::Value {
    let at = json!({ "line": 1, "character": 0 });
    json!({ "textDocument": { "uri": uri }, "range": { "start": at, "end": at }, "context": { "diagnostics": [] } })
}

#[test]
fn other_spellings_of_a_uri_name_the_same_file() {
    let tree = Tree::with_a_finding();
    tree.write("api/a b/[id]/.env", "A=1\n");
    let mut client = Client::open(&tree);
    for uri in [tree.uri("api") + "/a%20b/%5Bid%5D/.env", tree.uri("api") + "/a%20b/[id]/%2Eenv"] {
        client.open_document(&uri, "A=1\nA=2\n");
        // The answer comes under the name that the editor used.
        assert_eq!(client.findings(&uri).len(), 1, "{uri}");
        client.close_document(&uri);
        assert_eq!(client.findings(&uri), []);
    }
}

#[test]
fn edits_and_closes_of_documents_that_are_not_open_are_ignored() {
    let tree = Tree::with_a_finding();
    let mut client = Client::open(&tree);
    let uri = tree.uri("api/.env");
    client.change(&uri, 2, json!([{ "text": "" }]));
    client.close_document(&uri);
    assert_eq!(client.findings(&uri).len(), 1);
}

#[test]
fn broken_notifications_change_nothing() {
    let tree = Tree::with_a_finding();
    let mut client = Client::open(&tree);
    client.notify("textDocument/didOpen", json!({ "textDocument": { "uri": "no uri at all" } }));
    client.notify("textDocument/didOpen", json!({}));
    client.notify("textDocument/didChange", json!([]));
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": 1 }] }));
    client.notify("workspace/didChangeWorkspaceFolders", json!(null));
    client.notify("session/settingsChanged", json!([1, 2]));
    assert_eq!(client.findings(&tree.uri("api/.env")).len(), 1);
}

/// Positions count UTF-16 units: what stands before the finding takes 1, 1, 1 and 2 of them a character.
#[test]
fn columns_are_utf16_units_in_both_directions() {
    let tree = Tree::with_a_finding();
    let mut client = Client::open(&tree);
    let uri = tree.uri("api/.env");
    client.open_document(&uri, "# aé€😀\nA=1\n");
    let end_of_comment = json!({ "line": 0, "character": 7 });
    let range = json!({ "start": end_of_comment, "end": end_of_comment });
    client.change(&uri, 2, json!([{ "range": range, "text": "\nA=0" }]));
    assert_eq!(client.findings(&uri), [("env-duplicate".to_owned(), 2)]);
    // A cursor within the pair does not split it.
    let inside = json!({ "start": { "line": 0, "character": 6 }, "end": { "line": 0, "character": 7 } });
    client.change(&uri, 3, json!([{ "range": inside, "text": "" }]));
    assert_eq!(client.findings(&uri), [("env-duplicate".to_owned(), 2)]);
}

/// Random edits against a model of the editor; the server must report for its buffer what a fresh server reports for
/// the editor's text.
#[test]
fn after_random_edits_the_servers_text_is_the_editors() {
    let tree = Tree::with_a_finding();
    let uri = tree.uri("api/.env");
    let mut runner = TestRunner::new(Config::default());
    for _ in 0..12 {
        let edits = proptest::collection::vec((any::<u16>(), any::<u16>(), piece()), 1..60);
        let edits = edits.new_tree(&mut runner).expect("a generator").current();
        let mut client = Client::open(&tree);
        let mut text = "A=1\n# €😀\r\nB=2\n".to_owned();
        client.open_document(&uri, &text);
        for (number, (from, to, new_text)) in edits.into_iter().enumerate() {
            let units: Vec<u16> = text.encode_utf16().collect();
            let (from, to) = (cursor(&units, from), cursor(&units, to));
            let (from, to) = (from.min(to), from.max(to));
            let range = json!({ "start": place(&units, from), "end": place(&units, to) });
            client.change(&uri, 2 + number as i64, json!([{ "range": range, "text": new_text }]));
            let mut next = units.clone();
            next.splice(from..to, new_text.encode_utf16());
            text = String::from_utf16(&next).expect("no pair was split");
        }
        let edited = client.published(&uri).cloned();
        let mut fresh = Client::open(&tree);
        fresh.open_document(&uri, &text);
        assert_eq!(edited, fresh.published(&uri).cloned(), "for {text:?}");
    }
}

fn piece() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec!["A=", "B=", "1", "é", "😀", "\n", "\r\n", "\n", "C D", "export ", "'", "#"]);
    proptest::collection::vec(parts, 0..6).prop_map(|parts| parts.concat())
}

/// A place where a cursor can stand: not within a pair or a line ending.
fn cursor(units: &[u16], wish: u16) -> usize {
    let mut at = usize::from(wish) % (units.len() + 1);
    let is_inside = |at: usize| {
        at > 0
            && at < units.len()
            && ((0xDC00..0xE000).contains(&units[at]) || (units[at - 1] == 13 && units[at] == 10))
    };
    while is_inside(at) {
        at -= 1;
    }
    at
}

fn place(units: &[u16], at: usize) -> serde_json::Value {
    let ends_line = |at: usize| units[at] == 10 || (units[at] == 13 && units.get(at + 1) != Some(&10));
    let line = (0..at).filter(|unit| ends_line(*unit)).count();
    let start = (0..at).rev().find(|unit| ends_line(*unit)).map_or(0, |unit| unit + 1);
    json!({ "line": line, "character": at - start })
}
