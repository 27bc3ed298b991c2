//! `lockfile-missing`

use model::{CommandRole, Finding, PackageTool, Place, Project, RelPath, Severity, facts::FileFacts};

use crate::{
    context::Context,
    lock,
    rule::{self, Area, Input, Rule},
};

pub(crate) const RULE: Rule = Rule {
    id: "lockfile-missing",
    severity: Severity::Error,
    since: "0.1",
    area: Area::Dependencies,
    doc: "\
## What it finds
An application that declares dependencies and has no lock file of any tool, neither in its folder nor above it.

- **Error**: a Go module with dependencies and no `go.sum`: it does not build.
- **Warning**: any other tool that writes a lock file (npm, pnpm, yarn, Bun, Poetry, uv, PDM, Pipenv).

Libraries (no framework, no command that starts them, no Dockerfile) and projects whose `.gitignore` names the lock file are left alone, and so are pip, Maven and Gradle, which have none by themselves.

## Why it matters
Two machines install different versions of the same program.

## Fix
Offers the tool's own lock command. It reaches the network, so it is never applied without a look.",
    reads: &[Input::Manifest, Input::Lock, Input::Dockerfile, Input::Ignore, Input::Paths, Input::Compose],
    check: |cx, out| cx.snapshot.projects.iter().for_each(|project| check(cx, project, out)),
};

fn check(cx: &Context<'_>, project: &Project, out: &mut Vec<Finding>) {
    let Some(tool) = project.package_tool else { return };
    let Some((name, command)) = lock::lock_name(tool) else { return };
    let manifests = lock::manifests(cx, project);
    let count = manifests.iter().flat_map(|(_, it)| &it.dependencies).filter(|it| !it.is_local).count();
    let is_go = tool == PackageTool::GoModules;
    if count == 0 || lock::has_any(cx, project) || is_ignored(cx, project, name) {
        return;
    }
    // With its dependencies in `vendor`, a Go module is built without checksums.
    let is_vendored =
        || is_go && project.root().join("vendor/modules.txt").is_ok_and(|path| cx.snapshot.contains(&path));
    if (!is_go && !is_application(cx, project)) || is_vendored() {
        return;
    }
    let manifest = &project.manifest;
    let dependencies = if count == 1 { "a dependency".to_owned() } else { format!("{count} dependencies") };
    RULE.at(Place::top(manifest.clone()), name)
        .severity(if is_go { Severity::Error } else { Severity::Warning })
        .project(Some(&project.id))
        .message(format!("{} declares {dependencies} in {}, but has no {name}", project.name, manifest.file_name()))
        .fixes([rule::command("lock", format!("Write {name} with `{command}`"), command, project.root())])
        .push(cx, out);
}

/// Whether the project is something that runs, not something that others install.
fn is_application(cx: &Context<'_>, project: &Project) -> bool {
    let starts = |role| project.command(role).is_some();
    project.framework.is_some()
        || starts(CommandRole::Dev)
        || starts(CommandRole::Start)
        || cx.project_facts(project).any(|(_, facts)| matches!(facts, FileFacts::Dockerfile(_)))
        || cx.snapshot.compose_services().any(|(_, _, built)| built == Some(&project.id))
}

/// Whether git is told to ignore lock files of this name: then nobody knows whether there is one.
fn is_ignored(cx: &Context<'_>, project: &Project, name: &str) -> bool {
    std::iter::successors(Some(project.root().clone()), RelPath::parent).any(|folder| {
        let file = folder.join(".gitignore").ok().and_then(|file| cx.snapshot.facts(&file));
        let Some(FileFacts::Ignore(patterns)) = file else { return false };
        patterns.iter().any(|(pattern, _)| {
            let last = pattern.rsplit('/').next().unwrap_or(pattern);
            last == name || (last == "*.lock" && name.ends_with(".lock"))
        })
    })
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::testing::check;

    #[test]
    fn applications_want_a_lock() {
        check(
            &RULE,
            r#"
//- /api/pyproject.toml
[tool.poetry]
name = "api"
[tool.poetry.dependencies]
python = "^3.11"
fastapi = "^0.115"
//- /web/package.json
{ "name": "web", "dependencies": { "express": "4", "pg": "8" } }
//- /svc/go.mod
module example.org/svc
go 1.22
require github.com/gin-gonic/gin v1.10.0
"#,
            expect![[r#"
                svc/go.mod:1:0-0 error[lockfile-missing]
                  svc declares a dependency in go.mod, but has no go.sum
                  svc/go.mod:1 module example.org/svc
                  fix (look first): Write go.sum with `go mod tidy`
                    in svc: go mod tidy
                api/pyproject.toml:1:0-0 warning[lockfile-missing]
                  api declares a dependency in pyproject.toml, but has no poetry.lock
                  api/pyproject.toml:1 [tool.poetry]
                  fix (look first): Write poetry.lock with `poetry lock`
                    in api: poetry lock
                web/package.json:1:0-0 warning[lockfile-missing]
                  web declares 2 dependencies in package.json, but has no package-lock.json
                  web/package.json:1 { "name": "web", "dependencies": { "express": "4", "pg": "8" } }
                  fix (look first): Write package-lock.json with `npm install --package-lock-only`
                    in web: npm install --package-lock-only
            "#]],
        );
    }

    #[test]
    fn is_silent_where_nothing_needs_locking() {
        check(
            &RULE,
            r#"
//- /a/package.json
{ "name": "a", "workspaces": ["packages/*"], "devDependencies": { "typescript": "5" } }
//- /a/package-lock.json
{ "lockfileVersion": 3, "packages": {} }
//- /a/packages/b/package.json
{ "name": "b", "dependencies": { "express": "4" } }
//- /c/go.mod
module example.org/c
go 1.22
//- /c/main.go
package main
//- /d/package.json
{ "name": "d", "main": "index.js", "dependencies": { "left-pad": "1" } }
//- /e/requirements.txt
fastapi
//- /f/package.json
{ "name": "f", "dependencies": { "express": "4" } }
//- /f/.gitignore
package-lock.json
//- /g/package.json
{ "name": "g", "dependencies": { "express": "file:../x" } }
//- /h/package.json
{ "name": "h", "dependencies": { "express": "4" } }
//- /h/bun.lockb
binary
"#,
            expect![[""]],
        );
    }
}
