//! A language client that trusts nothing.

use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::mpsc::{self, Receiver},
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::{schema, tree::Tree};

/// Long enough for a debug build on a busy machine; reached only when something is wrong.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Client {
    pub process: Child,
    input: Option<ChildStdin>,
    arrivals: Receiver<Value>,
    /// Arrived and not yet asked for.
    kept: Vec<Value>,
    /// Requests under way: their methods.
    methods: HashMap<String, String>,
    /// The last diagnostics of each file.
    diagnostics: HashMap<String, Value>,
    next_id: i64,
    /// Requests of the server are answered with `null` unless this is set.
    pub is_silent: bool,
}

impl Client {
    /// The process, and nothing said yet.
    pub fn spawn() -> Self {
        let mut process = binary().stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the binary starts");
        let output = process.stdout.take().expect("stdout is piped");
        let input = process.stdin.take();
        Self::of(process, input, reader(output))
    }

    pub fn of(process: Child, input: Option<ChildStdin>, arrivals: Receiver<Value>) -> Self {
        Self {
            process,
            input,
            arrivals,
            kept: Vec::new(),
            methods: HashMap::new(),
            diagnostics: HashMap::new(),
            next_id: 1,
            is_silent: false,
        }
    }

    /// Our shell, with one folder open and indexed.
    pub fn open(tree: &Tree) -> Self {
        let mut client = Self::spawn();
        client.initialize(&[(tree.uri("").as_str(), "tree")]);
        client.initialized();
        client.until_indexed();
        client
    }

    /// Says `initialize` as our shell.
    pub fn initialize(&mut self, folders: &[(&str, &str)]) -> Value {
        self.request("initialize", ours(folders))
    }

    pub fn initialized(&mut self) {
        self.notify("initialized", json!({}));
    }

    /// Waits for the next `ws/indexChanged`.
    pub fn until_indexed(&mut self) -> Value {
        self.until(|message| message["method"] == "ws/indexChanged")["params"].clone()
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request and does not wait.
    pub fn ask(&mut self, method: &str, params: Value) -> i64 {
        let id = self.next_id;
        self.next_id += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        id
    }

    /// The result of a request, or its error.
    pub fn answer(&mut self, id: i64) -> Result<Value, Value> {
        let message = self.until(|message| message["id"] == id && message.get("method").is_none());
        match message.get("error") {
            Some(error) => Err(error.clone()),
            None => Ok(message["result"].clone()),
        }
    }

    pub fn try_request(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        let id = self.ask(method, params);
        self.answer(id)
    }

    #[track_caller]
    pub fn request(&mut self, method: &str, params: Value) -> Value {
        self.try_request(method, params).unwrap_or_else(|error| panic!("{method} failed: {error}"))
    }

    pub fn open_document(&mut self, uri: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": "dotenv", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    pub fn change(&mut self, uri: &str, version: i64, changes: Value) {
        let document = json!({ "uri": uri, "version": version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    pub fn close_document(&mut self, uri: &str) {
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    }

    pub fn watched(&mut self, uris: &[String]) {
        let changes: Vec<_> = uris.iter().map(|uri| json!({ "uri": uri, "type": 2 })).collect();
        self.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    }

    /// The rules that are reported in a file at this moment, with their lines from 0, once everything that was sent
    /// before is taken in.
    pub fn findings(&mut self, uri: &str) -> Vec<(String, u64)> {
        self.settle();
        let diagnostics = self.diagnostics.get(uri).and_then(Value::as_array).cloned().unwrap_or_default();
        let of = |item: &Value| {
            let line = item["range"]["start"]["line"].as_u64().expect("a line");
            (item["code"].as_str().expect("a rule").to_owned(), line)
        };
        diagnostics.iter().map(of).collect()
    }

    /// The last diagnostics of a file, as they were published.
    pub fn published(&mut self, uri: &str) -> Option<&Value> {
        self.settle();
        self.diagnostics.get(uri)
    }

    /// Returns when the server has taken in everything that was sent, rebuilds included.
    pub fn settle(&mut self) {
        // Answered after all that came before it; what it changed is published by then.
        let gone = self.try_request("doctor/fixPreview", json!({ "finding": "none", "fix": null }));
        assert_eq!(gone.expect_err("there is no such finding")["code"], -32803);
    }

    /// The next message that fits; what comes before it is kept.
    #[track_caller]
    pub fn until(&mut self, fits: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.kept.iter().position(&fits) {
            return self.kept.remove(at);
        }
        let deadline = Instant::now() + PATIENCE;
        loop {
            let message = self.arrival(deadline).expect("the server ended its output before the message came");
            if fits(&message) {
                return message;
            }
            self.kept.push(message);
        }
    }

    /// Everything that arrived and was not asked for.
    pub fn kept(&self) -> &[Value] {
        &self.kept
    }

    /// Reads until the server closes its output.
    pub fn drain(&mut self) -> &[Value] {
        let deadline = Instant::now() + PATIENCE;
        while let Some(message) = self.arrival(deadline) {
            self.kept.push(message);
        }
        &self.kept
    }

    /// `None` at the end of the output.
    #[track_caller]
    fn arrival(&mut self, deadline: Instant) -> Option<Value> {
        let message = match self.arrivals.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(message) => message,
            Err(mpsc::RecvTimeoutError::Disconnected) => return None,
            Err(mpsc::RecvTimeoutError::Timeout) => panic!("no such message came; these did: {:#?}", self.kept),
        };
        let asked = message.get("id").filter(|_| message.get("method").is_none());
        schema::check(&message, asked.and_then(|id| self.methods.get(&id.to_string())).map(String::as_str));
        if message["method"] == "textDocument/publishDiagnostics" {
            let uri = message["params"]["uri"].as_str().expect("a URI").to_owned();
            self.diagnostics.insert(uri, message["params"]["diagnostics"].clone());
        }
        if message.get("method").is_some() && message.get("id").is_some() && !self.is_silent && self.input.is_some() {
            self.send(&json!({ "jsonrpc": "2.0", "id": message["id"], "result": null }));
        }
        Some(message)
    }

    pub fn send(&mut self, message: &Value) {
        if let (Some(id), Some(method)) = (message.get("id"), message["method"].as_str()) {
            self.methods.insert(id.to_string(), method.to_owned());
        }
        let body = message.to_string();
        self.raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    pub fn raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("stdin is open");
        // A server that is gone is found out by whoever waits for its answer.
        let _ = input.write_all(bytes).and_then(|()| input.flush());
    }

    pub fn close_input(&mut self) {
        self.input = None;
    }

    /// The exit code, once the process ended; its output is read meanwhile.
    #[track_caller]
    pub fn exit_code(&mut self) -> Option<i32> {
        self.drain();
        self.process.wait().expect("a child").code()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// `workspai lsp`.
pub fn binary() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_workspai"));
    command.arg("lsp").stderr(Stdio::null());
    command
}

/// Reads frames on a thread; the channel closes at the end of the output.
pub fn reader(output: ChildStdout) -> Receiver<Value> {
    let (sender, arrivals) = mpsc::channel();
    std::thread::spawn(move || {
        let mut output = BufReader::new(output);
        while let Some(message) = frame(&mut output) {
            if sender.send(message).is_err() {
                return;
            }
        }
    });
    arrivals
}

/// Strict: anything on stdout that is no frame is a failure.
fn frame(output: &mut impl BufRead) -> Option<Value> {
    let mut header = String::new();
    if output.read_line(&mut header).expect("stdout is text") == 0 {
        return None;
    }
    let length = header.strip_prefix("Content-Length: ").and_then(|rest| rest.strip_suffix("\r\n"));
    let length: usize = length.and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("no header: {header:?}"));
    let mut blank = [0; 2];
    output.read_exact(&mut blank).expect("a blank line");
    assert_eq!(&blank, b"\r\n");
    let mut body = vec![0; length];
    output.read_exact(&mut body).expect("a whole body");
    Some(serde_json::from_slice(&body).expect("a body is JSON"))
}

/// `initialize` of our shell.
pub fn ours(folders: &[(&str, &str)]) -> Value {
    let mut params = foreign(folders);
    params["initializationOptions"] = json!({ "wireHash": wire::WIRE_HASH, "isTrusted": true });
    params
}

/// `initialize` of a client that does not know us, with everything LSP has to offer.
pub fn foreign(folders: &[(&str, &str)]) -> Value {
    let folders: Vec<_> = folders.iter().map(|(uri, name)| json!({ "uri": uri, "name": name })).collect();
    json!({
        "processId": std::process::id(),
        "rootUri": null,
        "workspaceFolders": folders,
        "capabilities": {
            "workspace": {
                "workspaceFolders": true,
                "didChangeWatchedFiles": { "dynamicRegistration": true },
                "workspaceEdit": { "documentChanges": true, "resourceOperations": ["create"] },
            },
            "textDocument": {
                "publishDiagnostics": { "relatedInformation": true, "versionSupport": true, "codeDescriptionSupport": true },
                "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix"] } } },
            },
        },
    })
}
