use serde_json::{Value, json};

use crate::{
    client::{Client, foreign},
    tree::Tree,
};

#[test]
fn a_finding_is_a_diagnostic_where_it_is_caused() {
    let tree = Tree::with_a_finding();
    let mut client = Client::open(&tree);
    let uri = tree.uri("api/.env");
    let published = client.published(&uri).expect("diagnostics").clone();
    let [diagnostic] = published.as_array().expect("a list").as_slice() else { panic!("{published}") };
    assert_eq!(diagnostic["source"], "workspai");
    assert_eq!(diagnostic["code"], "env-duplicate");
    assert_eq!(diagnostic["range"]["start"]["line"], 1);
    let report = client.request("ws/healthReport", json!({}));
    let finding = &report["report"]["findings"][0];
    assert_eq!(diagnostic["data"]["finding"], finding["id"]);
    assert_eq!(diagnostic["message"], finding["message"]);
    let severity = match finding["severity"].as_str() {
        Some("error") => 1,
        Some("warning") => 2,
        _ => 3,
    };
    assert_eq!(diagnostic["severity"], severity);
    let related = diagnostic["relatedInformation"].as_array().expect("the first definition is named");
    assert!(related.iter().all(|place| place["location"]["uri"] == uri.as_str()), "{related:?}");
}

#[test]
fn a_client_that_shows_no_related_places_gets_none() {
    let tree = Tree::with_a_finding();
    let mut client = Client::spawn();
    let mut params = foreign(&[(&tree.uri(""), "tree")]);
    params["capabilities"]["textDocument"]["publishDiagnostics"] = json!({});
    client.request("initialize", params);
    client.initialized();
    let published = client.published(&tree.uri("api/.env")).expect("diagnostics").clone();
    assert_eq!(published[0].get("relatedInformation"), None);
    assert_eq!(published[0].get("codeDescription"), None);
}

#[test]
fn diagnostics_are_cleared_when_mended_and_published_only_when_they_differ() {
    let tree = Tree::with_a_finding();
    let mut client = Client::open(&tree);
    let uri = tree.uri("api/.env");
    client.open_document(&uri, "A=1\nA=2\n");
    client.change(&uri, 2, json!([{ "text": "A=1\nA=2\n# same finding\n" }]));
    client.settle();
    client.change(&uri, 3, json!([{ "text": "A=1\n" }]));
    assert_eq!(client.findings(&uri), []);
    client.change(&uri, 4, json!([{ "text": "A=1\n\nA=3\n" }]));
    assert_eq!(client.findings(&uri), [("env-duplicate".to_owned(), 2)]);
    let of_file = |message: &&Value| {
        message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri.as_str()
    };
    let versions: Vec<Value> =
        client.kept().iter().filter(of_file).map(|message| message["params"]["version"].clone()).collect();
    assert_eq!(versions, [json!(null), json!(3), json!(4)], "on disk, mended, again; not for the comment");
}

#[test]
fn a_change_that_shows_nothing_new_is_not_announced() {
    let tree = Tree::with_a_finding();
    tree.write("api/main.py", "print(1)\n");
    let mut client = Client::open(&tree);
    let uri = tree.uri("api/main.py");
    client.open_document(&uri, "print(1)\n");
    for version in 2..20 {
        client.change(&uri, version, json!([{ "text": format!("print({version})\n") }]));
    }
    client.settle();
    let announced = client.kept().iter().filter(|message| message["method"] == "ws/indexChanged").count();
    assert_eq!(announced, 0);
}

#[test]
fn an_announcement_names_the_projects_that_differ() {
    let project = |name: &str| format!(r#"{{ "name": "{name}", "dependencies": {{ "express": "4.19.2" }} }}"#);
    let (web, shop) = (project("web"), project("shop"));
    let tree = Tree::new([("web/package.json", web.as_str()), ("shop/package.json", shop.as_str())]);
    let mut client = Client::open(&tree);
    let uri = tree.uri("web/package.json");
    client.open_document(&uri, &web);
    client.change(&uri, 2, json!([{ "text": web.replace("4.19.2", "5.1.0") }]));
    let announced = client.until_indexed();
    assert_eq!(announced["projects"], json!(["web"]));
}
