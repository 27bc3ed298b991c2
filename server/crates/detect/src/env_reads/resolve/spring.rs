//! Relaxed binding: which key sets a setting, and which settings the application's files set already.

use std::{collections::BTreeSet, sync::Arc};

use model::{
    RelPath,
    facts::{EnvSchema, Fallback, KeyForm, SchemaKind},
};

use super::{Draft, index::Index};

const DEPTH: usize = 8;

/// `app.jwt-secret` and `app.jwtSecret` are `APP_JWTSECRET`.
pub(super) fn relaxed(setting: &str) -> String {
    setting.replace('-', "").replace(['.', '['], "_").replace(']', "").to_uppercase()
}

pub(super) fn resolve<'f>(index: &Index<'f>, out: &mut Vec<(&'f RelPath, Draft)>) {
    let known: BTreeSet<String> =
        index.files.iter().flat_map(|(_, facts)| &facts.properties).map(|it| relaxed(it)).collect();
    for (path, facts) in &index.files {
        for read in facts.reads.iter().filter(|read| read.form == KeyForm::Property) {
            let key = relaxed(&read.key);
            let is_known = known.contains(&key);
            let fallback = match &read.fallback {
                Fallback::None if is_known => Fallback::Computed,
                other => other.clone(),
            };
            out.push((
                path,
                Draft {
                    is_required: read.is_required && fallback == Fallback::None,
                    key: Arc::from(key),
                    range: read.range,
                    fallback,
                    // Files elsewhere, a configuration server or the command line may set it.
                    is_certain: false,
                    kind: read.kind.clone(),
                    is_any_case: false,
                },
            ));
        }
    }
    let schemas = index.schemas().filter(|(_, schema)| schema.kind == SchemaKind::Spring);
    for (path, schema) in schemas {
        if let Some(prefix) = &schema.config.prefix {
            fields(index, path, schema, prefix, &known, 0, out);
        }
    }
}

fn fields<'f>(
    index: &Index<'f>,
    path: &'f RelPath,
    schema: &'f EnvSchema,
    prefix: &str,
    known: &BTreeSet<String>,
    depth: usize,
    out: &mut Vec<(&'f RelPath, Draft)>,
) {
    if depth > DEPTH {
        return;
    }
    for field in &schema.fields {
        let setting = if prefix.is_empty() { field.name.to_string() } else { format!("{prefix}.{}", field.name) };
        let nested = field.classes.iter().find_map(|class| {
            let inner = format!("{}.{class}", schema.name);
            index.find(path, &inner, SchemaKind::Spring).filter(|(_, found)| *found.name == *inner).or_else(|| {
                let outer = schema.name.split('.').next().unwrap_or_default();
                let sibling = format!("{outer}.{class}");
                index.find(path, &sibling, SchemaKind::Spring).filter(|(_, found)| *found.name == *sibling)
            })
        });
        if let Some((path, inner)) = nested {
            fields(index, path, inner, &setting, known, depth + 1, out);
            continue;
        }
        let key = relaxed(&setting);
        let fallback = match &field.fallback {
            Fallback::None if known.contains(&key) => Fallback::Computed,
            other => other.clone(),
        };
        out.push((
            path,
            Draft {
                key: Arc::from(key),
                range: field.range,
                is_required: !field.is_optional && fallback == Fallback::None,
                fallback,
                is_certain: false,
                kind: field.kind.clone(),
                is_any_case: false,
            },
        ));
    }
}
