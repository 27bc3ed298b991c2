use serde_json::{Value, json};

use crate::{client::Client, tree::Tree};

fn change_folders(client: &mut Client, added: &[(&str, &str)], removed: &[(&str, &str)]) {
    let list = |folders: &[(&str, &str)]| -> Vec<Value> {
        folders.iter().map(|(uri, name)| json!({ "uri": uri, "name": name })).collect()
    };
    let event = json!({ "added": list(added), "removed": list(removed) });
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
}

fn projects(client: &mut Client) -> Vec<String> {
    client.settle();
    let overview = client.request("ws/overview", json!({}));
    let projects = overview["projects"].as_array().expect("a list").iter();
    projects.map(|project| project["path"].as_str().expect("a path").to_owned()).collect()
}

#[test]
fn folders_come_and_go_with_their_projects_and_findings() {
    let (one, two) = (Tree::with_a_finding(), Tree::with_a_finding());
    let mut client = Client::open(&one);
    let before = client.request("ws/overview", json!({}))["revision"].as_u64().expect("a number");
    assert_eq!(projects(&mut client), ["api"]);
    change_folders(&mut client, &[(&two.uri(""), "tree")], &[]);
    assert_eq!(projects(&mut client), ["tree-2/api", "tree/api"], "equal names get a number");
    for tree in [&one, &two] {
        assert_eq!(client.findings(&tree.uri("api/.env")).len(), 1);
    }
    let show = client.request("ws/projectShow", json!({ "path": "tree-2/api" }));
    assert_eq!(show["manifest"], "tree-2/api/pyproject.toml");
    change_folders(&mut client, &[], &[(&one.uri(""), "tree")]);
    assert_eq!(projects(&mut client), ["api"], "the only folder needs no name in its paths");
    assert_eq!(client.findings(&one.uri("api/.env")), [], "findings leave with their folder");
    assert_eq!(client.findings(&two.uri("api/.env")).len(), 1);
    change_folders(&mut client, &[], &[(&two.uri(""), "tree")]);
    assert_eq!(projects(&mut client), [""; 0]);
    let after = client.request("ws/overview", json!({}))["revision"].as_u64().expect("a number");
    assert!(after > before, "revisions only grow: {before}, {after}");
}

#[test]
fn a_buffer_stays_with_its_file_when_folders_change() {
    let (one, two) = (Tree::with_a_finding(), Tree::with_a_finding());
    let mut client = Client::open(&one);
    let uri = two.uri("api/.env");
    client.open_document(&uri, "A=1\n");
    assert_eq!(client.findings(&uri), [], "outside every folder");
    change_folders(&mut client, &[(&two.uri(""), "two")], &[]);
    assert_eq!(client.findings(&uri), [], "the buffer has no finding, the file has");
    client.close_document(&uri);
    assert_eq!(client.findings(&uri).len(), 1);
}

#[test]
fn folders_that_are_not_on_disk_are_passed_over() {
    let tree = Tree::with_a_finding();
    let mut client = Client::open(&tree);
    let gone = tree.uri("not/there");
    change_folders(&mut client, &[("vscode-vfs://github/a/b", "virtual"), ("untitled:x", "x"), (&gone, "gone")], &[]);
    assert_eq!(projects(&mut client), ["tree/api"]);
    let log = |text: &str| text.contains("vscode-vfs") && text.contains("not on disk");
    client.until(|message| message["params"]["message"].as_str().is_some_and(log));
}

#[test]
fn a_folder_inside_another_is_indexed_once() {
    let tree = Tree::with_a_finding();
    let mut client = Client::spawn();
    client.initialize(&[(&tree.uri(""), "outer"), (&tree.uri("api"), "inner")]);
    client.initialized();
    assert_eq!(projects(&mut client), ["inner"]);
    assert_eq!(client.findings(&tree.uri("api/.env")).len(), 1);
}

#[cfg(unix)]
#[test]
fn a_folder_opened_through_a_link_is_spoken_of_as_it_was_opened() {
    let tree = Tree::with_a_finding();
    let links = Tree::new([]);
    std::os::unix::fs::symlink(tree.path(""), links.path("link")).expect("a link");
    let mut client = Client::spawn();
    client.initialize(&[(&links.uri("link"), "link")]);
    client.initialized();
    assert_eq!(client.findings(&links.uri("link/api/.env")).len(), 1);
    assert_eq!(client.request("ws/overview", json!({}))["roots"][0]["uri"], links.uri("link"));
}
