//! Structs inside structs, with the prefixes around them.

mod viper;

use std::{collections::BTreeSet, sync::Arc};

use model::{
    RelPath,
    facts::{EnvField, EnvSchema, EnvScope, Fallback, SchemaKind},
};

use super::{
    Draft,
    index::{Found, Index},
};
use crate::env_reads::go::words::upper;

const DEPTH: usize = 12;

pub(super) fn resolve<'f>(index: &Index<'f>, out: &mut Vec<(&'f RelPath, Draft)>) {
    let is_go = |schema: &EnvSchema| matches!(schema.kind, SchemaKind::GoEnv | SchemaKind::GoEnvconfig);
    let structs: Vec<Found<'f>> = index.schemas().filter(|(_, schema)| is_go(schema)).collect();
    // What stands in another struct is read as a part of it.
    let inner: BTreeSet<(&RelPath, &str)> = structs
        .iter()
        .flat_map(|(path, schema)| {
            let fields = schema.fields.iter().flat_map(|field| &field.classes);
            fields.chain(&schema.bases).filter_map(|name| index.find(path, name, schema.kind))
        })
        .map(|(path, schema)| (path, &*schema.name))
        .collect();
    let named = names(index);
    let made: Vec<(Found<'f>, &str)> = index
        .files
        .iter()
        .flat_map(|(path, facts)| facts.made.iter().map(move |(name, prefix)| (*path, name, prefix)))
        .filter_map(|(path, name, prefix)| {
            let found =
                [SchemaKind::GoEnvconfig, SchemaKind::GoEnv].into_iter().find_map(|it| index.find(path, name, it));
            Some((found?, prefix.as_deref().unwrap_or("")))
        })
        .collect();
    for (path, schema) in &structs {
        let is_this = |(file, it): &Found<'f>| file == path && it.name == schema.name;
        let mut prefixes: BTreeSet<&str> =
            made.iter().filter(|(found, _)| is_this(found)).map(|(_, prefix)| *prefix).collect();
        let has_tags = schema.kind == SchemaKind::GoEnv || schema.fields.iter().any(|field| !field.env.is_empty());
        if prefixes.is_empty() && has_tags && !inner.contains(&(path, &*schema.name)) {
            prefixes.insert("");
        }
        for prefix in prefixes {
            index.start();
            if schema.kind == SchemaKind::GoEnvconfig {
                envconfig(index, path, schema, &prefix.to_uppercase(), 0, out);
            } else {
                let walk = Tagged { index, is_named: named.iter().any(is_this) };
                walk.fields(path, schema, prefix, 0, out);
            }
        }
    }
    viper::resolve(index, out);
}

/// Structs whose fields are read by their names.
fn names<'f>(index: &Index<'f>) -> Vec<Found<'f>> {
    let scopes = index.files.iter().flat_map(|(path, facts)| facts.scopes.iter().map(move |scope| (*path, scope)));
    scopes
        .filter_map(|(path, scope)| match scope {
            EnvScope::FieldNames(name) => index.find(path, name, SchemaKind::GoEnv),
            _ => None,
        })
        .collect()
}

fn draft(key: Arc<str>, field: &EnvField) -> Draft {
    let is_required = !field.is_optional && field.fallback == Fallback::None;
    Draft {
        key,
        range: field.range,
        fallback: field.fallback.clone(),
        is_required,
        is_certain: field.aliases.len() + field.env.len() == 1,
        kind: field.kind.clone(),
        is_any_case: false,
    }
}

/// caarlos0/env and its kin: names as in the tags, prefixes as on the fields around.
struct Tagged<'i, 'f> {
    index: &'i Index<'f>,
    /// Whether fields without a key are read by their names.
    is_named: bool,
}

impl<'f> Tagged<'_, 'f> {
    fn fields(
        &self,
        path: &'f RelPath,
        schema: &'f EnvSchema,
        prefix: &str,
        depth: usize,
        out: &mut Vec<(&'f RelPath, Draft)>,
    ) {
        if depth > DEPTH || !self.index.step(schema) {
            return;
        }
        for base in schema.bases.iter().filter_map(|base| self.index.find(path, base, schema.kind)) {
            self.fields(base.0, base.1, prefix, depth + 1, out);
        }
        for field in schema.fields.iter().filter(|field| !field.is_hidden) {
            for name in &field.aliases {
                out.push((path, draft(Arc::from(format!("{prefix}{name}")), field)));
            }
            if !field.aliases.is_empty() {
                continue;
            }
            match field.classes.iter().find_map(|name| self.index.find(path, name, schema.kind)) {
                Some((path, inner)) => {
                    let prefix = format!("{prefix}{}", field.prefix.as_deref().unwrap_or(""));
                    self.fields(path, inner, &prefix, depth + 1, out);
                }
                None if self.is_named => {
                    out.push((path, draft(Arc::from(format!("{prefix}{}", upper(&field.name))), field)));
                }
                None => {}
            }
        }
    }
}

/// kelseyhightower/envconfig: names of fields joined by underscores.
fn envconfig<'f>(
    index: &Index<'f>,
    path: &'f RelPath,
    schema: &'f EnvSchema,
    prefix: &str,
    depth: usize,
    out: &mut Vec<(&'f RelPath, Draft)>,
) {
    if depth > DEPTH || !index.step(schema) {
        return;
    }
    let joined = |name: &str| if prefix.is_empty() { name.to_owned() } else { format!("{prefix}_{name}") };
    for base in schema.bases.iter().filter_map(|base| index.find(path, base, schema.kind)) {
        envconfig(index, base.0, base.1, prefix, depth + 1, out);
    }
    for field in schema.fields.iter().filter(|field| !field.is_hidden) {
        let Some(name) = field.env.first().or(field.aliases.first()) else { continue };
        let is_open = |found: &Found<'f>| !found.1.config.has_own_sources;
        match field.classes.iter().find_map(|class| index.find(path, class, schema.kind)).filter(is_open) {
            Some((path, inner)) => envconfig(index, path, inner, &joined(name), depth + 1, out),
            None => {
                let mut own = draft(Arc::from(joined(name)), field);
                // A name from a tag is found without the prefix as well.
                if !field.env.is_empty() && !prefix.is_empty() {
                    own.is_certain = false;
                    out.push((path, Draft { is_certain: false, ..draft(Arc::clone(name), field) }));
                }
                out.push((path, own));
            }
        }
    }
}
