//! A module whose bodies are parsed on demand equals one that is parsed whole: on the repository's own samples, and on every
//! Go and Java file below `$WORKSPAI_SOURCES`, if it is set.
#![allow(clippy::disallowed_methods, reason = "reads samples from disk")]

use std::{path::Path, sync::Arc};

use model::RelPath;
use syntax::Language;

#[test]
fn bodies_parsed_on_demand_are_those_of_the_whole() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests");
    let more = std::env::var("WORKSPAI_SOURCES").ok();
    let tops = [Some(samples.to_string_lossy().into_owned()), more].into_iter().flatten();
    let (mut compared, mut unread, mut differing) = (0, 0, Vec::new());
    for entry in tops.flat_map(|top| walkdir::WalkDir::new(top).into_iter().filter_map(Result::ok)) {
        let path = RelPath::new(&entry.file_name().to_string_lossy()).ok();
        let language = path.and_then(|path| Language::of(&path));
        // The oracles' cases hold several files in one text.
        let texts = match (language, entry.path().extension().and_then(|it| it.to_str())) {
            (Some(Language::Go | Language::Java), _) => vec![(language, std::fs::read_to_string(entry.path()))],
            (None, Some("txt")) => cases(entry.path()),
            _ => continue,
        };
        for (language, text) in texts {
            let (Some(language), Ok(text)) = (language, text) else { continue };
            let text: Arc<str> = Arc::from(text);
            let outline = syntax::parse_outline(language, &text);
            unread += bodies(&outline);
            let whole = syntax::parse(language, &text);
            // A broken body does not make the outline partial.
            if !whole.is_partial {
                if outline != whole {
                    differing.push(entry.path().display().to_string());
                    let (a, b) = (format!("{outline:#?}"), format!("{whole:#?}"));
                    let line = a.lines().zip(b.lines()).position(|(a, b)| a != b).unwrap_or(0);
                    let part =
                        |text: &str| text.lines().skip(line.saturating_sub(4)).take(9).collect::<Vec<_>>().join("\n");
                    println!("{}\n{}\n---\n{}", entry.path().display(), part(&a), part(&b));
                }
                compared += 1;
            }
        }
    }
    println!("{compared} files, {unread} bodies");
    assert!(differing.is_empty(), "{differing:#?}");
    assert!(compared > 20 && unread > 50, "{compared} files, {unread} bodies");
}

/// The Go and Java files of a case.
fn cases(path: &Path) -> Vec<(Option<Language>, std::io::Result<String>)> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let parts = text.split("//- /").skip(1).filter_map(|part| part.split_once('\n'));
    let language = |name: &str| RelPath::new(name).ok().and_then(|path| Language::of(&path));
    parts
        .map(|(name, text)| (language(name), Ok(text.to_owned())))
        .filter(|(language, _)| matches!(language, Some(Language::Go | Language::Java)))
        .collect()
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
