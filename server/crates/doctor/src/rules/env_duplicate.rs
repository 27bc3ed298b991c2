//! `env-duplicate`

use std::collections::BTreeMap;

use model::{Finding, Layer, Place, RelPath, Severity, facts::DotenvEntry, facts::DotenvFile};

use crate::{
    context::Context,
    lines,
    rule::{self, Area, Input, Rule},
};

pub(crate) const RULE: Rule = Rule {
    id: "env-duplicate",
    severity: Severity::Warning,
    since: "0.1",
    area: Area::Env,
    doc: "\
## What it finds
A key that stands twice in one dotenv file. Two different values are a **warning**; the same value twice, and doubles in a template, are an **info**.

## Why it matters
Only the last one counts. Whoever edits the first sees no effect.

## Fix
Removes the lines that have no effect. What the program gets does not change.",
    reads: &[Input::Dotenv, Input::Manifest],
    check: |cx, out| {
        for (path, file) in cx.dotenvs() {
            check(cx, path, file, out);
        }
    },
};

/// More lines of one key than this are counted, not told one by one: nobody wrote them by hand.
const MOST_LINES: usize = 50;

fn check(cx: &Context<'_>, path: &RelPath, file: &DotenvFile, out: &mut Vec<Finding>) {
    let mut by_key: BTreeMap<&str, Vec<&DotenvEntry>> = BTreeMap::new();
    for entry in file.entries.iter().filter(|entry| entry.value.is_some()) {
        by_key.entry(&entry.key).or_default().push(entry);
    }
    for (key, entries) in by_key {
        let [earlier @ .., last] = entries.as_slice() else { continue };
        if earlier.is_empty() {
            continue;
        }
        let differs = earlier.iter().any(|entry| entry.value != last.value);
        let severity = if differs && file.layer != Layer::Example { Severity::Warning } else { Severity::Info };
        let line = |entry: &DotenvEntry| entry.key_range.start.line + 1;
        let told = &earlier[..earlier.len().min(MOST_LINES)];
        let mut others = told.iter().map(|entry| line(entry).to_string()).collect::<Vec<_>>().join(", ");
        if earlier.len() > told.len() {
            others += &format!(" and {} more", earlier.len() - told.len());
        }
        let lines_word = if earlier.len() == 1 { "line" } else { "lines" };
        let effect = if differs { "counts" } else { "is enough" };
        let message =
            format!("{key} is set again: line {} {effect}, {lines_word} {others} is without effect", line(last));
        let message = if earlier.len() == 1 { message } else { message.replace(" is without", " are without") };
        let at = Place::new(path.clone(), last.key_range);
        let evidence =
            told.iter().chain([last]).map(|entry| cx.snapshot.evidence(&Place::new(path.clone(), entry.key_range)));
        let edits: Option<Vec<_>> = told
            .iter()
            .map(|entry| lines::remove(cx.snapshot, path, entry.range.start.line, entry.range.end.line))
            .collect();
        let edits = edits.filter(|_| told.len() == earlier.len());
        let title = format!("Remove {lines_word} {others} of {}, which line {} overrides", path, line(last));
        RULE.at(at, key)
            .severity(severity)
            .message(message)
            .evidence(evidence)
            .fixes(edits.map(|edits| rule::edit("remove", title, true, edits)))
            .push(cx, out);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::testing::{check, findings};

    #[test]
    fn thousands_of_lines_are_counted() {
        let text = format!("//- /.env\n{}", "A=1\n".repeat(60_000));
        let found = findings(&RULE, &index::build(&fixture::mem_host(&text)));
        let [finding] = &found[..] else { panic!("{} findings", found.len()) };
        assert!(finding.message.ends_with(", 50 and 59949 more are without effect"), "{}", finding.message);
        assert!(finding.fixes.is_empty(), "who would look at it?");
    }

    #[test]
    fn the_last_one_counts() {
        check(
            &RULE,
            "//- /.env\nPORT=1\nA=x\nexport PORT=2\r\nB=\"1\n2\"\nB=3\nJWT_SECRET=a1b2c3d4e5f6\nJWT_SECRET=a1b2c3d4e5f6\nPORT=3",
            expect![[r#"
                .env:6:0-1 warning[env-duplicate]
                  B is set again: line 6 counts, line 4 is without effect
                  .env:4 B="1
                  .env:6 B=3
                  fix: Remove line 4 of .env, which line 6 overrides
                    .env
                    -B="1
                    -2"
                .env:9:0-4 warning[env-duplicate]
                  PORT is set again: line 9 counts, lines 1, 3 are without effect
                  .env:1 PORT=1
                  .env:3 export PORT=2
                  .env:9 PORT=3
                  fix: Remove lines 1, 3 of .env, which line 9 overrides
                    .env
                    -PORT=1
                    .env
                    -export PORT=2
                .env:8:0-10 info[env-duplicate]
                  JWT_SECRET is set again: line 8 is enough, line 7 is without effect
                  .env:7 JWT_SECRET=•••
                  .env:8 JWT_SECRET=•••
                  fix: Remove line 7 of .env, which line 8 overrides
                    .env
                    -JWT_SECRET=a1b2c3d4e5f6
            "#]],
        );
    }

    #[test]
    fn a_template_may_show_alternatives() {
        check(
            &RULE,
            "//- /.env.example\nA=1\nA=2\n",
            expect![[r#"
            .env.example:2:0-1 info[env-duplicate]
              A is set again: line 2 counts, line 1 is without effect
              .env.example:1 A=1
              .env.example:2 A=2
              fix: Remove line 1 of .env.example, which line 2 overrides
                .env.example
                -A=1
        "#]],
        );
    }

    #[test]
    fn is_silent_on_comments_and_pass_through() {
        check(&RULE, "//- /.env\nA=1\n# A=2\nexport A\na=3\n//- /.env.local\nA=2\n", expect![[""]]);
    }
}
