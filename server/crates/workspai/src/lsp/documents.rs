//! The editor's open documents. Their text wins over the disk until they are closed.

use std::{collections::BTreeMap, sync::Arc};

use lsp_types::Url;
use model::{LineMap, Position, Range};

/// One open document at one version. Immutable: an edit makes the next one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Document {
    /// The editor's count.
    pub(crate) version: i32,
    /// The text.
    pub(crate) text: Arc<str>,
}

/// Every open document, by URI. Cheap to clone: texts are shared.
pub(crate) type Documents = BTreeMap<Url, Document>;

/// One change of an edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TextChange {
    /// What is replaced, in the text that the changes before it left; `None` for all of it.
    pub(crate) range: Option<Range>,
    /// With what.
    pub(crate) text: String,
}

/// Applies changes in order, as LSP asks.
///
/// One pass over the text for each run of changes that goes from the end to the start (as editors send them for several
/// cursors); a change further down starts a new run.
pub(crate) fn apply(text: &str, changes: &[TextChange]) -> String {
    let mut text = text.to_owned();
    let mut rest = changes;
    while let Some(first) = rest.first() {
        let Some(range) = first.range else {
            text.clone_from(&first.text);
            rest = &rest[1..];
            continue;
        };
        let map = LineMap::new(&text);
        let mut splices = vec![(bytes(&map, range), first.text.as_str())];
        let mut upper = range.start;
        rest = &rest[1..];
        while let Some((range, new_text)) = rest.first().and_then(|change| Some((change.range?, &change.text))) {
            // Strictly above the last one and of exact positions: the last change did not move it.
            if range.end >= upper || !is_exact(&map, range.start) || !is_exact(&map, range.end) {
                break;
            }
            splices.push((bytes(&map, range), new_text));
            upper = range.start;
            rest = &rest[1..];
        }
        text = spliced(&text, &splices);
    }
    text
}

fn bytes(map: &LineMap<'_>, range: Range) -> std::ops::Range<usize> {
    let (start, end) = (map.byte(range.start), map.byte(range.end));
    // A client's mistake; the order of the two is all that can be mended.
    start.min(end)..end.max(start)
}

fn is_exact(map: &LineMap<'_>, position: Position) -> bool {
    map.position(map.byte(position)) == position
}

/// `splices` go from the end of the text to its start.
fn spliced(text: &str, splices: &[(std::ops::Range<usize>, &str)]) -> String {
    let added: usize = splices.iter().map(|(_, new_text)| new_text.len()).sum();
    let mut out = String::with_capacity(text.len() + added);
    let mut at = 0;
    for (range, new_text) in splices.iter().rev() {
        out.push_str(&text[at..range.start]);
        out.push_str(new_text);
        at = range.end;
    }
    out.push_str(&text[at..]);
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn change(start: (u32, u32), end: (u32, u32), text: &str) -> TextChange {
        let at = |(line, column)| Position { line, column };
        TextChange { range: Some(Range { start: at(start), end: at(end) }), text: text.to_owned() }
    }

    #[test]
    fn columns_count_utf16_units() {
        assert_eq!(apply("a😀b\n", &[change((0, 3), (0, 4), "c")]), "a😀c\n");
        assert_eq!(apply("é\n€😀", &[change((1, 1), (1, 3), "")]), "é\n€");
    }

    #[test]
    fn a_change_without_a_range_replaces_everything() {
        let whole = TextChange { range: None, text: "new".into() };
        assert_eq!(apply("old", &[change((0, 0), (0, 0), "x"), whole, change((0, 3), (0, 3), "!")]), "new!");
    }

    #[test]
    fn positions_past_the_end_are_moved_back() {
        assert_eq!(apply("ab\n", &[change((0, 9), (0, 9), "c"), change((7, 0), (9, 9), "d")]), "abc\nd");
    }

    /// What the editor does: lines of UTF-16 units, one change after the other.
    fn oracle(text: &str, changes: &[TextChange]) -> String {
        let mut units: Vec<u16> = text.encode_utf16().collect();
        for change in changes {
            let range = change.range.expect("the generator makes ranges");
            let (start, end) = (unit_of(&units, range.start), unit_of(&units, range.end));
            units.splice(start..end, change.text.encode_utf16());
        }
        String::from_utf16(&units).expect("no pair was split")
    }

    fn unit_of(units: &[u16], position: Position) -> usize {
        let (mut line, mut at) = (0, 0);
        while line < position.line {
            let ends_line = units[at] == 10 || (units[at] == 13 && units.get(at + 1) != Some(&10));
            line += u32::from(ends_line);
            at += 1;
        }
        at + position.column as usize
    }

    /// Characters that make trouble, with all three line endings.
    fn text() -> impl Strategy<Value = String> {
        proptest::collection::vec(prop::sample::select(vec!["a", "é", "€", "😀", "\n", "\r\n", "\r", "x=1"]), 0..12)
            .prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn the_text_is_always_the_editors(start in text(), edits in proptest::collection::vec((any::<u16>(), any::<u16>(), text()), 1..8)) {
            let (mut now, mut changes) = (start.clone(), Vec::new());
            for (from, to, new_text) in edits {
                let map = LineMap::new(&now);
                // Twice, since no editor puts a cursor inside a line ending.
                let place = |at: u16| map.position(map.byte(map.position(usize::from(at) % (now.len() + 1))));
                let (from, to) = (place(from.min(to)), place(from.max(to)));
                let (from, to) = (from.min(to), from.max(to));
                changes.push(change((from.line, from.column), (to.line, to.column), &new_text));
                now = oracle(&now, &changes[changes.len() - 1..]);
            }
            prop_assert_eq!(apply(&start, &changes), oracle(&start, &changes));
        }
    }
}
