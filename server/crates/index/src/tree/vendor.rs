//! Modules that RapidKit projects vendor.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use host::Host;
use model::{ProjectId, RelPath};

use crate::snapshot::{Files, VendoredModule};

/// Whether a change at `path` can change what is vendored.
pub(super) fn is_concerned(path: &RelPath) -> bool {
    // Asked for every file of a look, and true for few.
    let text = path.as_str().as_bytes();
    let is_hidden = text.starts_with(b".") || text.windows(2).any(|pair| pair == b"/.");
    is_hidden && path.segments().any(|segment| matches!(segment, ".rapidkit" | ".workspai"))
}

/// Module folders below each `.rapidkit/vendor`, found by the marker files beside it.
pub(super) fn vendored(host: &dyn Host, files: &Files) -> BTreeMap<ProjectId, Vec<VendoredModule>> {
    let is_store = |folder: &RelPath| matches!(folder.file_name(), ".rapidkit" | ".workspai");
    let inside = files.keys().filter(|path| is_concerned(path));
    let stores: BTreeSet<RelPath> = inside.filter_map(RelPath::parent).filter(is_store).collect();
    let mut found: BTreeMap<ProjectId, Vec<VendoredModule>> = BTreeMap::new();
    for store in stores {
        let (Ok(vendor), Some(project)) = (store.join("vendor"), store.parent()) else { continue };
        let mut modules = Vec::new();
        collect(host, &vendor, &vendor, &mut modules);
        if !modules.is_empty() {
            found.entry(ProjectId(project)).or_default().extend(modules);
        }
    }
    found
}

/// A folder whose sub-folders look like versions is a module. Slugs have at most four segments.
fn collect(host: &dyn Host, vendor: &RelPath, folder: &RelPath, out: &mut Vec<VendoredModule>) {
    let below = folder.below(vendor).unwrap_or("");
    if below.split('/').count() > 4 {
        return;
    }
    let folders: Vec<String> =
        host.list(folder).into_iter().filter(|(_, stat)| stat.is_folder).map(|(name, _)| name).collect();
    let versions: Vec<Arc<str>> =
        folders.iter().filter(|name| model::major_minor(name).is_some()).map(|name| Arc::from(name.as_str())).collect();
    if !versions.is_empty() && !below.is_empty() {
        out.push(VendoredModule { name: Arc::from(below), versions, folder: folder.clone() });
        return;
    }
    for name in folders {
        if let Ok(next) = folder.join(&name) {
            collect(host, vendor, &next, out);
        }
    }
}
