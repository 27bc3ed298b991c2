use std::{collections::BTreeSet, sync::Arc};

use model::{Edit, Finding, Fix, Place, Range, RelPath, Severity, facts::ComposeFile, facts::ComposeService};

use super::RULE;
use crate::{context::Context, rule, stack::Stack};

/// Among more names than these no slip is looked for.
const CANDIDATES_LIMIT: usize = 500;

/// Looks up every name that a stack's services use.
pub(super) fn check<'s>(cx: &Context<'s>, stack: &Stack<'s>, out: &mut Vec<Finding>) {
    let is_whole = !stack.loaded.is_empty();
    if let Some((path, _)) = stack.loaded.first()
        && stack.services().next().is_none()
        && !stack.has_includes()
        && stack.loaded.iter().all(|(_, file)| file.problems.is_empty())
    {
        RULE.at(Place::top((*path).clone()), "services").message("the compose file has no services").push(cx, out);
    }
    let may_be_elsewhere = stack.has_includes();
    let severity = if is_whole { Severity::Error } else { Severity::Warning };
    let lookup = Lookup::new(cx, stack, severity);
    for (path, file) in stack.files() {
        for service in &file.services {
            if !may_be_elsewhere {
                lookup.service(path, service, out);
            }
            lookup.build(path, service, out);
            lookup.env_files(path, service, out);
        }
    }
}

type Names<'s> = BTreeSet<&'s str>;

struct Lookup<'c, 's> {
    cx: &'c Context<'s>,
    stack: &'c Stack<'s>,
    severity: Severity,
    services: Names<'s>,
    volumes: Names<'s>,
    networks: Names<'s>,
    secrets: Names<'s>,
    configs: Names<'s>,
    /// Services that some file gives something to run.
    runnable: Names<'s>,
}

impl<'c, 's> Lookup<'c, 's> {
    fn new(cx: &'c Context<'s>, stack: &'c Stack<'s>, severity: Severity) -> Self {
        let names = |of: fn(&'s ComposeFile) -> &'s [Arc<str>]| -> Names<'s> {
            stack.files().flat_map(|(_, file)| of(file)).map(|name| &**name).collect()
        };
        let services = || stack.files().flat_map(|(_, file)| &file.services);
        let runs = |it: &&ComposeService| {
            it.image.is_some() || it.build_context.is_some() || it.extends.is_some() || it.has_provider
        };
        let mut networks = names(|file| &file.networks);
        networks.insert("default");
        Self {
            cx,
            stack,
            severity,
            services: services().map(|service| &*service.name).collect(),
            volumes: names(|file| &file.volumes),
            networks,
            secrets: names(|file| &file.secrets),
            configs: names(|file| &file.configs),
            runnable: services().filter(runs).map(|service| &*service.name).collect(),
        }
    }

    fn service(&self, path: &RelPath, service: &ComposeService, out: &mut Vec<Finding>) {
        for other in service.depends_on.iter().filter(|other| other.is_required) {
            self.find("service", "depends on", &other.name, other.range, &self.services, (path, service), out);
        }
        if let Some(extends) = service.extends.as_ref().filter(|extends| extends.file.is_none()) {
            self.find("service", "extends", &extends.service, extends.range, &self.services, (path, service), out);
        }
        let used = [
            ("volume", "mounts", &service.volumes, &self.volumes),
            ("network", "joins", &service.networks, &self.networks),
            ("secret", "is given", &service.secrets, &self.secrets),
            ("config", "is given", &service.configs, &self.configs),
        ];
        for (kind, verb, wanted, known) in used {
            for (name, range) in wanted {
                self.find(kind, verb, name, *range, known, (path, service), out);
            }
        }
        if !self.runnable.contains(&*service.name) && !self.stack.may_define(&service.name) {
            RULE.at(Place::new(path.clone(), service.name_range), &format!("{}:image", service.name))
                .severity(self.severity)
                .message(format!("service {} has neither an image nor a build", service.name))
                .push(self.cx, out);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one sentence and where it is true")]
    fn find(
        &self,
        kind: &str,
        verb: &str,
        name: &str,
        range: Range,
        known: &Names<'_>,
        (path, service): (&RelPath, &ComposeService),
        out: &mut Vec<Finding>,
    ) {
        if known.contains(name) || name.contains('$') || self.stack.may_define(name) {
            return;
        }
        let at = Place::new(path.clone(), range);
        let message = format!("service {} {verb} the {kind} {name}, which no compose file here defines", service.name);
        RULE.at(at, &format!("{}:{kind}:{name}", service.name))
            .severity(self.severity)
            .message(message)
            .fixes(self.slip(kind, name, path, range, known))
            .push(self.cx, out);
    }

    /// The defined name that a misspelt one most likely stands for.
    fn slip(&self, kind: &str, name: &str, path: &RelPath, range: Range, known: &Names<'_>) -> Option<Fix> {
        if known.len() > CANDIDATES_LIMIT {
            return None;
        }
        let distance = |known: &&&str| strsim::osa_distance(name, known);
        let allowed = if name.len() > 5 { 2 } else { 1 };
        let meant = known.iter().filter(|known| distance(known) <= allowed).min_by_key(distance)?;
        // A volume's range is that of the whole mount.
        let written = self.cx.text(path).map(|text| {
            let map = model::LineMap::new(text);
            text.get(map.byte(range.start)..map.byte(range.end)).unwrap_or("").to_owned()
        })?;
        let new_text = written.replacen(name, meant, 1);
        let edit = Edit { file: path.clone(), range, new_text };
        (written.matches(name).count() == 1)
            .then(|| rule::edit("rename", format!("Write the {kind} {meant} instead of {name}"), false, vec![edit]))
    }

    /// The folder and Dockerfile that it builds from.
    fn build(&self, path: &RelPath, service: &ComposeService, out: &mut Vec<Finding>) {
        let Some(context) = service.build_context.as_deref().filter(|context| is_plain_path(context)) else { return };
        let Some(folder) = path.parent().and_then(|folder| folder.join(context).ok()) else { return };
        let has_files = crate::context::below(self.cx.snapshot, &folder).next();
        let missing = if has_files.is_none() {
            format!("the folder {folder}")
        } else {
            let name = service.dockerfile.as_deref().unwrap_or("Dockerfile");
            let file = Some(name).filter(|name| is_plain_path(name)).and_then(|name| folder.join(name).ok());
            match file {
                Some(file) if !self.cx.snapshot.contains(&file) && !service.has_inline_dockerfile => file.to_string(),
                _ => return,
            }
        };
        RULE.at(Place::new(path.clone(), service.name_range), &format!("{}:build", service.name))
            .severity(Severity::Warning)
            .message(format!("service {} is built from {missing}, which is not there", service.name))
            .push(self.cx, out);
    }

    /// Only names that the index sees even when git ignores them can be known to be absent.
    fn env_files(&self, path: &RelPath, service: &ComposeService, out: &mut Vec<Finding>) {
        for entry in service.env_files.iter().filter(|entry| entry.is_required && is_plain_path(&entry.path)) {
            let Some(file) = path.parent().and_then(|folder| folder.join(&entry.path).ok()) else { continue };
            let is_seen = file.file_name().starts_with(".env")
                && file
                    .parent()
                    .is_some_and(|folder| self.cx.facts().any(|(known, _)| known.parent().as_ref() == Some(&folder)));
            if !is_seen || self.cx.snapshot.contains(&file) || self.has_template(&file) {
                continue;
            }
            RULE.at(Place::new(path.clone(), entry.range), &format!("{}:{}", service.name, entry.path))
                .severity(Severity::Warning)
                .message(format!("service {} needs {file}, which is not there", service.name))
                .push(self.cx, out);
        }
    }

    /// With a template beside it, a file that is not there yet is a matter of `env-missing`.
    fn has_template(&self, file: &RelPath) -> bool {
        self.cx
            .dotenvs_in(&file.parent().unwrap_or_else(RelPath::root))
            .iter()
            .any(|(_, dotenv)| dotenv.layer == model::Layer::Example)
    }
}

/// A path in the workspace: neither an address nor something to fill in.
fn is_plain_path(text: &str) -> bool {
    !text.contains("://") && !text.contains('$') && !text.starts_with("git@") && !text.starts_with(['/', '~'])
}
