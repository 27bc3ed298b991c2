//! What viper's prefix and replacer make of a setting.

use std::sync::Arc;

use model::{
    RelPath,
    facts::{EnvScope, Fallback, KeyForm},
};

use super::{Draft, Index};

const MOST_BYTES: usize = 1 << 12;

pub(super) fn resolve<'f>(index: &Index<'f>, out: &mut Vec<(&'f RelPath, Draft)>) {
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
            // The prefix is replaced in as well, and after everything is in capitals.
            let whole = format!("{prefix}{}", read.key).to_uppercase();
            let replaced = scopes.iter().fold(whole, |key, scope| match scope {
                // What would make a key of absurd length out of it is none.
                EnvScope::Replace(from, to) if from != to && key.len() * (to.len() + 1) < MOST_BYTES => {
                    key.replace(&**from, to)
                }
                _ => key,
            });
            let has_default = scopes
                .iter()
                .any(|scope| matches!(scope, EnvScope::Default(key) if key.eq_ignore_ascii_case(&read.key)));
            out.push((
                path,
                Draft {
                    key: Arc::from(replaced),
                    range: read.range,
                    fallback: if has_default && read.fallback == Fallback::None {
                        Fallback::Computed
                    } else {
                        read.fallback.clone()
                    },
                    is_required: false,
                    is_certain: false,
                    kind: read.kind.clone(),
                    is_any_case: false,
                },
            ));
        }
    }
}
