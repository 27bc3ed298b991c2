//! What servers send, read leniently: OpenAI's chunks, whole answers, and the variants that gateways make of them.

use serde_json::Value;

use crate::{SendError, pump::Delta};

/// The pieces of one event.
pub(crate) fn deltas(event: &Value, who: &str) -> Vec<Result<Delta, SendError>> {
    if let Some(message) = error_text(event) {
        return vec![Err(SendError::Failed { who: who.to_owned(), message })];
    }
    let mut found = Vec::new();
    let choice = &event["choices"][0];
    for message in [&choice["delta"], &choice["message"]] {
        if let Some(text) = content(&message["content"]) {
            found.push(Ok(Delta::Text(text)));
        }
        let thinks = ["reasoning_content", "reasoning", "thinking"].iter().any(|key| is_filled(&message[*key]));
        if thinks {
            found.push(Ok(Delta::Reasoning));
        }
        if let Some(refusal) = message["refusal"].as_str().filter(|text| !text.is_empty()) {
            found.push(Ok(Delta::Text(refusal.to_owned())));
        }
    }
    if let Some(text) = choice["text"].as_str().filter(|text| !text.is_empty()) {
        found.push(Ok(Delta::Text(text.to_owned())));
    }
    if let Some(why) = choice["finish_reason"].as_str().filter(|why| !why.is_empty()) {
        found.push(Ok(Delta::Finished(why.to_owned())));
    }
    if let Some((prompt, completion)) = usage(&event["usage"]) {
        found.push(Ok(Delta::Usage { prompt, completion }));
    }
    found
}

/// The server's words about an error: `{"error": {"message"}}`, `{"error": "…"}`, `{"message"}`, `{"detail"}`.
pub(crate) fn error_text(body: &Value) -> Option<String> {
    let error = &body["error"];
    let text = [&error["message"], error, &body["detail"], &body["message"]].into_iter().find_map(Value::as_str);
    match text {
        Some(text) if body.get("choices").is_none() => Some(text.to_owned()),
        None if error.is_object() => Some(error.to_string()),
        _ => None,
    }
}

/// A text, or a list of parts with texts.
fn content(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().filter_map(|part| part["text"].as_str()).collect(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

fn is_filled(value: &Value) -> bool {
    value.as_str().map_or(value.is_object() || value.is_array(), |text| !text.is_empty())
}

fn usage(value: &Value) -> Option<(u32, u32)> {
    let number = |key: &str| value[key].as_u64().and_then(|count| u32::try_from(count).ok());
    // Some servers send zeros for what they did not count.
    Some((number("prompt_tokens").filter(|count| *count > 0)?, number("completion_tokens").unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(event: &Value) -> String {
        deltas(event, "h").iter().map(|delta| format!("{delta:?} ")).collect()
    }

    #[test]
    fn reads_the_variants_of_servers() {
        assert_eq!(read(&json!({"choices": [{"delta": {"role": "assistant", "content": ""}}]})), "");
        assert_eq!(read(&json!({"choices": [{"delta": {"content": "a"}}]})), "Ok(Text(\"a\")) ");
        assert_eq!(
            read(
                &json!({"choices": [{"delta": {"content": [{"type": "text", "text": "a"}]}, "finish_reason": "stop"}]})
            ),
            "Ok(Text(\"a\")) Ok(Finished(\"stop\")) "
        );
        assert_eq!(
            read(&json!({"choices": [{"delta": {"content": null, "reasoning_content": "hm"}}]})),
            "Ok(Reasoning) "
        );
        assert_eq!(
            read(&json!({"choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": 4}})),
            "Ok(Usage { prompt: 3, completion: 4 }) "
        );
        assert_eq!(
            read(&json!({"choices": [{"message": {"content": "whole"}, "finish_reason": "stop"}], "usage": null})),
            "Ok(Text(\"whole\")) Ok(Finished(\"stop\")) "
        );
        assert_eq!(read(&json!([1, 2])), "");
        assert_eq!(read(&json!("text")), "");
    }

    #[test]
    fn errors_within_a_stream_are_errors() {
        for body in [json!({"error": {"message": "no"}}), json!({"error": "no"}), json!({"message": "no", "code": 1})] {
            assert_eq!(read(&body), "Err(Failed { who: \"h\", message: \"no\" }) ", "{body}");
        }
    }
}
