//! From a setting in code (`settings.http.port`, `config.get('http.port')`) to the env key that fills it.

use std::sync::Arc;

use model::{
    EnvKey, Place,
    facts::{EnvField, EnvSchema, Fallback, PortValue},
};

use super::{InCode, reads};

/// What is known of a setting.
pub(super) struct Setting {
    /// The env key that fills it.
    pub(super) key: Option<Arc<str>>,
    /// What it is without, when that is a port.
    pub(super) default: Option<u16>,
    pub(super) place: Place,
}

/// The setting that a path means. `None` when no class of the project has such a field and no configuration such an entry, or
/// several do and the names before it do not tell which is meant.
pub(super) fn find(env: &[EnvKey], reads: &reads::Facts, code: &InCode<'_>, path: &str) -> Option<Setting> {
    of_class(env, reads, path).or_else(|| of_configuration(code, path))
}

fn of_class(env: &[EnvKey], reads: &reads::Facts, path: &str) -> Option<Setting> {
    let mut names = path.rsplit('.');
    let name = names.next()?;
    let owner = names.next().unwrap_or("").to_ascii_lowercase();
    let fields = reads.iter().flat_map(|(file, facts)| facts.schemas.iter().map(move |schema| (file, schema)));
    let fields = fields.flat_map(|(file, schema)| schema.fields.iter().map(move |field| (file, schema, field)));
    let mut found: Vec<_> = fields.filter(|(_, _, field)| field.name.eq_ignore_ascii_case(name)).collect();
    if found.len() > 1 {
        found.retain(|(_, schema, _)| belongs(schema, &owner));
    }
    let [(file, _, field)] = found[..] else { return None };
    let is_it = |place: &Place| place.file == *file && place.range.start.line == field.range.start.line;
    let key = env.iter().find(|key| key.reads.iter().any(|read| is_it(&read.place)))?;
    let place = Place::new(file.clone(), field.range);
    Some(Setting { key: Some(Arc::clone(&key.key)), default: default(field), place })
}

fn of_configuration(code: &InCode<'_>, path: &str) -> Option<Setting> {
    let facts = code.iter().flat_map(|(file, facts)| facts.iter().map(move |fact| (*file, fact)));
    let mut found = facts.filter_map(|(file, fact)| match &fact.value {
        PortValue::Named(name, key, default) if **name == *path => {
            Some(Setting { key: key.clone(), default: *default, place: Place::new(file.clone(), fact.range) })
        }
        _ => None,
    });
    let only = found.next()?;
    found.next().is_none().then_some(only)
}

/// What the settings say that the program chooses by itself; of several the last that says something.
pub(super) fn chosen(code: &InCode<'_>) -> Option<Setting> {
    let facts = code.iter().flat_map(|(_, facts)| *facts);
    let mut layers = facts.filter_map(|fact| match &fact.value {
        PortValue::Layer(name) => of_configuration(code, name),
        _ => None,
    });
    layers.next_back()
}

fn belongs(schema: &EnvSchema, owner: &str) -> bool {
    let name = schema.name.to_ascii_lowercase();
    !owner.is_empty() && (name.starts_with(owner) || name.ends_with(owner))
}

fn default(field: &EnvField) -> Option<u16> {
    match &field.fallback {
        Fallback::Literal(text) => text.trim_start_matches(':').parse().ok().filter(|port| *port > 0),
        Fallback::None | Fallback::Computed => None,
    }
}
