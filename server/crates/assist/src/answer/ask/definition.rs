use model::RelPath;

use super::{Cx, Intent};
use crate::{Page, code, search};

pub(super) const INTENT: Intent = Intent {
    looked_at: "declarations in Python, TypeScript, JavaScript, Go and Java files, and names of files",
    words: &[
        ("where", 2),
        ("defined", 3),
        ("define", 3),
        ("declared", 3),
        ("definition", 3),
        ("implemented", 3),
        ("find", 1),
        ("located", 3),
    ],
    answer,
};

/// A word of the question that may be a name although it is written like any other.
const STOP: [&str; 24] = [
    "where",
    "is",
    "the",
    "defined",
    "define",
    "declared",
    "definition",
    "function",
    "class",
    "method",
    "of",
    "in",
    "a",
    "does",
    "do",
    "find",
    "located",
    "implemented",
    "variable",
    "what",
    "which",
    "type",
    "an",
    "are",
];

fn answer(cx: &Cx<'_>, page: &mut Page) -> bool {
    let mut names = cx.names.clone();
    if names.is_empty() {
        let words = cx.prompt.split(|c: char| !(c.is_alphanumeric() || c == '_'));
        names.extend(
            words.filter(|word| word.len() > 2 && !STOP.contains(&word.to_lowercase().as_str())).map(str::to_owned),
        );
    }
    let mut found = false;
    for name in names.iter().take(4) {
        found |= declared(cx, name.rsplit('.').next().unwrap_or(name), page);
        found |= files(cx, name, page);
    }
    found
}

fn declared(cx: &Cx<'_>, name: &str, page: &mut Page) -> bool {
    let folder = if cx.is_scoped { cx.projects[0].root().clone() } else { RelPath::root() };
    let result = search::declarations(cx.view, name, &folder);
    for declaration in result.declarations.iter().take(8) {
        let line = cx.redactor.redact(&declaration.line).text.into_owned();
        page.text(format!("- {} is declared at ", code(name))).place(&declaration.place);
        page.text(format!(": {}\n", code(&line)));
    }
    if result.is_partial && !result.declarations.is_empty() {
        page.text(format!("  (the first {} code files were looked into)\n", result.files));
    }
    !result.declarations.is_empty()
}

fn files(cx: &Cx<'_>, name: &str, page: &mut Page) -> bool {
    let is_named = |path: &&RelPath| {
        let file = path.file_name();
        file.eq_ignore_ascii_case(name)
            || file.rsplit_once('.').is_some_and(|(stem, _)| stem.eq_ignore_ascii_case(name))
    };
    let found: Vec<&RelPath> = cx.view.snapshot.files.keys().filter(is_named).take(5).collect();
    for path in &found {
        page.text("- a file of this name: ").anchor(path, 1).text("\n");
    }
    !found.is_empty()
}
