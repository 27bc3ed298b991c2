//! A module whose bodies are parsed on demand equals one that is parsed whole: on the repository's own samples, and on every
//! Python, Go and Java file below `$WORKSPAI_SOURCES`, if it is set.
#![allow(clippy::disallowed_methods, reason = "reads samples from disk")]

use std::{path::Path, sync::Arc};

use syntax::Language;

#[test]
fn bodies_parsed_on_demand_are_those_of_the_whole() {
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../tests").to_owned();
    let more = std::env::var("WORKSPAI_SOURCES").ok();
    let (mut compared, mut unread, mut differing) = (0, 0, Vec::new());
    for top in [Some(samples), more].into_iter().flatten() {
        for (path, text) in fixture::texts(Path::new(&top), 1 << 20) {
            let Some(language @ (Language::Python | Language::Go | Language::Java)) = Language::of(&path) else {
                continue;
            };
            let text: Arc<str> = Arc::from(text);
            let outline = syntax::parse_outline(language, &text);
            unread += bodies(&outline);
            let whole = syntax::parse(language, &text);
            // A broken body does not make the outline partial.
            if !whole.is_partial {
                compared += 1;
                if outline != whole {
                    differing.push(path);
                }
            }
        }
    }
    println!("{compared} files, {unread} bodies");
    assert!(differing.is_empty(), "{differing:#?}");
    assert!(compared > 20 && unread > 50, "{compared} files, {unread} bodies");
}

/// How many bodies are unread.
fn bodies(module: &syntax::ir::Module) -> usize {
    fn of(body: &[syntax::ir::Stmt]) -> usize {
        body.iter()
            .map(|statement| match statement {
                syntax::ir::Stmt::Function(function) => usize::from(function.body.unread().is_some()),
                syntax::ir::Stmt::Class(class) => of(&class.body),
                _ => 0,
            })
            .sum()
    }
    of(&module.body)
}
