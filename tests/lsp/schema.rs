//! Every message of the server against its schema: ours against `schemas/wire`, LSP's against lsp-types, in both
//! directions, so that a key that LSP does not know is found as well.

use std::{collections::HashMap, path::Path, sync::LazyLock};

use jsonschema::Validator;
use lsp_types::{
    notification::{LogMessage, Notification, PublishDiagnostics},
    request::{
        CodeActionRequest, HoverRequest, Initialize, RegisterCapability, Request, Shutdown, UnregisterCapability,
    },
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use wire::method::{Kind, TABLE};

struct Checks {
    params: Validator,
    result: Option<Validator>,
}

static OURS: LazyLock<HashMap<&str, Checks>> =
    LazyLock::new(|| TABLE.iter().map(|row| (row.method, load(row.method))).collect());
static HELLO: LazyLock<Validator> =
    LazyLock::new(|| jsonschema::validator_for(&file("serverHello")).expect("a schema"));

fn file(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../../schemas/wire/{name}.json"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).expect("a schema is JSON")
}

fn load(method: &str) -> Checks {
    let document = file(&method.replace('/', "."));
    let part = |name: &str| {
        let mut schema = document["properties"].get(name)?.clone();
        schema["$defs"] = document["$defs"].clone();
        Some(jsonschema::validator_for(&schema).expect("a schema"))
    };
    Checks { params: part("params").expect("every message has params"), result: part("result") }
}

/// Fails when a message is not what its schema says. `asked` is the method that a response answers.
#[track_caller]
pub fn check(message: &Value, asked: Option<&str>) {
    assert_eq!(message["jsonrpc"], "2.0", "{message}");
    match message.get("method").and_then(Value::as_str) {
        Some(method) => check_params(method, &message["params"]),
        None if message.get("error").is_some() => {
            let error = &message["error"];
            assert!(error["code"].is_i64() && error["message"].is_string(), "{message}");
            assert!(message.get("result").is_none(), "either a result or an error: {message}");
        }
        None => {
            assert!(message.get("result").is_some(), "neither a result nor an error: {message}");
            check_result(asked.unwrap_or_else(|| panic!("nobody asked for this: {message}")), &message["result"]);
        }
    }
}

#[track_caller]
fn check_params(method: &str, params: &Value) {
    match method {
        PublishDiagnostics::METHOD => same::<lsp_types::PublishDiagnosticsParams>(params),
        LogMessage::METHOD => same::<lsp_types::LogMessageParams>(params),
        RegisterCapability::METHOD => same::<lsp_types::RegistrationParams>(params),
        UnregisterCapability::METHOD => same::<lsp_types::UnregistrationParams>(params),
        _ => {
            let kind = TABLE.iter().find(|row| row.method == method).map(|row| row.kind);
            assert_eq!(kind, Some(Kind::Push), "the server sent {method}");
            valid(&OURS[method].params, method, params);
        }
    }
}

#[track_caller]
fn check_result(method: &str, result: &Value) {
    match method {
        Initialize::METHOD => {
            same::<lsp_types::InitializeResult>(result);
            valid(&HELLO, "ServerHello", &result["capabilities"]["experimental"]["workspai"]);
        }
        CodeActionRequest::METHOD => same::<Option<lsp_types::CodeActionResponse>>(result),
        HoverRequest::METHOD => same::<Option<lsp_types::Hover>>(result),
        Shutdown::METHOD => assert_eq!(*result, json!(null)),
        _ => {
            let checks = OURS.get(method).and_then(|checks| checks.result.as_ref());
            valid(checks.unwrap_or_else(|| panic!("{method} has a result")), method, result);
        }
    }
}

#[track_caller]
fn valid(validator: &Validator, name: &str, value: &Value) {
    let errors: Vec<String> =
        validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{name} is not what its schema says: {errors:#?}\n{value:#}");
}

/// Reads `value` and writes it again: nothing may be lost.
#[track_caller]
fn same<T: DeserializeOwned + Serialize>(value: &Value) {
    let read: T = serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{error}: {value:#}"));
    assert_eq!(serde_json::to_value(read).expect("it can be written"), *value);
}
