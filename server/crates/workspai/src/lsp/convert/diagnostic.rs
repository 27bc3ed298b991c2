use lsp_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString, Url,
};
use model::{Evidence, Finding, Severity};

use super::to_range;
use crate::lsp::view::View;

/// A finding, as far as the client can show it.
pub(crate) fn diagnostic(view: &View, finding: &Finding) -> Diagnostic {
    let severity = match finding.severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Info => DiagnosticSeverity::INFORMATION,
    };
    let related = finding.evidence.iter().filter_map(|evidence| related(view, finding, evidence)).collect::<Vec<_>>();
    Diagnostic {
        range: to_range(finding.place.range),
        severity: Some(severity),
        code: Some(NumberOrString::String(finding.rule.to_owned())),
        code_description: rule_page(finding.rule).filter(|_| view.client.opens_codes),
        source: Some("workspai".to_owned()),
        message: finding.message.clone(),
        related_information: Some(related).filter(|list| view.client.shows_related && !list.is_empty()),
        tags: None,
        data: Some(serde_json::json!({ "finding": *finding.id.0 })),
    }
}

/// Evidence elsewhere; the line that the diagnostic stands on needs no second mention.
fn related(view: &View, finding: &Finding, evidence: &Evidence) -> Option<DiagnosticRelatedInformation> {
    let Evidence::Source { place, text } = evidence else { return None };
    let is_own_line = place.file == finding.place.file && place.range.start.line == finding.place.range.start.line;
    if is_own_line {
        return None;
    }
    let message = if text.is_empty() { place.file.to_string() } else { text.clone() };
    let location = Location { uri: view.uri(&place.file)?, range: to_range(place.range) };
    Some(DiagnosticRelatedInformation { location, message })
}

/// The rule's documentation, when this build knows where its repository is.
fn rule_page(rule: &str) -> Option<CodeDescription> {
    let repository = Some(env!("CARGO_PKG_REPOSITORY")).filter(|text| !text.is_empty())?;
    let href = Url::parse(&format!("{repository}/blob/main/docs/rules.md#{rule}")).ok()?;
    Some(CodeDescription { href })
}
