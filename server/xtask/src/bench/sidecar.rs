//! The language server from outside: a minimal client over stdio.

use std::{
    io::{BufRead, BufReader, Read, Write},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::{
    Row,
    measure::{Sample, milliseconds},
    tree::generated,
};

const START_GOAL: Duration = Duration::from_millis(10);
const EDIT_GOAL: Duration = Duration::from_millis(10);

/// Process start to the `initialize` reply.
pub fn start(sidecar: &Path) -> Result<Vec<Row>> {
    let tree = generated(900)?;
    let mut times = Vec::new();
    for _ in 0..31 {
        let started = Instant::now();
        let mut client = Client::start(sidecar)?;
        client.initialize(&tree)?;
        times.push(started.elapsed());
        client.stop();
    }
    let sample = Sample::new(times.split_off(1));
    let row = |what: &str, value: Duration| Row {
        what: what.into(),
        figure: milliseconds(value),
        goal: "≤ 10 ms".into(),
        is_met: value <= START_GOAL,
    };
    Ok(vec![
        row("start to initialize reply, median", sample.median()),
        row("start to initialize reply, p95", sample.percentile(95)),
    ])
}

/// One keystroke in an env file to the diagnostics that follow from it.
pub fn edit(sidecar: &Path) -> Result<Vec<Row>> {
    let tree = generated(15_000)?;
    let mut client = Client::start(sidecar)?;
    client.initialize(&tree)?;
    client.send(&json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }))?;
    let uri = format!("file://{}", tree.join("apps/app0/.env").display());
    let open = json!({ "uri": uri, "languageId": "dotenv", "version": 1, "text": "PORT=8000\n" });
    client.send(&json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": open } }))?;
    // Refused, but only after the index of the whole tree is built.
    let preview = json!({ "finding": "none", "fix": null });
    client.send(&json!({ "jsonrpc": "2.0", "id": 2, "method": "doctor/fixPreview", "params": preview }))?;
    client.until(|message| message["id"] == 2)?;
    let mut times = Vec::new();
    for round in 0..200_i64 {
        // Alternates between a duplicate key and none, so that each edit changes what is published.
        let text = if round % 2 == 0 { "PORT=8000\nPORT=8001\n" } else { "PORT=8000\n" };
        let started = Instant::now();
        let change =
            json!({ "textDocument": { "uri": uri, "version": round + 2 }, "contentChanges": [{ "text": text }] });
        client.send(&json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": change }))?;
        client.until(|message| {
            let is_ours =
                message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri.as_str();
            let has_duplicate = message["params"]["diagnostics"]
                .as_array()
                .is_some_and(|list| list.iter().any(|item| item["code"] == "env-duplicate"));
            is_ours && has_duplicate == (round % 2 == 0)
        })?;
        times.push(started.elapsed());
    }
    client.stop();
    let sample = Sample::new(times.split_off(20));
    Ok(vec![
        Row {
            what: "edit to diagnostics, median".into(),
            figure: milliseconds(sample.median()),
            goal: "≤ 10 ms".into(),
            is_met: sample.median() <= EDIT_GOAL,
        },
        Row {
            what: "edit to diagnostics, p95".into(),
            figure: milliseconds(sample.percentile(95)),
            goal: "≤ 10 ms".into(),
            is_met: sample.percentile(95) <= EDIT_GOAL,
        },
    ])
}

/// Just enough of a client to measure with.
struct Client {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Client {
    fn start(sidecar: &Path) -> Result<Self> {
        let mut process = Command::new(sidecar)
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot start {}", sidecar.display()))?;
        let input = process.stdin.take().context("stdin is piped")?;
        let output = BufReader::new(process.stdout.take().context("stdout is piped")?);
        Ok(Self { process, input, output })
    }

    fn initialize(&mut self, tree: &Path) -> Result<()> {
        let uri = format!("file://{}", tree.display());
        let folders = json!([{ "uri": uri, "name": "tree" }]);
        let params =
            json!({ "processId": std::process::id(), "rootUri": uri, "capabilities": {}, "workspaceFolders": folders });
        self.send(&json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params }))?;
        let reply = self.until(|message| message["id"] == 1)?;
        if reply["result"].is_null() {
            bail!("initialize failed: {reply}");
        }
        Ok(())
    }

    fn send(&mut self, message: &Value) -> Result<()> {
        let body = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{body}", body.len())?;
        Ok(self.input.flush()?)
    }

    fn until(&mut self, is_wanted: impl Fn(&Value) -> bool) -> Result<Value> {
        loop {
            let message = self.read()?;
            // Requests of the server are answered, so that it never waits for us.
            if message["id"].is_u64() && message["method"].is_string()
                || message["id"].is_string() && message["method"].is_string()
            {
                self.send(&json!({ "jsonrpc": "2.0", "id": message["id"], "result": null }))?;
            }
            if is_wanted(&message) {
                return Ok(message);
            }
        }
    }

    fn read(&mut self) -> Result<Value> {
        let mut length = 0;
        loop {
            let mut header = String::new();
            if self.output.read_line(&mut header)? == 0 {
                bail!("the sidecar closed its output");
            }
            if let Some(value) = header.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse()?;
            }
            if header.trim().is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body)?;
        Ok(serde_json::from_slice(&body)?)
    }

    fn stop(mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
