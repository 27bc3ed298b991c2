use std::collections::{BTreeMap, BTreeSet};

use model::{
    Edit, Finding, Fix, Layer, LineMap, Place, Project, Range, RelPath, Severity, facts::DotenvEntry, facts::DotenvFile,
};

use super::{
    RULE, has_begun, is_defined, is_placeholder_secret, is_start, is_usable, list, place, real_files, target::target,
};
use crate::{
    context::{Context, is_for_tests},
    lines, rule,
};

/// Compares every template with what stands beside it.
pub(super) fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    let mut not_begun: BTreeMap<RelPath, Vec<(Template<'_, '_>, usize)>> = BTreeMap::new();
    for (path, file) in cx.dotenvs().filter(|(_, file)| file.layer == Layer::Example) {
        let (Some(folder), Some(target)) = (path.parent(), target(path)) else { continue };
        let template = Template { cx, path, file, target, project: cx.project_of(path) };
        let real = real_files(cx, &folder);
        let wanted = template.wanted();
        let missing: Vec<&DotenvEntry> =
            wanted.iter().copied().filter(|entry| !template.is_defined(&entry.key, &real)).collect();
        if missing.is_empty() {
            continue;
        }
        let has_begun = has_begun(cx, &template.target, &real);
        if has_begun || template.is_carried_by_compose(wanted.len(), missing.len()) {
            let into = real.iter().find(|path| ***path == template.target).or(real.first()).copied();
            let into = into.filter(|_| has_begun).unwrap_or(&template.target);
            missing.iter().for_each(|entry| template.missing(entry, into, out));
        } else if !is_for_tests(path) {
            let count = missing.len();
            not_begun.entry(folder).or_default().push((template, count));
        }
    }
    for templates in not_begun.into_values() {
        say_not_begun(cx, templates, out);
    }
}

/// Nobody has made the real file yet: one finding a folder, at its plainest template.
fn say_not_begun(cx: &Context<'_>, mut templates: Vec<(Template<'_, '_>, usize)>, out: &mut Vec<Finding>) {
    templates.sort_by_key(|(template, _)| {
        let name = template.path.file_name();
        (name != ".env.example", name.len(), name)
    });
    let Some((first, count)) = templates.first() else { return };
    let name = first.path.file_name();
    let keys = if *count == 1 { "1 key".to_owned() } else { format!("{count} keys") };
    let others = match templates.len() {
        1 => String::new(),
        2 => " (there is one more template beside it)".to_owned(),
        count => format!(" (there are {} more templates beside it)", count - 1),
    };
    let at =
        first.file.entries.first().map_or_else(|| Place::top(first.path.clone()), |entry| place(first.path, entry));
    RULE.at(at.clone(), "no-file")
        .severity(Severity::Info)
        .message(format!("there is no {} yet; {name} lists {keys} for it{others}", first.target))
        .evidence([cx.snapshot.evidence(&at)])
        .fixes(templates.iter().take(3).filter_map(|(template, _)| template.creation()))
        .push(cx, out);
}

struct Template<'c, 's> {
    cx: &'c Context<'s>,
    path: &'s RelPath,
    file: &'s DotenvFile,
    /// The file that it is a template of.
    target: RelPath,
    project: Option<&'s Project>,
}

impl<'s> Template<'_, 's> {
    /// The keys that somebody has to set, each once.
    fn wanted(&self) -> Vec<&'s DotenvEntry> {
        let mut seen = BTreeSet::new();
        let has_default_in_code = |key: &str| {
            self.project
                .and_then(|project| project.env.iter().find(|known| &*known.key == key))
                .is_some_and(|known| !known.reads.is_empty() && known.reads.iter().all(|read| read.has_default))
        };
        let file = self.file;
        file.entries
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

    fn addition(&self, entry: &DotenvEntry, into: &RelPath) -> Option<Fix> {
        let (key, template) = (&entry.key, self.path.file_name());
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

    /// The template's text with the placeholders of secrets taken out, as a new file.
    fn creation(&self) -> Option<Fix> {
        let text = self.cx.text(self.path)?;
        let blanked: Vec<&DotenvEntry> =
            self.file.entries.iter().filter(|entry| is_placeholder_secret(entry)).collect();
        let edits: Vec<Edit> = blanked
            .iter()
            .map(|entry| Edit { file: self.path.clone(), range: entry.value_range, new_text: String::new() })
            .collect();
        let new_text = crate::apply(text, &edits.iter().collect::<Vec<_>>()).ok()?;
        let mut keys: Vec<&str> = Vec::new();
        for entry in &blanked {
            if !keys.contains(&&*entry.key) {
                keys.push(&entry.key);
            }
        }
        let left = match keys.len() {
            0 => String::new(),
            1 => format!("; {} stays empty, the template holds a placeholder", keys[0]),
            count => format!("; {count} secrets stay empty, the template holds placeholders: {}", list(&keys)),
        };
        let name = self.path.file_name();
        let title = format!("Create {} from {name}{left}", self.target);
        let new_text = new_text.trim_start_matches('\u{feff}').to_owned();
        let edit = Edit { file: self.target.clone(), range: Range::default(), new_text };
        Some(rule::edit(&format!("create:{name}"), title, false, vec![edit]))
    }
}
