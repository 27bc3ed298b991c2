//! How a project's code is to be followed: by which reader, from which files, and what names mean there.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    hash::{Hash, Hasher},
    sync::Arc,
};

use detect::{
    code::{marks_of, runtime_of},
    frameworks::{DETECTORS, Detector, detector, package_name, plain_routes},
    routes::{RouteContext, RouteReader, is_product_code},
};
use model::{
    Project, ProjectId, RelPath, Runtime,
    facts::{CodeFacts, FileFacts, Manifest, ManifestKind, Marks},
};
use rustc_hash::FxHasher;
use syntax::Language;
use trace::EcmaPaths;

use super::{catalog::Catalog, tsconfig};
use crate::snapshot::Files;

/// How a project's code is to be followed.
pub(super) struct Plan {
    pub(super) reader: &'static RouteReader,
    /// The files to start with, by path.
    pub(super) starts: Arc<[RelPath]>,
    /// The project's folder, then those of packages that it uses.
    pub(super) roots: Vec<RelPath>,
    /// Folders outside the project in which names may mean something.
    pub(super) reach: Vec<RelPath>,
    pub(super) go_modules: Vec<(Arc<str>, RelPath)>,
    pub(super) ecma: EcmaPaths,
    pub(super) context: RouteContext,
}

impl PartialEq for Plan {
    fn eq(&self, other: &Self) -> bool {
        let context = |plan: &Self| (plan.context.version.clone(), plan.context.settings.clone());
        std::ptr::eq(self.reader, other.reader)
            && self.starts == other.starts
            && self.roots == other.roots
            && self.reach == other.reach
            && self.go_modules == other.go_modules
            && self.ecma == other.ecma
            && context(self) == context(other)
    }
}

impl Plan {
    /// Another number for another plan.
    pub(super) fn fingerprint(&self) -> u64 {
        let Self { reader, starts, roots, reach, go_modules, ecma, context } = self;
        let mut hasher = FxHasher::default();
        let is_its = |detector: &Detector| detector.routes.is_some_and(|routes| std::ptr::eq(routes, *reader));
        // The program that reads is the one that wrote: its table is the same.
        DETECTORS.iter().position(is_its).hash(&mut hasher);
        (starts, roots, reach, go_modules).hash(&mut hasher);
        (&ecma.aliases, &ecma.bases, &ecma.packages).hash(&mut hasher);
        (&context.base_path, &context.version, &context.settings).hash(&mut hasher);
        hasher.finish()
    }
}

/// The files that projects start with, for these projects.
#[derive(Default)]
pub(super) struct Starts {
    /// Each project and its reader.
    of: Vec<(ProjectId, Option<Reader>)>,
    files: Vec<Arc<[RelPath]>>,
}

/// A reader, compared by its address.
#[derive(Clone, Copy)]
struct Reader(&'static RouteReader);

impl PartialEq for Reader {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Starts {
    /// Looks for them again if the projects are others, or the files may be.
    pub(super) fn renew(&mut self, catalog: &Catalog, projects: &[Project], is_steered: bool) {
        let of: Vec<_> = projects.iter().map(|project| (project.id.clone(), reader(project).map(Reader))).collect();
        if is_steered || of != self.of {
            let files = starts(catalog, projects).into_iter().map(Arc::from).collect();
            *self = Self { of, files };
        }
    }
}

/// The plans of all projects that have routes to follow.
pub(super) fn plans(files: &Files, catalog: &Catalog, starts: &Starts, projects: &[Project]) -> Vec<(ProjectId, Plan)> {
    if starts.files.iter().all(|starts| starts.is_empty()) {
        return Vec::new();
    }
    let packages = Packages::new(files);
    let with_starts = projects.iter().zip(&starts.files).filter_map(|(project, starts)| {
        let reader = reader(project).filter(|_| !starts.is_empty())?;
        Some((project, reader, Arc::clone(starts)))
    });
    with_starts
        .map(|(project, reader, starts)| {
            let used = packages.used_by(project);
            let mut roots = vec![project.root().clone()];
            roots.extend(used.iter().map(|(folder, _)| folder.clone()).filter(|folder| folder != project.root()));
            let is_near = |path: &&RelPath| {
                let folder = path.parent().unwrap_or_else(RelPath::root);
                project.root().is_within(&folder) || roots.iter().any(|root| folder.is_within(root))
            };
            let steering: Vec<&RelPath> = catalog.steering().filter(is_near).collect();
            let plan = Plan {
                reader,
                starts,
                reach: roots[1..].to_vec(),
                go_modules: go_modules(&used),
                ecma: if project.runtime == Runtime::Node {
                    ecma(files, &steering, &used)
                } else {
                    EcmaPaths::default()
                },
                context: context(files, project, &steering),
                roots,
            };
            (project.id.clone(), plan)
        })
        .collect()
}

/// How the routes of a project are read.
fn reader(project: &Project) -> Option<&'static RouteReader> {
    let framework = project.framework.as_ref().and_then(|framework| detector(framework.name)?.routes);
    framework.or_else(|| plain_routes(project.runtime))
}

/// For each project the files of its own that its reader starts with.
fn starts(catalog: &Catalog, projects: &[Project]) -> Vec<Vec<RelPath>> {
    let owners: HashMap<&RelPath, usize> =
        projects.iter().enumerate().map(|(at, project)| (project.root(), at)).collect();
    let wanted: Vec<Option<Marks>> = projects.iter().map(|project| reader(project).map(marks_of)).collect();
    let mut starts = vec![Vec::new(); projects.len()];
    // Files come by path: the owner of a folder is asked for once.
    let mut last: Option<(RelPath, Option<usize>)> = None;
    for (path, marks) in catalog.marked() {
        let Some(folder) = path.parent() else { continue };
        if last.as_ref().is_none_or(|(known, _)| *known != folder) {
            let mut around = std::iter::successors(Some(folder.clone()), RelPath::parent);
            last = Some((folder, around.find_map(|folder| owners.get(&folder).copied())));
        }
        let Some((_, Some(at))) = last else { continue };
        let project = &projects[at];
        let is_own = Language::of(path).is_some_and(|language| runtime_of(language) == project.runtime);
        if is_own
            && wanted[at].is_some_and(|wanted| wanted.meets(marks))
            && reader(project).is_some_and(|it| it.takes(path.below(project.root()).unwrap_or_default()))
        {
            starts[at].push(path.clone());
        }
    }
    starts
}

/// A package of the workspace: its folder and its manifest.
type Package<'f> = (RelPath, &'f Manifest);

/// The packages of the workspace by name.
struct Packages<'f> {
    by_name: HashMap<(Runtime, String), Vec<Package<'f>>>,
    by_folder: BTreeMap<RelPath, Vec<&'f Manifest>>,
}

impl<'f> Packages<'f> {
    fn new(files: &'f Files) -> Self {
        let mut packages = Self { by_name: HashMap::new(), by_folder: BTreeMap::new() };
        for (path, entry) in files {
            let Some(FileFacts::Manifest(manifest)) = entry.facts.as_deref() else { continue };
            let Some(folder) = path.parent() else { continue };
            if let Some(name) = &manifest.name {
                let name = package_name(manifest.runtime, name).into_owned();
                packages.by_name.entry((manifest.runtime, name)).or_default().push((folder.clone(), manifest));
            }
            packages.by_folder.entry(folder).or_default().push(manifest);
        }
        packages
    }

    /// The project's own package and those of the workspace that it uses, directly or not. Dependencies that a folder above
    /// declares hold too.
    fn used_by(&self, project: &Project) -> Vec<Package<'f>> {
        let runtime = project.runtime;
        let of_runtime = |folder: &RelPath| -> Vec<Package<'f>> {
            let manifests = self.by_folder.get(folder).into_iter().flatten();
            manifests.filter(|it| it.runtime == runtime).map(|it| (folder.clone(), *it)).collect()
        };
        let around = std::iter::successors(Some(project.root().clone()), RelPath::parent);
        let mut waiting: Vec<Package<'f>> = around.flat_map(|folder| of_runtime(&folder)).collect();
        let mut found: Vec<Package<'f>> = of_runtime(project.root());
        if runtime == Runtime::Java {
            // One build of several modules shares its classes.
            let is_build = |it: &&Package<'_>| {
                matches!(it.1.kind, ManifestKind::Pom | ManifestKind::Gradle | ManifestKind::GradleSettings)
            };
            found.extend(waiting.iter().rfind(is_build).cloned());
        }
        let mut seen: BTreeSet<RelPath> = found.iter().map(|(folder, _)| folder.clone()).collect();
        while let Some((_, manifest)) = waiting.pop() {
            for dependency in &manifest.dependencies {
                let name = package_name(runtime, &dependency.name).into_owned();
                for package in self.by_name.get(&(runtime, name)).into_iter().flatten() {
                    if seen.insert(package.0.clone()) {
                        found.push(package.clone());
                        waiting.push(package.clone());
                    }
                }
            }
        }
        found
    }
}

fn go_modules(used: &[Package<'_>]) -> Vec<(Arc<str>, RelPath)> {
    let modules = used.iter().filter(|(_, manifest)| manifest.kind == ManifestKind::GoMod);
    let modules: Vec<_> =
        modules.filter_map(|(folder, manifest)| Some((manifest.name.clone()?, (*folder).clone()))).collect();
    // What `go mod vendor` copied stays somebody else's code.
    let is_vendored = |folder: &RelPath| {
        let vendor = |(_, outer): &(Arc<str>, RelPath)| outer.join("vendor").is_ok_and(|it| folder.is_within(&it));
        modules.iter().any(vendor)
    };
    modules.iter().filter(|(_, folder)| !is_vendored(folder)).cloned().collect()
}

fn ecma(files: &Files, steering: &[&RelPath], used: &[Package<'_>]) -> EcmaPaths {
    let packages = used.iter().filter(|(_, manifest)| manifest.kind == ManifestKind::PackageJson);
    let packages = packages.filter_map(|(folder, manifest)| {
        let entry = manifest.entry.as_deref().and_then(|entry| folder.join(entry).ok());
        Some((manifest.name.clone()?, folder.clone(), entry))
    });
    EcmaPaths { packages: packages.collect(), ..tsconfig::paths(files, steering) }
}

/// What settings and versions say. A folder `config` beside the others wins, and so do properties over YAML.
fn context(files: &Files, project: &Project, steering: &[&RelPath]) -> RouteContext {
    let version = project.framework.as_ref().and_then(|framework| framework.version.as_deref());
    // A lower limit says nothing of what will be installed.
    let version = version.filter(|version| !version.is_empty() && !version.starts_with(['>', '*', '!']));
    let is_own = |path: &&&RelPath| path.below(project.root()).is_some_and(is_product_code);
    let mut own: Vec<&RelPath> = steering.iter().filter(is_own).copied().collect();
    own.sort_by_key(|path| {
        let is_config = path.parent().is_some_and(|folder| folder.file_name() == "config");
        (!is_config, path.extension() != "properties", (*path).clone())
    });
    let settings = own.into_iter().filter_map(|path| match files.get(path)?.code.as_deref()? {
        CodeFacts::Settings(pairs) => Some(pairs),
        _ => None,
    });
    let settings = settings.flatten().map(|(key, text)| (key.to_string(), text.to_string())).collect();
    RouteContext { base_path: String::new(), version: version.map(str::to_owned), settings }
}
