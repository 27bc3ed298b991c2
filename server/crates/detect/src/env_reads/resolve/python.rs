//! Settings classes: base classes across files, prefixes, aliases, nested models. The rules are those of pydantic 1's
//! `BaseSettings` and of pydantic-settings 2.

use std::{collections::BTreeSet, sync::Arc};

use model::{
    RelPath,
    facts::{EnvConfig, EnvField, EnvSchema, Fallback, SchemaKind},
};

use super::{
    Draft,
    index::{Found, Index},
};

/// Whose rules hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rules {
    One,
    Two,
}

/// Classes above classes; deeper is a cycle.
const DEPTH: usize = 16;

/// What a settings class comes to.
struct Settings<'f> {
    rules: Rules,
    config: EnvConfig,
    /// With the file that declares them.
    fields: Vec<(&'f RelPath, &'f EnvField)>,
}

pub(super) fn resolve<'f>(index: &Index<'f>, out: &mut Vec<(&'f RelPath, Draft)>) {
    let classes: Vec<Found<'f>> = index.schemas().filter(|(_, it)| it.kind == SchemaKind::Python).collect();
    let made = made(index);
    let parents: BTreeSet<(&RelPath, &str)> = classes
        .iter()
        .flat_map(|(path, schema)| schema.bases.iter().filter_map(|base| index.find(path, base, SchemaKind::Python)))
        .map(|(path, schema)| (path, &*schema.name))
        .collect();
    for (path, schema) in classes {
        index.start();
        let Some(rules) = rules(index, path, schema, 0) else { continue };
        let is_made = made.contains(&(path, &*schema.name));
        // A base class that nobody makes is there for those below it.
        if parents.contains(&(path, &*schema.name)) && !is_made {
            continue;
        }
        let mut settings = Settings { rules, config: EnvConfig::default(), fields: Vec::new() };
        gather(index, path, schema, &mut settings, 0);
        for (file, field) in &settings.fields {
            emit(index, &settings, file, field, is_made, out);
        }
    }
}

/// Classes that somebody makes an instance of.
fn made<'f>(index: &Index<'f>) -> BTreeSet<(&'f RelPath, &'f str)> {
    let all = index.files.iter().flat_map(|(path, facts)| facts.made.iter().map(move |(name, _)| (*path, name)));
    all.filter_map(|(path, name)| index.find(path, name, SchemaKind::Python))
        .map(|(path, schema)| (path, &*schema.name))
        .collect()
}

/// Whose settings a class is; `None` when it is none.
fn rules(index: &Index<'_>, path: &RelPath, schema: &EnvSchema, depth: usize) -> Option<Rules> {
    if depth > DEPTH || !index.step(schema) {
        return None;
    }
    schema.bases.iter().find_map(|base| match &**base {
        "pydantic.BaseSettings" | "pydantic.v1.BaseSettings" | "pydantic.env_settings.BaseSettings" => Some(Rules::One),
        "pydantic_settings.BaseSettings" | "pydantic_settings.main.BaseSettings" => Some(Rules::Two),
        base => {
            let (path, schema) = index.find(path, base, SchemaKind::Python)?;
            rules(index, path, schema, depth + 1)
        }
    })
}

/// Fields and configuration from the base classes down; what is nearer wins, and keeps its first place.
fn gather<'f>(index: &Index<'f>, path: &'f RelPath, schema: &'f EnvSchema, out: &mut Settings<'f>, depth: usize) {
    if depth > DEPTH || !index.step(schema) {
        return;
    }
    // The first base class wins over the second: it comes later here.
    for base in schema.bases.iter().rev() {
        if let Some((path, schema)) = index.find(path, base, SchemaKind::Python) {
            let is_mixin = schema.bases.is_empty();
            if !(is_mixin && out.rules == Rules::One) {
                gather(index, path, schema, out, depth + 1);
            }
        }
    }
    merge(&mut out.config, &schema.config);
    for field in &schema.fields {
        let is_field = field.is_annotated || (out.rules == Rules::One && field.fallback != Fallback::None);
        match out.fields.iter_mut().find(|(_, known)| known.name == field.name) {
            Some(known) if is_field || field.is_hidden => *known = (path, field),
            None if is_field => out.fields.push((path, field)),
            _ => {}
        }
    }
}

fn merge(config: &mut EnvConfig, own: &EnvConfig) {
    if own.prefix.is_some() {
        config.prefix.clone_from(&own.prefix);
    }
    if own.nested_delimiter.is_some() {
        config.nested_delimiter.clone_from(&own.nested_delimiter);
    }
    config.is_case_sensitive = own.is_case_sensitive.or(config.is_case_sensitive);
    config.is_by_name_too = own.is_by_name_too.or(config.is_by_name_too);
    config.has_own_sources |= own.has_own_sources;
    if !own.env_files.is_empty() {
        config.env_files.clone_from(&own.env_files);
    }
    config.names.extend(own.names.iter().cloned());
}

impl Settings<'_> {
    /// The names a field is read by, in order.
    fn names(&self, field: &EnvField) -> Vec<Arc<str>> {
        let prefix = self.config.prefix.as_deref().unwrap_or("");
        let own: Arc<str> = Arc::from(format!("{prefix}{}", field.name));
        let names = match self.rules {
            Rules::One => {
                let configured = self.config.names.iter().rev().find(|(name, _)| *name == field.name);
                match (configured, field.env.as_slice()) {
                    (_, env @ [_, ..]) => env.to_vec(),
                    (Some((_, names)), []) => names.clone(),
                    (None, []) => vec![own],
                }
            }
            Rules::Two if field.aliases.is_empty() => vec![own],
            Rules::Two => {
                let mut names = field.aliases.clone();
                if self.config.is_by_name_too == Some(true) {
                    names.push(own);
                }
                names
            }
        };
        names.into_iter().map(|name| self.cased(&name)).collect()
    }

    /// Names that are found in any case are shown in upper case, as everybody writes them.
    fn cased(&self, name: &str) -> Arc<str> {
        Arc::from(if self.is_any_case() { name.to_uppercase() } else { name.to_owned() })
    }

    fn is_any_case(&self) -> bool {
        self.config.is_case_sensitive != Some(true)
    }
}

fn emit<'f>(
    index: &Index<'f>,
    settings: &Settings<'f>,
    file: &'f RelPath,
    field: &'f EnvField,
    is_made: bool,
    out: &mut Vec<(&'f RelPath, Draft)>,
) {
    if field.is_hidden {
        return;
    }
    // pydantic 1 gives `Optional` fields the default `None`.
    let is_optional = settings.rules == Rules::One && field.is_optional;
    let fallback = match &field.fallback {
        Fallback::None if is_optional => Fallback::Computed,
        other => other.clone(),
    };
    let names = settings.names(field);
    let nested = settings.config.nested_delimiter.as_deref().filter(|it| !it.is_empty());
    let models: Vec<Found<'f>> =
        field.classes.iter().filter_map(|class| index.find(file, class, SchemaKind::Python)).collect();
    let is_nested = nested.is_some() && !models.is_empty();
    // Any of several names will do, and so will the parts of a nested model.
    let is_required = fallback == Fallback::None && !is_nested;
    let is_certain = is_made && names.len() == 1 && !settings.config.has_own_sources;
    for name in &names {
        let draft = Draft {
            key: Arc::clone(name),
            range: field.range,
            fallback: fallback.clone(),
            is_required,
            is_certain,
            kind: field.kind.clone(),
            is_any_case: settings.is_any_case(),
        };
        out.push((file, draft));
        if let Some(delimiter) = nested {
            let part = Part { settings, delimiter, is_required: fallback == Fallback::None };
            for (path, model) in &models {
                part.emit(index, name, path, model, &mut vec![&*model.name], out);
            }
        }
    }
}

/// The inside of a nested model.
struct Part<'s, 'f> {
    settings: &'s Settings<'f>,
    delimiter: &'s str,
    is_required: bool,
}

impl<'f> Part<'_, 'f> {
    fn emit(
        &self,
        index: &Index<'f>,
        prefix: &str,
        path: &'f RelPath,
        model: &'f EnvSchema,
        trail: &mut Vec<&'f str>,
        out: &mut Vec<(&'f RelPath, Draft)>,
    ) {
        let mut inner = Settings { rules: self.settings.rules, config: EnvConfig::default(), fields: Vec::new() };
        gather(index, path, model, &mut inner, 0);
        for (file, field) in inner.fields.iter().filter(|(_, field)| !field.is_hidden) {
            let own = field.aliases.first().unwrap_or(&field.name);
            let name = self.settings.cased(&format!("{prefix}{}{own}", self.delimiter));
            let models: Vec<Found<'f>> =
                field.classes.iter().filter_map(|class| index.find(file, class, SchemaKind::Python)).collect();
            let has_fallback =
                field.fallback != Fallback::None || (self.settings.rules == Rules::One && field.is_optional);
            let draft = Draft {
                key: Arc::clone(&name),
                range: field.range,
                fallback: field.fallback.clone(),
                is_required: self.is_required && !has_fallback && models.is_empty(),
                // The model may be given as a whole.
                is_certain: false,
                kind: field.kind.clone(),
                is_any_case: self.settings.is_any_case(),
            };
            out.push((file, draft));
            let part = Part { is_required: self.is_required && !has_fallback, ..*self };
            for (path, model) in models {
                if trail.len() < 8 && !trail.contains(&&*model.name) {
                    trail.push(&model.name);
                    part.emit(index, &name, path, model, trail, out);
                    trail.pop();
                }
            }
        }
    }
}
