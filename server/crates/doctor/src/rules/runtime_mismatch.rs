//! `runtime-mismatch`

use std::collections::BTreeSet;

use model::{Edit, Finding, Fix, LineMap, Project, Runtime, Severity, VersionClaim, facts::FileFacts};

use crate::{
    context::{Context, is_among_tests},
    rule::{self, Area, Input, Rule},
    version::Wanted,
};

pub(crate) const RULE: Rule = Rule {
    id: "runtime-mismatch",
    severity: Severity::Error,
    since: "0.1",
    area: Area::Runtime,
    doc: "\
## What it finds
Two places that ask for runtime versions which cannot both be had: `.python-version`, `.nvmrc`, `.node-version`, `.go-version`, `.java-version`, `.tool-versions`, `mise.toml`; `requires-python`, `engines.node`, the `go` directive, Java's release; the base image of the Dockerfile's last stage with that runtime; `toolchain.lock` of the workspace.

- **Error**: a pin or a base image lies outside of the range that the manifest asks for.
- **Warning**: two pins differ in the part that decides what works: the minor version of Python and Go, the major version of Node and Java.

A range that admits the pin is agreement, and so is a pin with fewer numbers. A `go` directive and Java's release are the least that will do. Of several pins the one nearest to the project counts. Names such as `latest` and `lts/*`, and images whose tag is only known at build time, are not compared. The place that most others contradict is the one that is shown.

## Why it matters
What was tested is not what runs, or the install is refused.

## Fix
Writes the version that the other places agree on. Not applied without a look: it changes what runs.",
    reads: &[Input::Runtime, Input::Manifest, Input::Dockerfile, Input::Compose, Input::Paths],
    check: |cx, out| cx.snapshot.projects.iter().for_each(|project| check(cx, project, out)),
};

/// Who says so. Of two that contradict each other, the later kind is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Manifest,
    Pin,
    Image,
    Toolchain,
}

struct Voice<'s> {
    claim: &'s VersionClaim,
    kind: Kind,
    wanted: Wanted,
}

fn check<'s>(cx: &Context<'s>, project: &'s Project, out: &mut Vec<Finding>) {
    let mut voices = voices(cx, project);
    // Each round shows the voice that most others contradict, until the rest agree.
    loop {
        let against = |voice: &Voice<'_>| voices.iter().filter(|other| !voice.wanted.agrees(&other.wanted)).count();
        let worst = voices.iter().enumerate().max_by_key(|(_, voice)| (against(voice), voice.kind));
        let Some((at, count)) = worst.map(|(at, voice)| (at, against(voice))) else { return };
        if count == 0 {
            return;
        }
        let odd = voices.remove(at);
        let others: Vec<&Voice<'_>> = voices.iter().filter(|other| !odd.wanted.agrees(&other.wanted)).collect();
        report(cx, project, &odd, &others, &voices, out);
    }
}

fn voices<'s>(cx: &Context<'s>, project: &'s Project) -> Vec<Voice<'s>> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let mut pinned_at = None;
    for claim in &project.version_claims {
        let kind = match cx.snapshot.facts(&claim.place.file) {
            Some(FileFacts::RuntimePin(_)) => Kind::Pin,
            Some(FileFacts::Manifest(_)) => Kind::Manifest,
            // What tests run in may be older on purpose.
            Some(FileFacts::Dockerfile(_)) if is_among_tests(&claim.place.file) => continue,
            Some(FileFacts::Dockerfile(_)) => Kind::Image,
            _ => Kind::Toolchain,
        };
        let folder = claim.place.file.parent();
        // A pin overrules those of the folders above it.
        if kind == Kind::Pin && pinned_at.get_or_insert_with(|| folder.clone()) != &folder {
            continue;
        }
        // `toolchain go1.23.1` is a wish, not a need.
        let is_wish = kind == Kind::Manifest && claim.value.starts_with("go");
        let is_floor = kind == Kind::Manifest && matches!(project.runtime, Runtime::Go | Runtime::Java);
        let Some(wanted) = Wanted::parse(project.runtime, &claim.value, is_floor).filter(|_| !is_wish) else {
            continue;
        };
        if seen.insert(&claim.place) {
            found.push(Voice { claim, kind, wanted });
        }
    }
    found
}

fn report(
    cx: &Context<'_>,
    project: &Project,
    odd: &Voice<'_>,
    others: &[&Voice<'_>],
    rest: &[Voice<'_>],
    out: &mut Vec<Finding>,
) {
    let Some(first) = others.iter().min_by_key(|other| (other.kind, other.wanted.is_pin())) else { return };
    let is_outside = first.kind == Kind::Manifest && odd.kind != Kind::Toolchain;
    let severity = if is_outside { Severity::Error } else { Severity::Warning };
    let name = runtime_name(project.runtime);
    let (a, b) = (&odd.claim.place.file, &first.claim.place.file);
    let verb = if odd.kind == Kind::Image { "runs" } else { "asks for" };
    let message = format!("{} {verb} {name} {}, but {} asks for {}", short(a, b), said(odd), short(b, a), said(first));
    let evidence = [odd].into_iter().chain(others.iter().copied());
    RULE.at(odd.claim.place.clone(), project.runtime.name())
        .severity(severity)
        .project(Some(&project.id))
        .message(message)
        .evidence(evidence.map(|voice| cx.snapshot.evidence(&voice.claim.place)))
        .fixes(fix(cx, odd, rest))
        .push(cx, out);
}

/// What a place asks for, in words.
fn said(voice: &Voice<'_>) -> String {
    let newer = if matches!(voice.wanted, Wanted::Floor(_)) { " or newer" } else { "" };
    format!("{}{newer}", voice.claim.value)
}

/// The version that a pin or image among the others names, when all of them can have it.
fn fix(cx: &Context<'_>, odd: &Voice<'_>, rest: &[Voice<'_>]) -> Option<Fix> {
    if odd.kind == Kind::Manifest {
        return None;
    }
    let agreed = rest.iter().filter(|voice| voice.wanted.is_pin() && voice.kind != Kind::Toolchain);
    let model =
        agreed.min_by_key(|voice| voice.kind).filter(|model| rest.iter().all(|it| it.wanted.agrees(&model.wanted)))?;
    let value = &model.claim.value;
    let place = &odd.claim.place;
    let text = cx.text(&place.file)?;
    let map = LineMap::new(text);
    let written = text.get(map.byte(place.range.start)..map.byte(place.range.end))?;
    // An image's version may come from an ARG: then it is not written here.
    if written.matches(&*odd.claim.value).count() != 1 {
        return None;
    }
    let new_text = written.replacen(&*odd.claim.value, value, 1);
    let (file, other) = (&place.file, &model.claim.place.file);
    let title = format!("Write {value} in {}, as {} says", named(file, other), named(other, file));
    Some(rule::edit("align", title, false, vec![Edit { file: place.file.clone(), range: place.range, new_text }]))
}

fn runtime_name(runtime: Runtime) -> &'static str {
    match runtime {
        Runtime::Python => "Python",
        Runtime::Node => "Node",
        Runtime::Go => "Go",
        Runtime::Java => "Java",
    }
}

/// A file's name, with its folder when the other one is called the same.
fn named(file: &model::RelPath, other: &model::RelPath) -> String {
    if file.file_name() == other.file_name() { file.to_string() } else { file.file_name().to_owned() }
}

/// A file's name, with its folder when the other one is elsewhere.
fn short(file: &model::RelPath, other: &model::RelPath) -> String {
    if file.parent() == other.parent() { file.file_name().to_owned() } else { file.to_string() }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::testing::check;

    #[test]
    fn the_odd_one_out_is_shown() {
        check(
            &RULE,
            r#"
//- /a/pyproject.toml
[project]
name = "a"
requires-python = ">=3.11"
dependencies = ["fastapi"]
//- /a/.python-version
3.10.13
//- /a/Dockerfile
FROM python:3.11-slim
CMD uvicorn a:b
//- /b/package.json
{ "name": "b", "engines": { "node": ">=20 <21" }, "dependencies": { "express": "4" } }
//- /b/.nvmrc
20
//- /b/Dockerfile
FROM node:22-alpine AS build
RUN npm ci
FROM node:22-alpine
"#,
            expect![[r#"
                a/.python-version:1:0-7 error[runtime-mismatch]
                  .python-version asks for Python 3.10.13, but pyproject.toml asks for >=3.11
                  a/.python-version:1 3.10.13
                  a/pyproject.toml:3 requires-python = ">=3.11"
                  a/Dockerfile:1 FROM python:3.11-slim
                  fix (look first): Write 3.11 in .python-version, as Dockerfile says
                    a/.python-version
                    -3.10.13
                    +3.11
                b/Dockerfile:3:5-19 error[runtime-mismatch]
                  Dockerfile runs Node 22, but package.json asks for >=20 <21
                  b/Dockerfile:3 FROM node:22-alpine
                  b/.nvmrc:1 20
                  b/package.json:1 { "name": "b", "engines": { "node": ">=20 <21" }, "dependencies": { "express": "4" } }
                  fix (look first): Write 20 in Dockerfile, as .nvmrc says
                    b/Dockerfile
                    -FROM node:22-alpine
                    +FROM node:20-alpine
            "#]],
        );
    }

    #[test]
    fn two_pins_may_not_differ_in_what_counts() {
        check(
            &RULE,
            r#"
//- /a/requirements.txt
fastapi
//- /a/main.py
//- /a/.python-version
3.11.4
//- /a/Dockerfile
ARG V=3.12
FROM python:${V}
CMD uvicorn a:b
//- /svc/go.mod
module example.org/svc
go 1.25.1
toolchain go1.26.0
require github.com/gin-gonic/gin v1.10.0
//- /svc/Dockerfile
FROM golang:1.22 AS build
FROM scratch
"#,
            expect![[r#"
                svc/Dockerfile:1:5-16 error[runtime-mismatch]
                  Dockerfile runs Go 1.22, but go.mod asks for 1.25.1 or newer
                  svc/Dockerfile:1 FROM golang:1.22 AS build
                  svc/go.mod:2 go 1.25.1
                a/Dockerfile:2:5-16 warning[runtime-mismatch]
                  Dockerfile runs Python 3.12, but .python-version asks for 3.11.4
                  a/Dockerfile:2 FROM python:${V}
                  a/.python-version:1 3.11.4
            "#]],
        );
    }

    #[test]
    fn is_silent_when_all_can_be_had() {
        check(
            &RULE,
            r#"
//- /.python-version
3.9
//- /a/pyproject.toml
[project]
name = "a"
requires-python = ">=3.11,<4"
dependencies = ["fastapi"]
//- /a/.python-version
3.12.4
//- /a/Dockerfile
FROM node:18 AS assets
FROM python:3.12-slim
CMD uvicorn a:b
//- /b/package.json
{ "name": "b", "engines": { "node": ">=18" }, "dependencies": { "express": "4" } }
//- /b/.nvmrc
lts/*
//- /b/Dockerfile
ARG NODE
FROM node:${NODE}
FROM node:lts-alpine
//- /c/pom.xml
<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>c</artifactId><version>1</version>
<properties><java.version>17</java.version></properties>
<dependencies><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-web</artifactId></dependency></dependencies></project>
//- /c/Dockerfile
FROM maven:3.9-eclipse-temurin-21 AS build
FROM eclipse-temurin:21-jre
"#,
            expect![[""]],
        );
    }
}
