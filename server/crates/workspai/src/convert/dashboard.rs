use std::collections::BTreeMap;

use index::Snapshot;
use wire::dashboard::{ModuleInstall, ModuleRow};

use super::project::module_report;

/// Modules with the projects that have them, by slug.
pub(crate) fn module_rows(snapshot: &Snapshot) -> Vec<ModuleRow> {
    let mut rows: BTreeMap<&str, ModuleRow> = BTreeMap::new();
    for project in &snapshot.projects {
        for module in &project.modules {
            let row = rows.entry(&module.slug).or_insert_with(|| ModuleRow {
                slug: module.slug.to_string(),
                name: module.name.to_string(),
                installed: Vec::new(),
            });
            row.installed.push(ModuleInstall { project: project.id.to_string(), module: module_report(module) });
        }
    }
    rows.into_values().collect()
}
