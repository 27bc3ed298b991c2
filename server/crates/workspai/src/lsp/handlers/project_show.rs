use wire::{inspect::ProjectReport, workspace::ProjectShowParams};

use super::Cx;
use crate::{convert, lsp::fault::Reply};

/// `None` for a project that is gone: the shell refreshes.
pub(crate) fn project_show(cx: &Cx, params: ProjectShowParams) -> Reply<Option<ProjectReport<'static>>> {
    let projects = &cx.view.snapshot.projects;
    let found = projects.iter().find(|project| project.id.to_string() == params.path);
    Ok(found.map(|project| convert::project_report(project).into_owned()))
}
