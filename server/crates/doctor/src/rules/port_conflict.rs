//! `port-conflict`

use std::collections::{BTreeMap, BTreeSet};

use model::{
    Edit, Finding, Fix, Place, PortRole, Project, RelPath, Severity,
    facts::{ComposePort, ComposeService},
};

use crate::{
    context::Context,
    rule::{self, Area, Input, Rule},
    stack::Stack,
};

pub(crate) const RULE: Rule = Rule {
    id: "port-conflict",
    severity: Severity::Error,
    since: "0.1",
    area: Area::Ports,
    doc: "\
## What it finds
One port of this machine that two parties want.

- **Error**: two services of one compose stack publish it. Values that the `.env` beside the file sets are filled in. An override that says a service's own port again is fine, and so are services of different profiles.
- **Warning**: stacks of different folders of one workspace publish it, so that they cannot run at the same time (samples and tests are left out); or a service that only runs with a profile shares it with another one.
- **Warning**: two projects are told to listen on it when they are started by hand.

Files that are named with `-f` (`docker-compose.prod.yml`) are alternatives: they are only compared with themselves.

## Why it matters
The second one does not start: `address already in use`.

## Fix
Publishes on the next port that nothing in the workspace uses. Not applied without a look: whoever calls the service has to know.",
    reads: &[
        Input::Compose,
        Input::Dotenv,
        Input::Manifest,
        Input::Dockerfile,
        Input::Runtime,
        Input::Paths,
    ],
    check: |cx, out| {
        let known = known_ports(cx);
        for stack in cx.stacks() {
            within(cx, &stack.folder, &effective(cx, stack), &known, out);
            for (path, file) in &stack.named {
                let alone: Vec<Published<'_>> =
                    file.services.iter().flat_map(|service| published(cx, path, service)).collect();
                within(cx, &stack.folder, &alone, &known, out);
            }
        }
        between_stacks(cx, &known, out);
        between_projects(cx, out);
    },
};

/// A port of this machine that a service publishes.
struct Published<'s> {
    file: &'s RelPath,
    service: &'s ComposeService,
    port: &'s ComposePort,
    number: u16,
}

impl Published<'_> {
    fn place(&self) -> Place {
        Place::new(self.file.clone(), self.port.published_range.unwrap_or(self.port.range))
    }

    fn clashes(&self, other: &Self) -> bool {
        let all = |ip: &Option<std::sync::Arc<str>>| matches!(ip.as_deref(), None | Some("0.0.0.0" | "::" | ""));
        let (a, b) = (&self.port.host_ip, &other.port.host_ip);
        self.number == other.number && self.port.is_udp == other.port.is_udp && (a == b || all(a) || all(b))
    }

    /// Whether both can be asked for at once: services without profiles always run.
    fn run_together(&self, other: &Self) -> bool {
        let (a, b) = (&self.service.profiles, &other.service.profiles);
        a.is_empty() || b.is_empty() || a.iter().any(|profile| b.contains(profile))
    }
}

/// Every published port of a service; variables are filled in from the `.env` beside the file.
fn published<'s>(cx: &Context<'s>, file: &'s RelPath, service: &'s ComposeService) -> Vec<Published<'s>> {
    let dotenv = file.parent().and_then(|folder| folder.join(".env").ok()).and_then(|path| cx.dotenv(&path));
    let from_env = |name: &str| {
        let entry = dotenv?.entries.iter().rev().find(|entry| &*entry.key == name)?;
        entry.value.as_deref()?.trim().parse::<u16>().ok()
    };
    if service.uses_host_network {
        return Vec::new();
    }
    let number = |port: &ComposePort| port.published_from.as_deref().and_then(from_env).or(port.published);
    service.ports.iter().filter_map(|port| Some(Published { file, service, port, number: number(port)? })).collect()
}

/// What `docker compose up` publishes in a folder. An override adds to a service's ports; the same entry is one entry.
fn effective<'s>(cx: &Context<'s>, stack: &Stack<'s>) -> Vec<Published<'s>> {
    let mut seen = BTreeSet::new();
    let all = stack.services().flat_map(|(path, service)| published(cx, path, service));
    all.filter(|new| seen.insert((&new.service.name, new.number, new.port.is_udp))).collect()
}

fn within(cx: &Context<'_>, folder: &RelPath, ports: &[Published<'_>], known: &BTreeSet<u16>, out: &mut Vec<Finding>) {
    let mut by_number: BTreeMap<u16, Vec<&Published<'_>>> = BTreeMap::new();
    for second in ports {
        let others = by_number.entry(second.number).or_default();
        let first = others.iter().copied().find(|first| first.clashes(second) && first.run_together(second));
        others.push(second);
        let Some(first) = first else { continue };
        let is_certain = first.service.profiles.is_empty() && second.service.profiles.is_empty()
            || first.service.profiles == second.service.profiles;
        let (a, b, port) = (&first.service.name, &second.service.name, second.number);
        let message = if a == b {
            format!("{b} publishes port {port} twice")
        } else {
            format!("{a} and {b} both publish port {port}")
        };
        let severity = if is_certain { Severity::Error } else { Severity::Warning };
        RULE.at(second.place(), &format!("{port}:{b}"))
            .severity(severity)
            .message(message)
            .project(built(cx, second).or_else(|| cx.project_of(folder)).map(|project| &project.id))
            .evidence([cx.snapshot.evidence(&first.place()), cx.snapshot.evidence(&second.place())])
            .fixes(next_free(second, known))
            .push(cx, out);
    }
}

/// Stacks of different folders, each port once.
fn between_stacks(cx: &Context<'_>, known: &BTreeSet<u16>, out: &mut Vec<Finding>) {
    let mut owners: BTreeMap<(Option<RelPath>, u16, bool), (&RelPath, Published<'_>)> = BTreeMap::new();
    for stack in cx.stacks() {
        // What includes others says itself how they go together.
        if stack.has_includes() || is_apart(&stack.folder) {
            continue;
        }
        let workspace = workspace_of(cx, &stack.folder);
        for second in effective(cx, stack).into_iter().filter(|port| port.service.profiles.is_empty()) {
            let key = (workspace.clone(), second.number, second.port.is_udp);
            let Some((folder, first)) = owners.get(&key) else {
                owners.insert(key, (&stack.folder, second));
                continue;
            };
            if **folder == stack.folder || !first.clashes(&second) {
                continue;
            }
            let (a, b, port) = (&first.service.name, &second.service.name, second.number);
            let message = format!(
                "{b} of {} publishes port {port}, and so does {a} of {}: the two stacks cannot run at the same time",
                second.file, first.file
            );
            RULE.at(second.place(), &format!("{port}:{b}:stack"))
                .severity(Severity::Warning)
                .message(message)
                .project(built(cx, &second).map(|project| &project.id))
                .evidence([cx.snapshot.evidence(&first.place()), cx.snapshot.evidence(&second.place())])
                .fixes(next_free(&second, known))
                .push(cx, out);
        }
    }
}

/// Samples and tests are started one at a time.
fn is_apart(folder: &RelPath) -> bool {
    const WORDS: [&str; 13] = [
        "example",
        "examples",
        "sample",
        "samples",
        "demo",
        "demos",
        "test",
        "tests",
        "e2e",
        "fixtures",
        "docs",
        "benchmarks",
        ".devcontainer",
    ];
    folder.segments().any(|segment| WORDS.contains(&segment))
}

/// The folder of the workspace that a folder belongs to, by its marker: several may be opened at once.
fn workspace_of(cx: &Context<'_>, folder: &RelPath) -> Option<RelPath> {
    let markers =
        [".rapidkit-workspace", ".workspai-workspace", ".rapidkit/workspace.json", ".workspai/workspace.json"];
    std::iter::successors(Some(folder.clone()), RelPath::parent)
        .find(|above| markers.iter().any(|marker| above.join(marker).is_ok_and(|path| cx.snapshot.contains(&path))))
}

/// The project that a service builds.
fn built<'s>(cx: &Context<'s>, published: &Published<'_>) -> Option<&'s Project> {
    let mut services = cx.snapshot.compose_services();
    let found = services.find(|(file, service, _)| *file == published.file && service.name == published.service.name);
    found?.2.and_then(|id| cx.snapshot.project(id))
}

/// Projects that a person starts by hand: only what a command or a real dotenv file says counts.
fn between_projects(cx: &Context<'_>, out: &mut Vec<Finding>) {
    let mut owners: BTreeMap<u16, (&Project, &Place)> = BTreeMap::new();
    for project in &cx.snapshot.projects {
        let is_template =
            |place: &Place| cx.dotenv(&place.file).is_some_and(|file| file.layer == model::Layer::Example);
        let mut own: Vec<_> = project.ports.iter().filter(|port| port.role == PortRole::App).collect();
        own.retain(|port| !port.is_fallback && !is_template(&port.place));
        own.dedup_by_key(|port| port.port);
        for port in own {
            let Some((first, at)) = owners.get(&port.port) else {
                owners.insert(port.port, (project, &port.place));
                continue;
            };
            if first.id == project.id {
                continue;
            }
            RULE.at(port.place.clone(), &format!("{}:app", port.port))
                .severity(Severity::Warning)
                .project(Some(&project.id))
                .message(format!(
                    "{} and {} both listen on port {} when started by hand",
                    first.name, project.name, port.port
                ))
                .evidence([cx.snapshot.evidence(at), cx.snapshot.evidence(&port.place)])
                .push(cx, out);
        }
    }
}

/// Every port that somebody in the workspace uses on this machine.
fn known_ports(cx: &Context<'_>) -> BTreeSet<u16> {
    let mut known: BTreeSet<u16> = cx
        .snapshot
        .projects
        .iter()
        .flat_map(|project| &project.ports)
        .filter(|port| port.role != PortRole::Container)
        .map(|port| port.port)
        .collect();
    for stack in cx.stacks() {
        for (path, file) in stack.files() {
            known.extend(file.services.iter().flat_map(|service| published(cx, path, service)).map(|port| port.number));
        }
    }
    known
}

fn next_free(published: &Published<'_>, known: &BTreeSet<u16>) -> Option<Fix> {
    let range = published.port.published_range?;
    let free = (published.number..=u16::MAX).find(|port| !known.contains(port))?;
    let edit = Edit { file: published.file.clone(), range, new_text: free.to_string() };
    let title = format!("Publish {} on port {free}, which nothing in the workspace uses", published.service.name);
    Some(rule::edit("next-free", title, false, vec![edit]))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::RULE;
    use crate::testing::check;

    #[test]
    fn one_stack() {
        check(
            &RULE,
            r#"
//- /docker-compose.yml
services:
  api:
    image: a
    ports: ["8000:80", "127.0.0.1:9000:90", "53:53/udp", "53:53/tcp"]
  web:
    image: b
    ports: ["${WEB_PORT:-3000}:80", "127.0.0.2:9000:90"]
  tools:
    image: c
    profiles: [tools]
    ports: ["8000:8080"]
//- /.env ignored
WEB_PORT=8000
"#,
            expect![[r#"
                docker-compose.yml:7:12-34 error[port-conflict]
                  api and web both publish port 8000
                  docker-compose.yml:4 ports: ["8000:80", "127.0.0.1:9000:90", "53:53/udp", "53:53/tcp"]
                  docker-compose.yml:7 ports: ["${WEB_PORT:-3000}:80", "127.0.0.2:9000:90"]
                docker-compose.yml:11:13-17 warning[port-conflict]
                  api and tools both publish port 8000
                  docker-compose.yml:4 ports: ["8000:80", "127.0.0.1:9000:90", "53:53/udp", "53:53/tcp"]
                  docker-compose.yml:11 ports: ["8000:8080"]
                  fix (look first): Publish tools on port 8001, which nothing in the workspace uses
                    docker-compose.yml
                    -    ports: ["8000:8080"]
                    +    ports: ["8001:8080"]
            "#]],
        );
    }

    #[test]
    fn stacks_of_two_folders() {
        check(
            &RULE,
            "//- /a/compose.yml\nservices: { db: { image: x, ports: ['5432:5432'] } }\n//- /b/compose.yml\nservices: { db: { image: x, ports: ['5432:5432'] } }\n",
            expect![[r#"
                b/compose.yml:1:37-41 warning[port-conflict]
                  db of b/compose.yml publishes port 5432, and so does db of a/compose.yml: the two stacks cannot run at the same time
                  a/compose.yml:1 services: { db: { image: x, ports: ['5432:5432'] } }
                  b/compose.yml:1 services: { db: { image: x, ports: ['5432:5432'] } }
                  fix (look first): Publish db on port 5433, which nothing in the workspace uses
                    b/compose.yml
                    -services: { db: { image: x, ports: ['5432:5432'] } }
                    +services: { db: { image: x, ports: ['5433:5432'] } }
            "#]],
        );
    }

    #[test]
    fn two_projects_started_by_hand() {
        check(
            &RULE,
            "//- /a/package.json\n{ \"name\": \"a\", \"dependencies\": { \"express\": \"4\" } }\n//- /a/.env\nPORT=3000\n//- /b/package.json\n{ \"name\": \"b\", \"dependencies\": { \"express\": \"4\" } }\n//- /b/.env\nPORT=3000\n",
            expect![[r#"
                b/.env:1:0-4 warning[port-conflict]
                  a and b both listen on port 3000 when started by hand
                  a/.env:1 PORT=3000
                  b/.env:1 PORT=3000
            "#]],
        );
    }

    #[test]
    fn is_silent_on_overrides_profiles_and_alternatives() {
        check(
            &RULE,
            r#"
//- /compose.yml
services:
  api: { image: a, ports: ["8000:80"] }
  one: { image: a, profiles: [one], ports: ["9000:80"] }
  two: { image: a, profiles: [two], ports: ["9000:80"] }
  any: { image: a, ports: ["80", "${UNKNOWN}:80"] }
//- /compose.override.yml
services:
  api: { ports: ["8000:80"] }
//- /compose.prod.yml
services:
  web: { image: a, ports: ["8000:80"] }
//- /a/.env.example
PORT=3000
"#,
            expect![[""]],
        );
    }
}
