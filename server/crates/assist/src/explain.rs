//! What frequent messages of compilers, type checkers and linters mean: one file a family, and a table.

mod eslint;
mod gopls;
mod javac;
mod mypy;
mod pyright;
mod python;
mod ruff;
mod tsc;

use regex::Regex;

use crate::Site;

/// One kind of message.
pub(crate) struct Row {
    /// The codes under which it is published; may be empty.
    codes: &'static [&'static str],
    /// A regular expression on the message; empty when the code says it all.
    pattern: &'static str,
    /// What it means, one or two sentences. `$1` … are the pattern's groups.
    means: &'static str,
    /// What to do, imperative.
    next: &'static str,
    /// What group 1 names.
    about: About,
}

/// What a message is about, as far as the workspace can tell more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum About {
    /// Nothing that can be looked up.
    Nothing,
    /// A module or package that is imported.
    Import,
    /// A name that nothing declares.
    Name,
    /// A key of a mapping; an env key when the mapping is the environment.
    Key,
}

/// Messages of one program.
pub(crate) struct Family {
    /// The name shown.
    id: &'static str,
    /// How its diagnostics name their source, in lower case, whole or as a part.
    sources: &'static [&'static str],
    /// Files that it speaks of.
    extensions: &'static [&'static str],
    rows: &'static [Row],
}

/// The table. Of families that match alike, the first one wins.
static FAMILIES: [&Family; 8] = [
    &pyright::FAMILY,
    &mypy::FAMILY,
    &ruff::FAMILY,
    &python::FAMILY,
    &tsc::FAMILY,
    &eslint::FAMILY,
    &gopls::FAMILY,
    &javac::FAMILY,
];

/// An explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Explained {
    /// Whose message it is.
    pub(crate) family: &'static str,
    /// What it means.
    pub(crate) means: String,
    /// What to do.
    pub(crate) next: String,
    /// What it is about, by name.
    pub(crate) about: Option<(About, String)>,
}

/// Explains the message of a place; `None` for messages that no table knows.
pub(crate) fn explain(site: &Site) -> Option<Explained> {
    let message = site.message.as_deref()?;
    let source = site.source.as_deref().unwrap_or("").to_ascii_lowercase();
    let code = site.code.as_deref().unwrap_or("");
    let speaks = |family: &&&Family| family.extensions.contains(&site.file.extension());
    let names_source =
        |family: &&&Family| !source.is_empty() && family.sources.iter().any(|known| source.contains(known));
    let by_source = FAMILIES.iter().filter(names_source);
    let by_file = FAMILIES.iter().filter(speaks);
    by_source.chain(by_file).find_map(|family| family.rows.iter().find_map(|row| matched(family, row, code, message)))
}

fn matched(family: &Family, row: &Row, code: &str, message: &str) -> Option<Explained> {
    let code = code.trim_start_matches("TS").trim_start_matches("ts");
    let has_code = row.codes.iter().any(|known| known.eq_ignore_ascii_case(code));
    let captures = if row.pattern.is_empty() { None } else { Regex::new(row.pattern).ok()?.captures(message) };
    if captures.is_none() && !has_code {
        return None;
    }
    let group = |number: usize| {
        let found = captures.as_ref().and_then(|captures| captures.get(number));
        found.map_or("", |found| found.as_str())
    };
    // A code may be known with other words than the pattern's: then sentences with a hole would be wrong.
    if captures.is_none() && (row.means.contains('$') || row.next.contains('$')) {
        return None;
    }
    let filled = |text: &str| {
        (1..=4).fold(text.to_owned(), |text, number| text.replace(&format!("${number}"), &shown(group(number))))
    };
    let about = (row.about != About::Nothing && !group(1).is_empty()).then(|| (row.about, group(1).to_owned()));
    Some(Explained { family: family.id, means: filled(row.means), next: filled(row.next), about })
}

/// Types may be pages long.
fn shown(text: &str) -> String {
    const LONGEST: usize = 80;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use model::RelPath;

    use super::*;

    fn site(file: &str, source: &str, code: &str, message: &str) -> Site {
        let optional = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Site {
            source: optional(source),
            code: optional(code),
            message: optional(message),
            ..Site::line(RelPath::new(file).expect("a path"), 1)
        }
    }

    #[test]
    fn every_pattern_is_a_regular_expression_and_every_hole_has_its_group() {
        for family in FAMILIES {
            for row in family.rows {
                let name = format!("{} {:?} {}", family.id, row.codes, row.pattern);
                assert!(!row.codes.is_empty() || !row.pattern.is_empty(), "{name}");
                let regex = Regex::new(row.pattern).expect(&name);
                for number in 1..=4 {
                    let is_used = row.means.contains(&format!("${number}")) || row.next.contains(&format!("${number}"));
                    assert!(!is_used || number < regex.captures_len(), "{name}: ${number}");
                }
                assert!(row.means.ends_with('.') && !row.next.ends_with('.'), "{name}");
                assert!(row.about == About::Nothing || regex.captures_len() > 1, "{name}");
            }
        }
    }

    #[test]
    fn messages_as_their_programs_write_them() {
        for (file, source, code, message, about) in [
            (
                "a.py",
                "Pylance",
                "reportMissingImports",
                "Import \"fastapi.security\" could not be resolved",
                "fastapi.security",
            ),
            ("a.py", "Pylance", "reportUndefinedVariable", "\"encode\" is not defined", "encode"),
            (
                "a.py",
                "mypy",
                "import-not-found",
                "Cannot find implementation or library stub for module named \"jose\"",
                "jose",
            ),
            ("a.py", "Ruff", "F821", "Undefined name `encode`", "encode"),
            ("a.py", "", "", "ModuleNotFoundError: No module named 'jose'", "jose"),
            ("a.py", "", "", "KeyError: 'JWT_SECRET'", "JWT_SECRET"),
            (
                "a.ts",
                "ts",
                "2307",
                "Cannot find module '@nestjs/jwt' or its corresponding type declarations.",
                "@nestjs/jwt",
            ),
            ("a.ts", "ts", "TS2304", "Cannot find name 'foo'.", "foo"),
            ("a.ts", "eslint", "no-undef", "'foo' is not defined.", "foo"),
            ("a.go", "compiler", "UndeclaredName", "undefined: foo", "foo"),
            (
                "a.go",
                "compiler",
                "BrokenImport",
                "could not import github.com/gin-gonic/gin (no required module provides package \"github.com/gin-gonic/gin\")",
                "github.com/gin-gonic/gin",
            ),
            ("A.java", "Java", "16777218", "Order cannot be resolved to a type", "Order"),
            ("A.java", "Java", "268435846", "The import com.acme.x cannot be resolved", "com.acme.x"),
        ] {
            let explained = explain(&site(file, source, code, message)).expect(message);
            assert_eq!(explained.about.map(|(_, name)| name).as_deref(), Some(about), "{message}");
            assert!(!explained.means.contains('$'), "{}", explained.means);
        }
    }

    #[test]
    fn an_unknown_message_is_not_explained() {
        assert_eq!(explain(&site("a.py", "Pylance", "reportWhatever", "something new")), None);
        assert_eq!(explain(&site("a.rs", "rustc", "E0308", "mismatched types")), None);
        assert_eq!(explain(&site("a.py", "", "", "")), None);
    }
}
