//! Where a name is declared, by looking at lines. Bounded: a workspace of any size costs a fraction of a second.

use model::{LineMap, Place, Range, RelPath};

use crate::{View, packet::has_word};

/// More files or bytes than this are not looked into, and the answer says so.
const MOST_FILES: usize = 4_000;
const MOST_BYTES: u64 = 32 << 20;
/// Larger files are generated.
const LARGEST_FILE: u64 = 512 << 10;
/// More declarations of one name than this tell nothing.
const MOST_FOUND: usize = 20;

/// What a search found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// Declarations, by path and line.
    pub(crate) declarations: Vec<Declaration>,
    /// Files looked into.
    pub(crate) files: usize,
    /// Whether there were more files than may be looked into.
    pub(crate) is_partial: bool,
}

/// A line that declares a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Declaration {
    pub(crate) place: Place,
    /// The line, trimmed, as it stands: mask it before it is shown.
    pub(crate) line: String,
}

/// Declarations of `name` in code below `folder`.
pub(crate) fn declarations(view: &View<'_>, name: &str, folder: &RelPath) -> Found {
    let mut found = Found::default();
    if name.len() < 2 || !name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '$') {
        return found;
    }
    let mut bytes = 0;
    for (path, entry) in view.snapshot.files.iter().filter(|(path, _)| path.is_within(folder)) {
        let Some(language) = language(path.extension()).filter(|_| entry.size <= LARGEST_FILE) else { continue };
        bytes += entry.size;
        if found.files == MOST_FILES || bytes > MOST_BYTES {
            found.is_partial = true;
            break;
        }
        found.files += 1;
        let Some(text) = view.text(path).filter(|text| has_word(text, name)) else { continue };
        collect(path, &text, name, language, &mut found.declarations);
        if found.declarations.len() >= MOST_FOUND {
            break;
        }
    }
    found
}

/// Lines of code below `folder` that name `word`, at most one a file.
pub(crate) fn mentions(view: &View<'_>, word: &str, folder: &RelPath) -> Vec<Place> {
    let mut found = Vec::new();
    let mut bytes = 0;
    for (path, entry) in view.snapshot.files.iter().filter(|(path, _)| path.is_within(folder)) {
        bytes += entry.size;
        if bytes > MOST_BYTES || found.len() == MOST_FOUND {
            break;
        }
        if language(path.extension()).is_none() || entry.size > LARGEST_FILE {
            continue;
        }
        let Some(text) = view.text(path) else { continue };
        let line = text.lines().position(|line| has_word(line, word)).and_then(|line| u32::try_from(line).ok());
        found.extend(line.map(|line| Place::new(path.clone(), Range::line_start(line))));
    }
    found
}

fn collect(path: &RelPath, text: &str, name: &str, language: Language, out: &mut Vec<Declaration>) {
    let map = LineMap::new(text);
    for number in 0..map.lines() {
        let line = map.line_text(number);
        if line.contains(name)
            && let Some(at) = declared_at(line, name, language)
        {
            let range = map.range({
                let start = line.as_ptr() as usize - text.as_ptr() as usize + at;
                start..start + name.len()
            });
            out.push(Declaration { place: Place::new(path.clone(), range), line: line.trim().to_owned() });
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Language {
    Python,
    Script,
    Go,
    Java,
}

fn language(extension: &str) -> Option<Language> {
    Some(match extension {
        "py" => Language::Python,
        "ts" | "tsx" | "mts" | "cts" | "js" | "jsx" | "mjs" | "cjs" => Language::Script,
        "go" => Language::Go,
        "java" | "kt" => Language::Java,
        _ => return None,
    })
}

/// The byte of the line at which `name` is declared.
fn declared_at(line: &str, name: &str, language: Language) -> Option<usize> {
    let keywords: &[&str] = match language {
        Language::Python => &["def", "class"],
        Language::Script => &["function", "class", "interface", "type", "enum", "const", "let", "var", "namespace"],
        Language::Go => &["func", "type", "var", "const"],
        Language::Java => &["class", "interface", "enum", "record", "fun", "object"],
    };
    line.match_indices(name).map(|(at, _)| at).find(|at| {
        let (before, after) = (&line[..*at], &line[at + name.len()..]);
        let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
        if before.chars().next_back().is_some_and(is_part) || after.chars().next().is_some_and(is_part) {
            return false;
        }
        let lead = before.trim_end();
        let last = lead.rsplit([' ', '\t']).next().unwrap_or("");
        keywords.contains(&last) || is_declared_otherwise(lead, after, language)
    })
}

/// Forms without a keyword right before the name.
fn is_declared_otherwise(lead: &str, after: &str, language: Language) -> bool {
    let after = after.trim_start();
    match language {
        // A module's or class's own name, not a keyword argument or a comparison.
        Language::Python => {
            let is_assigned = after.starts_with('=') && !after.starts_with("==");
            lead.is_empty() && (is_assigned || (after.starts_with(':') && after.contains('=')))
        }
        Language::Go => lead.starts_with("func (") && lead.ends_with(')') && after.starts_with(['(', '[']),
        Language::Java => {
            let has_type = lead.split_whitespace().next_back().is_some_and(|word| {
                word.chars().next().is_some_and(char::is_alphabetic)
                    && !matches!(word, "return" | "new" | "throw" | "else")
            });
            let is_method =
                after.starts_with('(') && (after.ends_with('{') || after.ends_with(';') && lead.contains("abstract"));
            has_type && !lead.contains(['(', '=', '.']) && is_method
        }
        Language::Script => {
            let is_modifier = lead.split_whitespace().all(|word| {
                matches!(
                    word,
                    "async" | "static" | "public" | "private" | "protected" | "readonly" | "get" | "set" | "export"
                )
            });
            is_modifier && after.starts_with(['(', '<']) && after.ends_with('{')
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Bench;

    #[test]
    fn finds_declarations_not_uses() {
        let bench = Bench::new(
            r"
//- /a.py
from x import total
total = 3
class Orders:
    def total(self): return total(x=total)
if total == 3: f(total=1)
//- /b.ts
export const total = 1;
class A { }
  async total(a: number) {
call(total);
//- /c.go
func (s *Server) total(x int) int {
	return s.total(x)
//- /D.java
    public int total(int x) {
        return total(x);
//- /notes.md
total = 4
",
        );
        let found = declarations(&bench.view(), "total", &RelPath::root());
        let lines: Vec<String> = found
            .declarations
            .iter()
            .map(|found| format!("{}:{}", found.place.file, found.place.line_number()))
            .collect();
        assert_eq!(lines, ["D.java:1", "a.py:2", "a.py:4", "b.ts:1", "b.ts:3", "c.go:1"]);
        assert_eq!((found.files, found.is_partial), (4, false));
        assert_eq!(declarations(&bench.view(), "a b", &RelPath::root()), Found::default());
    }
}
