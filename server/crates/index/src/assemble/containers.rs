//! Compose services and Dockerfiles, and the projects they belong to.

use std::collections::BTreeSet;

use model::{
    RelPath,
    facts::{ComposeFile, ComposeService, Dockerfile, FileFacts},
};

use super::view::{Owners, View};

/// A compose service and the project that it builds, by index.
pub(super) struct Matched<'f> {
    pub(super) file: &'f RelPath,
    pub(super) at: usize,
    pub(super) service: &'f ComposeService,
    pub(super) project: Option<usize>,
}

impl Matched<'_> {
    /// Whether the service reads its env keys from `path` or from the template that it was made from, or is built by it.
    pub(super) fn uses(&self, path: &RelPath) -> bool {
        let Some(folder) = self.file.parent() else { return false };
        let is_env = self
            .service
            .env_files
            .iter()
            .any(|entry| folder.join(&entry.path).is_ok_and(|file| path.as_str().starts_with(file.as_str())));
        is_env || self.dockerfile().is_some_and(|file| file == *path)
    }

    /// The stages that its image is made of; `None` where it names none.
    fn stages(&self, dockerfile: &Dockerfile) -> Option<Vec<usize>> {
        dockerfile.stages_of(self.service.build_target.as_deref()?)
    }

    /// The folder that it is built in.
    fn context(&self) -> Option<RelPath> {
        self.file.parent()?.join(self.service.build_context.as_deref()?).ok()
    }

    /// The Dockerfile that it is built by.
    fn dockerfile(&self) -> Option<RelPath> {
        let context = self.context()?;
        context.join(self.service.dockerfile.as_deref().unwrap_or("Dockerfile")).ok()
    }
}

/// Every service of every compose file, by file and line.
pub(super) fn services<'f>(view: &View<'f>, owners: &Owners, folders: &[&RelPath]) -> Vec<Matched<'f>> {
    let files = view.all().filter_map(|(path, facts)| match facts {
        FileFacts::Compose(file) => Some((path, file)),
        _ => None,
    });
    let mut found: Vec<Matched<'f>> = files.flat_map(|(path, file)| in_file(owners, folders, path, file)).collect();
    let strangers: Vec<bool> = found.iter().map(|it| is_stranger(view, it, &found)).collect();
    for (it, is_stranger) in found.iter_mut().zip(strangers) {
        it.project = it.project.filter(|_| !is_stranger);
    }
    // An override file names a service again without its build.
    let built: Vec<(Option<RelPath>, &str, usize)> =
        found.iter().filter_map(|it| Some((it.file.parent(), &*it.service.name, it.project?))).collect();
    for it in found.iter_mut().filter(|it| it.project.is_none() && it.service.image.is_none()) {
        let same = built.iter().find(|(folder, name, _)| *folder == it.file.parent() && **name == *it.service.name);
        it.project = same.map(|(.., project)| *project);
    }
    found.sort_by(|a, b| (a.file, a.at).cmp(&(b.file, b.at)));
    found
}

/// Whether a service is built beside another in the same folder without anything of the folder coming in, as it does for the
/// other: its image is somebody else's program.
fn is_stranger(view: &View<'_>, it: &Matched<'_>, all: &[Matched<'_>]) -> bool {
    let takes = |it: &Matched<'_>| match it.dockerfile().and_then(|path| view.facts(&path)) {
        Some(FileFacts::Dockerfile(file)) => Some(file.takes_context),
        _ => None,
    };
    let is_beside = || {
        let beside = all.iter().filter(|other| other.context().is_some() && other.context() == it.context());
        beside.into_iter().any(|other| takes(other) == Some(true))
    };
    // An override of the service may mount what the image has not.
    let is_mounted = || {
        let same = all.iter().filter(|other| other.service.name == it.service.name);
        same.into_iter().any(|other| other.file.parent() == it.file.parent() && other.service.has_mounts)
    };
    !it.service.has_inline_dockerfile && takes(it) == Some(false) && is_beside() && !is_mounted()
}

fn in_file<'f>(
    owners: &Owners,
    folders: &[&RelPath],
    path: &'f RelPath,
    file: &'f ComposeFile,
) -> impl Iterator<Item = Matched<'f>> {
    file.services.iter().enumerate().map(move |(at, service)| {
        let project = path.parent().and_then(|folder| built(owners, folders, &folder, service));
        Matched { file: path, at, service, project }
    })
}

/// The project whose code a service builds: that of its Dockerfile when it lies deeper than the context, that of the
/// context, or the only one below the context.
fn built(owners: &Owners, folders: &[&RelPath], folder: &RelPath, service: &ComposeService) -> Option<usize> {
    let Some(context) = service.build_context.as_deref() else { return by_image(folders, service) };
    let context = folder.join(context).ok()?;
    let by_dockerfile = service
        .dockerfile
        .as_deref()
        .and_then(|file| context.join(file).ok()?.parent())
        .filter(|place| place.is_within(&context) && *place != context)
        .and_then(|place| owners.of(&place));
    let by_context = owners.of(&context);
    // A Dockerfile in `docker/api/` of a project says no more than the context does.
    if let Some(project) = by_dockerfile.filter(|project| Some(*project) != by_context) {
        return Some(project);
    }
    by_context.or_else(|| {
        let mut below = folders.iter().enumerate().filter(|(_, folder)| folder.is_within(&context));
        let first = below.next()?;
        // `docker/api.Dockerfile` with the workspace as context: the name tells.
        let named = |at: usize| {
            service.name.contains(folders[at].file_name()) || folders[at].file_name().contains(&*service.name)
        };
        match below.next() {
            None => Some(first.0),
            Some(_) => (0..folders.len()).find(|at| folders[*at].is_within(&context) && named(*at)),
        }
    })
}

/// Images that a pipeline builds are named after their project: `acme/orders:1.2` and the folder `orders`.
fn by_image(folders: &[&RelPath], service: &ComposeService) -> Option<usize> {
    let image = service.image.as_deref()?;
    let name = image.rsplit('/').next()?.split([':', '@']).next()?;
    let mut named = folders.iter().enumerate().filter(|(_, folder)| folder.file_name() == name);
    let (at, _) = named.next()?;
    named.next().is_none().then_some(at)
}

/// The stages of a Dockerfile that services run, where each of those that are built by it names one.
pub(super) fn targets(path: &RelPath, dockerfile: &Dockerfile, services: &[&Matched<'_>]) -> Option<Vec<usize>> {
    let built = || services.iter().filter(|it| it.dockerfile().as_ref() == Some(path));
    let stages: Option<Vec<Vec<usize>>> = built().map(|it| it.stages(dockerfile)).collect();
    stages.map(|stages| stages.concat()).filter(|stages| !stages.is_empty())
}

/// The Dockerfiles of each project: its own, and those that compose builds it with.
pub(super) fn dockerfiles<'f>(
    view: &View<'f>,
    owners: &Owners,
    services: &[Matched<'f>],
    projects: usize,
) -> Vec<Vec<(&'f RelPath, &'f Dockerfile)>> {
    let mut found: Vec<Vec<(&RelPath, &Dockerfile)>> = vec![Vec::new(); projects];
    let used = |is_ours: bool| -> BTreeSet<RelPath> {
        let services = services.iter().filter(|it| it.project.is_some() == is_ours);
        services.filter_map(Matched::dockerfile).collect()
    };
    let (ours, strange) = (used(true), used(false));
    for (path, facts) in view.all() {
        let FileFacts::Dockerfile(dockerfile) = facts else { continue };
        // What only builds the images of other programs says nothing of the project beside it.
        let is_strange = !dockerfile.takes_context && strange.contains(path) && !ours.contains(path);
        if is_strange || path.segments().any(|segment| segment == ".devcontainer") {
            continue;
        }
        if let Some(project) = owners.of(path) {
            found[project].push((path, dockerfile));
        }
    }
    for it in services {
        let Some(project) = it.project else { continue };
        let path = it.dockerfile();
        if let Some((path, FileFacts::Dockerfile(dockerfile))) =
            path.and_then(|path| Some((view.file(&path)?, view.facts(&path)?)))
            && found[project].iter().all(|(known, _)| *known != path)
        {
            // Another project's folder may hold it only by chance; the build says whose it is.
            found[project].insert(0, (path, dockerfile));
        }
    }
    found
}
