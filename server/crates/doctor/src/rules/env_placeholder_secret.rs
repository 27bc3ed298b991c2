//! `env-placeholder-secret`

use std::collections::{BTreeMap, BTreeSet};

use model::{
    Edit, Finding, Fix, Layer, Place, RelPath, Severity,
    facts::{DotenvEntry, FileFacts},
};

use crate::{
    context::{Context, is_for_tests},
    rule::{self, Area, Input, Rule},
    secret::{self, Worth, worth},
};

pub(crate) const RULE: Rule = Rule {
    id: "env-placeholder-secret",
    severity: Severity::Error,
    since: "0.1",
    area: Area::Env,
    doc: "\
## What it finds
A secret whose value is what a template puts in the place of one: `changeme`, `your-secret-key`, `xxx`. Templates themselves, files for tests and CI are fine with placeholders.

- **Error**: in a dotenv file for production or staging.
- **Warning**: in any other real dotenv file, and in a Kubernetes manifest.
- **Info**: in a compose file or Dockerfile, where it mostly belongs to a stack that only runs locally.

## Why it matters
Whoever knows the template can sign in as anybody. Keys of other parties do not work at all.

## Fix
For secrets that the program itself chooses (signing and encryption keys, salts), a new random value of 64 digits in real dotenv files. Not applied without a look: what was signed or encrypted with the old value is lost. Services that share the key get the same value.",
    reads: &[Input::Dotenv, Input::Compose, Input::Dockerfile, Input::EnvLayer, Input::Manifest, Input::Paths],
    check: |cx, out| {
        for (path, file) in cx.dotenvs().filter(|(path, file)| file.layer == Layer::Dotenv && !is_for_tests(path)) {
            // Of a key that stands twice only the last value counts.
            let last: BTreeMap<&str, &DotenvEntry> = file.entries.iter().map(|entry| (&*entry.key, entry)).collect();
            last.values().for_each(|entry| dotenv(cx, path, entry, out));
        }
        for (path, facts) in cx.facts() {
            containers(cx, path, facts, out);
        }
    },
};

fn is_placeholder_secret(key: &str, value: Option<&str>) -> bool {
    model::is_secret_name(key) && worth(value) == Worth::Placeholder
}

fn dotenv(cx: &Context<'_>, path: &RelPath, entry: &DotenvEntry, out: &mut Vec<Finding>) {
    if !is_placeholder_secret(&entry.key, entry.value.as_deref()) {
        return;
    }
    let is_deployed = path
        .file_name()
        .split(['.', '-', '_'])
        .any(|word| matches!(word, "prod" | "production" | "staging" | "stage" | "live"));
    let severity = if is_deployed { Severity::Error } else { Severity::Warning };
    let at = Place::new(path.clone(), entry.key_range);
    RULE.at(at, &entry.key)
        .severity(severity)
        .message(format!("{} in {path} still has the value of a template", entry.key))
        .fixes(new_value(cx, path, entry))
        .push(cx, out);
}

fn new_value(cx: &Context<'_>, path: &RelPath, entry: &DotenvEntry) -> Option<Fix> {
    let value = Some(&entry.key).filter(|key| secret::is_ours_to_choose(key)).and_then(|key| cx.seed.value(key))?;
    let edit = Edit { file: path.clone(), range: entry.value_range, new_text: value };
    let title = format!("Give {} a new random value in {path}", entry.key);
    Some(rule::edit("random", title, false, vec![edit]))
}

/// Values in files that describe containers.
fn containers(cx: &Context<'_>, path: &RelPath, facts: &FileFacts, out: &mut Vec<Finding>) {
    let mut found: Vec<(&str, Option<&str>, model::Range, Severity)> = Vec::new();
    match facts {
        FileFacts::Compose(file) => {
            for entry in file.services.iter().flat_map(|service| &service.environment) {
                found.push((&entry.key, entry.value.as_deref(), entry.range, Severity::Info));
            }
        }
        FileFacts::Dockerfile(file) => {
            for entry in file.env.iter().filter(|entry| !entry.is_build_time) {
                found.push((&entry.key, entry.value.as_deref(), entry.range, Severity::Info));
            }
        }
        FileFacts::EnvLayer(file) if file.layer == Layer::K8s => {
            for (key, value, range) in &file.entries {
                found.push((key, value.as_deref(), *range, Severity::Warning));
            }
        }
        _ => {}
    }
    let mut seen = BTreeSet::new();
    for (key, value, range, severity) in found {
        if !is_placeholder_secret(key, value) || !seen.insert(range) {
            continue;
        }
        RULE.at(Place::new(path.clone(), range), key)
            .severity(severity)
            .message(format!("{key} in {path} has the value of a template"))
            .push(cx, out);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::testing::check;

    #[test]
    fn real_files_are_told_by_stage() {
        check(
            &RULE,
            "//- /.env\nJWT_SECRET=\"changeme\" # now\nSTRIPE_API_KEY=your-stripe-key\nPORT=changeme\n//- /.env.production\nSECRET_KEY=change-this\n",
            expect![[r#"
                .env.production:1:0-10 error[env-placeholder-secret]
                  SECRET_KEY in .env.production still has the value of a template
                  .env.production:1 SECRET_KEY=change-this
                  fix (look first): Give SECRET_KEY a new random value in .env.production
                    .env.production
                    -SECRET_KEY=change-this
                    +SECRET_KEY=579c8e91b119a594b12082741c416178ad622c95ee176143e632797b2b96bc08
                .env:1:0-10 warning[env-placeholder-secret]
                  JWT_SECRET in .env still has the value of a template
                  .env:1 JWT_SECRET="changeme" # now
                  fix (look first): Give JWT_SECRET a new random value in .env
                    .env
                    -JWT_SECRET="changeme" # now
                    +JWT_SECRET=d0549d9c7a414383eb63ad3dc21f467c324426d79123b78e1349771f5a068858 # now
                .env:2:0-14 warning[env-placeholder-secret]
                  STRIPE_API_KEY in .env still has the value of a template
                  .env:2 STRIPE_API_KEY=your-stripe-key
            "#]],
        );
    }

    #[test]
    fn containers_are_mostly_local() {
        check(
            &RULE,
            "//- /compose.yml\nservices:\n  db:\n    image: postgres\n    environment:\n      POSTGRES_PASSWORD: changeme\n//- /Dockerfile\nFROM python:3\nENV SECRET_KEY=dummy\n//- /k8s/api.yaml\napiVersion: v1\nkind: Pod\nspec: { containers: [ { env: [ { name: API_TOKEN, value: changeme } ] } ] }\n",
            expect![[r#"
                k8s/api.yaml:3:39-48 warning[env-placeholder-secret]
                  API_TOKEN in k8s/api.yaml has the value of a template
                  k8s/api.yaml:3 spec: { containers: [ { env: [ { name: API_TOKEN, value: changeme } ] } ] }
                Dockerfile:2:4-14 info[env-placeholder-secret]
                  SECRET_KEY in Dockerfile has the value of a template
                  Dockerfile:2 ENV SECRET_KEY=dummy
                compose.yml:5:6-23 info[env-placeholder-secret]
                  POSTGRES_PASSWORD in compose.yml has the value of a template
                  compose.yml:5 POSTGRES_PASSWORD: changeme
            "#]],
        );
    }

    #[test]
    fn is_silent_on_templates_tests_and_values() {
        check(
            &RULE,
            "//- /.env.example\nJWT_SECRET=changeme\n//- /.env.test\nJWT_SECRET=secret\n//- /.env\nJWT_SECRET=\nDB_PASSWORD=postgres\nSECRET_KEY=${OTHER}\nAPI_TOKEN=q8Zr2LmNoPqRsTuV\n//- /.github/workflows/ci.yml\nenv: { SECRET_KEY: changeme }\n",
            expect![[""]],
        );
    }
}
