//! `manifest-invalid`

use model::{
    Finding, Place, RelPath, Severity,
    facts::{FileFacts, Problem},
};

use crate::{
    context::Context,
    rule::{Area, Input, Rule},
    stack,
};

pub(crate) const RULE: Rule = Rule {
    id: "manifest-invalid",
    severity: Severity::Error,
    since: "0.1",
    area: Area::Files,
    doc: "\
## What it finds
A file that is not what its name says.

- **Error**: a manifest or lock file that does not parse (merge conflicts included), or whose content its tool refuses.
- **Warning**: the same for files of RapidKit and Workspai, workflows and Kubernetes manifests. Compose files are a matter of `compose-invalid`.

## Why it matters
The tool that reads it stops with an error, and the doctor cannot check what it says.

## Fix
None that is mechanical.",
    reads: &[Input::Broken, Input::Manifest, Input::Paths],
    check,
};

fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    for (path, facts) in cx.facts() {
        let problems = match facts {
            FileFacts::Broken(problems) if !stack::is_compose(path) => problems,
            FileFacts::Manifest(manifest) => &manifest.problems,
            _ => continue,
        };
        problems.iter().for_each(|problem| report(cx, path, problem, out));
    }
}

fn report(cx: &Context<'_>, path: &RelPath, problem: &Problem, out: &mut Vec<Finding>) {
    let is_ours =
        detect::reader_for(path).is_some_and(|reader| matches!(reader.id, "rapidkit" | "memory" | "ci" | "k8s"));
    // A file in a folder of test data or templates is broken on purpose, or not meant to be read as it is.
    let is_apart = path.segments().any(|segment| {
        matches!(segment, "testdata" | "test-data" | "fixtures" | "__fixtures__" | "templates" | "template")
            || segment.contains("{{")
    });
    let severity = match (is_apart, is_ours) {
        (true, _) => Severity::Info,
        (_, true) => Severity::Warning,
        _ => Severity::Error,
    };
    // Words of the message tell several problems of a file apart; they do not change when lines move.
    let subject: String = problem.message.chars().filter(|c| !c.is_ascii_digit()).take(60).collect();
    RULE.at(Place::new(path.clone(), problem.range), &subject)
        .severity(severity)
        .message(format!("{path}: {}", problem.message))
        .push(cx, out);
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::testing::check;

    #[test]
    fn says_what_and_where() {
        check(
            &RULE,
            r#"
//- /a/package.json
{ "name": "a",
//- /b/pyproject.toml
[project]
name = 
//- /c/package-lock.json
{
<<<<<<< HEAD
}
//- /d/go.mod
go 1.22
//- /e/tests/fixtures/package.json
{
//- /.github/workflows/ci.yml
on: [
"#,
            expect![[r#"
                a/package.json:1:0-2:0 error[manifest-invalid]
                  a/package.json: not valid JSON: unterminated object
                  a/package.json:1 { "name": "a",
                b/pyproject.toml:2:7-7 error[manifest-invalid]
                  b/pyproject.toml: not valid TOML: string values must be quoted, expected literal string
                  b/pyproject.toml:2 name =
                c/package-lock.json:2:0-0 error[manifest-invalid]
                  c/package-lock.json: not a lock file of npm: key must be a string at line 2 column 1
                  c/package-lock.json:2 <<<<<<< HEAD
                d/go.mod:1:0-0 error[manifest-invalid]
                  d/go.mod: go.mod has no `module` line
                  d/go.mod:1 go 1.22
                .github/workflows/ci.yml:2:0-5 warning[manifest-invalid]
                  .github/workflows/ci.yml: this is not valid YAML: while parsing a node, did not find expected node content
                  .github/workflows/ci.yml:2 
                e/tests/fixtures/package.json:1:0-2:0 info[manifest-invalid]
                  e/tests/fixtures/package.json: not valid JSON: unterminated object
                  e/tests/fixtures/package.json:1 {
            "#]],
        );
    }

    #[test]
    fn is_silent_on_sound_files_and_on_compose() {
        check(
            &RULE,
            "//- /a/package.json\n{ \"name\": \"a\" }\n//- /compose.yml\nservices: [\n//- /x.toml\n=\n",
            expect![[""]],
        );
    }
}
