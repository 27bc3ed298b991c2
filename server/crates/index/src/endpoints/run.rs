use std::sync::Arc;

use detect::routes::RouteContext;
use disk::index_cache::KnownRun;
use model::{Endpoint, Position, RelPath};
use rustc_hash::{FxHashMap, FxHashSet};
use trace::Program;

use super::{
    News, TouchedCode,
    edits::Edits,
    library::{Library, Place},
    plan::Plan,
};

/// A project's plan and what the last run by it found.
pub(super) struct Run {
    plan: Plan,
    found: Option<Arc<Found>>,
}

/// What a run found, and what it looked at.
pub(super) struct Found {
    endpoints: Arc<[Endpoint]>,
    read: FxHashSet<RelPath>,
    /// The functions that were entered, by file and the place of their names.
    entered: FxHashMap<RelPath, FxHashSet<Position>>,
    /// Folders outside the project in which files were looked for.
    asked: FxHashSet<RelPath>,
    /// Folders outside the project of which it was asked whether they hold anything.
    asked_below: Vec<RelPath>,
    is_torn: bool,
    /// Whether it looked at what is vendored.
    is_vendored: bool,
}

impl Found {
    pub(super) fn of_known(run: &KnownRun) -> Self {
        Self {
            endpoints: Arc::clone(&run.endpoints),
            read: run.read.iter().cloned().collect(),
            entered: by_file(run.entered.iter().cloned()),
            asked: run.asked.iter().cloned().collect(),
            asked_below: run.asked_below.clone(),
            is_torn: false,
            is_vendored: false,
        }
    }
}

fn by_file(entered: impl Iterator<Item = (RelPath, Position)>) -> FxHashMap<RelPath, FxHashSet<Position>> {
    let mut found: FxHashMap<RelPath, FxHashSet<Position>> = FxHashMap::default();
    for (path, at) in entered {
        found.entry(path).or_default().insert(at);
    }
    found
}

impl Run {
    /// A run that is still to be made, or was made on another day.
    pub(super) fn new(plan: Plan, found: Option<Found>) -> Self {
        Self { plan, found: found.map(Arc::new) }
    }

    /// What was found, for another day; `None` when it may not hold then.
    pub(super) fn memo(&self, project: &RelPath) -> Option<Memo> {
        let found = self.found.as_ref().filter(|found| !found.is_torn && !found.is_vendored)?;
        Some(Memo { project: project.clone(), plan: self.plan.fingerprint(), found: Arc::clone(found) })
    }

    pub(super) fn plan(&self) -> &Plan {
        &self.plan
    }

    pub(super) fn is_planned(&self, plan: &Plan) -> bool {
        self.plan == *plan
    }

    pub(super) fn settle(&mut self, found: Found) {
        self.found = Some(Arc::new(found));
    }

    pub(super) fn endpoints(&self) -> Arc<[Endpoint]> {
        self.found.as_ref().map(|found| Arc::clone(&found.endpoints)).unwrap_or_default()
    }

    /// Whether what was found may be other now. `root`: the project's folder.
    pub(super) fn is_stale(&self, root: &RelPath, news: &News<'_>, edits: &Edits<'_>) -> bool {
        let Some(found) = &self.found else { return true };
        let is_other = found.is_torn || (found.is_vendored && news.is_vendor);
        is_other || news.touched.iter().any(|it| self.meets(found, root, it, edits))
    }

    fn meets(&self, found: &Found, root: &RelPath, touched: &TouchedCode, edits: &Edits<'_>) -> bool {
        let TouchedCode { path, before, after } = touched;
        if found.read.contains(path) {
            let nothing = FxHashSet::default();
            return !edits.is_alike(touched, found.entered.get(path).unwrap_or(&nothing));
        }
        // A file that came or went can change what an import means, wherever one was looked for.
        before.is_some() != after.is_some()
            && (path.is_within(root)
                || self.plan.reach.iter().any(|folder| path.is_within(folder))
                || path.parent().is_some_and(|folder| found.asked.contains(&folder))
                || found.asked_below.iter().any(|folder| path.is_within(folder)))
    }
}

/// What a run found, on its way to another day.
pub(crate) struct Memo {
    project: RelPath,
    plan: u64,
    found: Arc<Found>,
}

impl Memo {
    /// In order, so that the same is written the same way.
    pub(crate) fn to_known(&self) -> KnownRun {
        let found = &*self.found;
        let sorted = |paths: &FxHashSet<RelPath>| {
            let mut paths: Vec<RelPath> = paths.iter().cloned().collect();
            paths.sort_unstable();
            paths
        };
        let places = found.entered.iter().flat_map(|(path, places)| places.iter().map(move |at| (path.clone(), *at)));
        let mut entered: Vec<(RelPath, Position)> = places.collect();
        entered.sort_unstable();
        KnownRun {
            project: self.project.clone(),
            plan: self.plan,
            endpoints: Arc::clone(&found.endpoints),
            read: sorted(&found.read),
            entered,
            asked: sorted(&found.asked),
            asked_below: found.asked_below.clone(),
        }
    }
}

/// Follows a project's code.
pub(super) fn follow(plan: &Plan, place: &Place<'_>) -> Found {
    let library = Library::new(place);
    let program = Program::over(&library, plan.roots.clone(), plan.go_modules.clone(), plan.ecma.clone());
    let mut endpoints = Vec::new();
    for reading in plan.readings.iter() {
        let starts: Vec<_> = reading.starts.iter().filter_map(|path| program.file(path)).collect();
        let context = RouteContext { version: reading.version.clone(), ..plan.context.clone() };
        endpoints.extend(detect::routes::read_with(reading.reader, &program, &starts, &context));
    }
    if plan.readings.len() > 1 {
        endpoints = detect::routes::in_order(endpoints);
    }
    let footprint = program.footprint();
    Found {
        endpoints: endpoints.into(),
        read: footprint.read.into_iter().collect(),
        entered: by_file(footprint.entered.into_iter()),
        asked: footprint.asked.into_iter().collect(),
        asked_below: footprint.asked_below,
        is_torn: library.is_torn(),
        is_vendored: library.is_vendored(),
    }
}
