//! `vendor-missing`

use model::{Finding, Project, RelPath, Severity, facts::RegisteredModule};

use crate::{
    context::Context,
    modules,
    rule::{Area, Input, Rule},
};

pub(crate) const RULE: Rule = Rule {
    id: "vendor-missing",
    severity: Severity::Error,
    since: "0.1",
    area: Area::Modules,
    doc: "\
## What it finds
A registered module with no folder below `.rapidkit/vendor` (or `.workspai/vendor`), in a project that vendors its modules: others of it are there, or `file-hashes.json` lists files of this one below the vendor folder.

## Why it matters
The vendored code is what runs. The module's wrapper loads it when the program starts, and fails.

## Fix
None that is mechanical: add the module again with the tool that made the project, or check the folder out again if `.gitignore` hides it.",
    reads: &[Input::Modules, Input::Paths],
    check: |cx, out| {
        for (project, path, registered) in modules::registries(cx) {
            let vendored = modules::vendored(cx, &project.id);
            let others = registered.iter().filter(|module| vendored.iter().any(|known| modules::means(module, &known.name)));
            let vendors_modules = others.count() > 0;
            registered.iter().for_each(|module| check(cx, project, path, module, vendors_modules, out));
        }
    },
};

fn check(
    cx: &Context<'_>,
    project: &Project,
    path: &RelPath,
    module: &RegisteredModule,
    vendors_modules: bool,
    out: &mut Vec<Finding>,
) {
    let is_there = modules::vendored(cx, &project.id).iter().any(|known| modules::means(module, &known.name));
    let is_listed = || {
        modules::hashes(cx, project, module)
            .iter()
            .any(|(_, hash)| hash.path.contains(".rapidkit/vendor/") || hash.path.contains(".workspai/vendor/"))
    };
    if is_there || !(vendors_modules || is_listed()) {
        return;
    }
    let version = module.version.as_deref().map_or(String::new(), |version| format!(" {version}"));
    RULE.at(modules::slug_place(cx, path, module), &module.slug)
        .project(Some(&project.id))
        .message(format!(
            "{}{version} is registered in {}, but nothing of it is below .rapidkit/vendor",
            module.name, project.name
        ))
        .push(cx, out);
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::testing::check;

    #[test]
    fn a_project_that_vendors_has_to_vendor_all() {
        check(
            &RULE,
            r#"
//- /api/package.json
{ "name": "api", "dependencies": { "express": "4" } }
//- /api/registry.json
{ "installed_modules": [
  { "slug": "free/auth/core", "version": "0.1.12" },
  { "slug": "free/security/rate_limiting", "version": "0.1.6", "display_name": "Rate Limiting" } ] }
//- /api/.rapidkit/project.json
{ "kit_name": "nestjs.standard" }
//- /api/.rapidkit/vendor/auth_core/0.1.10/x.js
"#,
            expect![[r#"
                api/registry.json:3:12-41 error[vendor-missing]
                  rate_limiting 0.1.6 is registered in api, but nothing of it is below .rapidkit/vendor
                  api/registry.json:3 { "slug": "free/security/rate_limiting", "version": "0.1.6", "display_name": "Rate Limiting" } ] }
            "#]],
        );
    }

    #[test]
    fn is_silent_without_a_vendor_folder() {
        check(
            &RULE,
            r#"
//- /api/package.json
{ "name": "api", "dependencies": { "express": "4" } }
//- /api/registry.json
{ "installed_modules": [ { "slug": "free/auth/core", "version": "0.1.12" } ] }
"#,
            expect![[""]],
        );
    }
}
