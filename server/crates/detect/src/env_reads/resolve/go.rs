//! Structs inside structs, and what viper's prefix makes of a setting.

use std::{collections::BTreeSet, sync::Arc};

use model::{
    RelPath,
    facts::{EnvField, EnvSchema, EnvScope, Fallback, KeyForm, SchemaKind},
};

use super::{
    Draft,
    index::{Found, Index},
};

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
    let made: Vec<(Found<'f>, &str)> = index
        .files
        .iter()
        .flat_map(|(path, facts)| facts.made.iter().map(move |(name, prefix)| (*path, name, prefix)))
        .filter_map(|(path, name, prefix)| {
            Some((index.find(path, name, SchemaKind::GoEnvconfig)?, prefix.as_deref().unwrap_or("")))
        })
        .collect();
    for (path, schema) in &structs {
        let prefixes: BTreeSet<&str> = made
            .iter()
            .filter(|((file, it), _)| file == path && it.name == schema.name)
            .map(|(_, prefix)| *prefix)
            .collect();
        if schema.kind == SchemaKind::GoEnvconfig {
            let has_tags = schema.fields.iter().any(|field| !field.env.is_empty());
            if prefixes.is_empty() && has_tags && !inner.contains(&(path, &*schema.name)) {
                envconfig(index, path, schema, "", 0, out);
            }
            for prefix in prefixes {
                envconfig(index, path, schema, &prefix.to_uppercase(), 0, out);
            }
        } else if !inner.contains(&(path, &*schema.name)) {
            tagged(index, path, schema, "", 0, out);
        }
    }
    viper(index, out);
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
fn tagged<'f>(
    index: &Index<'f>,
    path: &'f RelPath,
    schema: &'f EnvSchema,
    prefix: &str,
    depth: usize,
    out: &mut Vec<(&'f RelPath, Draft)>,
) {
    if depth > DEPTH {
        return;
    }
    for base in schema.bases.iter().filter_map(|base| index.find(path, base, schema.kind)) {
        tagged(index, base.0, base.1, prefix, depth + 1, out);
    }
    for field in schema.fields.iter().filter(|field| !field.is_hidden) {
        for name in &field.aliases {
            out.push((path, draft(Arc::from(format!("{prefix}{name}")), field)));
        }
        if field.aliases.is_empty()
            && let Some((path, inner)) = field.classes.iter().find_map(|name| index.find(path, name, schema.kind))
        {
            let prefix = format!("{prefix}{}", field.prefix.as_deref().unwrap_or(""));
            tagged(index, path, inner, &prefix, depth + 1, out);
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
    if depth > DEPTH {
        return;
    }
    let joined = |name: &str| if prefix.is_empty() { name.to_owned() } else { format!("{prefix}_{name}") };
    for base in schema.bases.iter().filter_map(|base| index.find(path, base, schema.kind)) {
        envconfig(index, base.0, base.1, prefix, depth + 1, out);
    }
    for field in schema.fields.iter().filter(|field| !field.is_hidden) {
        let Some(name) = field.env.first().or(field.aliases.first()) else { continue };
        match field.classes.iter().find_map(|class| index.find(path, class, schema.kind)) {
            Some((path, inner)) => envconfig(index, path, inner, &joined(name), depth + 1, out),
            None => {
                let mut own = draft(Arc::from(joined(name)), field);
                // A name from a tag is found without the prefix as well.
                own.is_certain &= field.env.is_empty() || prefix.is_empty();
                out.push((path, own));
            }
        }
    }
}

fn viper<'f>(index: &Index<'f>, out: &mut Vec<(&'f RelPath, Draft)>) {
    let scopes: Vec<&EnvScope> = index.files.iter().flat_map(|(_, facts)| &facts.scopes).collect();
    let is_automatic = scopes.iter().any(|scope| matches!(scope, EnvScope::Automatic));
    let mut prefixes: Vec<&str> = scopes
        .iter()
        .filter_map(|scope| match scope {
            EnvScope::Prefix(text) => Some(&**text),
            _ => None,
        })
        .collect();
    prefixes.dedup();
    // Two prefixes: which of them a setting has is not known.
    if prefixes.len() > 1 {
        return;
    }
    let prefix = prefixes.first().filter(|it| !it.is_empty()).map(|it| format!("{it}_")).unwrap_or_default();
    for (path, facts) in &index.files {
        for read in facts.reads.iter().filter(|read| read.form == KeyForm::Setting) {
            let is_bound =
                || scopes.iter().any(|it| matches!(it, EnvScope::Replace(from, to) if from == to && *from == read.key));
            if !is_automatic && !is_bound() {
                continue;
            }
            let replaced = scopes.iter().fold(read.key.to_string(), |key, scope| match scope {
                EnvScope::Replace(from, to) if from != to => key.replace(&**from, to),
                _ => key,
            });
            let has_default = scopes
                .iter()
                .any(|scope| matches!(scope, EnvScope::Default(key) if key.eq_ignore_ascii_case(&read.key)));
            out.push((
                path,
                Draft {
                    key: Arc::from(format!("{prefix}{replaced}").to_uppercase()),
                    range: read.range,
                    fallback: if has_default { Fallback::Computed } else { read.fallback.clone() },
                    is_required: false,
                    is_certain: false,
                    kind: read.kind.clone(),
                    is_any_case: false,
                },
            ));
        }
    }
}
