//! `env-committed`

use model::{
    Finding, Fix, Layer, LineMap, Place, RelPath, Severity, facts::DotenvEntry, facts::DotenvFile, facts::FileFacts,
};

use crate::{
    context::Context,
    lines,
    rule::{self, Area, Input, Rule},
    secret::{Worth, worth},
};

pub(crate) const RULE: Rule = Rule {
    id: "env-committed",
    severity: Severity::Error,
    since: "0.1",
    area: Area::Env,
    doc: "\
## What it finds
A real dotenv file (not a template) that git tracks.

- **Error**: it holds a value that may well open something.
- **Warning**: it is `.env`, `.env.local` or `.env.*.local`, which are one person's own, but its secrets are placeholders or those of a local stack.
- **Info**: the same without any key for a secret, as the frontend tools of some teams want it.

Files that some frameworks want in the repository (`.env.test`, `.env.development`, `.env.production`) are fine without such a value.

## Why it matters
Everybody who ever reads the repository has the secrets, and taking the file out later does not take them back.

## Fix
Adds the file to `.gitignore`, and offers the command that takes it out of git but leaves it on disk. The values have to be changed where they are used.",
    reads: &[Input::Dotenv, Input::Tracked, Input::Ignore, Input::Manifest, Input::Paths],
    check: |cx, out| {
        let tracked = cx.snapshot.tracked.0.iter().flatten();
        for path in tracked {
            if let Some(file) = cx.dotenv(path).filter(|file| file.layer == Layer::Dotenv) {
                check(cx, path, file, out);
            }
        }
    },
};

fn check(cx: &Context<'_>, path: &RelPath, file: &DotenvFile, out: &mut Vec<Finding>) {
    let name = path.file_name();
    let secrets: Vec<&DotenvEntry> = file.entries.iter().filter(|entry| model::is_secret_name(&entry.key)).collect();
    let real: Vec<&&DotenvEntry> =
        secrets.iter().filter(|entry| worth(entry.value.as_deref()) == Worth::Real).collect();
    let is_own = name == ".env" || name.ends_with(".local");
    if real.is_empty() && !is_own {
        return;
    }
    let keys: Vec<&str> = real.iter().map(|entry| &*entry.key).collect();
    let (severity, message) = match keys.as_slice() {
        [] if secrets.is_empty() => {
            (Severity::Info, format!("git tracks {path}, which is mostly one person's own; it has no keys for secrets"))
        }
        [] => (Severity::Warning, format!("git tracks {path}, which is one person's own; it holds no real secret yet")),
        [key] => (Severity::Error, format!("git tracks {path} with the value of {key}")),
        [key, rest @ ..] => {
            (Severity::Error, format!("git tracks {path} with the values of {key} and {} more", rest.len()))
        }
    };
    // The whole file is the defect; the secrets in it are the evidence.
    let first_line = cx.text(path).map_or_else(Default::default, |text| LineMap::new(text).line_range(0));
    let shown = real.first().copied().or(secrets.first()).copied().or(file.entries.first());
    let evidence = shown.map(|entry| cx.snapshot.evidence(&Place::new(path.clone(), entry.key_range)));
    RULE.at(Place::new(path.clone(), first_line), "tracked")
        .severity(severity)
        .message(message)
        .evidence(evidence)
        .fixes(fixes(cx, path))
        .push(cx, out);
}

fn fixes(cx: &Context<'_>, path: &RelPath) -> Vec<Fix> {
    let folder = path.parent().unwrap_or_else(RelPath::root);
    let name = path.file_name();
    let mut found = Vec::new();
    if !is_ignored(cx, path) {
        // The name alone: it is never meant to be committed, in whatever folder.
        let place = ignore_file(cx, &folder);
        let title = format!("Add {name} to {place}");
        let edit = lines::append(cx.snapshot, &place, &[name.to_owned()]);
        found.extend(edit.map(|edit| rule::edit("ignore", title, true, vec![edit])));
    }
    let title = format!("Take {path} out of git and leave it on disk");
    found.push(rule::command("untrack", title, format!("git rm --cached -- {}", quoted(name)), &folder));
    found
}

/// The nearest `.gitignore` above, else one in the workspace's root.
fn ignore_file(cx: &Context<'_>, folder: &RelPath) -> RelPath {
    let above = std::iter::successors(Some(folder.clone()), RelPath::parent);
    let mut places = above.filter_map(|folder| folder.join(".gitignore").ok());
    let nearest = places.find(|place| cx.snapshot.contains(place));
    nearest.or_else(|| RelPath::root().join(".gitignore").ok()).unwrap_or_else(RelPath::root)
}

/// Whether a pattern above names the file already: `.env`, `.env*`, `*.env`, `/sub/.env`.
fn is_ignored(cx: &Context<'_>, path: &RelPath) -> bool {
    let name = path.file_name();
    let above = std::iter::successors(path.parent(), RelPath::parent);
    above.into_iter().any(|folder| {
        let Some(FileFacts::Ignore(patterns)) =
            folder.join(".gitignore").ok().and_then(|file| cx.snapshot.facts(&file))
        else {
            return false;
        };
        let below = path.below(&folder).unwrap_or(name);
        let names = |pattern: &str| {
            let pattern = pattern.trim_start_matches("**/").trim_start_matches('/');
            pattern == name
                || pattern == below
                || pattern.strip_suffix('*').is_some_and(|head| name.starts_with(head) && head.starts_with(".env"))
                || pattern.strip_prefix('*').is_some_and(|tail| name.ends_with(tail) && tail.starts_with(".env"))
        };
        let excepted = patterns.iter().any(|(pattern, _)| pattern.strip_prefix('!').is_some_and(names));
        !excepted && patterns.iter().any(|(pattern, _)| names(pattern))
    })
}

fn quoted(name: &str) -> String {
    let is_plain = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'));
    if is_plain { name.to_owned() } else { format!("'{}'", name.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use expect_test::{Expect, expect};
    use index::GitTracked;

    use super::*;
    use crate::testing;

    /// Every real dotenv file is tracked.
    #[track_caller]
    fn check(fixture: &str, expect: Expect) {
        let mut snapshot = (*index::build(&fixture::mem_host(fixture))).clone();
        let is_dotenv = |facts: &FileFacts| matches!(facts, FileFacts::Dotenv(_));
        let tracked: BTreeSet<RelPath> =
            snapshot.facts_iter().filter(|(_, facts)| is_dotenv(facts)).map(|(path, _)| path.clone()).collect();
        snapshot.tracked = GitTracked(Some(tracked));
        expect.assert_eq(&testing::render(&snapshot, &testing::findings(&RULE, &snapshot)));
    }

    #[test]
    fn real_secrets_are_an_error() {
        check(
            "//- /.gitignore\nnode_modules\n//- /api/.env\nPORT=1\nJWT_SECRET=q8Zr2LmNoPqRsTuV\nSTRIPE_API_KEY=abcDEF0123456789\n",
            expect![[r#"
                api/.env:1:0-6 error[env-committed]
                  git tracks api/.env with the values of JWT_SECRET and 1 more
                  api/.env:2 JWT_SECRET=•••
                  fix: Add .env to .gitignore
                    .gitignore
                    +.env
                  fix (look first): Take api/.env out of git and leave it on disk
                    in api: git rm --cached -- .env
            "#]],
        );
    }

    #[test]
    fn an_own_file_without_real_secrets_is_a_warning() {
        check(
            "//- /.gitignore\n.env\n//- /.env\nSECRET_KEY=changethis\nDB_PASSWORD=postgres\n",
            expect![[r#"
                .env:1:0-21 warning[env-committed]
                  git tracks .env, which is one person's own; it holds no real secret yet
                  .env:1 SECRET_KEY=changethis
                  fix (look first): Take .env out of git and leave it on disk
                    in .: git rm --cached -- .env
            "#]],
        );
        check(
            "//- /.env.local\nPORT=1\n",
            expect![[r#"
                .env.local:1:0-6 info[env-committed]
                  git tracks .env.local, which is mostly one person's own; it has no keys for secrets
                  .env.local:1 PORT=1
                  fix: Add .env.local to .gitignore
                    .gitignore (new)
                    +.env.local
                  fix (look first): Take .env.local out of git and leave it on disk
                    in .: git rm --cached -- .env.local
            "#]],
        );
    }

    #[test]
    fn is_silent_on_templates_and_shared_files_without_secrets() {
        check(
            "//- /.env.example\nJWT_SECRET=q8Zr2LmNoPqRsTuV\n//- /.env.test\nJWT_SECRET=test-secret-of-the-suite\n//- /.env.development\nPORT=1\n",
            expect![[""]],
        );
        let snapshot = index::build(&fixture::mem_host("//- /.env\nJWT_SECRET=q8Zr2LmNoPqRsTuV\n"));
        assert!(testing::findings(&RULE, &snapshot).is_empty(), "no repository, nothing tracked");
    }
}
