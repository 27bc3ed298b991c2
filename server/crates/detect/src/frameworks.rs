//! The table of frameworks. No framework's name occurs outside its file and the enum.

mod django;
mod express;
mod fastapi;
mod fastify;
mod flask;
mod gochi;
mod goecho;
mod gofiber;
mod gogin;
mod koa;
mod medusa;
mod nestjs;
mod nextjs;
mod springboot;
mod starlette;

use std::borrow::Cow;

use model::{FrameworkName, PackageTool, Runtime, facts::DeclaredDependency};

use crate::python_name;

/// How a framework is told by what a project declares, and how such a project is started.
pub struct Detector {
    /// Which.
    pub name: FrameworkName,
    /// The runtime of projects that can use it.
    pub runtime: Runtime,
    /// Packages (see [`package_name`]) of which one must be declared as a dependency. A trailing `*` stands for any rest;
    /// behind the first row it names packages that bring the framework along and have versions of their own.
    pub packages: &'static [&'static str],
    /// The program of its own that starts its projects (`next dev`): a package that declares nothing and runs it uses the
    /// framework of the workspace around it.
    pub program: Option<&'static str>,
    /// How its routes are read; `None` where code is not followed yet.
    pub routes: Option<&'static crate::routes::RouteReader>,
    /// How a person starts the project for development when no script or target says so; `None` without certainty.
    pub start: fn(&Layout<'_>) -> Option<Start>,
}

/// What a framework may look at to say how a project is started.
pub struct Layout<'l> {
    /// Whether the project has a file of this path below its folder.
    pub has: &'l dyn Fn(&str) -> bool,
    /// Whether a package of this name is declared or locked.
    pub installs: &'l dyn Fn(&str) -> bool,
    /// Whether code of the project starts a server, as far as ports tell it.
    pub listens: bool,
    /// What stands before a command of the project's environment: `"poetry run "`, `""`; for Java the build tool:
    /// `"./mvnw "`, `"gradle "`.
    pub prefix: &'l str,
    /// Who installs its dependencies.
    pub tool: Option<PackageTool>,
}

/// A way to start a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// The line to type in the project's folder.
    pub line: String,
    /// The file below the project's folder that shows it.
    pub file: &'static str,
}

/// Most specific first. Of those that a project declares the first that it uses names its framework. Readers of routes are told
/// apart by their addresses, so that they and the table are statics.
pub static DETECTORS: &[Detector] = &[
    fastapi::DETECTOR,
    django::DETECTOR,
    flask::DETECTOR,
    starlette::DETECTOR,
    medusa::DETECTOR,
    nestjs::DETECTOR,
    nextjs::DETECTOR,
    fastify::DETECTOR,
    koa::DETECTOR,
    express::DETECTOR,
    gofiber::DETECTOR,
    gogin::DETECTOR,
    goecho::DETECTOR,
    gochi::DETECTOR,
    springboot::DETECTOR,
];

/// How Go's libraries name their routers; the standard library's is always there.
pub(crate) const GO_DIALECTS: &[&crate::routes::go::Dialect] =
    &[&gofiber::DIALECT, &gogin::DIALECT, &goecho::DIALECT, &gochi::DIALECT, &crate::routes::go::net_http::DIALECT];

/// How routes of a project without a known framework are read: the standard library may be enough.
#[must_use]
pub fn plain_routes(runtime: Runtime) -> Option<&'static crate::routes::RouteReader> {
    (runtime == Runtime::Go).then_some(&crate::routes::go::ROUTES)
}

/// A framework and the declaration that shows it.
pub type Shown<'d> = (&'static Detector, &'d DeclaredDependency);

/// The first of [`declared`].
#[must_use]
pub fn detect<'d>(
    runtime: Runtime,
    dependencies: &'d [DeclaredDependency],
    managed: &'d [DeclaredDependency],
) -> Option<Shown<'d>> {
    declared(runtime, dependencies, managed).into_iter().next()
}

/// The frameworks that a project of `runtime` declares, most specific first. What is optional, indirect or for development
/// only does not make a framework; a build plugin among `managed` does.
#[must_use]
pub fn declared<'d>(
    runtime: Runtime,
    dependencies: &'d [DeclaredDependency],
    managed: &'d [DeclaredDependency],
) -> Vec<Shown<'d>> {
    let plugins = managed.iter().filter(|it| it.name.ends_with("-plugin") || it.name.ends_with(".plugin"));
    let declared: Vec<(Cow<'d, str>, &DeclaredDependency)> = dependencies
        .iter()
        .chain(plugins)
        .filter(|dependency| !dependency.is_optional && dependency.group == model::DependencyGroup::Main)
        .map(|dependency| (package_name(runtime, &dependency.name), dependency))
        .collect();
    let shown = DETECTORS.iter().filter(|detector| detector.runtime == runtime).filter_map(|detector| {
        // The first of its packages that is declared has the version.
        let find = |package: &&str| declared.iter().find(|(name, _)| matches(package, name));
        detector.packages.iter().find_map(find).map(|(_, dependency)| (detector, *dependency))
    });
    shown.collect()
}

/// Of the packages that a workspace declares for its members, the framework whose program one of the script `lines` starts.
#[must_use]
pub fn detect_by_scripts<'d>(
    runtime: Runtime,
    dependencies: &'d [DeclaredDependency],
    lines: &[&str],
) -> Option<Shown<'d>> {
    let mut started = DETECTORS.iter().filter(|detector| detector.runtime == runtime && detector.is_started_by(lines));
    started.find_map(|detector| {
        let find = |package: &&str| {
            dependencies.iter().find(|it| matches(package, &package_name(runtime, &it.name)) && !it.is_optional)
        };
        detector.packages.iter().find_map(find).map(|found| (detector, found))
    })
}

impl Detector {
    /// Whether one of the script `lines` starts its program.
    #[must_use]
    pub fn is_started_by(&self, lines: &[&str]) -> bool {
        const STARTS: [&str; 4] = ["start", "dev", "develop", "build"];
        let starts = |program: &str, line: &str| {
            let words: Vec<&str> = line.split_whitespace().collect();
            words.windows(2).any(|two| two[0] == program && STARTS.contains(&two[1]))
        };
        self.program.is_some_and(|program| lines.iter().any(|line| starts(program, line)))
    }

    /// Whether a package, by its name as it is declared, is one of the framework's.
    #[must_use]
    pub fn is_brought_by(&self, package: &str) -> bool {
        let name = package_name(self.runtime, package);
        self.packages.iter().any(|row| matches(row, &name))
    }

    /// Whether the version of a package is that of the framework.
    #[must_use]
    pub fn has_version_of(&self, package: &str) -> bool {
        let versions = self.packages.iter().enumerate().filter(|(at, row)| *at == 0 || !row.ends_with('*'));
        let name = package_name(self.runtime, package);
        versions.into_iter().any(|(_, row)| matches(row, &name))
    }
}

/// The row of a framework.
#[must_use]
pub fn detector(name: FrameworkName) -> Option<&'static Detector> {
    DETECTORS.iter().find(|detector| detector.name == name)
}

/// What the names of a framework's own packages begin with, when `name` is one of them: they all have its version.
#[must_use]
pub fn family(runtime: Runtime, name: &str) -> Option<&'static str> {
    let own = DETECTORS.iter().filter(|row| row.runtime == runtime).filter_map(|row| row.packages.first());
    own.filter_map(|package| package.strip_suffix('*')).find(|start| name.starts_with(start))
}

fn matches(package: &str, name: &str) -> bool {
    package.strip_suffix('*').map_or(package == name, |start| name.starts_with(start))
}

/// A package's name as it is compared: PEP 503 for Python, without the `/v2` of a major version for Go.
#[must_use]
pub fn package_name(runtime: Runtime, name: &str) -> Cow<'_, str> {
    match runtime {
        Runtime::Python => Cow::Owned(python_name(name)),
        Runtime::Go => {
            let is_major = |part: &str| part.strip_prefix('v').is_some_and(|digits| digits.parse::<u32>().is_ok());
            let (path, last) = name.rsplit_once('/').unwrap_or((name, ""));
            Cow::Borrowed(if is_major(last) { path } else { name })
        }
        Runtime::Node | Runtime::Java => Cow::Borrowed(name),
    }
}

/// Of these files the first that the project has.
fn first<'f>(layout: &Layout<'_>, files: &'f [&'f str]) -> Option<&'f str> {
    files.iter().find(|file| (layout.has)(file)).copied()
}

/// `src/main.py` as Python imports it: `src.main`.
fn module_of(file: &str) -> String {
    file.trim_end_matches(".py").replace('/', ".")
}

/// For frameworks whose projects always have a script for it.
fn by_script(_: &Layout<'_>) -> Option<Start> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{DependencyGroup, Range};

    fn declared(name: &str) -> DeclaredDependency {
        DeclaredDependency {
            name: name.into(),
            constraint: "".into(),
            group: DependencyGroup::Main,
            range: Range::default(),
            is_optional: false,
            is_local: false,
        }
    }

    fn found(runtime: Runtime, names: &[&str]) -> Option<FrameworkName> {
        let dependencies: Vec<_> = names.iter().map(|name| declared(name)).collect();
        detect(runtime, &dependencies, &[]).map(|(detector, _)| detector.name)
    }

    #[test]
    fn the_most_specific_framework_wins() {
        assert_eq!(found(Runtime::Python, &["starlette", "FastAPI"]), Some(FrameworkName::Fastapi));
        assert_eq!(found(Runtime::Node, &["express", "@nestjs/core"]), Some(FrameworkName::Nestjs));
        assert_eq!(found(Runtime::Node, &["express", "@medusajs/medusa"]), Some(FrameworkName::Medusa));
        assert_eq!(found(Runtime::Go, &["github.com/gofiber/fiber/v2"]), Some(FrameworkName::Gofiber));
        assert_eq!(
            found(Runtime::Java, &["org.springframework.boot:spring-boot-starter-web"]),
            Some(FrameworkName::Springboot)
        );
    }

    #[test]
    fn other_runtimes_optional_and_development_packages_do_not_count() {
        assert_eq!(found(Runtime::Node, &["fastapi"]), None);
        assert_eq!(found(Runtime::Go, &["github.com/gin-gonic/gin-contrib"]), None);
        let indirect = DeclaredDependency { is_optional: true, ..declared("github.com/gin-gonic/gin") };
        assert!(detect(Runtime::Go, &[indirect], &[]).is_none());
        let dev = DeclaredDependency { group: DependencyGroup::Dev, ..declared("express") };
        assert!(detect(Runtime::Node, &[dev], &[]).is_none());
        let plugin = [declared("org.springframework.boot:spring-boot-maven-plugin")];
        assert!(detect(Runtime::Java, &[], &plugin).is_some());
        let parent = [declared("org.springframework.boot:spring-boot-starter-parent")];
        assert!(detect(Runtime::Java, &[], &parent).is_none(), "a library may have it too");
    }

    #[test]
    fn a_family_has_one_version() {
        let starter = "org.springframework.boot:spring-boot-starter-web";
        assert_eq!(family(Runtime::Java, starter), Some("org.springframework.boot:"));
        // A release train has a number of its own.
        assert_eq!(family(Runtime::Java, "org.springframework.cloud:spring-cloud-starter-config"), None);
        assert_eq!(family(Runtime::Node, starter), None);
    }

    #[test]
    fn a_member_that_declares_nothing_is_told_by_what_it_starts() {
        let around = [declared("@nestjs/core"), declared("next"), declared("express")];
        let by = |line: &str| detect_by_scripts(Runtime::Node, &around, &[line]).map(|(detector, _)| detector.name);
        assert_eq!(by("dotenv -e ../../.env -- nest start --watch"), Some(FrameworkName::Nestjs));
        assert_eq!(by("next dev -p 4200"), Some(FrameworkName::Nextjs));
        assert_eq!(by("medusa develop"), None, "not declared");
        assert_eq!(by("node next/start.js"), None);
        assert_eq!(by("echo next"), None);
    }

    #[test]
    fn every_framework_has_one_row() {
        for row in DETECTORS {
            assert_eq!(DETECTORS.iter().filter(|other| other.name == row.name).count(), 1, "{}", row.name.name());
            assert!(!row.packages.is_empty());
        }
        let reader = |name| detector(name).and_then(|row| row.routes).map(std::ptr::from_ref);
        assert_eq!(reader(FrameworkName::Fastapi), reader(FrameworkName::Starlette), "one reader has one address");
    }

    #[track_caller]
    pub(super) fn started(detector: &Detector, files: &[&str], packages: &[&str]) -> Option<String> {
        let is_java = detector.runtime == Runtime::Java;
        let layout = Layout {
            has: &|file| files.contains(&file),
            installs: &|package| packages.contains(&package),
            listens: true,
            prefix: if is_java { "./mvnw " } else { "poetry run " },
            tool: Some(if is_java { PackageTool::Maven } else { PackageTool::Poetry }),
        };
        (detector.start)(&layout).map(|start| start.line)
    }
}
