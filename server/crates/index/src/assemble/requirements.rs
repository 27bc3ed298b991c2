//! Files that requirements name: as pip does it, relative to the file that names them.

use model::{
    RelPath,
    facts::{FileFacts, Manifest, ManifestKind},
};

use super::{roots::Root, view::View};

/// A file of requirements: where, and what it says.
pub(super) type Found<'f> = (&'f RelPath, &'f Manifest);

/// The files that a project's requirements take in from elsewhere (`-r`), and those that only hold versions for what is
/// declared elsewhere (`-c`), each with all that it leads to.
pub(super) fn taken<'f>(view: &View<'f>, root: &Root<'f>) -> (Vec<Found<'f>>, Vec<Found<'f>>) {
    let own: Vec<Found<'f>> =
        root.manifests.iter().copied().filter(|(_, it)| it.kind == ManifestKind::Requirements).collect();
    let (mut included, mut constraining): (Vec<Found<'f>>, Vec<Found<'f>>) = (Vec::new(), Vec::new());
    for (path, manifest) in &own {
        follow(view, path, &manifest.constraints, &mut constraining);
        follow(view, path, &manifest.includes, &mut included);
    }
    let mut at = (0, 0);
    loop {
        // `-r` of a file of constraints declares all the same.
        let (path, manifest) = if let Some(next) = included.get(at.0).copied() {
            at.0 += 1;
            next
        } else if let Some(next) = constraining.get(at.1).copied() {
            at.1 += 1;
            next
        } else {
            break;
        };
        follow(view, path, &manifest.includes, &mut included);
        follow(view, path, &manifest.constraints, &mut constraining);
    }
    constraining.retain(|it| !included.contains(it));
    included.retain(|it| !own.contains(it));
    (included, constraining)
}

fn follow<'f>(
    view: &View<'f>,
    from: &RelPath,
    names: &[(std::sync::Arc<str>, model::Range)],
    out: &mut Vec<Found<'f>>,
) {
    for path in names.iter().filter_map(|(name, _)| from.parent()?.join(name).ok()) {
        if let (Some(path), Some(FileFacts::Manifest(it))) = (view.file(&path), view.facts(&path))
            && it.kind == ManifestKind::Requirements
            && !out.iter().any(|(known, _)| *known == path)
        {
            out.push((path, it));
        }
    }
}
