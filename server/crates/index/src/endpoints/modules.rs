use std::sync::{Arc, Mutex, PoisonError};

use model::{RelPath, facts::ContentHash};
use rustc_hash::FxHashMap;
use syntax::ir::Module;

/// Texts of about this size are kept in parsed form, twice over: of files that a project asks for that they lie in, and of
/// those that it asks for although they lie elsewhere. Parsed code is many times larger than its text.
const OWN_BYTES: usize = 2 << 20;
const SHARED_BYTES: usize = 4 << 20;

/// Parsed code of late: what a run needed is likely to be needed by the next one. What several projects need is kept apart, so
/// that what only one does need not push it out.
#[derive(Default)]
pub(super) struct Modules {
    own: Mutex<Generations>,
    shared: Mutex<Generations>,
}

/// What is not asked for while the young generation fills up goes.
#[derive(Default)]
struct Generations {
    young: Generation,
    old: Generation,
    young_bytes: usize,
}

type Generation = FxHashMap<RelPath, Kept>;

#[derive(Clone)]
struct Kept {
    content: ContentHash,
    bytes: usize,
    module: Arc<Module>,
}

impl Modules {
    /// The parsed form of this content. `is_own`: the file lies in the project that asks.
    pub(super) fn get(&self, path: &RelPath, content: ContentHash, is_own: bool) -> Option<Arc<Module>> {
        if let Some(found) = get(&self.shared, path, SHARED_BYTES).filter(|found| found.content == content) {
            return Some(found.module);
        }
        let found = get(&self.own, path, OWN_BYTES).filter(|found| found.content == content)?;
        if !is_own {
            keep(&self.shared, path, found.clone(), SHARED_BYTES);
        }
        Some(found.module)
    }

    /// Keeps the parsed form of a text of this size for a while.
    pub(super) fn put(&self, path: &RelPath, content: ContentHash, bytes: usize, module: &Arc<Module>, is_own: bool) {
        let (kept, limit) = if is_own { (&self.own, OWN_BYTES) } else { (&self.shared, SHARED_BYTES) };
        keep(kept, path, Kept { content, bytes, module: Arc::clone(module) }, limit);
    }
}

fn get(from: &Mutex<Generations>, path: &RelPath, limit: usize) -> Option<Kept> {
    let mut all = from.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(young) = all.young.get(path) {
        return Some(young.clone());
    }
    let old = all.old.remove(path)?;
    let gone = all.keep(path, old.clone(), limit);
    drop(all);
    drop(gone);
    Some(old)
}

fn keep(among: &Mutex<Generations>, path: &RelPath, kept: Kept, limit: usize) {
    let mut all = among.lock().unwrap_or_else(PoisonError::into_inner);
    let gone = all.keep(path, kept, limit);
    // Taking parsed code apart takes long: others must not wait for it.
    drop(all);
    drop(gone);
}

impl Generations {
    /// What it returns is no longer kept.
    #[must_use]
    fn keep(&mut self, path: &RelPath, kept: Kept, limit: usize) -> Generation {
        let bytes = kept.bytes;
        if let Some(before) = self.young.insert(path.clone(), kept) {
            self.young_bytes -= before.bytes;
        }
        self.young_bytes += bytes;
        if self.young_bytes <= limit {
            return Generation::default();
        }
        self.young_bytes = 0;
        std::mem::replace(&mut self.old, std::mem::take(&mut self.young))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_is_asked_for_and_no_other_content() {
        let (modules, module) = (Modules::default(), Arc::new(Module::default()));
        let path = |name: &str| RelPath::new(name).expect("a path");
        let is_kept = |name: &str, content| modules.get(&path(name), ContentHash(content), true).is_some();
        modules.put(&path("a"), ContentHash(1), OWN_BYTES / 2, &module, true);
        assert!(is_kept("a", 1) && !is_kept("a", 2));
        for name in ["b", "c", "d"] {
            modules.put(&path(name), ContentHash(1), OWN_BYTES, &module, true);
        }
        assert!(!is_kept("a", 1) && is_kept("d", 1));
    }

    #[test]
    fn what_others_ask_for_stays_longer() {
        let (modules, module) = (Modules::default(), Arc::new(Module::default()));
        let path = |name: &str| RelPath::new(name).expect("a path");
        modules.put(&path("a"), ContentHash(1), 1, &module, true);
        modules.put(&path("b"), ContentHash(1), 1, &module, false);
        assert!(modules.get(&path("a"), ContentHash(1), false).is_some());
        for name in ["c", "d", "e"] {
            modules.put(&path(name), ContentHash(1), OWN_BYTES, &module, true);
        }
        assert!(["a", "b"].iter().all(|name| modules.get(&path(name), ContentHash(1), false).is_some()));
        modules.put(&path("a"), ContentHash(2), 1, &module, false);
        assert!(modules.get(&path("a"), ContentHash(2), true).is_some());
    }
}
