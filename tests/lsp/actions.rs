use serde_json::{Value, json};

use crate::{
    client::{Client, foreign, ours},
    tree::Tree,
};

fn actions(client: &mut Client, uri: &str, line: u32, context: Value) -> Vec<Value> {
    let at = json!({ "line": line, "character": 0 });
    let params = json!({ "textDocument": { "uri": uri }, "range": { "start": at, "end": at }, "context": context });
    client.request("textDocument/codeAction", params).as_array().cloned().unwrap_or_default()
}

fn all() -> Value {
    json!({ "diagnostics": [], "triggerKind": 1 })
}

/// Applies the edits of one file, last first.
fn applied(text: &str, edits: &Value) -> String {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    lines.push(String::new());
    let mut text = text.to_owned();
    let byte = |place: &Value| {
        let (line, column) = (place["line"].as_u64().unwrap() as usize, place["character"].as_u64().unwrap() as usize);
        lines[..line].iter().map(String::len).sum::<usize>() + column
    };
    let mut edits: Vec<&Value> = edits.as_array().expect("edits").iter().collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(byte(&edit["range"]["start"])));
    for edit in edits {
        let range = byte(&edit["range"]["start"])..byte(&edit["range"]["end"]);
        text.replace_range(range, edit["newText"].as_str().expect("a text"));
    }
    text
}

#[test]
fn a_quick_fix_mends_its_finding() {
    let tree = Tree::with_a_finding();
    let mut client = Client::open(&tree);
    let uri = tree.uri("api/.env");
    client.open_document(&uri, "A=1\nA=2\n");
    client.change(&uri, 2, json!([{ "text": "A=1\nA=2\nB=3\n" }]));
    let actions = actions(&mut client, &uri, 1, all());
    let fix = actions.iter().find(|action| action.get("edit").is_some()).expect("a fix with edits");
    assert_eq!(fix["kind"], "quickfix");
    assert_eq!(fix["diagnostics"][0]["code"], "env-duplicate");
    let change = &fix["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"], json!({ "uri": uri, "version": 2 }), "for the version it was made for");
    let mended = applied("A=1\nA=2\nB=3\n", &change["edits"]);
    client.change(&uri, 3, json!([{ "text": mended }]));
    assert_eq!(client.findings(&uri), [], "{mended:?}");
}

#[test]
fn at_most_one_fix_is_preferred_and_previews_follow_the_fixes() {
    let tree = Tree::with_a_finding();
    let mut client = Client::open(&tree);
    let actions = actions(&mut client, &tree.uri("api/.env"), 1, all());
    let preferred = actions.iter().filter(|action| action["isPreferred"] == true).count();
    assert!(preferred <= 1, "{actions:#?}");
    let previews: Vec<&Value> =
        actions.iter().filter(|action| action["command"]["command"] == "workspai.doctor.previewFix").collect();
    let edits = actions.iter().filter(|action| action.get("edit").is_some()).count();
    assert_eq!(previews.len(), edits);
    assert!(edits > 0 && actions[..edits].iter().all(|action| action.get("edit").is_some()), "{actions:#?}");
    for preview in previews {
        assert!(preview["title"].as_str().expect("a title").starts_with("Preview: "));
        let reference = &preview["command"]["arguments"][0];
        let shown = client.request("doctor/fixPreview", reference.clone());
        assert_eq!(shown["fix"]["id"], reference["fix"]);
        assert!(!shown["fix"]["edits"].as_array().expect("edits").is_empty());
    }
}

#[test]
fn a_fix_by_a_command_is_left_to_the_shell() {
    let tree = Tree::new([("web/package.json", r#"{ "name": "web", "dependencies": { "express": "4.19.2" } }"#)]);
    let mut client = Client::open(&tree);
    let uri = tree.uri("web/package.json");
    let found = client.findings(&uri);
    let (_, line) = found.iter().find(|(rule, _)| rule == "lockfile-missing").expect("a lock file is missing").clone();
    let actions = actions(&mut client, &uri, u32::try_from(line).unwrap(), all());
    let run = actions.iter().find(|action| action["command"]["command"] == "workspai.doctor.runCommand");
    let arguments = &run.expect("a command")["command"]["arguments"][0];
    assert!(arguments["line"].as_str().expect("a line").starts_with("npm "), "{arguments}");
    assert_eq!(arguments["folder"], "web");
    let report = client.request("ws/healthReport", json!({}));
    let findings = report["report"]["findings"].as_array().expect("findings");
    let named = findings.iter().find(|finding| finding["id"] == arguments["finding"]).expect("the finding");
    assert_eq!(named["fixes"][0]["id"], arguments["fix"]);
}

#[test]
fn only_what_is_asked_for_is_offered() {
    let tree = Tree::with_a_finding();
    let mut client = Client::open(&tree);
    let uri = tree.uri("api/.env");
    let only = |kind: &str| json!({ "diagnostics": [], "only": [kind] });
    assert!(!actions(&mut client, &uri, 1, only("quickfix")).is_empty());
    for kind in ["refactor", "source.fixAll", "source.organizeImports", "quickfix.other"] {
        assert_eq!(actions(&mut client, &uri, 1, only(kind)), [] as [Value; 0], "{kind}");
    }
    assert_eq!(actions(&mut client, &uri, 0, all()), [] as [Value; 0], "the first line has no finding");
}

#[test]
fn a_foreign_client_gets_edits_that_it_understands_and_no_commands() {
    let tree = Tree::with_a_finding();
    let mut client = Client::spawn();
    let mut params = foreign(&[(&tree.uri(""), "tree")]);
    params["capabilities"]["workspace"]["workspaceEdit"] = json!({});
    client.request("initialize", params);
    client.initialized();
    client.settle();
    let uri = tree.uri("api/.env");
    let actions = actions(&mut client, &uri, 1, all());
    assert!(!actions.is_empty());
    for action in actions {
        assert!(action["edit"]["changes"][&uri].is_array(), "{action:#}");
        assert_eq!(action.get("command"), None);
    }
}

#[test]
fn a_client_without_code_actions_gets_none() {
    let tree = Tree::with_a_finding();
    let mut client = Client::spawn();
    let mut params = ours(&[(&tree.uri(""), "tree")]);
    params["capabilities"]["textDocument"] = json!({});
    client.request("initialize", params);
    client.initialized();
    client.settle();
    assert_eq!(actions(&mut client, &tree.uri("api/.env"), 1, all()), [] as [Value; 0]);
}

#[test]
fn a_preview_of_a_file_that_changed_on_disk_is_refused() {
    let tree = Tree::with_a_finding();
    let mut client = Client::open(&tree);
    let report = client.request("ws/healthReport", json!({}));
    let wanted = json!({ "finding": report["report"]["findings"][0]["id"], "fix": null });
    client.request("doctor/fixPreview", wanted.clone());
    tree.write("api/.env", "B=1\nB=2\n");
    let error = client.try_request("doctor/fixPreview", wanted).expect_err("the file has changed");
    assert!(error["message"].as_str().expect("a message").contains("api/.env has changed on disk"), "{error}");
}
