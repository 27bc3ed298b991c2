use std::collections::BTreeSet;

use model::{RelPath, Runtime, facts::MemoryKind};

use crate::Entry;

/// What a request is about.
#[derive(Debug, Clone, Copy, Default)]
pub struct Query<'q> {
    /// The user's words, the diagnostic, the symbol: whatever tells the subject.
    pub text: &'q str,
    /// The file.
    pub file: Option<&'q RelPath>,
    /// The project's runtime.
    pub runtime: Option<Runtime>,
}

/// What goes along.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// In the file's order, with tokens.
    pub taken: Vec<(Entry, u32)>,
    /// What did not fit.
    pub skipped: Vec<Entry>,
}

/// Picks the entries worth a place in a request.
///
/// - `budget_tokens`: the sum of the taken entries' tokens, as `count` counts them, never exceeds it.
/// - When everything fits, everything goes. Otherwise what the workspace is comes first, then the entries that share most
///   words with the query; ties by the order in the file, so that equal requests get equal answers.
///
/// Never fails; an entry that does not fit is skipped and a smaller one may take its place. O(n log n) in the entries.
#[must_use]
pub fn select(entries: &[Entry], query: &Query<'_>, budget_tokens: u32, count: &dyn Fn(&str) -> u32) -> Selection {
    let wanted = words_of_query(query);
    let mut ranked: Vec<(usize, u32)> = entries.iter().map(|entry| score(entry, &wanted)).enumerate().collect();
    ranked.sort_by_key(|(at, score)| (std::cmp::Reverse(*score), *at));
    let mut left = budget_tokens;
    let mut taken: Vec<(usize, u32)> = Vec::new();
    for (at, _) in ranked {
        let tokens = count(&entries[at].text);
        if tokens <= left {
            left -= tokens;
            taken.push((at, tokens));
        }
    }
    taken.sort_unstable();
    let is_taken = |at: &usize| taken.iter().any(|(known, _)| known == at);
    let skipped = (0..entries.len()).filter(|at| !is_taken(at)).map(|at| entries[at].clone()).collect();
    Selection { taken: taken.into_iter().map(|(at, tokens)| (entries[at].clone(), tokens)).collect(), skipped }
}

fn score(entry: &Entry, wanted: &BTreeSet<String>) -> u32 {
    let shared = words(&entry.text).iter().filter(|word| wanted.contains(*word)).count();
    let base = if entry.kind == MemoryKind::Context { 1_000 } else { 0 };
    base + u32::try_from(shared).unwrap_or(u32::MAX - base)
}

fn words_of_query(query: &Query<'_>) -> BTreeSet<String> {
    let mut wanted = words(query.text);
    if let Some(file) = query.file {
        wanted.extend(words(file.as_str()));
        wanted.extend(language(file.extension()).iter().map(|word| (*word).to_owned()));
    }
    wanted.extend(query.runtime.map(|runtime| runtime.name().to_owned()));
    wanted
}

fn language(extension: &str) -> &'static [&'static str] {
    match extension {
        "py" => &["python"],
        "ts" | "tsx" => &["typescript", "node"],
        "js" | "jsx" | "mjs" | "cjs" => &["javascript", "node"],
        "go" => &["golang"],
        "java" | "kt" => &["java", "kotlin"],
        _ => &[],
    }
}

/// Words of at least three letters, in lower case, identifiers split, a plural `s` dropped.
fn words(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut word = String::new();
    let mut was_lower = false;
    for character in text.chars().chain([' ']) {
        let starts_word = character.is_uppercase() && was_lower;
        if !character.is_alphanumeric() || starts_word {
            let stem = word.strip_suffix('s').filter(|stem| stem.len() >= 3 && !stem.ends_with('s')).unwrap_or(&word);
            if stem.chars().count() >= 3 {
                found.insert(stem.to_owned());
            }
            word.clear();
        }
        was_lower = character.is_lowercase();
        word.extend(character.to_lowercase().filter(|_| character.is_alphanumeric()));
    }
    found
}

#[cfg(test)]
mod tests {
    use model::{Place, Range};
    use proptest::prelude::*;

    use super::*;

    fn entry(kind: MemoryKind, text: &str, line: u32) -> Entry {
        let place = Place::new(RelPath::root(), Range::line_start(line));
        Entry { kind, text: text.into(), place }
    }

    fn length(text: &str) -> u32 {
        u32::try_from(text.len()).expect("short")
    }

    fn texts(selection: &Selection) -> Vec<&str> {
        selection.taken.iter().map(|(entry, _)| &*entry.text).collect()
    }

    #[test]
    fn a_small_memory_goes_whole_and_in_order() {
        let entries = [entry(MemoryKind::Decision, "b", 1), entry(MemoryKind::Context, "a", 2)];
        let selection = select(&entries, &Query::default(), 100, &length);
        assert_eq!(texts(&selection), ["b", "a"]);
    }

    #[test]
    fn a_tight_budget_prefers_context_and_shared_words() {
        let entries = [
            entry(MemoryKind::Decision, "Queues are Redis streams", 1),
            entry(MemoryKind::Decision, "JWT tokens live 15 minutes", 2),
            entry(MemoryKind::Context, "A billing API", 3),
        ];
        let query = Query { text: "why is the accessToken refused?", ..Query::default() };
        let selection = select(&entries, &query, 45, &length);
        assert_eq!(texts(&selection), ["JWT tokens live 15 minutes", "A billing API"]);
        assert_eq!(selection.skipped.len(), 1);
    }

    #[test]
    fn identifiers_are_split() {
        let found: Vec<String> = words("accessTokens of RAPIDKIT_db").into_iter().collect();
        assert_eq!(found, ["access", "rapidkit", "token"]);
    }

    proptest! {
        #[test]
        fn never_exceeds_the_budget_and_loses_nothing(texts in prop::collection::vec("[a-z ]{1,30}", 0..20), budget in 0_u32..200) {
            let entries: Vec<Entry> =
                texts.iter().zip(0..).map(|(text, line)| entry(MemoryKind::Convention, text, line)).collect();
            let query = Query { text: "some words", ..Query::default() };
            let selection = select(&entries, &query, budget, &length);
            prop_assert!(selection.taken.iter().map(|(_, tokens)| tokens).sum::<u32>() <= budget);
            prop_assert_eq!(selection.taken.len() + selection.skipped.len(), entries.len());
            prop_assert_eq!(&select(&entries, &query, budget, &length), &selection);
        }
    }
}
