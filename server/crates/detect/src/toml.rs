//! TOML with spans.

use std::sync::Arc;

use model::{Range, facts::Problem};
use toml_edit::{Document, Item, TableLike};

use crate::source::Source;

/// Parses a document.
pub(crate) fn parse<'t>(source: &Source<'t>) -> Result<Document<&'t str>, Problem> {
    Document::parse(source.text).map_err(|error| {
        let span = error.span().unwrap_or(0..0);
        source.problem(span, format!("not valid TOML: {}", error.message()))
    })
}

/// The table at a path of keys, whatever its notation.
pub(crate) fn table<'d>(root: &'d dyn TableLike, path: &[&str]) -> Option<&'d dyn TableLike> {
    path.iter().try_fold(root, |table, key| table.get(key)?.as_table_like())
}

/// A string member.
pub(crate) fn string(table: &dyn TableLike, key: &str) -> Option<Arc<str>> {
    table.get(key)?.as_str().map(Arc::from)
}

/// The range of a value; of a plain one-line string without its quotes.
pub(crate) fn range(source: &Source<'_>, item: &Item) -> Range {
    let Some(span) = item.span() else { return Range::default() };
    source.range(unquoted(source, span))
}

/// The span of a string without its quotes; any other span unchanged.
pub(crate) fn unquoted(source: &Source<'_>, span: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let text = source.text.get(span.clone()).unwrap_or("");
    for quotes in ["\"\"\"", "'''", "\"", "'"] {
        if text.len() >= 2 * quotes.len() && text.starts_with(quotes) && text.ends_with(quotes) {
            return span.start + quotes.len()..span.end - quotes.len();
        }
    }
    span
}

/// The range of a key; the document's start when the key is implied.
pub(crate) fn key_range(source: &Source<'_>, table: &dyn TableLike, key: &str) -> Range {
    match table.key(key).and_then(toml_edit::Key::span) {
        Some(span) => source.range(unquoted(source, span)),
        None => Range::default(),
    }
}

/// The strings of an array with their items' ranges; other elements are left out.
pub(crate) fn strings<'d>(
    source: &'d Source<'_>,
    item: &'d Item,
) -> impl Iterator<Item = (&'d str, std::ops::Range<usize>)> {
    item.as_array()
        .into_iter()
        .flat_map(toml_edit::Array::iter)
        .filter_map(|value| Some((value.as_str()?, unquoted(source, value.span().unwrap_or(0..0)))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_inside_the_quotes() {
        let source = Source::new("[a.b]\nc = \"x\"\n\"d e\" = ['y']\n");
        let document = parse(&source).expect("a document");
        let table = table(document.as_table(), &["a", "b"]).expect("a table");
        assert_eq!(range(&source, table.get("c").expect("c")), Range::on_line(1, 5, 6));
        assert_eq!(key_range(&source, table, "d e"), Range::on_line(2, 1, 4));
        let found: Vec<_> = strings(&source, table.get("d e").expect("d e")).collect();
        assert_eq!(found, [("y", 24..25)]);
    }

    #[test]
    fn deep_nesting_is_an_error_not_a_crash() {
        let text = format!("a = {}", "[".repeat(100_000));
        assert!(parse(&Source::new(&text)).is_err());
    }
}
