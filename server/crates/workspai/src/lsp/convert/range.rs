//! Positions are the same thing on both sides: zero-based lines, UTF-16 columns.

use lsp_types as lsp;

fn position(position: lsp::Position) -> model::Position {
    model::Position { line: position.line, column: position.character }
}

pub(crate) fn range(range: lsp::Range) -> model::Range {
    model::Range { start: position(range.start), end: position(range.end) }
}

pub(crate) fn to_range(range: model::Range) -> lsp::Range {
    let to_position = |at: model::Position| lsp::Position { line: at.line, character: at.column };
    lsp::Range { start: to_position(range.start), end: to_position(range.end) }
}
