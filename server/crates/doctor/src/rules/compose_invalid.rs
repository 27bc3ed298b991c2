//! `compose-invalid`

mod cycle;
mod names;

use model::{Place, Severity, facts::FileFacts};

use crate::{
    rule::{Area, Input, Rule},
    stack,
};

pub(crate) const RULE: Rule = Rule {
    id: "compose-invalid",
    severity: Severity::Error,
    since: "0.1",
    area: Area::Ports,
    doc: "\
## What it finds
What `docker compose config` refuses: a file that does not parse, a key that stands twice, a value of the wrong shape, a port that is none, a `$` that means nothing, a misspelt key, a service without image and build, a service, volume, network, secret or config that is used but not defined, services that wait for each other in a circle.

Names are looked for in all compose files of the folder, because overrides and files named with `-f` are partial; a stack that includes files from elsewhere is not asked for names. In a folder without a `compose.yaml` a name that is not found is a **warning**: the files may be meant to lie on top of another folder's. So is a folder or Dockerfile to build from that is not there, and an `env_file` that is neither there nor has a template.

## Why it matters
Nothing of the stack starts.

## Fix
Where a name is one slip away from a defined one, writes the defined one.",
    reads: &[Input::Compose, Input::Dotenv, Input::Dockerfile, Input::Broken, Input::Paths, Input::Manifest],
    check: |cx, out| {
        for (path, facts) in cx.facts() {
            let problems = match facts {
                FileFacts::Compose(file) => &file.problems,
                FileFacts::Broken(problems) if stack::is_compose(path) => problems,
                _ => continue,
            };
            for problem in problems {
                let subject = problem.message.split('`').nth(1).unwrap_or("file");
                RULE.at(Place::new(path.clone(), problem.range), subject).message(&*problem.message).push(cx, out);
            }
        }
        for stack in cx.stacks() {
            names::check(cx, stack, out);
            cycle::check(cx, stack, out);
        }
    },
};

#[cfg(test)]
mod tests;
