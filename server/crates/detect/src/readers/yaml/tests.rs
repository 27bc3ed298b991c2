use super::*;

fn only(text: &str) -> Arc<Node> {
    let documents = parse(text);
    assert!(documents.error.is_none(), "{:?}", documents.error);
    Arc::clone(documents.roots.first().expect("a document"))
}

#[test]
fn scalars_keep_their_exact_range() {
    let root = only("name: api # comment\nports:\n  - \"8000:8000\"\n  - 😀b\n");
    let (key, value) = root.entry("name").expect("a key");
    assert_eq!((key.range, value.range), (Range::on_line(0, 0, 4), Range::on_line(0, 6, 9)));
    let ports = root.get("ports").expect("a key").items();
    assert_eq!(ports[0].range, Range::on_line(2, 4, 15), "quotes belong to the value");
    assert_eq!(ports[1].range, Range::on_line(3, 4, 7), "an emoji is two UTF-16 units");
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_shift_nothing() {
    let root = only("\u{feff}é: 1\r\nb: 2\r\n");
    assert_eq!(root.entry("é").expect("a key").0.range, Range::on_line(0, 1, 2));
    assert_eq!(root.entry("b").expect("a key").0.range, Range::on_line(1, 0, 1));
}

#[test]
fn merge_keys_give_way_to_own_keys() {
    let root = only("x: &x {a: 1, b: 2}\ny: &y {b: 3, c: 4}\nz:\n  <<: [*x, *y]\n  a: 9\n");
    let z = root.get("z").expect("a key");
    let found: Vec<_> = z.entries().iter().map(|(key, value)| (key.text(), value.text())).collect();
    assert_eq!(found, [(Some("a"), Some("9")), (Some("b"), Some("2")), (Some("c"), Some("4"))]);
    assert_eq!(z.get("b").and_then(Node::text), Some("2"));
}

#[test]
fn nulls_booleans_and_strings_are_told_apart() {
    let root = only("a:\nb: ~\nc: \"\"\nd: true\ne: \"true\"\nf: |\n  x\n");
    assert!(root.get("a").expect("a key").is_null() && root.get("b").expect("a key").is_null());
    assert_eq!(root.get("c").expect("a key").text(), Some(""));
    assert_eq!(root.get("d").expect("a key").boolean(), Some(true));
    assert_eq!(root.get("e").expect("a key").boolean(), None);
    assert_eq!(root.get("f").expect("a key").text(), Some("x\n"));
}

#[test]
fn a_collection_ends_with_its_last_value() {
    let root = only("a:\n  b: 1\n  c: 2\n\n\nd: 3\n");
    let a = root.get("a").expect("a key");
    assert_eq!((a.range.start.line, a.range.end), (1, model::Position { line: 2, column: 6 }));
    let flow = only("a: [1, 2]\n");
    assert_eq!(flow.get("a").expect("a key").range, Range::on_line(0, 3, 9));
}

#[test]
fn several_documents_are_kept_apart() {
    let documents = parse("a: 1\n---\nb: 2\n---\n");
    assert_eq!(documents.roots.len(), 3);
    assert!(documents.roots[2].is_null());
}

#[test]
fn a_double_key_is_noted_at_the_second() {
    let documents = parse("a: 1\nb: 2\na: 3\n");
    assert_eq!(documents.duplicates.len(), 1);
    assert_eq!(documents.duplicates[0].range, Range::on_line(2, 0, 1));
}

#[test]
fn errors_have_a_line() {
    for (text, line) in [
        ("a: 1\n\tb: 2\n", 1),
        ("services:\n  api:\n    image: x\n   ports: []\n", 3),
        ("a: [1, 2\n", 1),
        ("a: \"x\n", 0),
        ("a: *missing\n", 0),
    ] {
        let error = parse(text).error.unwrap_or_else(|| panic!("no error in {text:?}"));
        assert!(error.range.start.line.abs_diff(line) <= 1, "{text:?}: {error:?}");
    }
    let tab = parse("a:\n\tb: 1\n").error.expect("an error");
    assert!(tab.message.contains("tab"), "{tab:?}");
}

#[test]
fn hostile_files_are_refused_quickly() {
    let laughs: String = std::iter::once("a0: &a0 [x]\n".to_owned())
        .chain((1..40).map(|level| format!("a{level}: &a{level} [*a{0}, *a{0}, *a{0}]\n", level - 1)))
        .collect();
    assert!(parse(&laughs).error.is_some());
    assert!(parse(&"[".repeat(5_000)).error.is_some());
    assert!(parse(&"- ".repeat(5_000)).error.is_some());
    assert!(parse("a: &a\n  b: *a\n").error.is_some(), "an alias cannot stand for what it is in");
}

#[test]
fn a_closing_bracket_may_stand_below_its_key() {
    let root = only("a:\n  b: [\n    x,\n    y\n  ]\n  c: {\n    d: 1\n  } # end\ne: 2\n");
    let a = root.get("a").expect("a key");
    assert_eq!(a.get("b").expect("a key").items().len(), 2);
    assert_eq!(a.get("b").expect("a key").range.end, model::Position { line: 4, column: 3 });
    assert_eq!(a.get("c").and_then(|c| c.get("d")).and_then(Node::text), Some("1"));
    assert_eq!(root.entry("e").expect("a key").0.range, Range::on_line(8, 0, 1));
    assert!(parse("a:\n b: 1\n]\n").error.is_some(), "nothing was opened");
}
