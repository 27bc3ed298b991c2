use doctor::RULES;
use model::{Evidence, Finding, Fix, FixAction, Place, RelPath, Severity};
use serde_json::{Value, json};

/// A SARIF 2.1.0 log. Fixes that need a look are left out: a log is read by programs, far from here.
pub(super) fn render(findings: &[Finding]) -> String {
    let rules: Vec<Value> = RULES
        .iter()
        .map(|rule| {
            json!({
                "id": rule.id,
                "shortDescription": { "text": short(rule.doc) },
                "help": { "text": rule.doc, "markdown": rule.doc },
                "defaultConfiguration": { "level": level(rule.severity) },
                "properties": { "area": rule.area.name(), "since": rule.since },
            })
        })
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "workspai",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "utf16CodeUnits",
            "originalUriBaseIds": { "ROOT": { "description": { "text": "The folder of the workspace." } } },
            "results": findings.iter().map(result).collect::<Vec<_>>(),
        }],
    });
    format!("{log:#}\n")
}

/// The first sentence of "What it finds".
fn short(doc: &str) -> &str {
    let text = doc.lines().find(|line| !line.is_empty() && !line.starts_with('#')).unwrap_or("");
    text.split_inclusive(". ").next().unwrap_or(text).trim_end()
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn result(finding: &Finding) -> Value {
    let related: Vec<Value> = finding.evidence.iter().filter_map(related).collect();
    let mut result = json!({
        "ruleId": finding.rule,
        "ruleIndex": RULES.iter().position(|rule| rule.id == finding.rule),
        "level": level(finding.severity),
        "message": { "text": finding.message },
        "locations": [location(&finding.place)],
        "partialFingerprints": { "workspaiFinding/v1": &*finding.id.0 },
    });
    if !related.is_empty() {
        result["relatedLocations"] = Value::Array(related);
    }
    let fixes: Vec<Value> = finding.fixes.iter().filter_map(fix).collect();
    if !fixes.is_empty() {
        result["fixes"] = Value::Array(fixes);
    }
    if let Some(project) = &finding.project {
        result["properties"] = json!({ "project": project.to_string() });
    }
    result
}

fn related(evidence: &Evidence) -> Option<Value> {
    let Evidence::Source { place, text } = evidence else { return None };
    let mut location = location(place);
    if !text.is_empty() {
        location["message"] = json!({ "text": text });
    }
    Some(location)
}

fn location(place: &Place) -> Value {
    json!({ "physicalLocation": { "artifactLocation": artifact(&place.file), "region": region(place.range) } })
}

fn artifact(file: &RelPath) -> Value {
    json!({ "uri": uri(file), "uriBaseId": "ROOT" })
}

fn region(range: model::Range) -> Value {
    json!({
        "startLine": range.start.line + 1,
        "startColumn": range.start.column + 1,
        "endLine": range.end.line + 1,
        "endColumn": range.end.column + 1,
    })
}

fn fix(fix: &Fix) -> Option<Value> {
    let FixAction::Edits(edits) = &fix.action else { return None };
    if !fix.is_safe {
        return None;
    }
    let changes: Vec<Value> = edits
        .iter()
        .map(|edit| {
            json!({
                "artifactLocation": artifact(&edit.file),
                "replacements": [{ "deletedRegion": region(edit.range), "insertedContent": { "text": edit.new_text } }],
            })
        })
        .collect();
    Some(json!({ "description": { "text": fix.title }, "artifactChanges": changes }))
}

/// A relative URI reference: everything that is not plain is escaped.
fn uri(file: &RelPath) -> String {
    let mut out = String::new();
    for byte in file.as_str().bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out += &format!("%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_relative_and_escaped() {
        let host = host::MemHost::new([("a b/é/.env", "PORT=1\nPORT=2\n")]);
        let report = doctor::Doctor::new(&host).check(&index::build(&host));
        let log: Value = serde_json::from_str(&render(&report.findings)).expect("JSON");
        let result = &log["runs"][0]["results"][0];
        assert_eq!(result["ruleId"], "env-duplicate");
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "a%20b/%C3%A9/.env");
        assert_eq!(place["region"]["startLine"], 2);
        assert_eq!(result["fixes"][0]["artifactChanges"][0]["replacements"][0]["deletedRegion"]["endLine"], 2);
    }

    #[test]
    fn every_rule_has_a_short_text() {
        assert!(RULES.iter().all(|rule| short(rule.doc).len() > 20));
    }
}
