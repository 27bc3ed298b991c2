//! Settings arrive from files that people write: a bad value costs its own key and one warning, never the rest.

use serde_json::{Map, Value};
use wire::session::Settings;

/// The settings, and a warning for each key that was not taken.
pub(crate) fn settings(raw: &Value) -> (Settings, Vec<String>) {
    let mut warnings = Vec::new();
    let kept = keep_good(raw, "", &mut warnings);
    (serde_json::from_value(kept).unwrap_or_default(), warnings)
}

/// `raw` without the keys whose values do not fit. Groups are looked at key by key.
fn keep_good(raw: &Value, group: &str, warnings: &mut Vec<String>) -> Value {
    let Value::Object(entries) = raw else {
        if !raw.is_null() {
            let name = if group.is_empty() { "settings" } else { group };
            warnings.push(format!("{name}: expected an object; the defaults are used"));
        }
        return Value::Object(Map::new());
    };
    let mut kept = Map::new();
    for (key, value) in entries {
        let name = if group.is_empty() { key.clone() } else { format!("{group}.{key}") };
        let value = if group.is_empty() && value.is_object() { keep_good(value, key, warnings) } else { value.clone() };
        match fits(group, key, &value) {
            Ok(()) => {
                kept.insert(key.clone(), value);
            }
            Err(error) => warnings.push(format!("{name}: {error}; the default is used")),
        }
    }
    Value::Object(kept)
}

fn fits(group: &str, key: &str, value: &Value) -> Result<(), serde_json::Error> {
    let mut alone = Value::Object(Map::from_iter([(key.to_owned(), value.clone())]));
    if !group.is_empty() {
        alone = Value::Object(Map::from_iter([(group.to_owned(), alone)]));
    }
    serde_json::from_value::<Settings>(alone).map(drop)
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use wire::session::LogLevel;

    use super::*;

    #[test]
    fn a_bad_value_costs_only_its_key() {
        let (settings, warnings) = settings(&json!({
            "logLevel": "loud",
            "disabledRules": ["env-missing"],
            "model": { "baseUrl": "http://localhost/v1", "idleTimeoutMs": "soon" },
            "unknown": 1,
        }));
        assert_eq!(settings.log_level, LogLevel::Info);
        assert_eq!(settings.disabled_rules, ["env-missing"]);
        assert_eq!(settings.model.base_url, "http://localhost/v1");
        assert_eq!(settings.model.idle_timeout_ms, 30_000);
        assert_eq!(warnings.len(), 2, "{warnings:?}");
        assert!(
            warnings[0].starts_with("logLevel: ") && warnings[1].starts_with("model.idleTimeoutMs: "),
            "{warnings:?}"
        );
    }

    #[test]
    fn nothing_is_the_default() {
        assert_eq!(settings(&Value::Null), (Settings::default(), vec![]));
        assert_eq!(settings(&json!([])).1.len(), 1);
    }
}
