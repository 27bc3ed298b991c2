use std::cell::Cell;

use crate::RelPath;

/// A point in a text: zero-based line, and column in **UTF-16 code units** from the line's start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Position {
    /// Zero-based.
    pub line: u32,
    /// UTF-16 code units.
    pub column: u32,
}

/// A half-open range of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Range {
    /// First position.
    pub start: Position,
    /// Position after the last one.
    pub end: Position,
}

impl Range {
    /// A range on one line.
    #[must_use]
    pub fn on_line(line: u32, start_column: u32, end_column: u32) -> Self {
        Self { start: Position { line, column: start_column }, end: Position { line, column: end_column } }
    }

    /// The empty range at the start of `line`.
    #[must_use]
    pub fn line_start(line: u32) -> Self {
        Self::on_line(line, 0, 0)
    }

    /// Whether `position` lies in the range, its end included.
    #[must_use]
    pub fn touches(&self, position: Position) -> bool {
        self.start <= position && position <= self.end
    }
}

/// A range in a file: where a fact was read, or where a finding is shown.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file.
    pub file: RelPath,
    /// The range in it.
    pub range: Range,
}

impl Place {
    /// A place.
    #[must_use]
    pub fn new(file: RelPath, range: Range) -> Self {
        Self { file, range }
    }

    /// The first line of a file.
    #[must_use]
    pub fn top(file: RelPath) -> Self {
        Self { file, range: Range::default() }
    }

    /// The line, counted from 1, as people and the command line count.
    #[must_use]
    pub fn line_number(&self) -> u32 {
        self.range.start.line + 1
    }
}

/// Line starts of a text, to turn byte offsets into [`Position`]s and back. Lines end at `\n`, `\r\n` or a lone `\r`,
/// as in LSP. A leading byte-order mark belongs to the text: it is one UTF-16 unit.
#[derive(Debug, Clone)]
pub struct LineMap<'t> {
    text: &'t str,
    starts: Vec<u32>,
    /// UTF-16 units before every [`STRIDE`]th byte, so that a place in a line of a megabyte costs no more than in another;
    /// empty when each byte is one unit.
    units: Vec<u32>,
    /// The line that was last asked for: the next place is mostly there or soon after.
    last: Cell<usize>,
}

/// Bytes between two counts of units.
const STRIDE: usize = 512;

impl<'t> LineMap<'t> {
    /// One pass over the text. Texts above 4 GiB are not supported (callers cap sizes far below).
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            let ends_line = bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n');
            if ends_line {
                starts.push(offset(at + 1));
            }
        }
        let mut units = Vec::new();
        if !text.is_ascii() {
            let mut before = 0;
            for chunk in bytes.chunks(STRIDE) {
                units.push(before);
                before += units_in(chunk);
            }
            units.push(before);
        }
        Self { text, starts, units, last: Cell::new(0) }
    }

    /// UTF-16 units before a byte.
    fn units_before(&self, byte: usize) -> u32 {
        if self.units.is_empty() {
            return offset(byte);
        }
        let stride = byte / STRIDE;
        self.units[stride] + units_in(&self.text.as_bytes()[stride * STRIDE..byte])
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Number of lines; an empty text has one.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.starts.len()
    }

    /// The position of a byte offset. An offset past the end, or inside a character, is moved back to the nearest one.
    #[must_use]
    pub fn position(&self, byte: usize) -> Position {
        let mut byte = byte.min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        let line = self.line_of(byte);
        let column = self.units_before(byte) - self.units_before(self.starts[line] as usize);
        Position { line: offset(line), column }
    }

    /// The line of a byte.
    fn line_of(&self, byte: usize) -> usize {
        const NEAR: usize = 4;
        let is_after = |line: usize| self.starts.get(line).is_none_or(|start| *start as usize > byte);
        let last = self.last.get();
        let near = (last..last + NEAR).find(|line| is_after(*line + 1)).filter(|line| !is_after(*line));
        let line = near.unwrap_or_else(|| self.starts.partition_point(|start| *start as usize <= byte) - 1);
        self.last.set(line);
        line
    }

    /// The range of a byte span.
    #[must_use]
    pub fn range(&self, span: std::ops::Range<usize>) -> Range {
        Range { start: self.position(span.start), end: self.position(span.end) }
    }

    /// The byte offset of a position. A column past the line's end, or inside a surrogate pair, is moved back; a line
    /// past the end is the end of the text.
    #[must_use]
    pub fn byte(&self, position: Position) -> usize {
        let Some(start) = self.starts.get(position.line as usize) else { return self.text.len() };
        let start = *start as usize;
        let line = self.line_text(position.line as usize);
        if self.units.is_empty() {
            return start + line.len().min(position.column as usize);
        }
        let mut units = 0;
        for (at, character) in line.char_indices() {
            units += offset(character.len_utf16());
            if units > position.column {
                return start + at;
            }
        }
        start + line.len()
    }

    /// The text of a line without its line ending; empty past the end.
    #[must_use]
    pub fn line_text(&self, line: usize) -> &'t str {
        let Some(start) = self.starts.get(line) else { return "" };
        let end = self.starts.get(line + 1).map_or(self.text.len(), |next| *next as usize);
        self.text[*start as usize..end].trim_end_matches(['\n', '\r'])
    }

    /// The range that covers a whole line without its line ending.
    #[must_use]
    pub fn line_range(&self, line: usize) -> Range {
        Range::on_line(offset(line), 0, utf16_len(self.line_text(line)))
    }
}

/// UTF-16 units that begin in these bytes: one for each character, two for those of four bytes.
fn units_in(bytes: &[u8]) -> u32 {
    let unit = |byte: &u8| u32::from(*byte & 0xC0 != 0x80) + u32::from(*byte >= 0xF0);
    bytes.iter().map(unit).sum()
}

fn utf16_len(text: &str) -> u32 {
    if text.is_ascii() { offset(text.len()) } else { offset(text.encode_utf16().count()) }
}

fn offset(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_utf16_units() {
        let map = LineMap::new("a😀b\nc");
        assert_eq!(map.position(5), Position { line: 0, column: 3 });
        assert_eq!(map.byte(Position { line: 0, column: 3 }), 5);
        assert_eq!(map.byte(Position { line: 0, column: 2 }), 1, "inside a surrogate pair moves back");
        assert_eq!(map.byte(Position { line: 1, column: 9 }), 8);
        assert_eq!(map.byte(Position { line: 7, column: 0 }), 8);
    }

    #[test]
    fn long_lines_count_as_short_ones() {
        let text = format!("{}\n{}x", "aé😀".repeat(900), "€😀b".repeat(700));
        let map = LineMap::new(&text);
        for (byte, _) in text.char_indices() {
            let position = map.position(byte);
            let start = text[..byte].rfind('\n').map_or(0, |end| end + 1);
            assert_eq!(position.column as usize, text[start..byte].encode_utf16().count(), "{byte}");
            assert_eq!(map.byte(position), byte);
        }
        let plain = "ab".repeat(5000);
        let map = LineMap::new(&plain);
        assert_eq!(map.position(9999), Position { line: 0, column: 9999 });
        assert_eq!(map.byte(Position { line: 0, column: 10_001 }), 10_000);
    }

    #[test]
    fn places_may_be_asked_for_in_any_order() {
        let text = "a\n\n\nbc\n\r\nd\r\n\n\n\n\n\ne";
        let map = LineMap::new(text);
        let ends = |byte: usize| text[..byte].ends_with('\n');
        for first in 0..=text.len() {
            for byte in 0..=text.len() {
                let _ = map.position(first);
                let line = (1..=byte).filter(|at| ends(*at)).count();
                assert_eq!(map.position(byte).line as usize, line, "{byte} after {first}");
            }
        }
    }

    #[test]
    fn all_three_line_endings_count() {
        let map = LineMap::new("a\r\nb\rc\nd");
        assert_eq!(map.lines(), 4);
        assert_eq!((map.line_text(0), map.line_text(1), map.line_text(2), map.line_text(3)), ("a", "b", "c", "d"));
    }
}
