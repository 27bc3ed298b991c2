//! Which env values are taken out wherever they occur.

use std::{collections::HashSet, sync::Arc};

use crate::words;

/// An env key's value in a file that sets real values.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Known {
    /// The key; it names the marker.
    pub key: Arc<str>,
    /// The value, unquoted.
    pub value: Arc<str>,
}

impl std::fmt::Debug for Known {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Known({})", self.key)
    }
}

/// Words that everybody sees who sees the tree: names of projects, folders, services, packages. A value made of them is
/// no secret, and taking it out would break every path and name in the text.
#[derive(Debug, Clone, Default)]
pub struct PublicWords(HashSet<String>);

impl PublicWords {
    /// Adds the words of a name or path.
    pub fn add(&mut self, name: &str) {
        for word in runs(name) {
            if !self.0.contains(word) {
                self.0.insert(word.to_ascii_lowercase());
            }
        }
    }

    fn has(&self, word: &str) -> bool {
        self.0.contains(&word.to_ascii_lowercase())
    }
}

impl<'n> FromIterator<&'n str> for PublicWords {
    fn from_iter<I: IntoIterator<Item = &'n str>>(names: I) -> Self {
        let mut words = Self::default();
        names.into_iter().for_each(|name| words.add(name));
        words
    }
}

/// Shorter values occur everywhere by chance.
const SHORTEST_SECRET: usize = 4;
const SHORTEST: usize = 6;

/// The texts to take out for one value: the value itself, and the password of a URL in it.
pub(crate) fn texts<'v>(known: &'v Known, public: &PublicWords) -> Vec<&'v str> {
    let value = known.value.trim();
    let passwords = url_passwords(value);
    let is_secret = model::is_secret_name(&known.key);
    let is_taken = if is_secret || !passwords.is_empty() {
        value.len() >= SHORTEST_SECRET && !is_one_word(value, public)
    } else {
        value.len() >= SHORTEST && !is_plain(value, public)
    };
    let whole = is_taken.then_some(value);
    let parts = passwords.into_iter().filter(|part| part.len() >= SHORTEST_SECRET && !is_one_word(part, public));
    whole.into_iter().chain(parts).collect()
}

/// `scheme://user:password@host`: the password as written. A password may hold an unescaped `@` or `/`: then the
/// authority is longer than the grammar says, and both readings count.
fn url_passwords(value: &str) -> Vec<&str> {
    let Some((_, rest)) = value.split_once("://") else { return Vec::new() };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let mut found: Vec<&str> = [authority.rfind('@'), rest.rfind('@')]
        .into_iter()
        .flatten()
        .filter_map(|end| Some(rest[..end].split_once(':')?.1))
        .filter(|password| !password.starts_with("${"))
        .collect();
    found.dedup();
    found
}

/// A secret that is one dictionary word or a public name (`postgres`) is taken out where it stands as a value (see
/// `patterns`), not wherever the word occurs.
fn is_one_word(value: &str, public: &PublicWords) -> bool {
    value.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && (words::is_ordinary(value)
            || public.has(value)
            || value.bytes().all(|byte| Some(byte) == value.bytes().next()))
}

/// Whether a value of an ordinary key (`LOG_LEVEL`, `API_URL`, `APP_NAME`) tells nothing: numbers, switches, ordinary or
/// public words.
fn is_plain(value: &str, public: &PublicWords) -> bool {
    let distinct: HashSet<char> = value.chars().collect();
    distinct.len() < 4
        || value.is_ascii()
            && runs(value).all(|word| {
                word.len() <= 3
                    || (word.len() <= 8 && word.bytes().all(|byte| byte.is_ascii_digit()))
                    || words::is_ordinary(word)
                    || public.has(word)
            })
}

fn runs(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(key: &str, value: &str) -> Vec<String> {
        let public = PublicWords::from_iter(["saas-api/src", "postgresql"]);
        let known = Known { key: key.into(), value: value.into() };
        texts(&known, &public).into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn secrets_are_taken_whatever_they_look_like() {
        assert_eq!(taken("JWT_SECRET", "changeme-now"), ["changeme-now"]);
        assert_eq!(taken("DB_PASSWORD", "pw12"), ["pw12"]);
        assert_eq!(taken("DB_PASSWORD", "abc"), Vec::<String>::new(), "too short to tell from chance");
        assert_eq!(taken("DB_PASSWORD", "postgres"), Vec::<String>::new(), "a word that is everywhere");
        assert_eq!(taken("DB_PASSWORD", "saas"), Vec::<String>::new(), "a name of the workspace");
    }

    #[test]
    fn urls_lose_their_password_as_well() {
        let expected = ["postgresql://saas:s3cr3t@db:5432/saas", "s3cr3t"];
        assert_eq!(taken("SQL", expected[0]), expected);
        assert_eq!(taken("SQL", "amqp://u:p@ss/word@mq"), ["amqp://u:p@ss/word@mq", "p@ss/word"]);
    }

    #[test]
    fn ordinary_values_stay() {
        for value in [
            "true",
            "localhost",
            "8000",
            "development",
            "http://localhost:3000",
            "saas-api",
            "us-east-1",
            "10485760",
            "0.0.0.0",
            "noreply@example.com",
            "http://localhost:3000,http://localhost:5173",
            "------",
        ] {
            assert_eq!(taken("SETTING", value), Vec::<String>::new(), "{value}");
        }
        for value in ["ops@acme-billing.io", "price_1NqXk2", "a8f5f167f44f4964e6c998dee827110c", "käsekuchen"] {
            assert_eq!(taken("SETTING", value), [value]);
        }
    }
}
