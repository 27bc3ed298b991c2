//! From a setting in code (`settings.http.port`) to the env key that fills it.

use std::sync::Arc;

use model::{
    EnvKey, Place,
    facts::{EnvField, EnvSchema, Fallback},
};

use crate::assemble::reads;

/// The key of a setting, its default when that is a port, and the field. `None` when no class of the project has such a
/// field, or several do and the names before it do not tell which is meant.
pub(super) fn find(env: &[EnvKey], reads: &reads::Facts, path: &str) -> Option<(Arc<str>, Option<u16>, Place)> {
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
    Some((Arc::clone(&key.key), default(field), Place::new(file.clone(), field.range)))
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
