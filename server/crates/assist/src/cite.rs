//! Citations in a model's answer: `path:line` becomes a link when the workspace has the file and the line, and is marked
//! when it has not. Works while the text streams: nothing is shown before it is known whether a citation goes on.

use std::collections::BTreeMap;

use model::RelPath;

use crate::{Part, View};

/// What a citation cannot be longer than.
const LONGEST: usize = 300;

/// Files and the number of their lines: all that citations are checked against. Owned, so that it outlives the view.
#[derive(Debug, Clone, Default)]
pub struct Citable {
    /// Line counts where they are known.
    files: BTreeMap<RelPath, Option<u32>>,
}

impl Citable {
    /// The workspace's files; `told` are those whose text the model was told, their lines are counted.
    #[must_use]
    pub fn new(view: &View<'_>, told: &[RelPath]) -> Self {
        let lines = |text: &str| u32::try_from(text.lines().count()).unwrap_or(u32::MAX).max(1);
        let mut files: BTreeMap<RelPath, Option<u32>> =
            view.snapshot.files.iter().map(|(path, entry)| (path.clone(), entry.text.as_deref().map(lines))).collect();
        for path in told.iter().chain(view.buffers.keys()) {
            if let Some(text) = view.text(path) {
                files.insert(path.clone(), Some(lines(&text)));
            }
        }
        Self { files }
    }

    /// The file that a citation means: its path, or the end of exactly one path.
    fn file(&self, text: &str) -> Option<(&RelPath, Option<u32>)> {
        let path = RelPath::new(text.trim_start_matches("./")).ok().filter(|path| !path.is_root())?;
        if let Some((path, lines)) = self.files.get_key_value(&path) {
            return Some((path, *lines));
        }
        let ending = format!("/{path}");
        let mut ends = self.files.iter().filter(|(file, _)| file.as_str().ends_with(&ending));
        match (ends.next(), ends.next()) {
            (Some((path, lines)), None) => Some((path, *lines)),
            _ => None,
        }
    }
}

/// Turns a stream of text into parts.
pub struct Citations<'c> {
    citable: &'c Citable,
    /// What may be the start of a citation.
    held: String,
    /// Whether the text is inside a fenced block, where nothing is linked.
    is_fenced: bool,
    /// The line so far, as far as it is needed to see a fence.
    line: String,
    unverified: u32,
}

impl<'c> Citations<'c> {
    /// Starts a text.
    #[must_use]
    pub fn new(citable: &'c Citable) -> Self {
        Self { citable, held: String::new(), is_fenced: false, line: String::new(), unverified: 0 }
    }

    /// Takes more text; returns what can be shown.
    pub fn push(&mut self, text: &str) -> Vec<Part> {
        let mut parts = Vec::new();
        for character in text.chars() {
            if is_citing(character) && self.held.len() < LONGEST {
                self.held.push(character);
            } else {
                self.release(&mut parts);
                append(&mut parts, character.encode_utf8(&mut [0; 4]));
            }
            self.follow(character);
        }
        parts
    }

    /// Shows what was held back.
    pub fn finish(&mut self) -> Vec<Part> {
        let mut parts = Vec::new();
        self.release(&mut parts);
        parts
    }

    /// Citations of files or lines that the workspace does not have.
    #[must_use]
    pub fn unverified(&self) -> u32 {
        self.unverified
    }

    fn follow(&mut self, character: char) {
        if character == '\n' {
            if self.line.trim_start().starts_with("```") || self.line.trim_start().starts_with("~~~") {
                self.is_fenced = !self.is_fenced;
            }
            self.line.clear();
        } else if self.line.len() < 64 {
            self.line.push(character);
        }
    }

    fn release(&mut self, parts: &mut Vec<Part>) {
        let held = std::mem::take(&mut self.held);
        if held.is_empty() {
            return;
        }
        let is_code_fence = self.is_fenced || self.line.trim_start().starts_with("```");
        let Some((before, path, line, after)) = citation(&held).filter(|_| !is_code_fence) else {
            append(parts, &held);
            return;
        };
        match self.citable.file(path) {
            Some((file, lines)) if line >= 1 && lines.is_none_or(|lines| line <= lines) => {
                append(parts, before);
                parts.push(Part::Anchor { file: file.clone(), line, title: format!("{file}:{line}") });
                append(parts, after);
            }
            _ => {
                self.unverified += 1;
                append(parts, before);
                append(parts, &format!("{path}:{line} _(unverified)_"));
                append(parts, after);
            }
        }
    }
}

/// Characters that paths and lines are written with, and what is put around them.
fn is_citing(character: char) -> bool {
    character.is_alphanumeric() || "/._-:@[]{}()`+#~$\\".contains(character)
}

/// `path.ext:12`, `path.ext:12-15`, `path.ext#L12`, with brackets and backquotes around it.
fn citation(text: &str) -> Option<(&str, &str, u32, &str)> {
    let wrapped = |c: char| "`()[]{}".contains(c);
    let start = text.find(|c| !wrapped(c))?;
    // Brackets may belong to the path, as in Next.js' routes: only unpaired ones are around it.
    let (before, rest) = text.split_at(start);
    let colon = rest.match_indices([':', '#']).find(|(at, mark)| {
        let tail = &rest[at + 1..];
        let tail = if *mark == "#" { tail.strip_prefix('L').unwrap_or("") } else { tail };
        tail.starts_with(|c: char| c.is_ascii_digit())
    })?;
    let path = &rest[..colon.0];
    let name = path.rsplit('/').next()?;
    let has_form = name.contains('.') || path.contains('/') || matches!(name, "Dockerfile" | "Makefile" | "Procfile");
    // `localhost:8000`, `12:30`, `https:…` and `image:16` are none.
    let is_path = has_form && !path.contains(':') && path.chars().any(char::is_alphabetic) && !is_host(path);
    let numbers = rest[colon.0 + 1..].trim_start_matches('L');
    let digits = numbers.bytes().take_while(u8::is_ascii_digit).count();
    let line = numbers[..digits].parse().ok()?;
    let mut end = rest.len() - numbers.len() + digits;
    // A range: its first line is the link.
    let range = rest[end..].strip_prefix('-').map(|tail| tail.trim_start_matches('L'));
    if let Some(tail) = range.filter(|tail| tail.starts_with(|c: char| c.is_ascii_digit())) {
        end = rest.len() - tail.len() + tail.bytes().take_while(u8::is_ascii_digit).count();
    }
    let after = &rest[end..];
    // A link cannot stand in code: the backquotes around it are dropped.
    let (before, after) = match (before.strip_suffix('`'), after.strip_prefix('`')) {
        (Some(before), Some(after)) => (before, after),
        _ => (before, after),
    };
    is_path.then_some((before, path, line, after))
}

/// `localhost`, `db.internal`, `127.0.0.1`: followed by a port, not a line.
fn is_host(path: &str) -> bool {
    !path.contains('/')
        && (path.split('.').all(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
            || [".com", ".io", ".org", ".net", ".internal", ".local", ".dev"].iter().any(|end| path.ends_with(end)))
}

fn append(parts: &mut Vec<Part>, text: &str) {
    if text.is_empty() {
        return;
    }
    match parts.last_mut() {
        Some(Part::Markdown(last)) => last.push_str(text),
        _ => parts.push(Part::Markdown(text.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{part::plain, testing::Bench};

    fn citable() -> Citable {
        let bench =
            Bench::new("//- /api/src/main.py\na\nb\nc\n//- /api/app/[id]/page.tsx\nx\n//- /web/src/main.py\na\n");
        let path = |text: &str| RelPath::new(text).expect("a path");
        Citable::new(&bench.view(), &[path("api/src/main.py")])
    }

    fn linked(pieces: &[&str]) -> String {
        let citable = citable();
        let mut citations = Citations::new(&citable);
        let mut parts: Vec<Part> = pieces.iter().flat_map(|piece| citations.push(piece)).collect();
        parts.extend(citations.finish());
        parts
            .iter()
            .map(|part| match part {
                Part::Anchor { title, .. } => format!("<{title}>"),
                other => plain(std::slice::from_ref(other)),
            })
            .collect()
    }

    #[test]
    fn known_places_become_links_and_others_are_marked() {
        for (text, expected) in [
            ("see api/src/main.py:2.", "see <api/src/main.py:2>."),
            ("see `api/src/main.py:2`, and", "see <api/src/main.py:2>, and"),
            ("(api/src/main.py:2-3)", "(<api/src/main.py:2>)"),
            ("[api/src/main.py#L2]", "[<api/src/main.py:2>]"),
            ("app/[id]/page.tsx:1 x", "<api/app/[id]/page.tsx:1> x"),
            ("api/src/main.py:99", "api/src/main.py:99 _(unverified)_"),
            ("src/main.py:1", "src/main.py:1 _(unverified)_"),
            ("made/up.py:3 and", "made/up.py:3 _(unverified)_ and"),
            ("../../etc/passwd.txt:1", "../../etc/passwd.txt:1 _(unverified)_"),
            (
                "http://localhost:8000/x at 12:30, postgres:16, db.internal:5432",
                "http://localhost:8000/x at 12:30, postgres:16, db.internal:5432",
            ),
            ("```\napi/src/main.py:2\n```\napi/src/main.py:2", "```\napi/src/main.py:2\n```\n<api/src/main.py:2>"),
            ("a `code` b: 3", "a `code` b: 3"),
        ] {
            assert_eq!(linked(&[text]), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn where_the_stream_is_cut_does_not_matter(cuts in prop::collection::vec(0_usize..90, 0..8)) {
            let text = "See `api/src/main.py:2` and (web/src/main.py:1), not x/y.py:3 é.\n```py\napi/src/main.py:1\n```";
            let mut at: Vec<usize> = cuts.into_iter().filter(|cut| text.is_char_boundary(*cut) && *cut <= text.len()).collect();
            at.extend([0, text.len()]);
            at.sort_unstable();
            let pieces: Vec<&str> = at.windows(2).map(|pair| &text[pair[0]..pair[1]]).collect();
            prop_assert_eq!(linked(&pieces), linked(&[text]));
        }
    }
}
