//! Relaxed binding: which key sets a setting, and which settings the application's files set already.

use std::{collections::BTreeSet, sync::Arc};

use model::{
    RelPath,
    facts::{EnvField, EnvSchema, Fallback, KeyForm, SchemaKind},
};

use super::{
    Draft,
    index::{Found, Index},
};

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
    let walk = Fields { index, known: &known };
    for (path, schema) in index.schemas().filter(|(_, schema)| schema.kind == SchemaKind::Spring) {
        if let Some(prefix) = &schema.config.prefix {
            index.start();
            walk.fields(path, schema, prefix, true, 0, out);
        }
    }
}

struct Fields<'i, 'f> {
    index: &'i Index<'f>,
    /// Keys of settings that have a value in a file.
    known: &'i BTreeSet<String>,
}

impl<'f> Fields<'_, 'f> {
    /// `is_needed`: whether the object must be there.
    fn fields(
        &self,
        path: &'f RelPath,
        schema: &'f EnvSchema,
        prefix: &str,
        is_needed: bool,
        depth: usize,
        out: &mut Vec<(&'f RelPath, Draft)>,
    ) {
        if depth > DEPTH || !self.index.step(schema) {
            return;
        }
        for (path, base) in schema.bases.iter().filter_map(|base| self.plain(path, base)) {
            self.fields(path, base, prefix, is_needed, depth + 1, out);
        }
        for field in &schema.fields {
            let name = field.name.replace('_', "");
            let setting = if prefix.is_empty() { name } else { format!("{prefix}.{name}") };
            if let Some((inside, inner)) = self.object(path, schema, field) {
                // Java's objects are there anyway; Kotlin's may have a default.
                let must = path.extension() != "kt" || (!field.is_optional && field.fallback == Fallback::None);
                self.fields(inside, inner, &setting, is_needed && must, depth + 1, out);
                continue;
            }
            if field.is_hidden {
                continue;
            }
            let key = relaxed(&setting);
            let fallback = match &field.fallback {
                Fallback::None if self.known.contains(&key) => Fallback::Computed,
                other => other.clone(),
            };
            out.push((
                path,
                Draft {
                    key: Arc::from(key),
                    range: field.range,
                    is_required: is_needed && !field.is_optional && fallback == Fallback::None,
                    fallback,
                    is_certain: false,
                    kind: field.kind.clone(),
                    is_any_case: false,
                },
            ));
        }
    }

    /// The class of a field: one inside its own or beside it, or another one of the project's.
    fn object(&self, path: &'f RelPath, schema: &EnvSchema, field: &EnvField) -> Option<Found<'f>> {
        let outer = schema.name.split('.').next().unwrap_or_default();
        field.classes.iter().find_map(|class| {
            let beside = |within: &str| {
                let name = format!("{within}.{class}");
                self.index.find(path, &name, SchemaKind::Spring).filter(|(_, found)| *found.name == *name)
            };
            beside(&schema.name).or_else(|| beside(outer)).or_else(|| self.plain(path, class))
        })
    }

    /// A class without a prefix of its own.
    fn plain(&self, path: &'f RelPath, name: &str) -> Option<Found<'f>> {
        self.index.find(path, name, SchemaKind::Spring).filter(|(_, found)| found.config.prefix.is_none())
    }
}
