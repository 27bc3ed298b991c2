//! What a model says, as parts: set off from the program's answer, its citations checked.

use assist::{Citable, Citations, Part};
use egress::Sent;

/// At most this many pieces are named as left out.
const MOST_OMITTED: usize = 4;

pub(super) struct Speech<'c> {
    citations: Citations<'c>,
    /// Whether a line has to set it off from what is above.
    is_set_off: bool,
    has_begun: bool,
}

impl<'c> Speech<'c> {
    pub(super) fn new(citable: &'c Citable, is_set_off: bool) -> Self {
        Self { citations: Citations::new(citable), is_set_off, has_begun: false }
    }

    pub(super) fn say(&mut self, text: &str) -> Vec<Part> {
        let mut parts = Vec::new();
        if !self.has_begun && self.is_set_off {
            parts.push(Part::Markdown("\n\n---\n\n".to_owned()));
        }
        self.has_begun = true;
        parts.extend(self.citations.push(text));
        parts
    }

    /// What was held back, and what the user should know about the way it went.
    pub(super) fn end(&mut self, sent: &Sent, omitted: &[String]) -> Vec<Part> {
        let mut parts = self.citations.finish();
        let mut notes = Vec::new();
        match self.citations.unverified() {
            0 => {}
            1 => notes.push("One citation names a place that this workspace does not have.".to_owned()),
            count => notes.push(format!("{count} citations name places that this workspace does not have.")),
        }
        notes.extend(sent.receipt.iter().flat_map(|receipt| receipt.warnings.iter().cloned()));
        if self.has_begun && !omitted.is_empty() {
            let shown = omitted.iter().take(MOST_OMITTED).cloned().collect::<Vec<_>>().join("; ");
            let more = omitted.len().saturating_sub(MOST_OMITTED);
            let more = if more > 0 { format!("; and {more} more") } else { String::new() };
            notes.push(format!("Not sent: {shown}{more}."));
        }
        if !notes.is_empty() {
            let notes: Vec<String> = notes.iter().map(|note| format!("_{}_", assist::escaped(note))).collect();
            parts.push(Part::Markdown(format!("\n\n{}\n", notes.join("  \n"))));
        }
        parts
    }
}
