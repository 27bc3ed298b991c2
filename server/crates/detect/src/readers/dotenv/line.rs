use std::{ops::Range, sync::Arc};

use model::{
    LineMap,
    facts::{
        DotenvDialect::{self, Compose, Node, Python, Shell},
        DotenvEntry, DotenvFile, InvalidLine,
    },
};

use super::{is_blank, line_length, says_optional, value::Value};

/// One line that is neither blank nor a comment, with the lines that its quoted value goes on to.
pub(super) struct Statement<'t> {
    text: &'t str,
    line: Range<usize>,
    /// Where it ends, before the line ending.
    pub(super) end: usize,
    key: Range<usize>,
    /// `None` without `=`.
    value: Option<Value<'t>>,
    /// Whether key and value are clear to a person, whoever refuses the line.
    is_entry: bool,
    comment: &'t str,
    fault: Option<Fault>,
}

/// What is wrong with a line.
pub(super) struct Fault {
    pub(super) reason: &'static str,
    pub(super) refused_by: Vec<DotenvDialect>,
    /// The whole line as it should be.
    pub(super) repaired: Option<String>,
}

impl<'t> Statement<'t> {
    /// Reads the statement in the line that starts at `start`.
    pub(super) fn read(text: &'t str, start: usize) -> Self {
        let end = start + line_length(&text[start..]);
        let line = &text[start..end];
        let mut at = end - line.trim_start_matches(is_blank).len();
        let exported = text[at..end].strip_prefix("export").filter(|rest| rest.starts_with(is_blank));
        if let Some(rest) = exported {
            at = end - rest.trim_start_matches(is_blank).len();
        }
        let key = at..at + key_length(&text[at..end]);
        let mut statement =
            Self { text, line: start..end, end, key, value: None, is_entry: true, comment: "", fault: None };
        statement.read_rest(exported.is_some());
        if line.starts_with('\u{feff}') && statement.fault.is_none() {
            let reason = "a byte-order mark stands before the key, and python-dotenv takes it as part of the key";
            statement.refuse(reason, &[Python, Shell], Some(line.trim_start_matches('\u{feff}').to_owned()));
        }
        statement
    }

    fn read_rest(&mut self, is_exported: bool) {
        let after_key = &self.text[self.key.end..self.line.end];
        let separator = after_key.trim_start_matches(is_blank);
        let value_start = self.line.end - separator.len() + 1;
        if self.key.is_empty() {
            self.without_key();
        } else if separator.starts_with('=') {
            self.assign(value_start);
            if separator.len() < after_key.len() {
                let reason = "there is a blank before `=`, which shells and `docker run --env-file` refuse";
                self.refuse(reason, &[Shell], self.with_equals(value_start));
            } else if !self.text[self.key.clone()].is_ascii() {
                self.refuse("the key has letters that only some readers take", &[Node, Shell], None);
            }
        } else if after_key.starts_with(':') && after_key[1..].starts_with(is_blank) {
            self.assign(value_start);
            let reason = "there is `:` instead of `=` after the key";
            self.refuse(reason, &[Python, Shell], self.with_equals(value_start));
        } else if separator.is_empty() || separator.starts_with('#') {
            self.comment = separator;
            if !is_exported {
                self.refuse("there is no `=` after the key, so it sets nothing", &[Python, Node, Shell], None);
            }
        } else {
            self.is_entry = false;
            self.beyond_key(after_key, separator);
        }
    }

    fn assign(&mut self, start: usize) {
        let mut value = Value::read(self.text, start);
        self.end = self.end.max(value.end);
        self.comment = value.comment;
        if let Some(fault) = value.fault.take() {
            // The value knows how it should be written, the line adds what stands before it.
            let head = self.text[self.line.start..self.key.end].trim_start_matches('\u{feff}');
            let repaired = fault.repaired.map(|text| format!("{head}={text}"));
            self.fault = Some(Fault { repaired, ..fault });
        }
        self.value = Some(value);
    }

    /// The line with a plain `=` after the key.
    fn with_equals(&self, value_start: usize) -> Option<String> {
        let head = self.text[self.line.start..self.key.end].trim_start_matches('\u{feff}');
        Some(format!("{head}={}", self.text[value_start..self.line.end].trim_matches(is_blank)))
    }

    /// A line whose first character cannot begin a key.
    fn without_key(&mut self) {
        self.is_entry = false;
        let line = self.text[self.key.start..self.line.end].trim_end_matches(is_blank);
        let quoted = ['"', '\''].into_iter().find_map(|quote| {
            let (key, rest) = line.strip_prefix(quote)?.split_once(quote)?;
            let value = rest.trim_start_matches(is_blank).strip_prefix('=')?.trim_start_matches(is_blank);
            (!key.is_empty() && key_length(key) == key.len()).then(|| format!("{key}={value}"))
        });
        // python-dotenv takes single quotes around a key, compose an empty key.
        let refused_by: &[DotenvDialect] = match line.chars().next() {
            Some('\'') if quoted.is_some() => &[Node, Compose, Shell],
            Some('=') => &[Python, Node, Shell],
            _ => &[Python, Node, Compose, Shell],
        };
        let reason = if quoted.is_some() {
            "the key is quoted; only its value may be"
        } else if ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|marker| line.starts_with(marker)) {
            "a merge conflict was left here"
        } else if line.starts_with('=') {
            "there is no key before `=`"
        } else {
            "it is neither `KEY=value` nor a comment"
        };
        self.refuse(reason, refused_by, quoted);
    }

    /// A line that goes on after the key with neither a separator nor a comment.
    fn beyond_key(&mut self, after_key: &str, separator: &str) {
        if separator.len() < after_key.len() {
            let words = separator.split('=').next().unwrap_or("").trim_end_matches(is_blank);
            let is_key = separator.contains('=') && words.split(is_blank).all(|word| key_length(word) == word.len());
            let reason =
                if is_key { "a key cannot have a blank in it" } else { "it is neither `KEY=value` nor a comment" };
            self.key = self.key.start..self.key.start;
            self.refuse(reason, &[Python, Node, Compose, Shell], None);
        } else if after_key.starts_with(':') {
            self.refuse("there is `:` instead of `=` after the key", &[Python, Node, Shell], None);
        } else {
            let reason = "a key has letters, digits, `_`, `.` and `-` only";
            self.refuse(reason, &[Node, Compose, Shell], None);
        }
    }

    /// Notes who refuses the line. The first reason is the one shown.
    fn refuse(&mut self, reason: &'static str, refused_by: &[DotenvDialect], repaired: Option<String>) {
        let fault = self.fault.get_or_insert(Fault { reason, refused_by: Vec::new(), repaired });
        fault.refused_by.extend(refused_by);
        fault.refused_by.sort_unstable();
        fault.refused_by.dedup();
    }

    /// Adds what was read to the file's facts.
    pub(super) fn keep(self, map: &LineMap<'_>, comment_says_optional: bool, file: &mut DotenvFile) {
        let key: Option<Arc<str>> = (!self.key.is_empty()).then(|| Arc::from(&self.text[self.key.clone()]));
        if let Some(fault) = self.fault {
            file.invalid.push(InvalidLine {
                range: map.range(self.line.clone()),
                key: key.clone(),
                reason: fault.reason.to_owned(),
                refused_by: fault.refused_by,
                repaired: fault.repaired,
            });
        }
        let Some(key) = key.filter(|_| self.is_entry) else { return };
        let value_span = self.value.as_ref().map_or(self.key.end..self.key.end, |value| value.span.clone());
        file.entries.push(DotenvEntry {
            key,
            value: self.value.map(|value| Arc::from(value.text)),
            key_range: map.range(self.key),
            value_range: map.range(value_span),
            range: map.range(self.line.start..self.end),
            is_optional: comment_says_optional || says_optional(self.comment),
        });
    }
}

/// Characters that all readers take in keys, and letters beyond ASCII.
pub(super) fn key_length(text: &str) -> usize {
    text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '-'))).unwrap_or(text.len())
}
