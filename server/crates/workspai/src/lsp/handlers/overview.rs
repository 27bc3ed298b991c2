use model::facts::FileFacts;
use wire::{
    session::NoParams,
    workspace::{MemorySummary, Overview, RootReport},
};

use super::Cx;
use crate::{
    convert,
    lsp::{fault::Reply, view::View},
};

/// Answers at once, even before the first index: then the revision is 0.
pub(crate) fn overview(cx: &Cx, _: NoParams) -> Reply<Overview> {
    Ok(of(&cx.view))
}

pub(super) fn of(view: &View) -> Overview {
    let snapshot = &view.snapshot;
    let services = convert::service_reports(snapshot);
    let findings = &view.report.findings;
    let projects = snapshot.projects.iter();
    Overview {
        revision: snapshot.revision,
        name: snapshot.name.to_string(),
        kind: convert::workspace_kind(snapshot.kind).to_owned(),
        roots: view.mounts.iter().map(|(mount, folder)| root_report(mount, folder)).collect(),
        projects: projects.map(|project| convert::project_summary(snapshot, project, &services, findings)).collect(),
        services,
        counts: convert::finding_counts(findings),
        score: view.report.score.total,
        stats: convert::stats_report(snapshot),
        memory: memory(view),
    }
}

fn root_report(mount: &model::RelPath, folder: &crate::lsp::folders::Folder) -> RootReport {
    RootReport { mount: mount.as_str().to_owned(), uri: folder.uri.to_string(), name: folder.name.clone() }
}

/// The workspace's own memory file; projects below may have theirs.
fn memory(view: &View) -> Option<MemorySummary> {
    let mut found: Vec<MemorySummary> = view
        .snapshot
        .facts_iter()
        .filter(|(file, _)| file.file_name() == "workspace-memory.json")
        .filter_map(|(file, facts)| {
            let (entries, problem) = match facts {
                FileFacts::Memory(memory) => (memory.entries.len(), memory.problems.first()),
                FileFacts::Broken(problems) => (0, problems.first()),
                _ => return None,
            };
            let problem = problem.map(|problem| problem.message.clone());
            Some(MemorySummary { file: file.to_string(), entries: convert::count(entries), problem })
        })
        .collect();
    found.sort_by_key(|memory| memory.file.matches('/').count());
    found.into_iter().next()
}
