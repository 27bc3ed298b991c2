//! `file-unreadable`

use model::{Evidence, Finding, Place, Severity};

use crate::{
    context::Context,
    rule::{Area, Input, Rule},
};

pub(crate) const RULE: Rule = Rule {
    id: "file-unreadable",
    severity: Severity::Warning,
    since: "0.1",
    area: Area::Files,
    doc: "\
## What it finds
A manifest, lock, dotenv, compose or other file that the doctor knows, and that could not be read: it is larger than such files are, or the machine does not allow it.

## Why it matters
What it says is not checked, so the rest of the report may be too kind.

## Fix
None that is mechanical: make the file readable.",
    reads: &[Input::Broken, Input::Paths],
    check,
};

fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    for (path, entry) in cx.snapshot.files.iter() {
        let Some(why) = &entry.unread else { continue };
        let at = Place::top(path.clone());
        RULE.at(at.clone(), "unread")
            .message(format!("{path} was not read: {why}"))
            .evidence([Evidence::Source { place: at, text: format!("{} bytes", entry.size) }])
            .push(cx, out);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::testing::check;

    #[test]
    fn says_why() {
        let large = format!("//- /.env\nA={}\n", "x".repeat(2 << 20));
        check(
            &RULE,
            &large,
            expect![[r#"
            .env:1:0-0 warning[file-unreadable]
              .env was not read: the file has 2097155 bytes, more than the 1048576 that are read
              .env:1 2097155 bytes
        "#]],
        );
    }

    #[test]
    fn is_silent_on_files_that_nobody_reads() {
        check(&RULE, &format!("//- /notes.txt\n{}\n//- /.env\nA=1\n", "x".repeat(2 << 20)), expect![[""]]);
    }
}
