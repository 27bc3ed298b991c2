//! `module-registry-drift`

use model::{Edit, Evidence, Finding, Place, Project, RelPath, Severity, facts::RegisteredModule};

use crate::{
    context::Context,
    modules,
    rule::{self, Area, Input, Rule},
};

pub(crate) const RULE: Rule = Rule {
    id: "module-registry-drift",
    severity: Severity::Warning,
    since: "0.1",
    area: Area::Modules,
    doc: "\
## What it finds
A module whose version in `registry.json` is not the one that stands below `.rapidkit/vendor` (or `.workspai/vendor`). Where nothing is vendored, the version that `file-hashes.json` remembers for the module's files is compared instead.

## Why it matters
The vendored folder is what runs. An upgrade starts from the registered version, so it merges against the wrong original.

## Fix
Registers the version that stands on disk. The program does not change.",
    reads: &[Input::Modules, Input::Paths],
    check: |cx, out| {
        for (project, path, registered) in modules::registries(cx) {
            registered.iter().for_each(|module| check(cx, project, path, module, out));
        }
    },
};

fn check(cx: &Context<'_>, project: &Project, path: &RelPath, module: &RegisteredModule, out: &mut Vec<Finding>) {
    let Some(version) = module.version.as_deref() else { return };
    let on_disk = modules::vendored(cx, &project.id).iter().find(|known| modules::means(module, &known.name));
    let hashes = modules::hashes(cx, project, module);
    let remembered: Vec<_> = hashes.iter().filter_map(|(file, hash)| Some((*file, hash.version.as_deref()?))).collect();
    let (actual, what, other) = match on_disk {
        Some(known) if known.versions.iter().any(|known| **known == *version) => return,
        Some(known) => {
            let Some(actual) = modules::newest(&known.versions) else { return };
            let place = Place::top(known.folder.join(actual).unwrap_or_else(|_| known.folder.clone()));
            (&**actual, format!("{} has", known.folder), Evidence::Source { place, text: format!("{actual}/") })
        }
        None if remembered.iter().any(|(_, known)| *known == version) => return,
        None => {
            let Some((file, actual)) = remembered.first() else { return };
            let text = format!("\"module\": \"{}\", \"version\": \"{actual}\"", module.name);
            (*actual, format!("{file} remembers"), Evidence::Source { place: Place::top((*file).clone()), text })
        }
    };
    let at = modules::version_place(cx, path, module);
    let registered = cx.snapshot.evidence(&at);
    let fix = module.version_range.map(|range| {
        let edit = Edit { file: path.clone(), range, new_text: format!("\"{actual}\"") };
        rule::edit("register", format!("Register {} {actual}", module.name), true, vec![edit])
    });
    RULE.at(at, &module.slug)
        .project(Some(&project.id))
        .message(format!("{} is registered as {version}, but {what} {actual}", module.name))
        .evidence([registered, other])
        .fixes(fix)
        .push(cx, out);
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::testing::check;

    #[test]
    fn the_disk_says_what_runs() {
        check(
            &RULE,
            r#"
//- /api/package.json
{ "name": "api", "dependencies": { "express": "4" } }
//- /api/registry.json
{ "installed_modules": [
  { "slug": "free/auth/core", "version": "0.1.12", "display_name": "auth_core" },
  { "slug": "free/cache/redis", "version": "0.1.1" } ] }
//- /api/.rapidkit/project.json
{ "kit_name": "nestjs.standard" }
//- /api/.rapidkit/vendor/auth_core/0.1.9/x.js
//- /api/.rapidkit/vendor/auth_core/0.1.10/x.js
//- /api/.rapidkit/file-hashes.json
{ "files": { "src/a.ts": { "hash": "00", "module": "redis", "version": "0.1.2" } } }
"#,
            expect![[r#"
                api/registry.json:2:41-49 warning[module-registry-drift]
                  auth_core is registered as 0.1.12, but api/.rapidkit/vendor/auth_core has 0.1.10
                  api/registry.json:2 { "slug": "free/auth/core", "version": "0.1.12", "display_name": "auth_core" },
                  api/.rapidkit/vendor/auth_core/0.1.10:1 0.1.10/
                  fix: Register auth_core 0.1.10
                    api/registry.json
                    -  { "slug": "free/auth/core", "version": "0.1.12", "display_name": "auth_core" },
                    +  { "slug": "free/auth/core", "version": "0.1.10", "display_name": "auth_core" },
                api/registry.json:3:43-50 warning[module-registry-drift]
                  redis is registered as 0.1.1, but api/.rapidkit/file-hashes.json remembers 0.1.2
                  api/registry.json:3 { "slug": "free/cache/redis", "version": "0.1.1" } ] }
                  api/.rapidkit/file-hashes.json:1 "module": "redis", "version": "0.1.2"
                  fix: Register redis 0.1.2
                    api/registry.json
                    -  { "slug": "free/cache/redis", "version": "0.1.1" } ] }
                    +  { "slug": "free/cache/redis", "version": "0.1.2" } ] }
            "#]],
        );
    }

    #[test]
    fn is_silent_when_they_agree_or_nothing_is_known() {
        check(
            &RULE,
            r#"
//- /api/package.json
{ "name": "api", "dependencies": { "express": "4" } }
//- /api/registry.json
{ "installed_modules": [
  { "slug": "free/auth/core", "version": "0.1.10" },
  { "slug": "free/cache/redis", "version": "0.1.1" },
  { "slug": "free/any/other" } ] }
//- /api/.rapidkit/project.json
{ "kit_name": "nestjs.standard" }
//- /api/.rapidkit/vendor/free/auth/core/0.1.9/x.js
//- /api/.rapidkit/vendor/free/auth/core/0.1.10/x.js
"#,
            expect![[""]],
        );
    }
}
