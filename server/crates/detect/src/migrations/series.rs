//! Histories in the order of their names or versions.

use std::sync::Arc;

use model::RelPath;

use super::{Judgement, Step};

/// The last one is the head. `key` orders them; two of one key cannot be told apart.
pub(super) fn judge<'s, K: Ord>(steps: &'s [Step<'s>], key: impl Fn(&'s Step<'s>) -> K, what: &str) -> Judgement {
    let mut ordered: Vec<(K, &Step<'_>)> = steps.iter().map(|step| (key(step), step)).collect();
    ordered.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.0.cmp(b.1.0)));
    let doubles = ordered.windows(2).filter(|pair| pair[0].0 == pair[1].0);
    let problems = doubles.map(|pair| {
        let (first, second) = (pair[0].1.0, pair[1].1.0);
        format!("{} and {} have the same {what}", first.file_name(), second.file_name())
    });
    let problems = problems.collect();
    let heads = ordered.last().map(|(_, (_, it))| Arc::clone(&it.id)).into_iter().collect();
    Judgement { heads, problems }
}

/// The name of a file without its last ending.
pub(super) fn stem(path: &RelPath) -> &str {
    let name = path.file_name();
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Whether a folder of the path has one of these names.
pub(super) fn is_below(path: &RelPath, names: &[&str]) -> bool {
    let folders = path.as_str().rsplit_once('/').map_or("", |(folders, _)| folders);
    folders.split('/').any(|folder| names.contains(&folder))
}
