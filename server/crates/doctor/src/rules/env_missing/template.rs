use std::collections::BTreeSet;

use model::{
    Edit, Finding, Layer, LineMap, Place, Project, Range, RelPath, Severity, facts::DotenvEntry, facts::DotenvFile,
};

use super::{RULE, is_defined, is_placeholder_secret, is_start, is_usable, list, place, real_files};
use crate::{context::Context, lines, rule};

/// Compares every template with what stands beside it.
pub(super) fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    for (path, file) in cx.dotenvs().filter(|(_, file)| file.layer == Layer::Example) {
        let Some(target) = target(path) else { continue };
        Template { cx, path, file, target, project: cx.project_of(path) }.check(out);
    }
}

struct Template<'c, 's> {
    cx: &'c Context<'s>,
    path: &'s RelPath,
    file: &'s DotenvFile,
    /// The file that it is a template of.
    target: RelPath,
    project: Option<&'s Project>,
}

impl Template<'_, '_> {
    fn check(&self, out: &mut Vec<Finding>) {
        let Some(folder) = self.path.parent() else { return };
        let real = real_files(self.cx, &folder);
        let wanted = self.wanted();
        let missing: Vec<&DotenvEntry> =
            wanted.iter().copied().filter(|entry| !self.is_defined(&entry.key, &real)).collect();
        if missing.is_empty() {
            return;
        }
        if real.is_empty() && !self.is_carried_by_compose(wanted.len(), missing.len()) {
            self.not_begun(&missing, out);
            return;
        }
        let into =
            if real.contains(&&self.target) { &self.target } else { real.first().copied().unwrap_or(&self.target) };
        for entry in missing {
            self.missing(entry, into, out);
        }
    }

    /// The keys that somebody has to set, each once.
    fn wanted(&self) -> Vec<&DotenvEntry> {
        let mut seen = BTreeSet::new();
        let has_default_in_code = |key: &str| {
            self.project
                .and_then(|project| project.env.iter().find(|known| &*known.key == key))
                .is_some_and(|known| !known.reads.is_empty() && known.reads.iter().all(|read| read.has_default))
        };
        self.file
            .entries
            .iter()
            .filter(|entry| !entry.is_optional && !has_default_in_code(&entry.key) && seen.insert(&entry.key))
            .collect()
    }

    fn is_defined(&self, key: &str, real: &[&RelPath]) -> bool {
        let is_beside = real
            .iter()
            .filter_map(|path| self.cx.dotenv(path))
            .any(|file| file.entries.iter().any(|entry| &*entry.key == key && entry.value.is_some()));
        is_beside || self.project.is_some_and(|project| is_defined(project, key))
    }

    /// Without a dotenv file the container's environment is the place for keys, once it holds most of them.
    fn is_carried_by_compose(&self, wanted: usize, missing: usize) -> bool {
        let Some(project) = self.project else { return false };
        let mut own = self.cx.snapshot.compose_services().filter(|(_, _, built)| *built == Some(&project.id));
        let is_built = own.any(|(_, service, _)| !service.environment.is_empty() && service.env_files.is_empty());
        is_built && missing * 2 <= wanted
    }

    /// A key that is in no layer.
    fn missing(&self, entry: &DotenvEntry, into: &RelPath, out: &mut Vec<Finding>) {
        let at = place(self.path, entry);
        let severity = if is_usable(entry) { Severity::Warning } else { Severity::Error };
        let (key, template) = (&entry.key, self.path.file_name());
        let message = if self.cx.snapshot.contains(into) {
            format!("{key} is in {template}, but {into} does not set it, nor does any other layer")
        } else {
            let service = self.project.map_or("the container", |project| &project.name);
            format!("{key} is in {template}, but compose does not set it for {service}, nor does any other layer")
        };
        let fix = self.cx.snapshot.contains(into).then(|| self.addition(entry, into)).flatten();
        RULE.at(at.clone(), key)
            .severity(severity)
            .message(message)
            .evidence([self.cx.snapshot.evidence(&at)])
            .fixes(fix)
            .push(self.cx, out);
    }

    fn addition(&self, entry: &DotenvEntry, into: &RelPath) -> Option<model::Fix> {
        let key = &entry.key;
        let template = self.path.file_name();
        let (value, title) = match is_usable(entry) {
            true => (self.written(entry)?, format!("Add {key} to {into} with the value of {template}")),
            false if is_start(entry) => {
                (self.written(entry)?, format!("Add {key} to {into} with the value of {template} as a start"))
            }
            false => (String::new(), format!("Add {key} to {into} without a value, for you to fill in")),
        };
        let edit = lines::append(self.cx.snapshot, into, &[format!("{key}={value}")])?;
        Some(rule::edit("add", title, is_usable(entry), vec![edit]))
    }

    /// A value as the template writes it, quotes included.
    fn written(&self, entry: &DotenvEntry) -> Option<String> {
        let text = self.cx.text(self.path)?;
        let map = LineMap::new(text);
        text.get(map.byte(entry.value_range.start)..map.byte(entry.value_range.end)).map(str::to_owned)
    }

    /// Nobody has made the real file yet: one finding for the whole template.
    fn not_begun(&self, missing: &[&DotenvEntry], out: &mut Vec<Finding>) {
        let keys: Vec<&str> = missing.iter().map(|entry| &*entry.key).collect();
        let template = self.path.file_name();
        let count = if keys.len() == 1 { "1 key".to_owned() } else { format!("{} keys", keys.len()) };
        let message = format!("there is no {} yet; {template} lists {count} for it: {}", self.target, list(&keys));
        let first = missing.first().map_or_else(|| Place::top(self.path.clone()), |entry| place(self.path, entry));
        RULE.at(first.clone(), "no-file")
            .severity(Severity::Info)
            .message(message)
            .evidence([self.cx.snapshot.evidence(&first)])
            .fixes(self.creation())
            .push(self.cx, out);
    }

    /// The template's text with the placeholders of secrets taken out.
    fn creation(&self) -> Option<model::Fix> {
        let text = self.cx.text(self.path)?;
        let blanked: Vec<&DotenvEntry> =
            self.file.entries.iter().filter(|entry| is_placeholder_secret(entry)).collect();
        let edits: Vec<Edit> = blanked
            .iter()
            .map(|entry| Edit { file: self.path.clone(), range: entry.value_range, new_text: String::new() })
            .collect();
        let new_text = crate::apply(text, &edits.iter().collect::<Vec<_>>()).ok()?;
        let keys: Vec<&str> = blanked.iter().map(|entry| &*entry.key).collect();
        let left = match keys.len() {
            0 => String::new(),
            1 => format!("; {} stays empty, the template holds a placeholder", keys[0]),
            count => format!("; {count} secrets stay empty, the template holds placeholders: {}", list(&keys)),
        };
        let title = format!("Create {} from {}{left}", self.target, self.path.file_name());
        let new_text = new_text.trim_start_matches('\u{feff}').to_owned();
        let edit = Edit { file: self.target.clone(), range: Range::default(), new_text };
        Some(rule::edit("create", title, false, vec![edit]))
    }
}

/// The file a template is for: `.env.local.example` is for `.env.local`, `env.example` for `.env`.
fn target(template: &RelPath) -> Option<RelPath> {
    const WORDS: [&str; 9] =
        ["example", "examples", "sample", "template", "templates", "tmpl", "dist", "default", "defaults"];
    let words: Vec<&str> = template
        .file_name()
        .split(['.', '-', '_'])
        .filter(|word| !word.is_empty() && !WORDS.contains(&word.to_ascii_lowercase().as_str()))
        .collect();
    let name = match words.as_slice() {
        ["env" | "dotenv", rest @ ..] => [&["", "env"], rest].concat().join("."),
        // `prod.example.env` is for `prod.env`.
        [rest @ .., "env"] if !rest.is_empty() => format!("{}.env", rest.join(".")),
        _ => ".env".to_owned(),
    };
    template.parent()?.join(&name).ok()
}
