//! Dotenv files, templates included.
//!
//! There is no standard: python-dotenv, npm's dotenv, compose and shells disagree. An entry is kept when its key and
//! value are clear to a person; a line that one of the four refuses or misreads is listed as invalid with those that do.
//! What each does is recorded in `tests/oracle/dotenv`, and compared with this reader by a test.

mod line;
mod name;
mod value;

use model::{
    LineMap, RelPath,
    facts::{DotenvFile, FileFacts},
};

use super::{HAND_WRITTEN_LIMIT, Reader};
use line::Statement;

pub(crate) const READER: Reader =
    Reader { id: "dotenv", claims: |path| name::layer(path).is_some(), limit_bytes: HAND_WRITTEN_LIMIT, read };

fn read(path: &RelPath, text: &str) -> Option<FileFacts> {
    Some(FileFacts::Dotenv(parse(name::layer(path)?, text)))
}

/// Reads a dotenv text.
#[must_use]
pub fn parse(layer: model::Layer, text: &str) -> DotenvFile {
    let map = LineMap::new(text);
    let mut file = DotenvFile {
        layer,
        entries: Vec::new(),
        invalid: Vec::new(),
        lines: u32::try_from(map.lines()).unwrap_or(u32::MAX),
        ends_with_newline: text.is_empty() || text.ends_with(['\n', '\r']),
    };
    let mut comment = Comment::default();
    let mut at = 0;
    while at < text.len() {
        let end = at + line_length(&text[at..]);
        let line = text[at..end].trim_matches(is_blank);
        if line.is_empty() {
            comment = Comment::default();
        } else if line.starts_with('#') {
            comment.extend(line);
        } else {
            comment.is_open = false;
            let statement = Statement::read(text, at);
            let next = statement.end;
            statement.keep(&map, comment.says_optional, &mut file);
            at = after_newline(text, next);
            continue;
        }
        at = after_newline(text, end);
    }
    file
}

/// The comment lines above an entry. They count for every entry up to the next comment or blank line.
#[derive(Default)]
struct Comment {
    says_optional: bool,
    is_open: bool,
}

impl Comment {
    fn extend(&mut self, line: &str) {
        self.says_optional = (self.is_open && self.says_optional) || says_optional(line);
        self.is_open = true;
    }
}

fn says_optional(comment: &str) -> bool {
    comment
        .split(|c: char| !c.is_ascii_alphabetic())
        .any(|word| word.eq_ignore_ascii_case("optional") || word.eq_ignore_ascii_case("optionally"))
}

/// Blanks within a line; a byte-order mark counts as one.
fn is_blank(character: char) -> bool {
    (character.is_whitespace() && !matches!(character, '\n' | '\r')) || character == '\u{feff}'
}

/// Bytes up to the line ending.
fn line_length(text: &str) -> usize {
    text.find(['\n', '\r']).unwrap_or(text.len())
}

fn after_newline(text: &str, at: usize) -> usize {
    let rest = &text[at.min(text.len())..];
    at + if rest.starts_with("\r\n") { 2 } else { usize::from(!rest.is_empty()) }
}

#[cfg(test)]
mod tests;
