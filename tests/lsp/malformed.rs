use serde_json::json;

use crate::{client::Client, tree::Tree};

/// Bytes, and the code of the answer they get, if any.
const BROKEN: &[(&str, Option<i64>)] = &[
    ("Content-Length: 9\r\n\r\n{\"broken\"", Some(-32700)),
    ("Content-Length: 2\r\n\r\n[]", Some(-32600)),
    ("Content-Length: 4\r\n\r\nnull", Some(-32600)),
    ("Content-Length: 29\r\n\r\n{\"jsonrpc\":\"2.0\",\"method\":42}", Some(-32600)),
    ("Content-Length: 24\r\n\r\n{\"jsonrpc\":\"2.0\",\"id\":1}", Some(-32600)),
    ("Content-Length: 35\r\n\r\n{\"jsonrpc\":\"1.0\",\"method\":\"shutdown\"}", Some(-32700)),
    ("Content-Length: 0\r\n\r\n", Some(-32700)),
    ("Content-Length: three\r\n\r\n", None),
    ("Content-Length: -3\r\n\r\n", None),
    ("Content-Length: 99999999999999999999999\r\n\r\n", None),
    ("Content-Length: 5000000000\r\n\r\n", None),
    ("Content-Lengthy: 3\r\n\r\nabc", None),
    ("Content-Type: application/vscode-jsonrpc; charset=latin1\r\n\r\n", None),
    ("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", None),
    ("\r\n\r\n\r\n", None),
    ("{\"jsonrpc\":\"2.0\",\"method\":\"exit\"}", None),
];

#[test]
fn malformed_frames_and_headers_are_dropped_and_the_next_message_is_answered() {
    let mut client = Client::open(&Tree::with_a_finding());
    for (bytes, code) in BROKEN {
        client.raw(bytes.as_bytes());
        let overview = client.request("ws/overview", json!({}));
        assert_eq!(overview["projects"][0]["name"], "api", "after {bytes:?}");
        if let Some(code) = code {
            let answer = client.until(|message| message.get("error").is_some());
            assert_eq!(answer["error"]["code"], *code, "for {bytes:?}");
        }
    }
}

#[test]
fn bytes_that_are_no_text_are_dropped() {
    let mut client = Client::open(&Tree::with_a_finding());
    client.raw(b"Content-Length: 6\r\n\r\n{\"\xff\xfe\"}");
    client.raw(&[0, 255, 10, 13, 0, 128]);
    client.raw(&vec![b'x'; 1 << 20]);
    client.settle();
}

#[test]
fn a_message_as_deep_as_a_well_is_dropped() {
    let mut client = Client::open(&Tree::with_a_finding());
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let body = format!(r#"{{"jsonrpc":"2.0","id":7,"method":"ws/overview","params":{deep}}}"#);
    client.raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    client.settle();
}

#[test]
fn other_headers_and_single_line_feeds_are_read() {
    let mut client = Client::open(&Tree::with_a_finding());
    for (id, headers) in [
        (901, "Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: LEN\r\n\r\n"),
        (902, "content-length:LEN\r\nX-Trace: 1\r\n\r\n"),
        (903, "Content-Length: LEN\n\n"),
    ] {
        let body = json!({ "jsonrpc": "2.0", "id": id, "method": "no/such", "params": {} }).to_string();
        client.raw((headers.replace("LEN", &body.len().to_string()) + &body).as_bytes());
        assert_eq!(client.until(|message| message["id"] == id)["error"]["code"], -32601);
    }
}
