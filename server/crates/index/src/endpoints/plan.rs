//! How a project's code is to be followed: by which reader, from which files, and what names mean there.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    hash::{Hash, Hasher},
    sync::Arc,
};

use detect::{
    frameworks::package_name,
    routes::{GeneratedMethod, RouteContext, generated::interfaces, is_product_code},
};
use model::{
    Project, ProjectId, RelPath, Runtime,
    facts::{CodeFacts, FileFacts, Manifest, ManifestKind},
};
use rustc_hash::FxHasher;
use trace::EcmaPaths;

use super::{
    catalog::Catalog,
    readings::{Reading, Starts},
    tsconfig,
};
use crate::snapshot::Files;

/// How a project's code is to be followed.
pub(super) struct Plan {
    /// By which readers, one after another over the same parsed files.
    pub(super) readings: Vec<Reading>,
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
        self.readings == other.readings
            && self.roots == other.roots
            && self.reach == other.reach
            && self.go_modules == other.go_modules
            && self.ecma == other.ecma
            && (&self.context.settings, &self.context.generated) == (&other.context.settings, &other.context.generated)
    }
}

impl Plan {
    /// Another number for another plan.
    pub(super) fn fingerprint(&self) -> u64 {
        let Self { readings, roots, reach, go_modules, ecma, context } = self;
        let mut hasher = FxHasher::default();
        (readings, roots, reach, go_modules).hash(&mut hasher);
        (&ecma.aliases, &ecma.bases, &ecma.packages).hash(&mut hasher);
        (&context.base_path, &context.settings, &context.generated).hash(&mut hasher);
        hasher.finish()
    }
}

/// The plans of all projects that have routes to follow.
pub(super) fn plans(files: &Files, catalog: &Catalog, starts: &Starts, projects: &[Project]) -> Vec<(ProjectId, Plan)> {
    let with_starts: Vec<_> = starts.readings(projects).filter(|(_, readings)| !readings.is_empty()).collect();
    if with_starts.is_empty() {
        return Vec::new();
    }
    let packages = Packages::new(files);
    with_starts
        .into_iter()
        .map(|(project, readings)| {
            let used = packages.used_by(project);
            let mut roots = vec![project.root().clone()];
            roots.extend(used.iter().map(|(folder, _)| folder.clone()).filter(|folder| folder != project.root()));
            let is_near = |path: &&RelPath| {
                let folder = path.parent().unwrap_or_else(RelPath::root);
                project.root().is_within(&folder) || roots.iter().any(|root| folder.is_within(root))
            };
            let steering: Vec<&RelPath> = catalog.steering().filter(is_near).collect();
            let plan = Plan {
                readings,
                reach: roots[1..].to_vec(),
                go_modules: go_modules(&used),
                ecma: if project.runtime == Runtime::Node {
                    ecma(files, &steering, &used)
                } else {
                    EcmaPaths::default()
                },
                context: RouteContext { generated: generated(files, &used), ..context(files, project, &steering) },
                roots,
            };
            (project.id.clone(), plan)
        })
        .collect()
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

/// What settings say. A folder `config` beside the others wins, and so do properties over YAML.
fn context(files: &Files, project: &Project, steering: &[&RelPath]) -> RouteContext {
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
    RouteContext { settings, ..RouteContext::default() }
}

/// Interfaces that the builds of packages make of API descriptions.
fn generated(files: &Files, used: &[Package<'_>]) -> BTreeMap<String, Vec<GeneratedMethod>> {
    let mut found = BTreeMap::new();
    for (folder, manifest) in used {
        for api in &manifest.generated {
            let facts = folder.join(&api.description).ok().and_then(|path| files.get(&path)?.facts.as_deref());
            if let Some(FileFacts::ApiDescription(description)) = facts {
                interfaces(api, description, &mut found);
            }
        }
    }
    found
}
