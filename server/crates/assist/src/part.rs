use std::{fmt::Write, sync::Arc};

use model::{FindingId, Place, RelPath};

/// A piece of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// What is being done.
    Progress(String),
    /// Markdown to append.
    Markdown(String),
    /// A link to a line, within the text. The line counts from 1.
    Anchor {
        /// File.
        file: RelPath,
        /// Line.
        line: u32,
        /// The text of the link.
        title: String,
    },
    /// A file that was used, and its lines.
    Reference {
        /// File.
        file: RelPath,
        /// First and last line, from 1.
        lines: Option<(u32, u32)>,
    },
    /// A button.
    Button {
        /// Its text.
        title: String,
        /// What it does.
        action: Action,
    },
}

/// What a button does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Shows a fix in the editor's refactor preview.
    PreviewFix {
        /// The finding.
        finding: FindingId,
        /// The fix.
        fix: Arc<str>,
    },
    /// Opens a file at a line.
    Open {
        /// File.
        file: RelPath,
        /// Line, from 1.
        line: u32,
    },
    /// Shows an incident.
    ShowIncident(String),
    /// Shows the Health view.
    ShowHealth,
    /// Shows the settings of the model.
    ConfigureModel,
}

/// Writes an answer: text flows together, links and buttons stand where they are put.
#[derive(Debug, Default)]
pub struct Page {
    parts: Vec<Part>,
}

impl Page {
    /// Appends Markdown.
    pub fn text(&mut self, text: impl AsRef<str>) -> &mut Self {
        let text = text.as_ref();
        match self.parts.last_mut() {
            Some(Part::Markdown(last)) => last.push_str(text),
            _ if text.is_empty() => {}
            _ => self.parts.push(Part::Markdown(text.to_owned())),
        }
        self
    }

    /// Appends a link to a place, titled by its file and line.
    pub fn place(&mut self, place: &Place) -> &mut Self {
        self.anchor(&place.file, place.line_number())
    }

    /// Appends a link to a line, counted from 1.
    pub fn anchor(&mut self, file: &RelPath, line: u32) -> &mut Self {
        self.parts.push(Part::Anchor { file: file.clone(), line, title: format!("{file}:{line}") });
        self
    }

    /// Appends a button.
    pub fn button(&mut self, title: impl Into<String>, action: Action) -> &mut Self {
        self.parts.push(Part::Button { title: title.into(), action });
        self
    }

    /// Names a file that was used, once.
    pub fn reference(&mut self, file: &RelPath, lines: Option<(u32, u32)>) -> &mut Self {
        let part = Part::Reference { file: file.clone(), lines };
        if !self.parts.contains(&part) {
            self.parts.push(part);
        }
        self
    }

    /// Whether nothing was written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// What was written.
    #[must_use]
    pub fn into_parts(self) -> Vec<Part> {
        self.parts
    }
}

/// An answer as plain text: what a model is told of it, and what tests look at.
#[must_use]
pub fn plain(parts: &[Part]) -> String {
    let mut out = String::new();
    for part in parts {
        let _ = match part {
            Part::Markdown(text) => write!(out, "{text}"),
            Part::Anchor { title, .. } => write!(out, "{title}"),
            Part::Progress(_) | Part::Reference { .. } | Part::Button { .. } => Ok(()),
        };
    }
    out
}

/// Text that is no Markdown, made safe to stand in it.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '$' | '~') {
            out.push('\\');
        }
        out.push(if character == '\n' { ' ' } else { character });
    }
    out
}

/// A sentence of ours: its backquotes mark code, everything else is text.
#[must_use]
pub fn prose(text: &str) -> String {
    if text.matches('`').count() % 2 == 1 {
        return escaped(text);
    }
    let parts = text.split('`').enumerate();
    parts.map(|(at, part)| if at % 2 == 1 { code(part) } else { escaped(part) }).collect()
}

/// Text as code within a line, whatever backquotes it holds.
#[must_use]
pub fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}
