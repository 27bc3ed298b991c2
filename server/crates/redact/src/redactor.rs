use std::{borrow::Cow, ops::Range, sync::Arc, sync::LazyLock};

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};

use crate::{
    known::{self, Known, PublicWords},
    patterns::PATTERNS,
    spelling::spellings,
};

/// A text without its secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redacted<'t> {
    /// Borrowed when there was nothing to take out.
    pub text: Cow<'t, str>,
    /// How many pieces were taken out.
    pub count: u32,
}

/// Takes out the workspace's env values and the usual keys and tokens. See [`Redactor::redact`].
#[derive(Clone, Default)]
pub struct Redactor {
    values: Option<Arc<Values>>,
}

impl std::fmt::Debug for Redactor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Redactor({} spellings)", self.values.as_ref().map_or(0, |values| values.markers.len()))
    }
}

struct Values {
    search: AhoCorasick,
    /// By spelling.
    markers: Vec<Arc<str>>,
}

/// A span to take out and what takes its place.
struct Cut {
    span: Range<usize>,
    marker: Arc<str>,
}

/// A marker beside what is left could in theory spell a value again: known values are searched until none is found.
const PASSES: usize = 4;

impl Redactor {
    /// A redactor that knows these values. Values that identify nothing (`true`, `localhost`, port numbers, ordinary and
    /// public words) are left alone; those of secret keys are not, from four characters on.
    #[must_use]
    pub fn new(known: &[Known], public: &PublicWords) -> Self {
        let mut spelled: Vec<(String, Arc<str>)> = Vec::new();
        for one in known {
            for text in known::texts(one, public) {
                spelled.extend(spellings(text).into_iter().map(|spelling| (spelling, Arc::clone(&one.key))));
            }
        }
        spelled.sort();
        spelled.dedup_by(|later, earlier| later.0 == earlier.0);
        let texts: Vec<&str> = spelled.iter().map(|(text, _)| text.as_str()).collect();
        if texts.is_empty() {
            return Self::default();
        }
        // Fails beyond 2^31 states, which env files cannot reach; a panic is caught and nothing is sent.
        let search =
            AhoCorasickBuilder::new().match_kind(MatchKind::Standard).build(&texts).expect("values fit an automaton");
        let markers = spelled.iter().map(|(_, key)| marker(key, &search)).collect();
        Self { values: Some(Arc::new(Values { search, markers })) }
    }

    /// Replaces every secret by a marker such as `‹redacted:JWT_SECRET›`. No spelling of a known value is left: neither
    /// the value itself nor its JSON-escaped, URL-encoded or base64 form.
    ///
    /// Linear in the text; see the benchmark in the tests for its speed.
    #[must_use]
    pub fn redact<'t>(&self, text: &'t str) -> Redacted<'t> {
        let mut current = Cow::Borrowed(text);
        let mut count = 0;
        for pass in 0..PASSES {
            let mut cuts = Vec::new();
            self.find_values(&current, &mut cuts);
            if pass == 0 {
                find_patterns(&current, &mut cuts);
                find_private_keys(&current, &mut cuts);
            }
            let Some(next) = replaced(&current, cuts, &mut count) else { break };
            current = Cow::Owned(next);
        }
        Redacted { text: current, count }
    }

    fn find_values(&self, text: &str, cuts: &mut Vec<Cut>) {
        let Some(values) = &self.values else { return };
        for found in values.search.find_overlapping_iter(text) {
            cuts.push(Cut {
                span: found.start()..found.end(),
                marker: Arc::clone(&values.markers[found.pattern().as_usize()]),
            });
        }
    }
}

/// How many markers a text holds, whichever pass put them there.
#[must_use]
pub fn markers(text: &str) -> u32 {
    let count = text.matches("‹redacted:").count() + text.matches("‹redacted›").count() + text.matches("‹•••›").count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The marker of a key, unless the marker itself would show a value.
fn marker(key: &str, search: &AhoCorasick) -> Arc<str> {
    [format!("‹redacted:{key}›"), "‹redacted›".to_owned(), "‹•••›".to_owned()]
        .into_iter()
        .find(|candidate| !search.is_match(candidate.as_str()))
        .unwrap_or_default()
        .into()
}

static ANCHORS: LazyLock<(AhoCorasick, Vec<usize>)> = LazyLock::new(|| {
    let (texts, rows): (Vec<&str>, Vec<usize>) = PATTERNS
        .iter()
        .enumerate()
        .flat_map(|(row, pattern)| pattern.anchors.iter().map(move |anchor| (*anchor, row)))
        .unzip();
    let search = AhoCorasickBuilder::new()
        .match_kind(MatchKind::Standard)
        .ascii_case_insensitive(true)
        .build(&texts)
        .expect("an automaton");
    (search, rows)
});

fn find_patterns(text: &str, cuts: &mut Vec<Cut>) {
    let (search, rows) = &*ANCHORS;
    let mut searched = [0_usize; PATTERNS.len()];
    for found in search.find_overlapping_iter(text) {
        let row = rows[found.pattern().as_usize()];
        // The row has looked at this line already.
        if found.start() < searched[row] {
            continue;
        }
        let line = line_around(text, found.start());
        searched[row] = line.end.max(found.start() + 1);
        let pattern = &PATTERNS[row];
        for captures in pattern.regex.captures_iter(&text[line.clone()]) {
            let Some(taken) = captures.name("value").or_else(|| captures.get(0)) else { continue };
            let quotes = ['"', '\''];
            let span = match taken.as_str().strip_prefix(quotes).and_then(|inner| inner.strip_suffix(quotes)) {
                Some(_) => taken.start() + 1..taken.end() - 1,
                None => taken.range(),
            };
            let key = captures.name("key").map(|key| key.as_str());
            let value = &text[line.start + span.start..line.start + span.end];
            if (pattern.is_secret)(value, key) && !value.contains("‹redacted") {
                let marker = Arc::from(format!("‹redacted:{}›", key.unwrap_or(pattern.id)));
                cuts.push(Cut { span: line.start + span.start..line.start + span.end, marker });
            }
        }
    }
}

/// The line that holds byte `at`, without its line ending.
fn line_around(text: &str, at: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let start = bytes[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |found| found + 1);
    let end = bytes[at..].iter().position(|byte| *byte == b'\n').map_or(text.len(), |found| at + found);
    start..end
}

/// The longest private key in use has far fewer bytes.
const PRIVATE_KEY_LIMIT: usize = 16 << 10;

/// Private keys, to their end line, or as far as their text goes when that is missing.
fn find_private_keys(text: &str, cuts: &mut Vec<Cut>) {
    for (start, _) in text.match_indices("-----BEGIN ") {
        let Some(title) = text[start + 11..].find("-----").filter(|length| *length < 60) else { continue };
        let body = start + 11 + title + 5;
        if !text[start..body].contains("PRIVATE KEY") {
            continue;
        }
        let end = text[body..].find("-----END ").filter(|length| *length < PRIVATE_KEY_LIMIT).and_then(|length| {
            let title = body + length + 9;
            Some(title + text[title..].find("-----").filter(|length| *length < 60)? + 5)
        });
        let is_part = |c: char| c.is_ascii_alphanumeric() || c.is_ascii_whitespace() || "+/=\\,:-".contains(c);
        let end = end.unwrap_or_else(|| body + text[body..].find(|c| !is_part(c)).unwrap_or(text.len() - body));
        cuts.push(Cut { span: start..end, marker: Arc::from("‹redacted:private-key›") });
    }
}

/// The text with the cuts carried out, overlapping ones as one; `None` without any.
fn replaced(text: &str, mut cuts: Vec<Cut>, count: &mut u32) -> Option<String> {
    if cuts.is_empty() {
        return None;
    }
    cuts.sort_by_key(|cut| (cut.span.start, std::cmp::Reverse(cut.span.end)));
    let mut merged: Vec<Cut> = Vec::new();
    for cut in cuts {
        match merged.last_mut() {
            Some(last) if cut.span.start < last.span.end => last.span.end = last.span.end.max(cut.span.end),
            _ => merged.push(cut),
        }
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for cut in &merged {
        out.push_str(&text[at..cut.span.start]);
        out.push_str(&cut.marker);
        at = cut.span.end;
    }
    out.push_str(&text[at..]);
    *count += u32::try_from(merged.len()).unwrap_or(u32::MAX);
    Some(out)
}
