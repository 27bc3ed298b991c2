//! A scripted model server: the test says what it streams, and when.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        mpsc::{self, Receiver, Sender},
    },
    time::{Duration, Instant},
};

use serde_json::{Value, json};

const PATIENCE: Duration = Duration::from_secs(60);

pub struct Endpoint {
    pub base_url: String,
    requests: Receiver<Request>,
    steps: Sender<Step>,
    hung_up: Receiver<Instant>,
}

/// What the server was asked.
pub struct Request {
    /// Request line and headers.
    pub head: String,
    pub body: Value,
}

pub enum Step {
    /// A piece of the answer.
    Text(&'static str),
    /// The end of the answer, with the server's own count.
    End,
    /// Another answer than a stream.
    Refuse(&'static str),
}

impl Endpoint {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let base_url = format!("http://{}/v1", listener.local_addr().expect("an address"));
        let (asked, requests) = mpsc::channel();
        let (steps, script) = mpsc::channel();
        let (hanging_up, hung_up) = mpsc::channel();
        let script = Arc::new(Mutex::new(script));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (asked, script, hanging_up) = (asked.clone(), Arc::clone(&script), hanging_up.clone());
                // A client that goes away in the middle is what some tests want.
                std::thread::spawn(move || serve(&stream.expect("a connection"), &asked, &script, &hanging_up).ok());
            }
        });
        Self { base_url, requests, steps, hung_up }
    }

    pub fn settings(&self) -> Value {
        json!({ "model": { "baseUrl": self.base_url, "model": "scripted", "idleTimeoutMs": 3_600_000, "firstTokenTimeoutMs": 3_600_000 } })
    }

    pub fn say(&self, step: Step) {
        self.steps.send(step).expect("the server runs");
    }

    pub fn request(&self) -> Request {
        self.requests.recv_timeout(PATIENCE).expect("a request")
    }

    pub fn was_asked(&self) -> bool {
        self.requests.try_recv().is_ok()
    }

    /// When the client closed the connection.
    pub fn hung_up_at(&self) -> Instant {
        self.hung_up.recv_timeout(PATIENCE).expect("the client hangs up")
    }
}

fn serve(
    stream: &TcpStream,
    asked: &Sender<Request>,
    script: &Mutex<Receiver<Step>>,
    hanging_up: &Sender<Instant>,
) -> std::io::Result<()> {
    let mut input = BufReader::new(stream.try_clone()?);
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        input.read_line(&mut line)?;
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().expect("a number");
        }
        if line.trim().is_empty() {
            break;
        }
        head += &line;
    }
    let mut body = vec![0; length];
    input.read_exact(&mut body)?;
    let _ = asked.send(Request { head, body: serde_json::from_slice(&body).expect("JSON") });
    let hanging_up = hanging_up.clone();
    std::thread::spawn(move || {
        // Nothing more is asked on this connection: the next byte is its end.
        let _ = input.read(&mut [0]);
        let _ = hanging_up.send(Instant::now());
    });
    answer(stream, script)
}

fn answer(mut stream: &TcpStream, script: &Mutex<Receiver<Step>>) -> std::io::Result<()> {
    let mut has_begun = false;
    let script = script.lock().expect("one connection at a time");
    while let Ok(step) = script.recv() {
        if let Step::Refuse(status) = step {
            let body = json!({ "error": { "message": "the scripted server refuses", "type": "scripted" } }).to_string();
            write!(
                stream,
                "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            )?;
            return stream.shutdown(std::net::Shutdown::Write);
        }
        if !has_begun {
            write!(stream, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")?;
            has_begun = true;
        }
        match step {
            Step::Text(text) => event(stream, &json!([{ "index": 0, "delta": { "content": text } }]), &Value::Null)?,
            Step::End => {
                event(stream, &json!([{ "index": 0, "delta": {}, "finish_reason": "stop" }]), &Value::Null)?;
                let usage = json!({ "prompt_tokens": 321, "completion_tokens": 12, "total_tokens": 333 });
                event(stream, &json!([]), &usage)?;
                write!(stream, "data: [DONE]\n\n")?;
                return stream.shutdown(std::net::Shutdown::Write);
            }
            Step::Refuse(_) => unreachable!("handled above"),
        }
        stream.flush()?;
    }
    Ok(())
}

fn event(mut stream: &TcpStream, choices: &Value, usage: &Value) -> std::io::Result<()> {
    let chunk = json!({ "id": "c", "object": "chat.completion.chunk", "created": 1, "model": "scripted", "choices": choices, "usage": usage });
    write!(stream, "data: {chunk}\n\n")
}
