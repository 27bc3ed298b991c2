//! Tables of names: `ext.versions = [guava: '32.1']`, `libraries = [netty: ["io.netty:handler:$versions.netty", …]]`.

use std::sync::Arc;

use super::defined;

/// Tables that are open in the line that is read.
#[derive(Default)]
pub(super) struct Tables {
    /// The names that lead to the innermost.
    names: Vec<String>,
}

type Properties = Vec<(Arc<str>, Arc<str>)>;

impl Tables {
    /// Whether the line belongs to a table; what it says is added to `out` under the names that lead to it. The texts of a list
    /// are one, with commas.
    pub(super) fn line(&mut self, line: &str, out: &mut Properties) -> bool {
        if !self.names.is_empty() {
            self.entries(line, out);
            return true;
        }
        let Some((left, right)) = line.split_once('=') else { return false };
        let Some(entries) = right.trim_start().strip_prefix('[') else { return false };
        let Some(name) = left.split_whitespace().last().and_then(defined) else { return false };
        self.names.push(name.to_owned());
        self.entries(entries, out);
        true
    }

    fn entries(&mut self, mut rest: &str, out: &mut Properties) {
        while !self.names.is_empty() {
            rest = rest.trim_start_matches([' ', ',', '\t', '(', ')']);
            let Some(first) = rest.chars().next() else { return };
            if first == ']' {
                self.names.pop();
                rest = &rest[1..];
                continue;
            }
            let (text, is_literal, behind) = token(rest);
            let value = behind.trim_start().strip_prefix(':').map(str::trim_start);
            match value.and_then(|value| Some((value, value.strip_prefix('[')?))) {
                Some((_, inner)) => {
                    self.names.push(text.to_owned());
                    rest = inner;
                }
                None => {
                    let (name, value, behind) = match value.map(token) {
                        Some((value, is_literal, behind)) => {
                            (format!("{}.{text}", self.names.join(".")), (value, is_literal), behind)
                        }
                        None => (self.names.join("."), (text, is_literal), behind),
                    };
                    add(name, value, out);
                    // The rest of an expression says nothing.
                    let end = behind.find([',', ']']).unwrap_or(behind.len());
                    rest = &behind[end..];
                }
            }
        }
    }
}

fn add(name: String, (text, is_literal): (&str, bool), out: &mut Properties) {
    if text.is_empty() {
        return;
    }
    let text = if is_literal { text.to_owned() } else { format!("${{{text}}}") };
    match out.iter_mut().find(|(known, _)| **known == *name) {
        Some((_, known)) => *known = Arc::from(format!("{known},{text}")),
        None => out.push((Arc::from(name), Arc::from(text))),
    }
}

/// A literal or a word, whether it is a literal, and what is behind it. Takes one letter at least.
fn token(text: &str) -> (&str, bool, &str) {
    if let Some(quote) = text.chars().next().filter(|first| matches!(first, '"' | '\'')) {
        let inner = &text[1..];
        let end = inner.find(quote).unwrap_or(inner.len());
        return (&inner[..end], true, inner.get(end + 1..).unwrap_or(""));
    }
    let end =
        text.find(|letter: char| !(letter.is_alphanumeric() || matches!(letter, '_' | '.'))).unwrap_or(text.len());
    if end > 0 {
        return (&text[..end], false, &text[end..]);
    }
    let first = text.chars().next().map_or(0, char::len_utf8);
    ("", false, &text[first..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let (mut tables, mut out) = (Tables::default(), Vec::new());
        for line in text.lines() {
            tables.line(line.trim(), &mut out);
        }
        out.iter().map(|(name, text)| format!("{name}={text}")).collect()
    }

    #[test]
    fn entries_lists_and_tables_in_tables() {
        let text = "ext.versions = [guava: '1', 'netty-all': \"2\"]\nlibraries = [\n  a: \"x:a:$versions.guava\",\n  b: [\n    'x:b:1',\n    \"x:c:2\",\n  ],\n  c: versions.guava,\n]\ndef list = ['p:q:1', 'p:r:2']\n";
        assert_eq!(
            read(text),
            [
                "versions.guava=1",
                "versions.netty-all=2",
                "libraries.a=x:a:$versions.guava",
                "libraries.b=x:b:1,x:c:2",
                "libraries.c=${versions.guava}",
                "list=p:q:1,p:r:2",
            ]
        );
    }

    #[test]
    fn other_lines_and_broken_ones_end() {
        for text in [
            "a = b[1]",
            "a.b = [",
            "x = [",
            "x = [a",
            "x = [a:",
            "x = [a: [",
            "x = ['a",
            "x = [é: ß, ]]]",
            "x = [}{",
            "= [",
        ] {
            read(text);
        }
        assert_eq!(read("sources = files('a')\nif (x == [1]) {}"), Vec::<String>::new());
    }
}
