//! Small projects written as one text, and the reads in them.

use std::{collections::BTreeMap, sync::Arc};

use detect::env_reads;
use model::{EnvRead, RelPath, facts::EnvFacts};
use syntax::Language;

/// The files of a text in which each follows a line `//- /path`.
fn files(text: &str) -> Vec<(RelPath, String)> {
    let mut out: Vec<(RelPath, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        if let Some(path) = line.strip_prefix("//- /") {
            out.push((RelPath::new(path.trim()).expect("a path"), String::new()));
        } else if let Some((_, text)) = out.last_mut() {
            text.push_str(line);
        }
    }
    out
}

/// The reads of a project at the root of a workspace.
pub(crate) fn reads(text: &str) -> Vec<(Arc<str>, EnvRead)> {
    let facts = |(path, text): (RelPath, String)| -> Option<(RelPath, Arc<EnvFacts>)> {
        let facts = match Language::of(&path) {
            Some(language) => env_reads::read(&path, &text, language, &syntax::parse(language, &text)),
            None => {
                env_reads::settings::is_settings(&path).then(|| env_reads::settings::read_settings(&path, &text))?
            }
        };
        check_ranges(&text, &facts);
        Some((path, Arc::new(facts)))
    };
    let facts: BTreeMap<RelPath, Arc<EnvFacts>> = files(text).into_iter().filter_map(facts).collect();
    env_reads::resolve(&RelPath::root(), &facts)
}

/// Every plain read stands where its key is written, in quotes or without; constants where they are used.
fn check_ranges(text: &str, facts: &EnvFacts) {
    let lines = model::LineMap::new(text);
    for read in &facts.reads {
        let shown = &text[lines.byte(read.range.start)..lines.byte(read.range.end)];
        assert!(!shown.is_empty() && !shown.contains('\n') && shown.len() < 100, "{}: {shown:?}", read.key);
    }
}

/// Each read as `KEY type=default! file:line`: `!` for what is required, `!!` for what is certainly missing when nobody
/// defines it, `?` for a computed default.
pub(crate) fn listed(text: &str) -> String {
    let line = |(key, read): &(Arc<str>, EnvRead)| {
        let kind = read.kind.as_deref().map(|kind| format!(":{kind}")).unwrap_or_default();
        let default = match (&read.default, read.has_default) {
            (Some(text), _) => format!("={text}"),
            (None, true) => "?".to_owned(),
            (None, false) => String::new(),
        };
        let need = match (read.is_certain, read.is_required) {
            (true, _) => "!!",
            (false, true) => "!",
            (false, false) => "",
        };
        format!("{key}{kind}{default}{need} {}:{}\n", read.place.file, read.place.line_number())
    };
    reads(text).iter().map(line).collect()
}
