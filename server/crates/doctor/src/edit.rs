use model::{Edit, LineMap};

/// Why edits do not fit a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditError {
    /// Two of them touch the same characters.
    Overlap,
    /// A range ends before it begins, or lies outside the text.
    Outside,
}

impl std::fmt::Display for EditError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Overlap => "two edits of the fix touch the same characters",
            Self::Outside => "the file is not the one the fix was made for",
        })
    }
}

impl std::error::Error for EditError {}

/// Carries out edits of one file; everything outside their ranges stays byte for byte. Insertions at the same point keep
/// their order.
///
/// # Errors
/// See [`EditError`]; nothing is changed then.
pub fn apply(text: &str, edits: &[&Edit]) -> Result<String, EditError> {
    let map = LineMap::new(text);
    let mut spans = Vec::with_capacity(edits.len());
    for edit in edits {
        let (start, end) = (map.byte(edit.range.start), map.byte(edit.range.end));
        if map.position(start) != edit.range.start || map.position(end) != edit.range.end || start > end {
            return Err(EditError::Outside);
        }
        spans.push((start, end, edit.new_text.as_str()));
    }
    spans.sort_by_key(|(start, end, _)| (*start, *end));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (start, end, new_text) in spans {
        if start < at {
            return Err(EditError::Overlap);
        }
        out.push_str(&text[at..start]);
        out.push_str(new_text);
        at = end;
    }
    out.push_str(&text[at..]);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use model::{Position, Range, RelPath};

    use super::*;

    fn edit(range: Range, new_text: &str) -> Edit {
        Edit { file: RelPath::root(), range, new_text: new_text.to_owned() }
    }

    #[test]
    fn replaces_inserts_and_removes_by_utf16_columns() {
        let text = "\u{feff}a=😀1\r\nb=2\r\n";
        let edits = [
            edit(Range::on_line(0, 5, 6), "9"),
            edit(Range { start: Position { line: 1, column: 0 }, end: Position { line: 2, column: 0 } }, ""),
            edit(Range::line_start(2), "c=3\r\n"),
        ];
        let edits: Vec<&Edit> = edits.iter().collect();
        assert_eq!(apply(text, &edits).as_deref(), Ok("\u{feff}a=😀9\r\nc=3\r\n"));
    }

    #[test]
    fn refuses_what_does_not_fit() {
        let (a, b) = (edit(Range::on_line(0, 0, 2), ""), edit(Range::on_line(0, 1, 3), ""));
        assert_eq!(apply("abc", &[&a, &b]), Err(EditError::Overlap));
        assert_eq!(apply("a", &[&b]), Err(EditError::Outside));
        assert_eq!(apply("a", &[&edit(Range::line_start(4), "x")]), Err(EditError::Outside));
    }
}
