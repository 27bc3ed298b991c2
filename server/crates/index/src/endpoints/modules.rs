use std::sync::{Arc, Mutex, PoisonError};

use model::{RelPath, facts::ContentHash};
use rustc_hash::FxHashMap;
use syntax::ir::Module;

/// Texts of about this size are kept in parsed form, twice over. Parsed code is many times larger than its text.
const GENERATION_BYTES: usize = 2 << 20;

/// Parsed code of late: what a run needed is likely to be needed by the next one.
#[derive(Default)]
pub(super) struct Modules(Mutex<Generations>);

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
    /// The parsed form of this content.
    pub(super) fn get(&self, path: &RelPath, content: ContentHash) -> Option<Arc<Module>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = match all.young.get(path) {
            Some(young) => young.clone(),
            None => {
                let old = all.old.remove(path)?;
                let gone = all.keep(path, old.clone());
                drop(all);
                drop(gone);
                old
            }
        };
        (found.content == content).then_some(found.module)
    }

    /// Keeps the parsed form of a text of this size for a while.
    pub(super) fn put(&self, path: &RelPath, content: ContentHash, bytes: usize, module: &Arc<Module>) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let gone = all.keep(path, Kept { content, bytes, module: Arc::clone(module) });
        // Taking parsed code apart takes long: others must not wait for it.
        drop(all);
        drop(gone);
    }
}

impl Generations {
    /// What it returns is no longer kept.
    #[must_use]
    fn keep(&mut self, path: &RelPath, kept: Kept) -> Generation {
        let bytes = kept.bytes;
        if let Some(before) = self.young.insert(path.clone(), kept) {
            self.young_bytes -= before.bytes;
        }
        self.young_bytes += bytes;
        if self.young_bytes <= GENERATION_BYTES {
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
        modules.put(&path("a"), ContentHash(1), GENERATION_BYTES / 2, &module);
        assert!(modules.get(&path("a"), ContentHash(1)).is_some());
        assert!(modules.get(&path("a"), ContentHash(2)).is_none());
        for name in ["b", "c", "d"] {
            modules.put(&path(name), ContentHash(1), GENERATION_BYTES, &module);
        }
        assert!(modules.get(&path("a"), ContentHash(1)).is_none());
        assert!(modules.get(&path("d"), ContentHash(1)).is_some());
    }
}
