use std::ops::Range as Span;

use model::{
    LineMap, Range,
    facts::{FileFacts, Problem},
};

/// A text without its byte-order mark, and the way from byte spans in it back to ranges of the whole text. Parsers see
/// [`Source::text`]; every range that leaves a reader is one of the file as the editor shows it.
pub(crate) struct Source<'t> {
    /// What parsers read.
    pub(crate) text: &'t str,
    shift: usize,
    map: LineMap<'t>,
}

impl<'t> Source<'t> {
    pub(crate) fn new(whole: &'t str) -> Self {
        let text = whole.strip_prefix('\u{feff}').unwrap_or(whole);
        Self { text, shift: whole.len() - text.len(), map: LineMap::new(whole) }
    }

    /// The range of a byte span of [`Source::text`].
    pub(crate) fn range(&self, span: Span<usize>) -> Range {
        self.map.range(span.start + self.shift..span.end + self.shift)
    }

    /// The range of `part`, which must be a slice of [`Source::text`]; anything else gives the start of the file.
    pub(crate) fn range_of(&self, part: &str) -> Range {
        match (part.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize) {
            Some(start) if start + part.len() <= self.text.len() => self.range(start..start + part.len()),
            _ => Range::default(),
        }
    }

    /// Lines without their endings.
    pub(crate) fn lines(&self) -> impl Iterator<Item = &'t str> {
        self.text.lines()
    }

    /// Facts of a file that could not be read at all.
    pub(crate) fn broken(&self, span: Span<usize>, message: impl Into<String>) -> FileFacts {
        FileFacts::Broken(vec![self.problem(span, message)])
    }

    pub(crate) fn problem(&self, span: Span<usize>, message: impl Into<String>) -> Problem {
        Problem { range: self.range(span), message: message.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_count_the_byte_order_mark() {
        let source = Source::new("\u{feff}a = 1\r\nbé = 2");
        assert_eq!(source.text, "a = 1\r\nbé = 2");
        assert_eq!(source.range(0..1), Range::on_line(0, 1, 2));
        let second = source.lines().nth(1).expect("two lines");
        assert_eq!(source.range_of(&second[..3]), Range::on_line(1, 0, 2));
        assert_eq!(source.range_of("elsewhere"), Range::default());
    }
}
