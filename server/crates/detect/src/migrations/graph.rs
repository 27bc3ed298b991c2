//! Histories in which each migration names those it follows.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{Judgement, Step};

/// Heads are what nothing follows. A migration that others replace is as if it were not there.
pub(super) fn judge(steps: &[Step<'_>], what: &str) -> Judgement {
    let mut files: BTreeMap<&str, &Step<'_>> = BTreeMap::new();
    let mut problems = Vec::new();
    for step in steps {
        if let Some((first, _)) = files.insert(&step.1.id, step) {
            problems.push(format!("{what} {} is in both {} and {}", step.1.id, first.file_name(), step.0.file_name()));
        }
    }
    // What is replaced, by what replaces it.
    let replaced: BTreeMap<&str, &str> =
        steps.iter().flat_map(|(_, it)| it.replaces.iter().map(|old| (&**old, &*it.id))).collect();
    let now = |id: &'_ str| -> String {
        let mut id = id.to_owned();
        // A squash may be squashed again; the cap ends a circle.
        for _ in 0..16 {
            match replaced.get(id.as_str()) {
                Some(next) => id = (*next).to_owned(),
                None => break,
            }
        }
        id
    };
    let mut followed: BTreeSet<String> = BTreeSet::new();
    for (path, it) in steps {
        for parent in &it.parents {
            let parent = now(parent);
            if !files.contains_key(parent.as_str()) {
                problems.push(format!("{} follows {what} {parent}, which is not there", path.file_name()));
            } else if parent != now(&it.id) {
                followed.insert(parent);
            }
        }
    }
    let heads = files.keys().filter(|id| !replaced.contains_key(**id) && !followed.contains(**id));
    let mut heads: Vec<Arc<str>> = heads.map(|id| Arc::from(*id)).collect();
    heads.sort();
    if heads.is_empty() && !steps.is_empty() {
        problems.push(format!("the {what}s follow each other in a circle"));
    }
    problems.sort();
    problems.dedup();
    Judgement { heads, problems }
}
