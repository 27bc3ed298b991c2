use std::fmt::Write;

use expect_test::{Expect, expect};
use model::Layer;

use super::*;

fn render(text: &str) -> String {
    let file = parse(Layer::Dotenv, text);
    let mut out = String::new();
    for entry in &file.entries {
        let (key, value, optional) = (&entry.key, &entry.value, if entry.is_optional { " optional" } else { "" });
        let at = entry.value_range;
        let _ = writeln!(
            out,
            "{}:{}-{}:{} {key} = {value:?}{optional}",
            at.start.line + 1,
            at.start.column,
            at.end.line + 1,
            at.end.column
        );
    }
    for line in &file.invalid {
        let at = line.range;
        let _ = write!(
            out,
            "{}:{}-{} {:?}: {}",
            at.start.line + 1,
            at.start.column,
            at.end.column,
            line.refused_by,
            line.reason
        );
        let _ = writeln!(out, "{}", line.repaired.as_ref().map_or(String::new(), |text| format!(" → {text}")));
    }
    out
}

fn check(text: &str, expect: Expect) {
    expect.assert_eq(&render(text));
}

#[test]
fn reads_quotes_exports_and_comments() {
    check(
        "# top\nA=1\nexport B='two # words' # behind\nC=\"a\\nb \\\"c\\\"\"\nD=x y # z\nE=\nF=${A}-1\n  G=http://x\nH= # none\nexport I\n",
        expect![[r#"
            2:2-2:3 A = Some("1")
            3:9-3:22 B = Some("two # words")
            4:2-4:14 C = Some("a\nb \"c\"")
            5:2-5:5 D = Some("x y")
            6:2-6:2 E = Some("")
            7:2-7:8 F = Some("${A}-1")
            8:4-8:12 G = Some("http://x")
            9:2-9:2 H = Some("")
            10:8-10:8 I = None
            4:0-14 [Node]: dotenv of npm keeps the backslashes; of escapes it knows `\n` and `\r` only
            9:0-9 [Python, Compose]: compose, and python-dotenv before 1.2, take the comment for the value → H="" # none
        "#]],
    );
}

#[test]
fn quoted_values_go_over_lines() {
    check(
        "KEY=\"-----BEGIN\nabc==\n-----END\" # x\nB='1\n2'\nC=3\n",
        expect![[r#"
        1:4-3:9 KEY = Some("-----BEGIN\nabc==\n-----END")
        4:2-5:2 B = Some("1\n2")
        6:2-6:3 C = Some("3")
    "#]],
    );
}

#[test]
fn windows_line_ends_and_a_missing_last_one() {
    check(
        "A=1\r\nB=\"x\r\ny\"\r\nC=é😀 ",
        expect![[r#"
        1:2-1:3 A = Some("1")
        2:2-3:2 B = Some("x\r\ny")
        4:2-4:5 C = Some("é😀")
    "#]],
    );
    let file = parse(Layer::Dotenv, "A=1\r\nB=2");
    assert_eq!((file.lines, file.ends_with_newline), (2, false));
    let file = parse(Layer::Dotenv, "A=1\n");
    assert_eq!((file.lines, file.ends_with_newline), (2, true));
    assert!(parse(Layer::Dotenv, "").ends_with_newline);
}

#[test]
fn optional_is_said_above_or_behind() {
    check(
        "A=1\n# Sentry (optional)\n# see docs\nS=\nT=\n\nB=2\nC= # optional\n# required\nD=\n",
        expect![[r#"
            1:2-1:3 A = Some("1")
            4:2-4:2 S = Some("") optional
            5:2-5:2 T = Some("") optional
            7:2-7:3 B = Some("2")
            8:2-8:2 C = Some("") optional
            10:2-10:2 D = Some("")
            8:0-13 [Python, Compose]: compose, and python-dotenv before 1.2, take the comment for the value → C="" # optional
        "#]],
    );
}

#[test]
fn says_who_refuses_a_line() {
    check(
        "A = 1\nB: two\nC\n=x\n'D'=1\nE F=1\nsome words here\n<<<<<<< HEAD\n=======\nG=\"open\nH=1\nI=\"x\" y\nJ=a#b\nK=`x`\nL:1\nM/N=1\nÉ=1\n",
        expect![[r#"
            1:4-1:5 A = Some("1")
            2:3-2:6 B = Some("two")
            3:1-3:1 C = None
            10:2-10:7 G = Some("open")
            11:2-11:3 H = Some("1")
            12:2-12:5 I = Some("x")
            13:2-13:5 J = Some("a#b")
            14:2-14:5 K = Some("x")
            17:2-17:3 É = Some("1")
            1:0-5 [Shell]: there is a blank before `=`, which shells and `docker run --env-file` refuse → A=1
            2:0-6 [Python, Shell]: there is `:` instead of `=` after the key → B=two
            3:0-1 [Python, Node, Shell]: there is no `=` after the key, so it sets nothing
            4:0-2 [Python, Node, Shell]: there is no key before `=`
            5:0-5 [Node, Compose, Shell]: the key is quoted; only its value may be → D=1
            6:0-5 [Python, Node, Compose, Shell]: a key cannot have a blank in it
            7:0-15 [Python, Node, Compose, Shell]: it is neither `KEY=value` nor a comment
            8:0-12 [Python, Node, Compose, Shell]: a merge conflict was left here
            9:0-7 [Python, Node, Shell]: a merge conflict was left here
            10:0-7 [Python, Node, Compose, Shell]: the quote is never closed → G="open"
            12:0-7 [Python, Node]: there is text after the closing quote
            13:0-5 [Node]: dotenv of npm ends an unquoted value at `#` → J="a#b"
            14:0-5 [Python, Compose, Shell]: only dotenv of npm takes backticks as quotes
            15:0-3 [Python, Node, Shell]: there is `:` instead of `=` after the key
            16:0-5 [Node, Compose, Shell]: a key has letters, digits, `_`, `.` and `-` only
            17:0-3 [Node, Shell]: the key has letters that only some readers take
        "#]],
    );
}

#[test]
fn a_byte_order_mark_hides_the_first_key_from_python() {
    check(
        "\u{feff}A=1\nB=2\n",
        expect![[r#"
        1:3-1:4 A = Some("1")
        2:2-2:3 B = Some("2")
        1:0-4 [Python, Shell]: a byte-order mark stands before the key, and python-dotenv takes it as part of the key → A=1
    "#]],
    );
    check(
        "\u{feff}# comment\nB=2\n",
        expect![[r#"
        2:2-2:3 B = Some("2")
    "#]],
    );
}

#[test]
fn odd_ends_do_not_panic() {
    for text in [
        "", "=", "A", "A=", "A=\"", "A='\n", "export", "export ", "export =", ":", "A:", "\u{feff}", "A=\"\\", "é",
        "A=`\r", "\r\r\n",
    ] {
        let _ = render(text);
    }
}

/// What python-dotenv, npm's dotenv and compose made of the same texts: `tests/oracle/dotenv/run.sh` writes the record.
#[test]
fn agrees_with_the_readers_themselves() {
    use model::facts::DotenvDialect::{Compose, Node, Python};

    let record = include_str!("../../../../../../tests/oracle/dotenv/record.json");
    let record: serde_json::Value = serde_json::from_str(record).expect("JSON");
    let cases = record.as_array().expect("a list");
    assert!(cases.len() >= 40);
    for case in cases {
        let text = case["text"].as_str().expect("a text");
        let file = parse(Layer::Dotenv, text);
        for (reader, values, has_failed) in [
            (Python, &case["python"]["values"], false),
            (Node, &case["node"], false),
            (Compose, &case["compose"]["values"], case["compose"].get("error").is_some()),
        ] {
            let refused = |line: u32| {
                file.invalid.iter().any(|it| it.range.start.line == line && it.refused_by.contains(&reader))
            };
            if has_failed {
                let is_refused = file.invalid.iter().any(|it| it.refused_by.contains(&reader));
                assert!(is_refused, "{reader:?} refuses the file {text:?}");
                continue;
            }
            let mut last: std::collections::BTreeMap<&str, &model::facts::DotenvEntry> =
                std::collections::BTreeMap::new();
            for entry in &file.entries {
                last.insert(&entry.key, entry);
            }
            for (key, entry) in &last {
                let theirs = values.get(*key).and_then(serde_json::Value::as_str);
                let Some(ours) = entry.value.as_deref() else {
                    assert_eq!(theirs, None, "{reader:?} on {key} of {text:?}");
                    continue;
                };
                // Compose has filled in variables already.
                if reader == Compose && ours.contains('$') {
                    continue;
                }
                let is_refused = refused(entry.range.start.line);
                assert_eq!(theirs != Some(ours), is_refused, "{reader:?} on {key} of {text:?}: {theirs:?}");
            }
            if reader == Node {
                let unknown = values.as_object().expect("values").keys().find(|key| !last.contains_key(key.as_str()));
                assert_eq!(unknown, None, "{reader:?} finds more in {text:?}");
            }
        }
    }
}
