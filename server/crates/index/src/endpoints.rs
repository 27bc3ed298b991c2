//! Endpoints of projects, followed through their code. A project's code is followed again only when a file changed that was
//! read or asked for the last time.

mod catalog;
mod edits;
mod library;
mod modules;
mod plan;
mod readings;
mod run;
mod tsconfig;

use std::{collections::BTreeMap, sync::Arc, thread::JoinHandle};

use disk::index_cache::KnownRun;
use host::Host;
use model::{
    Endpoint, Project, ProjectId, RelPath,
    facts::{CodeFacts, ContentHash, Marks, SourceFacts},
};

use self::{
    catalog::Catalog,
    edits::Edits,
    library::Place,
    modules::Modules,
    readings::Starts,
    run::{Found, Run},
};
pub(crate) use self::{library::content_of, run::Memo};
use crate::{known::Known, parallel, snapshot::Files, warm::Warm};

/// What happened to the code facts of one path.
pub(crate) struct TouchedCode {
    pub(crate) path: RelPath,
    pub(crate) before: Option<Arc<CodeFacts>>,
    pub(crate) after: Option<Arc<CodeFacts>>,
}

/// What an update looks at.
pub(crate) struct Ground<'a> {
    pub(crate) host: &'a dyn Host,
    pub(crate) buffers: &'a BTreeMap<RelPath, Arc<str>>,
    pub(crate) files: &'a Files,
    pub(crate) warm: &'a Warm,
}

/// What happened since the last update.
#[derive(Clone, Copy)]
pub(crate) struct News<'a> {
    pub(crate) touched: &'a [TouchedCode],
    /// Projects may be other than before, and have lost their endpoints.
    pub(crate) is_reshaped: bool,
    /// What is vendored may be other than before.
    pub(crate) is_vendor: bool,
}

/// The last run of each project, and what makes the next one cheap.
#[derive(Default)]
pub(crate) struct Endpoints {
    catalog: Catalog,
    /// Whether there was an update yet.
    is_used: bool,
    modules: Modules,
    starts: Starts,
    runs: BTreeMap<ProjectId, Run>,
    memory: Memory,
    /// How many runs were made.
    followed: usize,
}

/// Projects that are followed at the same time: each holds the code that it needs.
const MOST_AT_ONCE: usize = 4;

impl Endpoints {
    /// Notes what happened to code: the endpoints of those projects, by their place, that may have others than before.
    pub(crate) fn update(
        &mut self,
        ground: &Ground<'_>,
        projects: &[Project],
        news: &News<'_>,
    ) -> Vec<(usize, Arc<[Endpoint]>)> {
        let mut is_steered = !self.is_used;
        if !std::mem::replace(&mut self.is_used, true) {
            self.catalog = Catalog::of(ground.files);
        }
        for it in news.touched {
            is_steered |= self.catalog.note(it);
        }
        let is_replanned = news.is_reshaped || is_steered;
        let memory = std::mem::take(&mut self.memory);
        // To runs of another day, what happened since is news.
        let since = memory.since(ground.files);
        if is_replanned {
            self.starts.renew(&self.catalog, projects, is_steered);
            self.replan(ground, projects, memory.runs());
        }
        let news = &since.as_deref().map_or(*news, |since| News { touched: since, is_vendor: true, ..*news });
        let place = self.place(ground);
        let edits = Edits::new(&place, news);
        let stale: Vec<&ProjectId> =
            self.runs.iter().filter(|(id, run)| run.is_stale(&id.0, news, &edits)).map(|(id, _)| id).collect();
        let fresh = self.follow(&place, &stale);
        let ids: Vec<ProjectId> = stale.into_iter().cloned().collect();
        self.followed += ids.len();
        for (id, fresh) in ids.iter().zip(fresh) {
            if let Some(run) = self.runs.get_mut(id) {
                run.settle(fresh);
            }
        }
        let others = projects.iter().enumerate().filter(|(_, project)| is_replanned || ids.contains(&project.id));
        let found = |project: &Project| self.runs.get(&project.id).map(Run::endpoints).unwrap_or_default();
        others.map(|(at, project)| (at, found(project))).collect()
    }

    /// Makes a run for each project that has routes to follow; those planned as before keep what they found.
    fn replan(&mut self, ground: &Ground<'_>, projects: &[Project], mut memory: BTreeMap<ProjectId, (u64, Found)>) {
        let mut before = std::mem::take(&mut self.runs);
        for (id, plan) in plan::plans(ground.files, &self.catalog, &self.starts, projects) {
            let known = before.remove(&id).filter(|run| run.is_planned(&plan));
            let run = known.unwrap_or_else(|| {
                let known = memory.remove(&id).filter(|(hash, _)| *hash == plan.fingerprint());
                Run::new(plan, known.map(|(_, found)| found))
            });
            self.runs.insert(id, run);
        }
    }

    /// Takes in what is known from another day, before the first update.
    pub(crate) fn remember(&mut self, memory: Memory) {
        self.memory = memory;
    }

    /// Whether what can be known on another day is known already. Runs that look at what is vendored are made each day.
    pub(crate) fn is_all(&self, known: &Known) -> bool {
        (self.followed == 0 && self.runs.len() == known.runs().len())
            || self.memos().map(|memo| memo.to_known()).eq(known.pairs())
    }

    /// What the last runs found, for another day.
    pub(crate) fn memos(&self) -> impl Iterator<Item = Memo> {
        self.runs.iter().filter_map(|(id, run)| run.memo(&id.0))
    }

    fn place<'a>(&'a self, ground: &Ground<'a>) -> Place<'a> {
        let Ground { host, buffers, files, warm } = *ground;
        Place { host, buffers, files, warm, catalog: &self.catalog, modules: &self.modules }
    }

    /// Follows the code of projects, several at a time.
    fn follow(&self, place: &Place<'_>, ids: &[&ProjectId]) -> Vec<Found> {
        let runs: Vec<&Run> = ids.iter().map(|id| &self.runs[*id]).collect();
        // One alone parses its files on all processors, if they were not parsed for the last run; several keep the processors
        // busy by themselves.
        let is_first = runs.len() == 1 && runs[0].is_first();
        parallel::each_large(runs.len(), MOST_AT_ONCE, |at| run::follow(runs[at].plan(), place, is_first))
    }
}

/// What is known from another day, until the first update.
#[derive(Default)]
pub(crate) struct Memory {
    known: Arc<Known>,
    /// What runs found, with the hash of how they were made: brought into shape while the tree is looked at.
    runs: Option<JoinHandle<BTreeMap<ProjectId, (u64, Found)>>>,
}

impl Memory {
    /// Lets a thread read what runs found.
    pub(crate) fn of(known: &Arc<Known>) -> Self {
        let read = Arc::clone(known);
        let runs = std::thread::spawn(move || {
            let found = |(at, run): (usize, &KnownRun)| {
                Some((ProjectId(run.project.clone()), (run.plan, Found::of_known(&read, at)?)))
            };
            read.runs().iter().enumerate().filter_map(found).collect()
        });
        Self { known: Arc::clone(known), runs: Some(runs) }
    }

    /// What runs found; none when nothing is remembered.
    fn runs(self) -> BTreeMap<ProjectId, (u64, Found)> {
        self.runs.and_then(|runs| runs.join().ok()).unwrap_or_default()
    }

    /// What happened to code since; `None` when nothing is remembered.
    fn since(&self, files: &Files) -> Option<Vec<TouchedCode>> {
        let known = &self.known;
        if known.is_empty() || known.runs().is_empty() {
            return None;
        }
        if known.is_all(files) {
            return Some(Vec::new());
        }
        let facts =
            |content: ContentHash| Arc::new(CodeFacts::Source(SourceFacts { content, marks: Marks::default() }));
        let touched = |path: &RelPath, before: Option<ContentHash>, after: Option<ContentHash>| {
            let is_touched = before != after;
            is_touched.then(|| TouchedCode { path: path.clone(), before: before.map(facts), after: after.map(facts) })
        };
        let there = files.iter();
        let there = there.filter_map(|(path, entry)| touched(path, known.content(path), library::content_of(entry)));
        let gone = known.paths().filter(|path| !files.contains_key(path));
        let gone = gone.filter_map(|path| touched(&path, known.content(&path), None));
        Some(there.chain(gone).collect())
    }
}
