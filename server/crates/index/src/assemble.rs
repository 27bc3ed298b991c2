//! From the facts of single files to projects. Pure: no I/O beyond what the tree collected.

mod commands;
mod containers;
mod dependencies;
mod env;
mod env_files;
mod java;
mod locks;
pub(crate) mod members;
mod ports;
mod reads;
mod requirements;
mod reuse;
mod roots;
#[cfg(test)]
mod tests;
mod uses;
mod versions;
mod view;

use std::sync::Arc;

use model::{
    Module, Place, Project, ProjectId, RelPath, WorkspaceKind,
    facts::{ContractProject, Dockerfile, DotenvFile, FileFacts, MigrationFacts},
};

use self::{
    containers::Matched,
    roots::Root,
    view::{Owners, View},
};
use crate::snapshot::{ComposeMatch, Files, Snapshot};

pub(crate) use self::reuse::Touched;

/// What assembly yields.
pub(crate) struct Assembled {
    pub(crate) kind: WorkspaceKind,
    pub(crate) name: Option<Arc<str>>,
    pub(crate) projects: Vec<Project>,
    pub(crate) compose: Vec<ComposeMatch>,
    /// For each project whether it was assembled anew.
    pub(crate) is_fresh: Vec<bool>,
}

/// What all projects are assembled from.
struct Parts<'a, 'f> {
    view: &'a View<'f>,
    owners: &'a Owners,
    dockerfiles: Vec<Vec<(&'f RelPath, &'f Dockerfile)>>,
    dotenvs: Vec<Vec<(&'f RelPath, &'f DotenvFile)>>,
    services: Vec<Vec<&'a Matched<'f>>>,
    reads: Vec<reads::Facts>,
    ports: Vec<ports::InCode<'f>>,
    migrations: Vec<Vec<(&'f RelPath, &'f MigrationFacts)>>,
    layers: env::Layers<'f>,
}

/// Assembles projects, sorted by path. `mounts` are the folders at which workspace folders stand, with their names.
/// Projects that none of `touched` can concern are taken from `previous`; `None`: everything may have changed.
pub(crate) fn assemble(
    files: &Files,
    mounts: &[(RelPath, Arc<str>)],
    previous: &Snapshot,
    touched: Option<&[Touched]>,
) -> Assembled {
    let mount_paths: Vec<RelPath> = mounts.iter().map(|(path, _)| path.clone()).collect();
    let view = View::new(files, &mount_paths);
    let roots = roots::roots(&view);
    let owners = Owners::new(roots.iter().map(|root| &root.folder));
    let folders: Vec<&RelPath> = roots.iter().map(|root| &root.folder).collect();
    let services = containers::services(&view, &owners, &folders);
    let mut by_project: Vec<Vec<&Matched<'_>>> = vec![Vec::new(); roots.len()];
    for service in &services {
        if let Some(project) = service.project {
            by_project[project].push(service);
        }
    }
    let parts = Parts {
        view: &view,
        owners: &owners,
        dockerfiles: containers::dockerfiles(&view, &owners, &services, roots.len()),
        dotenvs: env::dotenvs(&view, &owners, roots.len()),
        services: by_project,
        reads: reads::by_project(&view, &owners, roots.len()),
        ports: ports::in_code(&view, &owners, &roots),
        migrations: reads::owned(view.migrations(), &owners, roots.len()),
        layers: env::Layers::new(&view, roots.len()),
    };
    let names = names(&roots, mounts);
    let stale = reuse::stale(touched, &previous.projects, &roots, &names, &owners, &services);
    let projects = roots.iter().zip(names).enumerate().map(|(at, (root, name))| {
        if stale[at] { project(&parts, at, root, name) } else { previous.projects[at].clone() }
    });
    let projects = projects.collect();
    let compose = services.iter().map(|it| it.kept(&folders)).collect();
    let (kind, name) = workspace(&view);
    Assembled { kind, name, projects, compose, is_fresh: stale }
}

/// One project, from all that is known.
fn project<'f>(parts: &Parts<'_, 'f>, at: usize, root: &Root<'f>, name: Arc<str>) -> Project {
    let Parts { view, layers, .. } = parts;
    let (own, dockerfiles, dotenvs) = (&parts.services[at], &parts.dockerfiles[at], &parts.dotenvs[at]);
    let lock = locks::lock_of(view, root);
    let tool = locks::tool(view, root, lock.as_ref());
    let declared = dependencies::declared(view, root, lock.as_ref());
    let used = uses::Uses::new(view, parts.owners, at, root);
    let framework = declared
        .framework(root.runtime, |detector| used.has(detector))
        .or_else(|| declared.framework_around(view, root));
    let commands = commands::commands(&commands::Source {
        view,
        root,
        lock: lock.as_ref(),
        tool,
        declared: &declared,
        framework: framework.as_ref(),
        ports: &parts.ports[at],
    });
    let version_claims = versions::claims(view, root, dockerfiles);
    let contract = contract_of(view, root);
    let reads = &parts.reads[at];
    let mut env = env::env(view, root, &name, &env::Own { dotenvs, services: own, dockerfiles, reads }, layers);
    let env_files =
        env_files::settle(root, dotenvs, reads, &|loader| declared.loads(root, loader, framework.as_ref()), &mut env);
    let ports = ports::ports(&ports::Source {
        view,
        services: own,
        dockerfiles,
        commands: &commands,
        code: &parts.ports[at],
        env: &env,
        reads,
    });
    Project {
        id: ProjectId(root.folder.clone()),
        manifest: manifest_of(root),
        runtime: root.runtime,
        runtime_version: versions::best(&version_claims),
        version_claims,
        kit: root.marker.and_then(|(_, it)| it.kit.clone()).or(contract.and_then(|(_, it)| it.kit.clone())),
        modules: modules(view, root, contract),
        endpoints: Arc::default(),
        env,
        env_files,
        ports,
        migrations: detect::migrations::together(&root.folder, parts.migrations[at].iter().copied()),
        dependencies: declared.dependencies(),
        framework,
        commands,
        package_tool: tool,
        name,
    }
}

impl Matched<'_> {
    fn kept(&self, folders: &[&RelPath]) -> ComposeMatch {
        let project = self.project.map(|at| ProjectId(folders[at].clone()));
        ComposeMatch { file: self.file.clone(), service: self.at, project }
    }
}

/// The marker or manifest names a project; doubles are told apart by their folders.
fn names(roots: &[Root<'_>], mounts: &[(RelPath, Arc<str>)]) -> Vec<Arc<str>> {
    let folder_name = |root: &Root<'_>| -> Arc<str> {
        let mount = mounts.iter().find(|(mount, _)| *mount == root.folder).map(|(_, name)| Arc::clone(name));
        mount.unwrap_or_else(|| Arc::from(root.folder.file_name()))
    };
    let own: Vec<Arc<str>> = roots
        .iter()
        .map(|root| {
            let marked = root.marker.and_then(|(_, marker)| marker.name.clone());
            let named =
                || root.manifests.iter().find_map(|(_, manifest)| manifest.name.as_deref().and_then(short_name));
            marked.or_else(named).unwrap_or_else(|| folder_name(root))
        })
        .collect();
    let is_double = |name: &Arc<str>| own.iter().filter(|other| *other == name).count() > 1;
    let by_folder: Vec<Arc<str>> = roots
        .iter()
        .zip(&own)
        .map(|(root, name)| if is_double(name) { folder_name(root) } else { Arc::clone(name) })
        .collect();
    let is_double = |name: &Arc<str>| by_folder.iter().filter(|other| *other == name).count() > 1;
    let by_path = |root: &Root<'_>| -> Arc<str> { Arc::from(root.folder.as_str()) };
    roots
        .iter()
        .zip(&by_folder)
        .map(|(root, name)| if is_double(name) && !root.folder.is_root() { by_path(root) } else { Arc::clone(name) })
        .collect()
}

/// `github.com/acme/orders/v2` is `orders`; scopes of npm stay.
fn short_name(name: &str) -> Option<Arc<str>> {
    let name = detect::frameworks::package_name(model::Runtime::Go, name);
    let is_scoped = name.starts_with('@');
    let last = if is_scoped { &*name } else { name.rsplit('/').next().unwrap_or(&name) };
    let is_template = last.contains("{{") || last.contains("${");
    (!last.is_empty() && !is_template).then(|| Arc::from(last))
}

fn manifest_of(root: &Root<'_>) -> RelPath {
    let manifest =
        root.manifests.iter().find(|(_, it)| it.is_package).or(root.manifests.first()).map(|(path, _)| *path);
    manifest.or(root.marker.map(|(path, _)| path)).cloned().unwrap_or_else(|| root.folder.clone())
}

type Contract<'f> = (&'f RelPath, &'f ContractProject);

/// What the workspace's contract says of a project.
fn contract_of<'f>(view: &View<'f>, root: &Root<'_>) -> Option<Contract<'f>> {
    std::iter::successors(Some(root.folder.clone()), RelPath::parent).find_map(|workspace| {
        let stores = [".workspai", ".rapidkit"].into_iter().filter_map(|store| workspace.join(store).ok());
        stores.into_iter().find_map(|store| {
            view.in_folder(store.as_str()).iter().find_map(|(path, facts)| {
                let FileFacts::WorkspaceContract(contract) = facts else { return None };
                let is_it = |it: &&ContractProject| workspace.join(&it.path).is_ok_and(|path| path == root.folder);
                contract.projects.iter().find(is_it).map(|project| (*path, project))
            })
        })
    })
}

/// The registry tells what is installed; the contract only where there is no registry.
fn modules(view: &View<'_>, root: &Root<'_>, contract: Option<Contract<'_>>) -> Vec<Module> {
    let stores = ["", ".rapidkit", ".workspai"].into_iter().filter_map(|store| root.folder.join(store).ok());
    let registry = stores.into_iter().find_map(|store| {
        view.in_folder(store.as_str()).iter().find_map(|(path, facts)| match facts {
            FileFacts::ModuleRegistry(registry) => Some((*path, registry)),
            _ => None,
        })
    });
    let mut modules: Vec<Module> = match (registry, contract) {
        (Some((path, registry)), _) => registry
            .modules
            .iter()
            .map(|it| Module {
                slug: Arc::clone(&it.slug),
                name: Arc::clone(&it.name),
                version: it.version.clone(),
                place: Place::new(path.clone(), it.range),
            })
            .collect(),
        (None, Some((path, contract))) => contract
            .modules
            .iter()
            .map(|slug| Module {
                slug: Arc::clone(slug),
                name: detect::module_name(slug),
                version: None,
                place: Place::new(path.clone(), contract.range),
            })
            .collect(),
        (None, None) => Vec::new(),
    };
    modules.sort_by(|a, b| a.slug.cmp(&b.slug));
    modules
}

/// Workspai's markers stand before RapidKit's: a workspace that has both has moved on. The name is that of the marker at
/// the root.
fn workspace(view: &View<'_>) -> (WorkspaceKind, Option<Arc<str>>) {
    let mut kind = WorkspaceKind::Plain;
    let mut name: Option<(usize, Arc<str>)> = None;
    for (path, facts) in view.all() {
        let is_workspai = path.segments().any(|segment| matches!(segment, ".workspai" | ".workspai-workspace"));
        let (found, of) = match facts {
            FileFacts::WorkspaceMarker(marker) => (Some(marker.is_workspai), marker.name.clone()),
            FileFacts::WorkspaceContract(contract) => (Some(is_workspai), contract.name.clone()),
            FileFacts::ProjectMarker(_) => (Some(is_workspai), None),
            _ => (None, None),
        };
        match found {
            Some(true) => kind = WorkspaceKind::Workspai,
            Some(false) if kind == WorkspaceKind::Plain => kind = WorkspaceKind::Rapidkit,
            _ => {}
        }
        let depth = view.segments(path).count() - usize::from(path.depth() > 1 && !path.file_name().starts_with('.'));
        if let Some(of) = of.filter(|_| depth <= 1)
            && name.as_ref().is_none_or(|(known, _)| depth < *known)
        {
            name = Some((depth, of));
        }
    }
    (kind, name.map(|(_, name)| name))
}
