//! Trees as they are found in the wild.

use serde_json::json;

use crate::{client::Client, tree::Tree};

fn is_logged(client: &mut Client, part: &str) {
    client.until(|message| message["params"]["message"].as_str().is_some_and(|text| text.contains(part)));
}

#[cfg(unix)]
#[test]
fn links_in_circles_and_out_of_the_workspace_are_not_followed() {
    use std::os::unix::fs::symlink;
    let (tree, outside) = (Tree::with_a_finding(), Tree::with_a_finding());
    symlink("..", tree.path("api/up")).expect("a link");
    symlink("self", tree.path("api/self")).expect("a link");
    symlink(outside.path("api"), tree.path("outside")).expect("a link");
    symlink(outside.path("api/.env"), tree.path("api/.env.outside")).expect("a link");
    symlink("nowhere", tree.path("api/.env.broken")).expect("a link");
    let mut client = Client::open(&tree);
    let report = client.request("ws/healthReport", json!({}));
    let findings = report["report"]["findings"].as_array().expect("a list");
    assert_eq!(findings.len(), 1, "{findings:#?}");
    assert_eq!(findings[0]["file"], "api/.env");
}

#[cfg(unix)]
#[test]
fn folders_and_files_that_cannot_be_read_cost_only_themselves() {
    use std::{fs::Permissions, os::unix::fs::PermissionsExt};
    let tree = Tree::with_a_finding();
    tree.write("locked/.env", "A=1\nA=2\n");
    tree.write("api/.env.local", "A=1\nA=2\n");
    let forbid = |path| std::fs::set_permissions(tree.path(path), Permissions::from_mode(0o0)).expect("permissions");
    forbid("locked");
    forbid("api/.env.local");
    // The super-user may read all the same; then there is nothing to forbid.
    let is_allowed = std::fs::read(tree.path("api/.env.local")).is_ok();
    let mut client = Client::open(&tree);
    assert_eq!(client.findings(&tree.uri("api/.env")).len(), 1);
    if !is_allowed {
        is_logged(&mut client, "locked");
        is_logged(&mut client, ".env.local");
    }
    std::fs::set_permissions(tree.path("locked"), Permissions::from_mode(0o700)).expect("permissions");
}

#[test]
fn a_file_that_is_no_unicode_is_read_as_far_as_it_can_be() {
    let tree = Tree::with_a_finding();
    tree.write("api/.env", b"A=1\nX=\xff\xfe\nA=2\n");
    tree.write("api/docker-compose.yml", b"services:\n  \xc3\x28: {}\n");
    tree.write("web/package.json", b"\xff\xfe{\x00}\x00");
    let mut client = Client::open(&tree);
    let found = client.findings(&tree.uri("api/.env"));
    assert!(found.contains(&("env-duplicate".to_owned(), 2)), "{found:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_no_unicode_is_passed_over() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt};
    let tree = Tree::with_a_finding();
    std::fs::create_dir(tree.path("").join(OsStr::from_bytes(b"bad\xff"))).expect("a folder");
    std::fs::write(tree.path("api").join(OsStr::from_bytes(b".env.\xff")), "A=1").expect("a file");
    let mut client = Client::open(&tree);
    assert_eq!(client.findings(&tree.uri("api/.env")).len(), 1);
}

#[test]
fn a_file_of_20_megabytes_is_not_read_and_said_so() {
    let tree = Tree::with_a_finding();
    let large = "# padding, padding, padding\n".repeat(20 << 20 >> 5);
    tree.write("api/.env.local", format!("{large}A=1\nA=2\n"));
    let mut client = Client::open(&tree);
    is_logged(&mut client, ".env.local");
    assert_eq!(client.findings(&tree.uri("api/.env")).len(), 1);
    // The editor may open it nevertheless, and edit it.
    let uri = tree.uri("api/.env.local");
    client.open_document(&uri, &large);
    let start = json!({ "line": 0, "character": 0 });
    for version in 2..6 {
        client.change(&uri, version, json!([{ "range": { "start": start, "end": start }, "text": "B=1\n" }]));
    }
    client.settle();
    client.close_document(&uri);
    assert_eq!(client.findings(&tree.uri("api/.env")).len(), 1);
}

#[test]
fn files_and_folders_that_vanish_take_their_findings_along() {
    let tree = Tree::with_a_finding();
    tree.write("gone/pyproject.toml", crate::tree::PYPROJECT.replace("api", "gone"));
    tree.write("gone/.env", "A=1\nA=2\n");
    let mut client = Client::open(&tree);
    tree.remove("api/.env");
    client.watched(&[tree.uri("api/.env")]);
    assert_eq!(client.findings(&tree.uri("api/.env")), []);
    std::fs::remove_dir_all(tree.path("gone")).expect("a folder");
    // Editors name the folder only.
    client.watched(&[tree.uri("gone")]);
    assert_eq!(client.findings(&tree.uri("gone/.env")), []);
    assert_eq!(client.request("ws/overview", json!({}))["projects"].as_array().map(Vec::len), Some(1));
}

#[test]
fn the_workspace_itself_may_vanish_and_come_back() {
    let tree = Tree::with_a_finding();
    let inner = Tree::new([]);
    let mut client = Client::spawn();
    client.initialize(&[(&inner.uri("w"), "w")]);
    client.initialized();
    client.settle();
    std::fs::rename(tree.path("api"), inner.path("w")).expect("moved");
    client.watched(&[inner.uri("w")]);
    assert_eq!(client.findings(&inner.uri("w/.env")).len(), 1);
    std::fs::remove_dir_all(inner.path("w")).expect("a folder");
    client.watched(&[inner.uri("w")]);
    assert_eq!(client.findings(&inner.uri("w/.env")), []);
}
