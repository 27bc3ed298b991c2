//! Edits of whole lines that keep a file's own line ending.

use index::Snapshot;
use model::{Edit, LineMap, Position, Range, RelPath};

/// The line ending a text uses.
fn ending(text: &str) -> &'static str {
    match text.find('\n') {
        Some(at) if text[..at].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

/// Adds lines (without endings) after the last one; creates the file when there is none. `None` when the file exists but
/// its text is not known.
pub(crate) fn append(snapshot: &Snapshot, file: &RelPath, lines: &[String]) -> Option<Edit> {
    let text = match snapshot.files.get(file) {
        Some(entry) => entry.text.as_deref()?,
        None => "",
    };
    let ending = ending(text);
    let mut new_text = String::new();
    if !text.is_empty() && !text.ends_with(['\n', '\r']) {
        new_text.push_str(ending);
    }
    for line in lines {
        new_text.push_str(line);
        new_text.push_str(ending);
    }
    let end = LineMap::new(text).position(text.len());
    Some(Edit { file: file.clone(), range: Range { start: end, end }, new_text })
}

/// Removes the lines `first` to `last` with their endings.
pub(crate) fn remove(snapshot: &Snapshot, file: &RelPath, first: u32, last: u32) -> Option<Edit> {
    let text = snapshot.files.get(file)?.text.as_deref()?;
    let map = LineMap::new(text);
    let is_last = last as usize + 1 >= map.lines();
    let range = if !is_last {
        Range { start: Position { line: first, column: 0 }, end: Position { line: last + 1, column: 0 } }
    } else if first > 0 {
        // The last line has no ending of its own: the one before it goes.
        let before = map.line_range(first as usize - 1).end;
        Range { start: before, end: map.position(text.len()) }
    } else {
        Range { start: Position::default(), end: map.position(text.len()) }
    };
    Some(Edit { file: file.clone(), range, new_text: String::new() })
}
