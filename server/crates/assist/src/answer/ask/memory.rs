use memory::{Entry, Query, entries_for, select};
use model::facts::MemoryKind;

use super::{Cx, Intent};
use crate::{Page, escaped};

pub(super) const INTENT: Intent = Intent {
    looked_at: "the workspace's memory (context, conventions, decisions)",
    words: &[
        ("convention", 5),
        ("decision", 5),
        ("decided", 4),
        ("memory", 4),
        ("remember", 3),
        ("agreed", 3),
        ("rule", 1),
    ],
    answer,
};

/// Tokens of what is shown.
const BUDGET: u32 = 600;

fn answer(cx: &Cx<'_>, page: &mut Page) -> bool {
    let folder = cx.is_scoped.then(|| cx.projects[0].root());
    let mut entries = entries_for(cx.view.snapshot, folder);
    for (word, kind) in [("convention", MemoryKind::Convention), ("decision", MemoryKind::Decision)] {
        if cx.says(word) && entries.iter().any(|entry| entry.kind == kind) {
            entries.retain(|entry| entry.kind == kind);
        }
    }
    // A subject besides the memory itself: only what speaks of it.
    let speaks = |entry: &Entry| super::words(&entry.text).iter().any(|word| word.len() > 3 && cx.words.contains(word));
    if entries.iter().any(speaks) {
        entries.retain(speaks);
    }
    let query = Query { text: cx.prompt, file: folder, runtime: None };
    let selection = select(&entries, &query, BUDGET, &tokens::count);
    for (entry, _) in &selection.taken {
        let text = cx.redactor.redact(&entry.text).text;
        page.text(format!("- {}: {} (", entry.kind.name(), escaped(&text))).place(&entry.place).text(")\n");
    }
    if !selection.skipped.is_empty() {
        page.text(format!("- … and {} more\n", selection.skipped.len()));
    }
    !selection.taken.is_empty()
}
