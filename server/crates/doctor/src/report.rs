use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use host::Host;
use imbl::ordmap::DiffItem;
use index::{FileEntry, Snapshot};
use model::{Finding, FindingId};

use crate::{
    context::Context,
    rule::{Input, Rule},
    rules::RULES,
    score::{self, Score},
    secret::Seed,
};

/// The state of a workspace's health.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Worst first, then by file and place. Ids are unique.
    pub findings: Vec<Finding>,
    /// 0–100 and what it is made of.
    pub score: Score,
}

/// Asks every rule.
#[must_use]
pub fn check(snapshot: &Snapshot, seed: &Seed) -> Report {
    let cx = Context::new(snapshot, seed);
    report(&cx, RULES.iter().flat_map(|rule| ask(rule, &cx)).collect())
}

/// A doctor that remembers: after an edit it asks only the rules that read what changed. Its reports are those of
/// [`check`].
pub struct Doctor {
    seed: Seed,
    last: Option<(Arc<Snapshot>, ByRule)>,
}

/// Findings by the rule's id.
type ByRule = BTreeMap<&'static str, Vec<Finding>>;

impl Doctor {
    /// A doctor with its own [`Seed`].
    #[must_use]
    pub fn new(host: &dyn Host) -> Self {
        Self { seed: Seed::draw(host), last: None }
    }

    /// The report of a snapshot. Cheapest when it is the successor of the last one.
    pub fn check(&mut self, snapshot: &Arc<Snapshot>) -> Report {
        let cx = Context::new(snapshot, &self.seed);
        let mut known = ByRule::new();
        let changed = match self.last.take() {
            Some((before, findings)) => {
                known = findings;
                changed(&before, snapshot)
            }
            None => None,
        };
        let mut by_rule = ByRule::new();
        for rule in RULES {
            let is_stale =
                changed.as_ref().is_none_or(|changed| rule.reads.iter().any(|input| changed.contains(input)));
            let kept = if is_stale { None } else { known.remove(rule.id) };
            by_rule.insert(rule.id, kept.unwrap_or_else(|| ask(rule, &cx)));
        }
        let report = report(&cx, by_rule.values().flatten().cloned().collect());
        self.last = Some((Arc::clone(snapshot), by_rule));
        report
    }

    /// The rules that a step from one snapshot to another would ask.
    #[must_use]
    pub fn stale_rules(before: &Snapshot, after: &Snapshot) -> Vec<&'static str> {
        let changed = changed(before, after);
        let is_stale = |rule: &&Rule| {
            changed.as_ref().is_none_or(|changed| rule.reads.iter().any(|input| changed.contains(input)))
        };
        RULES.iter().filter(is_stale).map(|rule| rule.id).collect()
    }
}

fn ask(rule: &Rule, cx: &Context<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    (rule.check)(cx, &mut found);
    found
}

fn report(cx: &Context<'_>, mut findings: Vec<Finding>) -> Report {
    findings.sort_by(|a, b| (b.severity, &a.place, &a.id, &a.message).cmp(&(a.severity, &b.place, &b.id, &b.message)));
    let mut seen: BTreeMap<FindingId, u32> = BTreeMap::new();
    for finding in &mut findings {
        let count = seen.entry(finding.id.clone()).and_modify(|count| *count += 1).or_insert(1);
        if *count > 1 {
            finding.id = FindingId(Arc::from(format!("{}~{count}", finding.id.0)));
        }
    }
    let score = score::of(cx, &findings);
    Report { findings, score }
}

/// What differs between two snapshots; `None` when they are so different that everything has to be asked.
fn changed(before: &Snapshot, after: &Snapshot) -> Option<BTreeSet<Input>> {
    let shape = |snapshot: &Snapshot| -> Vec<_> {
        let of = |project: &model::Project| {
            let framework = project.framework.as_ref().map(|framework| framework.name);
            let tool = project.package_tool;
            (project.id.clone(), Arc::clone(&project.name), project.manifest.clone(), project.runtime, framework, tool)
        };
        snapshot.projects.iter().map(of).collect()
    };
    if shape(before) != shape(after) {
        return None;
    }
    let mut found = BTreeSet::new();
    if before.tracked != after.tracked {
        found.insert(Input::Tracked);
    }
    if before.vendored != after.vendored {
        found.insert(Input::Modules);
    }
    let mut note = |entry: &FileEntry| {
        found.extend(entry.facts.as_deref().and_then(Input::of));
        found.extend(entry.env.is_some().then_some(Input::Reads));
        found.extend(entry.unread.is_some().then_some(Input::Broken));
    };
    let mut has_new_paths = false;
    // What the two share is passed over.
    for difference in before.files.diff(&after.files) {
        match difference {
            DiffItem::Update { old: (_, known), new: (_, entry) } if is_same(known, entry) => {}
            DiffItem::Update { old: (_, known), new: (_, entry) } => {
                note(known);
                note(entry);
            }
            DiffItem::Add(_, entry) | DiffItem::Remove(_, entry) => {
                has_new_paths = true;
                note(entry);
            }
        }
    }
    if has_new_paths {
        found.insert(Input::Paths);
    }
    Some(found)
}

/// Facts and texts are shared between snapshots as long as their file does not change.
fn is_same(a: &FileEntry, b: &FileEntry) -> bool {
    let same = |a: &Option<Arc<str>>, b: &Option<Arc<str>>| match (a, b) {
        (Some(a), Some(b)) => Arc::ptr_eq(a, b) || a == b,
        (None, None) => true,
        _ => false,
    };
    let facts = match (&a.facts, &b.facts) {
        (Some(a), Some(b)) => Arc::ptr_eq(a, b) || a == b,
        (None, None) => true,
        _ => false,
    };
    facts && a.env == b.env && same(&a.text, &b.text) && same(&a.unread, &b.unread)
}
