//! The function or class around a line. Good enough without a parser: indentation for Python, braces for TypeScript,
//! JavaScript, Go and Java, with strings and comments told apart. A real parser takes its place behind this interface.

mod braces;
mod python;

use model::RelPath;

/// Lines of a file, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enclosing {
    /// First line: that of the first decorator or annotation.
    pub first_line: u32,
    /// Last line.
    pub last_line: u32,
    /// The dotted name, e.g. `Orders.create`; `None` when no function or class is around the line.
    pub symbol: Option<String>,
}

/// Lines around a place that no function encloses.
const AROUND: u32 = 12;

/// What encloses `line` (counted from 1) in `text`. Never fails: without a function or class it is the lines around.
#[must_use]
pub fn enclosing(path: &RelPath, text: &str, line: u32) -> Enclosing {
    let lines: Vec<&str> = text.lines().collect();
    let count = u32::try_from(lines.len()).unwrap_or(u32::MAX).max(1);
    let line = line.clamp(1, count);
    let found = match path.extension() {
        "py" | "pyi" => python::enclosing(&lines, line),
        "ts" | "tsx" | "mts" | "cts" | "js" | "jsx" | "mjs" | "cjs" | "vue" | "svelte" => {
            braces::enclosing(text, line, braces::Language::Script)
        }
        "go" => braces::enclosing(text, line, braces::Language::Go),
        "java" | "kt" | "kts" => braces::enclosing(text, line, braces::Language::Java),
        _ => None,
    };
    found.unwrap_or_else(|| Enclosing {
        first_line: line.saturating_sub(AROUND).max(1),
        last_line: line.saturating_add(AROUND).min(count),
        symbol: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    pub(super) fn check(path: &str, text: &str, expected: &[(u32, &str)]) {
        let path = RelPath::new(path).expect("a path");
        for (line, expected) in expected {
            let found = enclosing(&path, text, *line);
            let shown = format!("{}-{} {}", found.first_line, found.last_line, found.symbol.as_deref().unwrap_or("-"));
            assert_eq!(shown, *expected, "line {line} of\n{text}");
        }
    }

    #[test]
    fn other_files_give_the_lines_around() {
        let text = "x\n".repeat(100);
        check("a.toml", &text, &[(1, "1-13 -"), (50, "38-62 -"), (100, "88-100 -"), (999, "88-100 -")]);
        check("a.py", "", &[(1, "1-1 -")]);
    }

    #[test]
    fn odd_texts_do_no_harm() {
        for path in ["a.py", "a.ts", "a.go", "A.java"] {
            for text in
                ["{{{{", "}}}}", "\"", "`${`${`", "/*", "def", "'''", "function (", "=> {", "\u{feff}é{\n}", "@"]
            {
                for line in 0..4 {
                    let _ = enclosing(&RelPath::new(path).expect("a path"), text, line);
                }
            }
        }
    }
}
