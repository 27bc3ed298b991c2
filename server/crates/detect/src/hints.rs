//! Whether a text holds one of many words, found out in one pass: most files hold none, and are not looked at again.

use std::collections::BTreeSet;

use aho_corasick::{AhoCorasick, MatchKind};
use syntax::{Language, ecma::Dialect};

/// The words of each language.
pub(crate) struct Hints([Option<AhoCorasick>; 5]);

impl Hints {
    /// The words that `words` gives for each language. Dialects of one language have the same.
    pub(crate) fn new<'w, W: Iterator<Item = &'w str>>(words: impl Fn(Language) -> W) -> Self {
        let languages =
            [Language::Python, Language::Ecma(Dialect::TypeScript), Language::Go, Language::Java, Language::Kotlin];
        Self(languages.map(|language| {
            let words: BTreeSet<&str> = words(language).collect();
            // The leftmost kind is the one with a vectorized search.
            (!words.is_empty())
                .then(|| AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(words).ok())
                .flatten()
        }))
    }

    /// Whether one of the language's words is in the text.
    pub(crate) fn are_in(&self, language: Language, text: &str) -> bool {
        let [python, ecma, go, java, kotlin] = &self.0;
        let words = match language {
            Language::Python => python,
            Language::Ecma(_) => ecma,
            Language::Go => go,
            Language::Java => java,
            Language::Kotlin => kotlin,
        };
        words.as_ref().is_some_and(|words| words.is_match(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_own_words() {
        let hints =
            Hints::new(|language| (language == Language::Go).then_some(["os.Getenv", "viper"]).into_iter().flatten());
        assert!(hints.are_in(Language::Go, "x = viper.Get()"));
        assert!(!hints.are_in(Language::Go, "x = os.Get()"));
        assert!(!hints.are_in(Language::Python, "viper"));
    }
}
