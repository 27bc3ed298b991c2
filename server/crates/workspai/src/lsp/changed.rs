//! What a new view changes for somebody who looks at the workspace.

use wire::workspace::IndexChangedParams;

use super::view::View;
use crate::convert;

/// `None` when nothing that is shown differs.
pub(crate) fn between(before: &View, after: &View) -> Option<IndexChangedParams> {
    let (old, new) = (&before.snapshot, &after.snapshot);
    let is_first = old.revision == 0 && new.revision > 0;
    let is_health_changed = before.report != after.report;
    let is_other_workspace = is_first
        || old.kind != new.kind
        || old.name != new.name
        || before.mounts.iter().ne(after.mounts.iter())
        || old.stats.files != new.stats.files
        || convert::service_reports(old) != convert::service_reports(new);
    let projects = if is_other_workspace {
        None
    } else {
        let gone = old.projects.iter().filter(|project| new.project(&project.id).is_none());
        let differs = new.projects.iter().filter(|project| old.project(&project.id) != Some(*project));
        Some(gone.chain(differs).map(|project| project.id.to_string()).collect::<Vec<_>>())
    };
    let is_shown = is_health_changed || projects.as_ref().is_none_or(|projects| !projects.is_empty());
    is_shown.then_some(IndexChangedParams { revision: new.revision, projects, is_health_changed })
}
