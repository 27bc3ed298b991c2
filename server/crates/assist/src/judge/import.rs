//! An import that cannot be resolved: is the package declared, locked, the workspace's own?

use disk::incident::Confidence;
use model::{Dependency, PackageTool, Place, Project, Runtime};

use super::{Judgement, proof};
use crate::{Site, View, code};

pub(super) fn judge(view: &View<'_>, site: &Site, module: &str, out: &mut Judgement) {
    let Some(project) = view.snapshot.project_of(&site.file) else {
        out.add(
            Confidence::Certain,
            "This file belongs to no project, so no manifest declares its imports.",
            Vec::new(),
        );
        return;
    };
    if is_relative(module) {
        let text = format!("{} is a path beside this file, and no file of the workspace stands there.", code(module));
        out.add(Confidence::Likely, text, vec![super::at(view, site)]);
        out.advise("Correct the path, or create the file");
        return;
    }
    if is_builtin(project.runtime, module) {
        return;
    }
    if own_module(view, project, site, module, out) {
        return;
    }
    match declared(project, module) {
        Some(dependency) => from_manifest(view, project, module, dependency, out),
        None => undeclared(view, project, module, out),
    }
}

fn from_manifest(view: &View<'_>, project: &Project, module: &str, dependency: &Dependency, out: &mut Judgement) {
    let name = code(&dependency.name);
    let evidence = vec![proof(view, &dependency.place)];
    let (install, lock) = commands(project);
    match &dependency.locked {
        Some(version) => {
            let text = format!(
                "{} declares {name}, locked at {version}: it is missing only where the code is read or run.",
                project.name
            );
            out.add(Confidence::Likely, text, evidence);
            out.advise(format!("Install the dependencies in `{}`: `{install}`", project.root()));
            if project.runtime == Runtime::Python {
                out.advise("Pick this project's interpreter in the editor");
            }
        }
        None => {
            let text = format!("{} declares {name}, but no lock file of the project has it.", project.name);
            out.add(Confidence::Certain, text, evidence);
            out.advise(match lock {
                Some(lock) => format!("Write the lock file and install, in `{}`: `{lock}`", project.root()),
                None => format!("Install the dependencies in `{}`: `{install}`", project.root()),
            });
        }
    }
    if distribution(module) != normalised(module) && project.runtime == Runtime::Python {
        let text = format!("The module {} comes from the package {name}.", code(module));
        out.add(Confidence::Likely, text, Vec::new());
    }
}

fn undeclared(view: &View<'_>, project: &Project, module: &str, out: &mut Judgement) {
    let package = package_of(project.runtime, module);
    let place = Place::top(project.manifest.clone());
    let text = format!("No manifest of {} declares {}.", project.name, code(&package));
    out.add(Confidence::Certain, text, vec![proof(view, &place)]);
    let others =
        view.snapshot.projects.iter().filter(|other| other.id != project.id && other.runtime == project.runtime);
    if let Some((other, found)) = others.filter_map(|other| Some((other, declared(other, module)?))).next() {
        let text = format!("{} of this workspace declares it: `{} {}`.", other.name, found.name, found.constraint);
        out.add(Confidence::Certain, text, vec![proof(view, &found.place)]);
    }
    if let Some(add) = add_command(project, &package) {
        out.advise(format!("If {} is meant, add it in `{}`: `{add}`", code(&package), project.root()));
    }
}

fn is_relative(module: &str) -> bool {
    module.starts_with('.') || module.starts_with('/')
}

/// Modules that come with the runtime: for those the message is about something else.
fn is_builtin(runtime: Runtime, module: &str) -> bool {
    const NODE: [&str; 16] = [
        "assert",
        "buffer",
        "child_process",
        "crypto",
        "events",
        "fs",
        "http",
        "https",
        "net",
        "os",
        "path",
        "process",
        "stream",
        "url",
        "util",
        "zlib",
    ];
    match runtime {
        Runtime::Node => module.starts_with("node:") || NODE.contains(&module.split('/').next().unwrap_or(module)),
        Runtime::Go => !module.split('/').next().unwrap_or(module).contains('.'),
        Runtime::Java => module.starts_with("java."),
        Runtime::Python => false,
    }
}

/// Whether the project has the module itself; then the search path is the cause.
fn own_module(view: &View<'_>, project: &Project, site: &Site, module: &str, out: &mut Judgement) -> bool {
    if project.runtime != Runtime::Python {
        return false;
    }
    let path = module.replace('.', "/");
    let top = module.split('.').next().unwrap_or(module);
    let folders = ["", "src/", "app/", "lib/"];
    let candidates = folders.iter().flat_map(|folder| {
        [format!("{folder}{path}.py"), format!("{folder}{path}/__init__.py"), format!("{folder}{top}/__init__.py")]
    });
    let found = candidates.filter_map(|path| project.root().join(&path).ok()).find(|path| view.has(path));
    let Some(found) = found.filter(|found| *found != site.file) else { return false };
    let is_exact = found.as_str().ends_with(&format!("{path}.py")) || found.as_str().contains(&format!("{path}/"));
    let place = Place::top(found.clone());
    if is_exact {
        let text = format!(
            "{} is this project's own: `{found}`. It is found only when {} is on the search path.",
            code(module),
            folder_of(project, found.as_str(), &path)
        );
        out.add(Confidence::Likely, text, vec![proof(view, &place)]);
        out.advise("Add that folder to `python.analysis.extraPaths`, or open the project's folder by itself");
    } else {
        let text = format!("The project's own package {} has no module of this name.", code(top));
        out.add(Confidence::Certain, text, vec![proof(view, &place)]);
        out.advise(format!("Correct the import, or create `{}.py`", path));
    }
    true
}

fn folder_of(project: &Project, file: &str, module: &str) -> String {
    let end = file.rfind(module).unwrap_or(0);
    let folder = file[..end].trim_end_matches('/');
    let below = folder.strip_prefix(project.root().as_str()).unwrap_or(folder).trim_start_matches('/');
    if below.is_empty() { "the project's folder".to_owned() } else { format!("`{below}`") }
}

fn declared<'p>(project: &'p Project, module: &str) -> Option<&'p Dependency> {
    let is_it: Box<dyn Fn(&str) -> bool> = match project.runtime {
        Runtime::Python => {
            let wanted = distribution(module);
            let own = normalised(module.split('.').next().unwrap_or(module));
            Box::new(move |name| {
                let name = normalised(name);
                name == wanted || name == own || wanted.starts_with(&format!("{name}-"))
            })
        }
        Runtime::Node => {
            let wanted = package_of(Runtime::Node, module);
            Box::new(move |name| name == wanted)
        }
        Runtime::Go => {
            let wanted = module.to_owned();
            Box::new(move |name| wanted == name || wanted.starts_with(&format!("{name}/")))
        }
        Runtime::Java => {
            let wanted = module.to_owned();
            Box::new(move |name| {
                let group = name.split(':').next().unwrap_or(name);
                group.matches('.').count() > 0 && (wanted == group || wanted.starts_with(&format!("{group}.")))
            })
        }
    };
    project.dependencies.iter().find(|dependency| is_it(&dependency.name))
}

fn package_of(runtime: Runtime, module: &str) -> String {
    match runtime {
        Runtime::Python => distribution(module),
        Runtime::Node => {
            let parts = if module.starts_with('@') { 2 } else { 1 };
            module.split('/').take(parts).collect::<Vec<_>>().join("/")
        }
        Runtime::Go | Runtime::Java => module.to_owned(),
    }
}

/// Python's packages whose name on the registry is not that of their module.
fn distribution(module: &str) -> String {
    const KNOWN: [(&str, &str); 24] = [
        ("attr", "attrs"),
        ("bs4", "beautifulsoup4"),
        ("cv2", "opencv-python"),
        ("dateutil", "python-dateutil"),
        ("decouple", "python-decouple"),
        ("dotenv", "python-dotenv"),
        ("git", "gitpython"),
        ("jose", "python-jose"),
        ("jwt", "pyjwt"),
        ("kafka", "kafka-python"),
        ("magic", "python-magic"),
        ("multipart", "python-multipart"),
        ("nacl", "pynacl"),
        ("openssl", "pyopenssl"),
        ("pil", "pillow"),
        ("psycopg2", "psycopg2-binary"),
        ("pydantic_settings", "pydantic-settings"),
        ("pythonjsonlogger", "python-json-logger"),
        ("rest_framework", "djangorestframework"),
        ("serial", "pyserial"),
        ("sklearn", "scikit-learn"),
        ("slugify", "python-slugify"),
        ("yaml", "pyyaml"),
        ("zmq", "pyzmq"),
    ];
    let top = module.split('.').next().unwrap_or(module);
    let lower = top.to_ascii_lowercase();
    KNOWN.iter().find(|(known, _)| *known == lower).map_or_else(|| normalised(top), |(_, name)| (*name).to_owned())
}

/// PEP 503.
fn normalised(name: &str) -> String {
    name.to_ascii_lowercase().replace(['_', '.'], "-")
}

/// How dependencies are installed, and how the lock file is written.
fn commands(project: &Project) -> (&'static str, Option<&'static str>) {
    match project.package_tool {
        Some(PackageTool::Poetry) => ("poetry install", Some("poetry lock && poetry install")),
        Some(PackageTool::Uv) => ("uv sync", Some("uv lock && uv sync")),
        Some(PackageTool::Pdm) => ("pdm install", Some("pdm lock && pdm install")),
        Some(PackageTool::Pipenv) => ("pipenv install --dev", Some("pipenv lock && pipenv install --dev")),
        Some(PackageTool::Pip) => ("pip install -r requirements.txt", None),
        Some(PackageTool::Pnpm) => ("pnpm install", Some("pnpm install")),
        Some(PackageTool::Yarn) => ("yarn install", Some("yarn install")),
        Some(PackageTool::Bun) => ("bun install", Some("bun install")),
        Some(PackageTool::Npm) => ("npm install", Some("npm install")),
        Some(PackageTool::GoModules) => ("go mod download", Some("go mod tidy")),
        Some(PackageTool::Maven) => ("mvn dependency:resolve", None),
        Some(PackageTool::Gradle) => ("gradle build", None),
        None => match project.runtime {
            Runtime::Python => ("pip install -e .", None),
            Runtime::Node => ("npm install", None),
            Runtime::Go => ("go mod download", None),
            Runtime::Java => ("mvn dependency:resolve", None),
        },
    }
}

fn add_command(project: &Project, package: &str) -> Option<String> {
    Some(match project.package_tool? {
        PackageTool::Poetry => format!("poetry add {package}"),
        PackageTool::Uv => format!("uv add {package}"),
        PackageTool::Pdm => format!("pdm add {package}"),
        PackageTool::Pipenv => format!("pipenv install {package}"),
        PackageTool::Npm => format!("npm install {package}"),
        PackageTool::Pnpm => format!("pnpm add {package}"),
        PackageTool::Yarn => format!("yarn add {package}"),
        PackageTool::Bun => format!("bun add {package}"),
        PackageTool::GoModules => format!("go get {package}"),
        PackageTool::Pip | PackageTool::Maven | PackageTool::Gradle => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_by_their_modules() {
        assert_eq!(distribution("jose.jwt"), "python-jose");
        assert_eq!(distribution("pydantic_settings"), "pydantic-settings");
        assert_eq!(distribution("PIL.Image"), "pillow");
        assert_eq!(package_of(Runtime::Node, "@nestjs/jwt/dist/x"), "@nestjs/jwt");
        assert_eq!(package_of(Runtime::Node, "lodash/fp"), "lodash");
    }
}
