//! Which folders are projects.

use std::collections::{BTreeMap, BTreeSet};

use model::{
    CommandRole, RelPath, Runtime,
    facts::{FileFacts, Manifest, ManifestKind, ProjectMarker},
};

use super::view::View;

/// A folder that is a project, with the manifests of its runtime, the most telling first.
pub(super) struct Root<'f> {
    pub(super) folder: RelPath,
    pub(super) runtime: Runtime,
    pub(super) manifests: Vec<(&'f RelPath, &'f Manifest)>,
    /// `requirements.txt` beside the `requirements.in` that it was compiled from: it locks what the other declares.
    pub(super) compiled: Vec<&'f Manifest>,
    pub(super) marker: Option<(&'f RelPath, &'f ProjectMarker)>,
}

/// How much a folder looks like a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    /// Not at all.
    Nothing,
    /// Only when the workspace has nothing better: a package with tools only, a root that only gathers others.
    Weak,
    /// A project.
    Sure,
}

/// What stands in one folder.
#[derive(Default)]
struct Candidate<'f> {
    manifests: Vec<(&'f RelPath, &'f Manifest)>,
    compiled: Vec<&'f Manifest>,
    marker: Option<(&'f RelPath, &'f ProjectMarker)>,
}

/// The projects, by path.
pub(super) fn roots<'f>(view: &View<'f>) -> Vec<Root<'f>> {
    let mut sure: Vec<Root<'f>> = Vec::new();
    let mut weak: Vec<Root<'f>> = Vec::new();
    for (folder, candidate) in candidates(view) {
        if is_excluded(view, &folder) {
            continue;
        }
        let Some((standing, root)) = judge(view, folder, candidate) else { continue };
        match standing {
            Standing::Sure if !is_part_of_another(view, &root, &sure) => sure.push(root),
            Standing::Weak => weak.push(root),
            _ => {}
        }
    }
    if sure.is_empty() { weak } else { sure }
}

fn candidates<'f>(view: &View<'f>) -> BTreeMap<RelPath, Candidate<'f>> {
    let mut found: BTreeMap<RelPath, Candidate<'f>> = BTreeMap::new();
    for (path, facts) in view.folders().flat_map(|folder| view.in_folder(folder).iter().copied()) {
        let Some(folder) = home(path, facts) else { continue };
        let candidate = found.entry(folder).or_default();
        match facts {
            FileFacts::Manifest(manifest) => candidate.manifests.push((path, manifest)),
            FileFacts::ProjectMarker(marker) => candidate.marker = Some((path, marker)),
            _ => {}
        }
    }
    for candidate in found.values_mut() {
        let sources: BTreeSet<&str> =
            candidate.manifests.iter().filter_map(|(path, _)| path.as_str().strip_suffix(".in")).collect();
        candidate.manifests.retain(|(path, manifest)| {
            let is_compiled = path.as_str().strip_suffix(".txt").is_some_and(|stem| sources.contains(stem));
            if is_compiled {
                candidate.compiled.push(manifest);
            }
            !is_compiled
        });
        candidate.manifests.sort_by_key(|(path, manifest)| (rank(path, manifest.kind), *path));
    }
    found
}

/// The folder that a manifest or marker speaks for.
fn home(path: &RelPath, facts: &FileFacts) -> Option<RelPath> {
    let folder = path.parent()?;
    match facts {
        // What others take in speaks for them.
        FileFacts::Manifest(manifest)
            if manifest.kind == ManifestKind::Requirements && detect::reader_for(path).is_none() =>
        {
            None
        }
        FileFacts::Manifest(manifest) if manifest.kind == ManifestKind::Requirements => {
            if folder.file_name() == "requirements" { folder.parent() } else { Some(folder) }
        }
        FileFacts::Manifest(manifest)
            if matches!(manifest.kind, ManifestKind::GradleCatalog | ManifestKind::GradleScript) =>
        {
            None
        }
        FileFacts::Manifest(_) => Some(folder),
        FileFacts::ProjectMarker(_) => folder.parent(),
        _ => None,
    }
}

fn rank(path: &RelPath, kind: ManifestKind) -> u8 {
    match kind {
        ManifestKind::PackageJson | ManifestKind::Pyproject | ManifestKind::GoMod | ManifestKind::Pom => 0,
        ManifestKind::Gradle => 1,
        ManifestKind::Pipfile => 2,
        ManifestKind::SetupPy => 3,
        ManifestKind::Requirements if matches!(path.file_name(), "requirements.txt" | "requirements.in") => 4,
        ManifestKind::Requirements => 5,
        ManifestKind::GradleSettings
        | ManifestKind::GradleCatalog
        | ManifestKind::GradleScript
        | ManifestKind::PnpmWorkspace
        | ManifestKind::GoWork => 6,
    }
}

/// Templates and test data are texts for programs, not projects.
fn is_excluded(view: &View<'_>, folder: &RelPath) -> bool {
    view.segments(folder).any(|segment| {
        matches!(
            segment,
            "testdata" | "test-data" | "fixtures" | "__fixtures__" | "__mocks__" | "buildSrc" | "build-logic"
        ) || ["{{", "}}", "{%", "<%", "__cookiecutter"].iter().any(|mark| segment.contains(mark))
    })
}

/// The best runtime of a folder. With a marker the folder is a project whatever else it holds.
fn judge<'f>(view: &View<'f>, folder: RelPath, candidate: Candidate<'f>) -> Option<(Standing, Root<'f>)> {
    let marked = candidate.marker.and_then(|(_, marker)| runtime_of(marker));
    let mut runtimes: Vec<Runtime> =
        candidate.manifests.iter().map(|(_, manifest)| manifest.runtime).chain(marked).collect();
    runtimes.sort_unstable();
    runtimes.dedup();
    let judged = runtimes.into_iter().map(|runtime| {
        let own: Vec<_> =
            candidate.manifests.iter().copied().filter(|(_, manifest)| manifest.runtime == runtime).collect();
        let is_framework =
            own.iter().any(|(_, it)| detect::frameworks::detect(runtime, &it.dependencies, &it.managed).is_some());
        let is_marked = candidate.marker.is_some() && marked.is_none_or(|marked| marked == runtime);
        let standing = if is_framework || is_marked { Standing::Sure } else { standing(view, &folder, runtime, &own) };
        // Of equals the runtime that is seldom a mere tool of another wins: Node comes last.
        ((standing, is_marked, is_framework, runtime != Runtime::Node), runtime, own)
    });
    let ((standing, ..), runtime, manifests) = judged.max_by_key(|(key, ..)| *key)?;
    Some((standing, Root { folder, runtime, manifests, compiled: candidate.compiled, marker: candidate.marker }))
}

/// What a marker says of the runtime, itself or by its kit (`fastapi.ddd`).
fn runtime_of(marker: &ProjectMarker) -> Option<Runtime> {
    marker.runtime.or_else(|| {
        let kit = marker.kit.as_deref()?.split('.').next()?;
        detect::frameworks::DETECTORS.iter().find(|row| row.name.name() == kit).map(|row| row.runtime)
    })
}

fn standing(view: &View<'_>, folder: &RelPath, runtime: Runtime, manifests: &[(&RelPath, &Manifest)]) -> Standing {
    let Some((path, manifest)) = manifests.iter().find(|(_, it)| it.is_package) else { return Standing::Nothing };
    match (runtime, manifest.kind) {
        (Runtime::Node, _) => node(view, folder, manifests, manifest),
        (_, ManifestKind::Requirements) => requirements(view, folder, path),
        (Runtime::Python, _) if manifest.has_entry || has_python(view, folder) => Standing::Sure,
        // An environment for tools, or the root of a workspace.
        (Runtime::Python, _) => Standing::Weak,
        (Runtime::Go, _) => Standing::Sure,
        (Runtime::Java, ManifestKind::Pom) => Standing::Sure,
        (Runtime::Java, _) => {
            let has_code = view.below(folder).any(|file| file.below(folder).is_some_and(|it| it.starts_with("src/")));
            if has_code { Standing::Sure } else { Standing::Weak }
        }
    }
}

fn node(view: &View<'_>, folder: &RelPath, manifests: &[(&RelPath, &Manifest)], manifest: &Manifest) -> Standing {
    let gathers = manifests.iter().any(|(_, it)| !it.members.is_empty())
        || ["lerna.json", "nx.json", "turbo.json", "rush.json"].iter().any(|file| view.has(folder, file));
    let starts = manifest
        .scripts
        .iter()
        .any(|script| matches!(script.role, Some(CommandRole::Dev | CommandRole::Start)) && !delegates(&script.line));
    let builds = manifest.scripts.iter().any(|script| script.role.is_some());
    let has_code = sources(view, folder, &["js", "ts", "mjs", "cjs", "jsx", "tsx"]);
    let is_project = if gathers {
        starts && has_code
    } else {
        starts || (has_code && (builds || manifest.has_entry || has_main(manifest)))
    };
    if is_project { Standing::Sure } else { Standing::Weak }
}

/// A `requirements.txt` is a project's manifest only beside code: docs and scripts have them too.
fn requirements(view: &View<'_>, folder: &RelPath, path: &RelPath) -> Standing {
    let is_main =
        matches!(path.file_name(), "requirements.txt" | "requirements.in") || path.parent().as_ref() != Some(folder);
    let is_aside = matches!(folder.file_name(), "docs" | "doc" | ".github" | "scripts" | "ci" | ".ci" | "requirements");
    if is_main && !is_aside && sources(view, folder, &["py"]) { Standing::Sure } else { Standing::Weak }
}

fn has_main(manifest: &Manifest) -> bool {
    manifest.dependencies.iter().any(|it| it.group == model::DependencyGroup::Main && !it.is_optional)
}

/// Whether a script only runs scripts of members.
fn delegates(line: &str) -> bool {
    const WORDS: [&str; 18] = [
        "turbo",
        "nx",
        "lerna",
        "rush",
        "moon",
        "wireit",
        "concurrently",
        "npm-run-all",
        "run-p",
        "run-s",
        "--filter",
        "-F",
        "--workspace",
        "--workspaces",
        "-w",
        "-r",
        "--recursive",
        "docker",
    ];
    let has = |word: &str| WORDS.contains(&word) || word.starts_with("--filter=") || word.starts_with("--workspace=");
    line.split_whitespace().any(has)
        || line.contains("workspaces foreach")
        || line.contains("docker-compose")
        || line.starts_with("cd ")
}

/// Whether the folder has code of its own: beside the manifest, or in one of the usual folders.
fn sources(view: &View<'_>, folder: &RelPath, extensions: &[&str]) -> bool {
    let is_code = |path: &RelPath| {
        let name = path.file_name();
        let is_setting = name.starts_with('.')
            || name.contains(".config.")
            || name.contains("rc.")
            || name == "setup.py"
            || name == "conftest.py";
        extensions.contains(&path.extension()) && !is_setting
    };
    // The folder named after the package holds its code as often as `src`.
    let usual = |segment: &str| {
        let own = folder.file_name().replace('-', "_");
        matches!(segment, "src" | "app" | "lib" | "server" | "api" | "pages" | "bin")
            || (!own.is_empty() && segment.replace('-', "_") == own)
    };
    view.below(folder).any(|path| {
        let below = path.below(folder).unwrap_or("");
        is_code(path) && below.split_once('/').is_none_or(|(first, _)| usual(first))
    })
}

/// Whether there is Python code that belongs to no package below the folder.
fn has_python(view: &View<'_>, folder: &RelPath) -> bool {
    let is_package = |inner: &RelPath| {
        view.in_folder(inner.as_str())
            .iter()
            .any(|(_, facts)| matches!(facts, FileFacts::Manifest(it) if it.is_package))
    };
    let is_aside = |segment: &str| {
        matches!(segment, "tests" | "test" | "docs" | "doc" | "scripts" | "examples" | ".github" | "tools")
    };
    view.below(folder).any(|path| {
        let first = path.below(folder).and_then(|below| below.split_once('/')).map_or("", |(first, _)| first);
        let mut inner = std::iter::successors(path.parent(), RelPath::parent).take_while(|inner| inner != folder);
        path.extension() == "py"
            && !matches!(path.file_name(), "setup.py" | "conftest.py" | "noxfile.py")
            && !is_aside(first)
            && !inner.any(|inner| is_package(&inner))
    })
}

/// `go mod vendor` copies modules with their manifests.
fn is_vendored_by(root: &Root<'_>, above: &[Root<'_>]) -> bool {
    let mut owners = above.iter().filter(|outer| outer.runtime == Runtime::Go && root.runtime == Runtime::Go);
    owners.any(|outer| outer.folder.join("vendor").is_ok_and(|vendor| root.folder.is_within(&vendor)))
}

/// Packages for tests, docs and examples of a project belong to it, unless they are services themselves.
fn is_part_of_another(view: &View<'_>, root: &Root<'_>, above: &[Root<'_>]) -> bool {
    let Some(outer) =
        above.iter().rev().find(|outer| root.folder != outer.folder && root.folder.is_within(&outer.folder))
    else {
        return false;
    };
    let is_framework = root
        .manifests
        .iter()
        .any(|(_, it)| detect::frameworks::detect(root.runtime, &it.dependencies, &it.managed).is_some());
    if root.marker.is_some() {
        return false;
    }
    if is_vendored_by(root, above) {
        return true;
    }
    let below = root.folder.below(&outer.folder).unwrap_or("");
    let is_text =
        below.split('/').any(|segment| matches!(segment, "templates" | "template" | "boilerplate" | "schematics"));
    let is_aside = below.split('/').any(|segment| {
        matches!(
            segment,
            "test"
                | "tests"
                | "__tests__"
                | "spec"
                | "e2e"
                | "docs"
                | "doc"
                | "website"
                | "examples"
                | "example"
                | "samples"
                | "sample"
                | "demo"
                | "benchmarks"
                | "benchmark"
                | "bench"
                | "scripts"
                | "tools"
                | "hack"
                | "ci"
                | ".github"
        )
    });
    // A second list of requirements inside a Python project is one more list of that project.
    let is_list = root.runtime == Runtime::Python
        && outer.runtime == Runtime::Python
        && root.manifests.iter().all(|(_, it)| it.kind == ManifestKind::Requirements)
        && !(is_framework && sources(view, &root.folder, &["py"]));
    is_text || is_list || (is_aside && !is_framework)
}
