use std::ops::Range;

/// One instruction with its continuation lines joined. Heredoc bodies and comments are left out.
pub(super) struct Instruction {
    /// In upper case.
    pub(super) name: String,
    /// What follows the name, as one line.
    argument: String,
    /// Where each character of `argument` stands in the file: start in `argument`, start in the file.
    pieces: Vec<(usize, usize)>,
}

/// A word of an instruction.
#[derive(Debug, Clone)]
pub(super) struct Word {
    /// Quotes removed.
    pub(super) text: String,
    /// Bytes in the file, quotes included.
    pub(super) span: Range<usize>,
}

/// Every instruction of a file.
pub(super) fn all(text: &str) -> Vec<Instruction> {
    let body_start = text.len() - text.trim_start_matches('\u{feff}').len();
    let escape = escape_character(&text[body_start..]);
    let mut lines = lines(text, body_start).into_iter().peekable();
    let mut found = Vec::new();
    while let Some((start, line)) = lines.next() {
        let indent = line.len() - line.trim_start().len();
        let trimmed = line.trim_start();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        let name_length = trimmed.find(char::is_whitespace).unwrap_or(trimmed.len());
        let mut instruction = Instruction {
            name: trimmed[..name_length].to_ascii_uppercase(),
            argument: String::new(),
            pieces: Vec::new(),
        };
        let mut goes_on = instruction.push(start + indent + name_length, &trimmed[name_length..], escape);
        while goes_on && let Some((start, line)) = lines.next() {
            let trimmed = line.trim();
            // Comments and blank lines do not end an instruction.
            if !trimmed.is_empty() && !trimmed.starts_with('#') {
                goes_on = instruction.push(start, line, escape);
            }
        }
        for end in instruction.heredocs() {
            for (_, line) in lines.by_ref() {
                if line == end || line.trim_start_matches('\t') == end {
                    break;
                }
            }
        }
        found.push(instruction);
    }
    found
}

/// Lines with the byte they start at, without their endings.
fn lines(text: &str, from: usize) -> Vec<(usize, &str)> {
    let mut at = from;
    let mut found = Vec::new();
    for line in text[from..].split_inclusive('\n') {
        found.push((at, line.trim_end_matches(['\n', '\r'])));
        at += line.len();
    }
    found
}

/// `# escape=` in the directives at the top.
fn escape_character(text: &str) -> char {
    text.lines()
        .map_while(|line| line.trim().strip_prefix('#'))
        .filter_map(|line| line.split_once('='))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("escape"))
        .and_then(|(_, value)| value.trim().chars().next())
        .filter(|character| *character == '`')
        .unwrap_or('\\')
}

impl Instruction {
    /// Adds a line's text; whether the next line belongs to it as well.
    fn push(&mut self, start: usize, line: &str, escape: char) -> bool {
        let trimmed = line.trim_end();
        let goes_on = trimmed.ends_with(escape);
        let kept = if goes_on { &trimmed[..trimmed.len() - 1] } else { trimmed };
        self.pieces.push((self.argument.len(), start));
        self.argument.push_str(kept);
        goes_on
    }

    /// The byte in the file of a byte in `argument`.
    fn byte(&self, at: usize) -> usize {
        let piece = self.pieces.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        self.pieces.get(piece).map_or(0, |(start, source)| source + (at - start))
    }

    fn span(&self, span: Range<usize>) -> Range<usize> {
        // The last byte decides: the one after it may be on the next line already.
        let start = self.byte(span.start);
        let end = if span.is_empty() { start } else { self.byte(span.end - 1) + 1 };
        start..end
    }

    /// Words as a shell would split them, quotes removed.
    pub(super) fn words(&self) -> Vec<Word> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(word) = self.word_at(at) {
            at = word.1;
            found.push(word.0);
        }
        found
    }

    /// The next word from `at`, and where it ends in `argument`.
    fn word_at(&self, at: usize) -> Option<(Word, usize)> {
        let rest = self.argument.get(at..)?;
        let start = at + rest.find(|c: char| !c.is_whitespace())?;
        let mut text = String::new();
        let mut quote = None;
        let mut end = self.argument.len();
        let mut characters = self.argument[start..].char_indices();
        while let Some((offset, character)) = characters.next() {
            match (quote, character) {
                (None, '"' | '\'') => quote = Some(character),
                (Some(open), _) if character == open => quote = None,
                (None | Some('"'), '\\') => text.extend(characters.next().map(|(_, escaped)| escaped)),
                (None, _) if character.is_whitespace() => {
                    end = start + offset;
                    break;
                }
                _ => text.push(character),
            }
        }
        Some((Word { text, span: self.span(start..end) }, end))
    }

    /// The keys and values of `ENV` or `ARG`: `K=v K2=v2`, `ENV K v` or `ARG K`.
    pub(super) fn pairs(&self) -> Vec<(Word, Option<String>)> {
        let words = self.words();
        let Some(first) = words.first() else { return Vec::new() };
        if self.name == "ENV" && !first.text.contains('=') {
            let start = self.argument.find(&first.text).map_or(0, |at| at + first.text.len());
            let value = self.argument.get(start..).unwrap_or("").trim();
            return vec![(first.clone(), (!value.is_empty()).then(|| value.to_owned()))];
        }
        let pair = |word: &Word| match word.text.split_once('=') {
            Some((key, value)) => {
                let span = word.span.start..(word.span.start + key.len()).min(word.span.end);
                (Word { text: key.to_owned(), span }, Some(value.to_owned()))
            }
            None => (word.clone(), None),
        };
        words.iter().map(pair).filter(|(key, _)| !key.text.is_empty()).collect()
    }

    /// The argument as a command line: the items of the JSON form joined by blanks.
    pub(super) fn command(&self) -> String {
        let text = self.argument.trim();
        match serde_json::from_str::<Vec<String>>(text) {
            Ok(words) => words.join(" "),
            Err(_) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        }
    }

    /// Where the argument stands in the file.
    pub(super) fn argument_span(&self) -> Range<usize> {
        let start = self.argument.len() - self.argument.trim_start().len();
        self.span(start..self.argument.trim_end().len().max(start))
    }

    /// The words that end the heredocs it opens, in order.
    fn heredocs(&self) -> Vec<String> {
        if !matches!(self.name.as_str(), "RUN" | "COPY" | "ADD") {
            return Vec::new();
        }
        let opened = self.argument.match_indices("<<").filter_map(|(at, _)| {
            let before = self.argument[..at].chars().next_back();
            let rest = self.argument[at + 2..].trim_start_matches('-').trim_start_matches(['"', '\'']);
            let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
            // `<<<` is a here-string, `1<<2` is arithmetic.
            let is_word = rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
            let stands_free = before.is_none_or(|c| c.is_whitespace() || c.is_ascii_digit());
            (is_word && stands_free).then(|| rest[..length].to_owned())
        });
        opened.collect()
    }
}
