//! From the facts of a project's files to its reads: what crosses files.

mod asked;
mod go;
mod index;
mod python;
mod spring;

use std::{collections::BTreeMap, sync::Arc};

use model::{
    EnvRead, Place, Range, RelPath,
    facts::{EnvFacts, Fallback, KeyForm},
};

use crate::routes::is_product_code;
use index::Index;

/// Files that a program does not run by itself: nothing is surely missing there.
const ASIDE: [&str; 9] = ["scripts", "script", "migrations", "alembic", "seeds", "tools", "bench", "hack", "notebooks"];

/// A read in the making.
struct Draft {
    key: Arc<str>,
    range: Range,
    fallback: Fallback,
    is_required: bool,
    is_certain: bool,
    kind: Option<Arc<str>>,
    is_any_case: bool,
}

/// Every read of a project in the folder `root`, by key, then place. Tests, documentation, examples and copies of other
/// people's code read nothing.
#[must_use]
pub fn resolve(root: &RelPath, facts: &BTreeMap<RelPath, Arc<EnvFacts>>) -> Vec<(Arc<str>, EnvRead)> {
    let is_own = |path: &RelPath| is_product_code(path.below(root).unwrap_or(path.as_str()));
    let own: BTreeMap<&RelPath, &EnvFacts> =
        facts.iter().filter(|(path, _)| is_own(path)).map(|(path, facts)| (path, &**facts)).collect();
    let index = Index::new(&own);
    let mut found: Vec<(&RelPath, Draft)> = Vec::new();
    direct(&own, &mut found);
    asked::resolve(&index, &mut found);
    python::resolve(&index, &mut found);
    go::resolve(&index, &mut found);
    spring::resolve(&index, &mut found);
    let written: Vec<&str> = own.values().flat_map(|facts| &facts.writes).map(|key| &**key).collect();
    let mut reads: Vec<(Arc<str>, EnvRead)> = found
        .into_iter()
        .map(|(path, draft)| {
            let below = path.below(root).unwrap_or(path.as_str());
            let is_aside = below.split('/').any(|part| ASIDE.contains(&part)) || written.contains(&&*draft.key);
            let read = EnvRead {
                place: Place::new(path.clone(), draft.range),
                has_default: draft.fallback != Fallback::None,
                default: match draft.fallback {
                    Fallback::Literal(text) => Some(text),
                    Fallback::None | Fallback::Computed => None,
                },
                is_required: draft.is_required,
                is_certain: draft.is_required && draft.is_certain && !is_aside,
                kind: draft.kind,
                is_any_case: draft.is_any_case,
            };
            (draft.key, read)
        })
        .collect();
    reads.sort_by(|a, b| (&a.0, &a.1.place).cmp(&(&b.0, &b.1.place)));
    // A schema and a plain read in one place are one read; what is required wins.
    reads.dedup_by(|next, kept| {
        let is_same = next.0 == kept.0 && next.1.place == kept.1.place;
        if is_same && next.1.is_required && !kept.1.is_required {
            std::mem::swap(next, kept);
        }
        is_same
    });
    reads
}

/// Reads whose key is settled in their own file.
fn direct<'f>(own: &BTreeMap<&'f RelPath, &'f EnvFacts>, out: &mut Vec<(&'f RelPath, Draft)>) {
    for (path, facts) in own {
        for read in facts.reads.iter().filter(|read| matches!(read.form, KeyForm::Exact | KeyForm::AnyCase)) {
            let draft = Draft {
                key: Arc::clone(&read.key),
                range: read.range,
                fallback: read.fallback.clone(),
                is_required: read.is_required,
                is_certain: !read.has_other_sources,
                kind: read.kind.clone(),
                is_any_case: read.form == KeyForm::AnyCase,
            };
            out.push((path, draft));
        }
    }
}
