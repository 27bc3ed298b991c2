//! `env-invalid-line`

use model::{
    Edit, Finding, Layer, Place, RelPath, Runtime, Severity,
    facts::{
        DotenvDialect::{self, Compose, Node, Python},
        DotenvFile, InvalidLine,
    },
};

use crate::{
    context::Context,
    rule::{self, Area, Input, Rule},
};

pub(crate) const RULE: Rule = Rule {
    id: "env-invalid-line",
    severity: Severity::Error,
    since: "0.1",
    area: Area::Env,
    doc: "\
## What it finds
A line of a dotenv file that a reader refuses, or reads as something that was not meant. Readers disagree, so the doctor asks the one that will read this file: python-dotenv in a Python project, npm's dotenv in a Node project, compose where a compose file stands beside it or names it.

- **Error**: that reader, or every reader, refuses the line.
- **Warning**: the line is taken, but sets nothing or something else (`KEY` without `=`, `KEY= # comment`, `#` in an unquoted value in a Node project, a byte-order mark before the first key). Also what would be an error, in a template.
- **Info**: only other readers refuse it, such as a shell that sources the file; and what would be a warning, in a template.

## Why it matters
The key is silently missing. Compose refuses the whole file.

## Fix
Writes the line as it was meant, where that is certain: `KEY = value`, `KEY: value`, a quoted key, a quote that is never closed.",
    reads: &[Input::Dotenv, Input::Compose, Input::Manifest, Input::Paths],
    check: |cx, out| {
        for (path, file) in cx.dotenvs().filter(|(_, file)| !file.invalid.is_empty()) {
            let readers = readers(cx, path);
            file.invalid.iter().for_each(|line| check(cx, path, file, line, &readers, out));
        }
    },
};

/// Who will read a file, as far as the workspace tells.
fn readers(cx: &Context<'_>, path: &RelPath) -> Vec<DotenvDialect> {
    let mut found = match cx.project_of(path).map(|project| project.runtime) {
        Some(Runtime::Python) => vec![Python],
        Some(Runtime::Node) => vec![Node],
        // godotenv, which compose's reader comes from.
        Some(Runtime::Go) => vec![Compose],
        Some(Runtime::Java) | None => Vec::new(),
    };
    let folder = path.parent();
    let is_beside =
        path.file_name() == ".env" && cx.stacks().iter().any(|stack| Some(&stack.folder) == folder.as_ref());
    let is_named = || {
        cx.snapshot.compose_services().any(|(file, service, _)| {
            let at = file.parent();
            service
                .env_files
                .iter()
                .any(|entry| at.as_ref().and_then(|at| at.join(&entry.path).ok()).as_ref() == Some(path))
        })
    };
    if is_beside || is_named() {
        found.push(Compose);
    }
    found
}

fn check(
    cx: &Context<'_>,
    path: &RelPath,
    file: &DotenvFile,
    line: &InvalidLine,
    readers: &[DotenvDialect],
    out: &mut Vec<Finding>,
) {
    let by_all = [Python, Node, Compose].iter().all(|reader| line.refused_by.contains(reader));
    let by_own = readers.iter().any(|reader| line.refused_by.contains(reader));
    // A line that is an entry all the same was taken for something: less than a refusal.
    let is_entry = file.entries.iter().any(|entry| entry.range.start.line == line.range.start.line);
    let is_taken = is_entry && line.refused_by != [Python, DotenvDialect::Shell] && !by_all;
    let severity = match (by_all || by_own, is_taken) {
        (true, false) => Severity::Error,
        (true, true) => Severity::Warning,
        (false, _) if readers.is_empty() && line.refused_by.iter().any(|reader| *reader != DotenvDialect::Shell) => {
            Severity::Warning
        }
        (false, _) => Severity::Info,
    };
    let severity = match (file.layer, severity) {
        (Layer::Example, Severity::Error) => Severity::Warning,
        (Layer::Example, _) => Severity::Info,
        (_, severity) => severity,
    };
    let at = Place::new(path.clone(), line.range);
    let number = at.line_number();
    let subject = line.key.as_deref().map_or_else(|| "line".to_owned(), str::to_owned);
    let key = line.key.as_deref().map_or(String::new(), |key| format!(" ({key})"));
    let fix = line.repaired.as_ref().map(|repaired| {
        let edit = Edit { file: path.clone(), range: line.range, new_text: repaired.clone() };
        // The text of the line may hold a secret: the title names the key only.
        let title = format!("Write line {number} of {path} as it was meant{key}");
        rule::edit("repair", title, true, vec![edit])
    });
    RULE.at(at, &subject)
        .severity(severity)
        .message(format!("line {number}{key}: {}", line.reason))
        .fixes(fix)
        .push(cx, out);
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::testing::check;

    const LINES: &str = "A = 1\nB: two\nC\n<<<<<<< HEAD\nD=\"open\nE=a#b\nF=fine\n";

    #[test]
    fn asks_the_reader_of_the_project() {
        check(
            &RULE,
            &format!("//- /api/requirements.txt\nfastapi\n//- /api/main.py\n\n//- /api/.env\n{LINES}"),
            expect![[r#"
                api/.env:2:0-6 error[env-invalid-line]
                  line 2 (B): there is `:` instead of `=` after the key
                  api/.env:2 B: two
                  fix: Write line 2 of api/.env as it was meant (B)
                    api/.env
                    -B: two
                    +B=two
                api/.env:4:0-12 error[env-invalid-line]
                  line 4: a merge conflict was left here
                  api/.env:4 <<<<<<< HEAD
                api/.env:5:0-7 error[env-invalid-line]
                  line 5 (D): the quote is never closed
                  api/.env:5 D="open
                  fix: Write line 5 of api/.env as it was meant (D)
                    api/.env
                    -D="open
                    +D="open"
                api/.env:3:0-1 warning[env-invalid-line]
                  line 3 (C): there is no `=` after the key, so it sets nothing
                  api/.env:3 C
                api/.env:1:0-5 info[env-invalid-line]
                  line 1 (A): there is a blank before `=`, which shells and `docker run --env-file` refuse
                  api/.env:1 A = 1
                  fix: Write line 1 of api/.env as it was meant (A)
                    api/.env
                    -A = 1
                    +A=1
                api/.env:6:0-5 info[env-invalid-line]
                  line 6 (E): dotenv of npm ends an unquoted value at `#`
                  api/.env:6 E=a#b
                  fix: Write line 6 of api/.env as it was meant (E)
                    api/.env
                    -E=a#b
                    +E="a#b"
            "#]],
        );
    }

    #[test]
    fn node_reads_other_lines() {
        check(
            &RULE,
            &format!(
                "//- /web/package.json\n{{ \"name\": \"web\", \"dependencies\": {{ \"express\": \"4\" }} }}\n//- /web/.env\n{LINES}"
            ),
            expect![[r#"
                web/.env:4:0-12 error[env-invalid-line]
                  line 4: a merge conflict was left here
                  web/.env:4 <<<<<<< HEAD
                web/.env:5:0-7 error[env-invalid-line]
                  line 5 (D): the quote is never closed
                  web/.env:5 D="open
                  fix: Write line 5 of web/.env as it was meant (D)
                    web/.env
                    -D="open
                    +D="open"
                web/.env:3:0-1 warning[env-invalid-line]
                  line 3 (C): there is no `=` after the key, so it sets nothing
                  web/.env:3 C
                web/.env:6:0-5 warning[env-invalid-line]
                  line 6 (E): dotenv of npm ends an unquoted value at `#`
                  web/.env:6 E=a#b
                  fix: Write line 6 of web/.env as it was meant (E)
                    web/.env
                    -E=a#b
                    +E="a#b"
                web/.env:1:0-5 info[env-invalid-line]
                  line 1 (A): there is a blank before `=`, which shells and `docker run --env-file` refuse
                  web/.env:1 A = 1
                  fix: Write line 1 of web/.env as it was meant (A)
                    web/.env
                    -A = 1
                    +A=1
                web/.env:2:0-6 info[env-invalid-line]
                  line 2 (B): there is `:` instead of `=` after the key
                  web/.env:2 B: two
                  fix: Write line 2 of web/.env as it was meant (B)
                    web/.env
                    -B: two
                    +B=two
            "#]],
        );
    }

    #[test]
    fn is_silent_on_what_all_readers_take() {
        check(&RULE, "//- /.env\n# comment\n\nexport A=1\nB='x # y' # z\nC=\"1\n2\"\nD=\n", expect![[""]]);
    }
}
