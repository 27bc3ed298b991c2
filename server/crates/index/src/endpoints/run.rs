use std::sync::Arc;

use detect::routes::RouteContext;
use disk::index_cache::{KnownLook, KnownRun};
use model::{Endpoint, Position, RelPath};
use rustc_hash::FxHashSet;
use syntax::Language;
use trace::{Footprint, Library as _, Program};

use super::{
    News, TouchedCode,
    edits::Edits,
    library::{Library, Place},
    plan::Plan,
};
use crate::{known::Known, parallel};

/// A project's plan and what the last run by it found.
pub(super) struct Run {
    plan: Plan,
    found: Option<Arc<Found>>,
}

/// What a run found, and what it looked at.
pub(super) struct Found {
    endpoints: Arc<[Endpoint]>,
    looked: Looked,
    is_torn: bool,
    /// Whether it looked at what is vendored.
    is_vendored: bool,
}

/// What a run looked at. All lists are sorted.
enum Looked {
    Today(KnownLook),
    /// On another day: the place among the runs that are known, read when somebody asks.
    Before(Arc<Known>, usize),
}

impl Found {
    /// What the run at this place of those that are known found.
    pub(super) fn of_known(known: &Arc<Known>, at: usize) -> Option<Self> {
        Some(Self {
            endpoints: Arc::clone(&known.runs().get(at)?.endpoints),
            looked: Looked::Before(Arc::clone(known), at),
            is_torn: false,
            is_vendored: false,
        })
    }

    /// What it looked at; `None` when nobody can tell any more.
    fn looked(&self) -> Option<&KnownLook> {
        match &self.looked {
            Looked::Today(look) => Some(look),
            Looked::Before(known, at) => known.look(*at),
        }
    }
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

    /// Whether it was never made.
    pub(super) fn is_first(&self) -> bool {
        self.found.is_none()
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
        if found.is_torn || (found.is_vendored && news.is_vendor) {
            return true;
        }
        if news.touched.is_empty() {
            return false;
        }
        let Some(looked) = found.looked() else { return true };
        news.touched.iter().any(|it| self.meets(looked, root, it, edits))
    }

    fn meets(&self, looked: &KnownLook, root: &RelPath, touched: &TouchedCode, edits: &Edits<'_>) -> bool {
        let TouchedCode { path, before, after } = touched;
        if looked.read.binary_search(path).is_ok() {
            return !edits.is_alike(touched, &entered(looked, path));
        }
        // A file that came or went can change what an import means, wherever one was looked for.
        before.is_some() != after.is_some()
            && (path.is_within(root)
                || self.plan.reach.iter().any(|folder| path.is_within(folder))
                || path.parent().is_some_and(|folder| looked.asked.binary_search(&folder).is_ok())
                || looked.asked_below.iter().any(|folder| path.is_within(folder)))
    }
}

/// The functions of a file that were entered, by the place of their names.
fn entered(looked: &KnownLook, path: &RelPath) -> FxHashSet<Position> {
    let first = looked.entered.partition_point(|(file, _)| file < path);
    looked.entered[first..].iter().take_while(|(file, _)| file == path).map(|(_, at)| *at).collect()
}

/// What a run found, on its way to another day.
pub(crate) struct Memo {
    project: RelPath,
    plan: u64,
    found: Arc<Found>,
}

impl Memo {
    /// The same is written the same way. What nobody can tell any more is not kept.
    pub(crate) fn to_known(&self) -> Option<(KnownRun, KnownLook)> {
        let Self { project, plan, found } = self;
        let run = KnownRun { project: project.clone(), plan: *plan, endpoints: Arc::clone(&found.endpoints) };
        Some((run, found.looked()?.clone()))
    }
}

/// More threads than that wait for each other.
const MOST_THREADS: usize = 8;
/// Texts of about this size are parsed before they are followed: less than what is kept in parsed form.
const PREPARED_BYTES: u64 = 3 << 20;

/// Parses the files that a run starts with, on all processors.
fn prepare(plan: &Plan, place: &Place<'_>, library: &Library<'_>) {
    let mut seen = FxHashSet::default();
    let starts = plan.readings.iter().flat_map(|reading| reading.starts.iter());
    let starts = starts.filter(|path| seen.insert(*path));
    let mut bytes = 0;
    let starts: Vec<&RelPath> = starts
        .take_while(|path| {
            bytes += place.files.get(*path).map_or(0, |entry| entry.size);
            bytes <= PREPARED_BYTES
        })
        .collect();
    parallel::each_large(starts.len(), MOST_THREADS, |at| {
        if let Some(language) = Language::of(starts[at]).filter(|_| library.has(starts[at])) {
            library.load(starts[at], language);
        }
    });
}

/// Follows a project's code. `is_first`: nothing of it was parsed yet, and no other is followed meanwhile.
pub(super) fn follow(plan: &Plan, place: &Place<'_>, is_first: bool) -> Found {
    let own = plan.roots.first().cloned().unwrap_or_else(RelPath::root);
    let library = Library::new(place, &own);
    if is_first {
        prepare(plan, place, &library);
    }
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
    let Footprint { read, asked, asked_below, entered } = program.footprint();
    Found {
        endpoints: endpoints.into(),
        looked: Looked::Today(KnownLook { read, entered, asked, asked_below }),
        is_torn: library.is_torn(),
        is_vendored: library.is_vendored(),
    }
}
