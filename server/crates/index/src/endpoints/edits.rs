use model::{
    Position, RelPath,
    facts::{CodeFacts, ContentHash},
};
use rustc_hash::FxHashSet;
use syntax::Language;
use trace::Library as _;

use super::{
    News, TouchedCode,
    library::{Library, Place},
};

/// More edits at once than this are not looked into: a branch was switched, a tool has rewritten files.
const MOST: usize = 8;

/// What a batch of changes did to files that are still there.
pub(super) struct Edits<'a> {
    place: &'a Place<'a>,
    is_few: bool,
}

impl<'a> Edits<'a> {
    pub(super) fn new(place: &'a Place<'a>, news: &News<'_>) -> Self {
        Self { place, is_few: news.touched.len() <= MOST }
    }

    /// Whether a run that entered these functions of the file would do the same after the edit. `false` when nobody knows
    /// any more how the file was.
    pub(super) fn is_alike(&self, touched: &TouchedCode, entered: &FxHashSet<Position>) -> bool {
        let TouchedCode { path, before, after } = touched;
        let content = |facts: &Option<std::sync::Arc<CodeFacts>>| -> Option<ContentHash> {
            Some(facts.as_deref()?.as_source()?.content)
        };
        let (Some(before), Some(_), Some(language)) = (content(before), content(after), Language::of(path)) else {
            return false;
        };
        if !self.is_few {
            return false;
        }
        let root = RelPath::root();
        let library = Library::new(self.place, &root);
        // An edit in an editor leaves the file on disk as it was.
        let known = self.place.modules.get(path, before, true);
        let Some(before) = known.or_else(|| library.on_disk(path, before, language)) else { return false };
        let after = library.load(path, language);
        !library.is_torn() && trace::is_alike(&before, &after, entered)
    }
}
