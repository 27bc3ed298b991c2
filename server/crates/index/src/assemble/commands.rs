//! The lines a person types to start, test, build and lint a project.

use detect::{commands::best, frameworks::Layout};
use model::{
    Command, CommandRole, Framework, PackageTool, Place, RelPath, Runtime,
    facts::{FileFacts, NamedCommand},
};

use super::{dependencies::Declared, locks::Lock, ports::InCode, roots::Root, view::View};

const ROLES: [CommandRole; 5] =
    [CommandRole::Dev, CommandRole::Test, CommandRole::Build, CommandRole::Lint, CommandRole::Start];

/// All that commands are drawn from.
pub(super) struct Source<'a, 'f> {
    pub(super) view: &'a View<'f>,
    pub(super) root: &'a Root<'f>,
    pub(super) lock: Option<&'a Lock<'f>>,
    pub(super) tool: Option<PackageTool>,
    pub(super) declared: &'a Declared<'f>,
    pub(super) framework: Option<&'a Framework>,
    /// What its files say about ports.
    pub(super) ports: &'a InCode<'f>,
}

/// At most one a role. Scripts of `package.json` stand before a Makefile, a Makefile before what is usual.
pub(super) fn commands(source: &Source<'_, '_>) -> Vec<Command> {
    let named = named(source);
    ROLES
        .into_iter()
        .filter_map(|role| named.iter().find_map(|table| of_table(source, role, table)).or_else(|| usual(source, role)))
        .collect()
}

type Table<'f> = (&'f RelPath, &'f [NamedCommand]);

/// The named commands of the project's folder, the strongest table first.
fn named<'f>(source: &Source<'_, 'f>) -> Vec<Table<'f>> {
    let scripts = source.root.manifests.iter().map(|(path, manifest)| (*path, manifest.scripts.as_slice()));
    let targets = source.view.in_folder(source.root.folder.as_str()).iter().filter_map(|(path, facts)| match facts {
        FileFacts::Makefile(found) => Some((*path, found.commands.as_slice())),
        _ => None,
    });
    match source.root.runtime {
        Runtime::Node => scripts.chain(targets).collect(),
        _ => targets.chain(scripts).collect(),
    }
}

fn of_table(source: &Source<'_, '_>, role: CommandRole, (path, table): &Table<'_>) -> Option<Command> {
    let found = best(role, table)?;
    let name = &found.name;
    let line = match (found.runner, source.tool) {
        (Some("poe" | "task"), _) if path.file_name() == "pyproject.toml" => {
            format!("{}{} {name}", prefix(source.tool), found.runner.unwrap_or_default())
        }
        (Some(runner), _) => format!("{runner} {name}"),
        (None, Some(PackageTool::Yarn)) => format!("yarn {name}"),
        (None, Some(PackageTool::Pnpm)) => format!("pnpm run {name}"),
        (None, Some(PackageTool::Bun)) => format!("bun run {name}"),
        (None, _) if matches!(&**name, "test" | "start") => format!("npm {name}"),
        (None, _) => format!("npm run {name}"),
    };
    Some(Command { role, line, place: Place::new(RelPath::clone(path), found.range) })
}

/// What stands before a command that runs in the project's environment.
fn prefix(tool: Option<PackageTool>) -> &'static str {
    match tool {
        Some(PackageTool::Poetry) => "poetry run ",
        Some(PackageTool::Uv) => "uv run ",
        Some(PackageTool::Pdm) => "pdm run ",
        Some(PackageTool::Pipenv) => "pipenv run ",
        _ => "",
    }
}

/// What everybody types in a project of this kind, where the files show that it works.
fn usual(source: &Source<'_, '_>, role: CommandRole) -> Option<Command> {
    if role == CommandRole::Dev
        && let Some(command) = by_framework(source)
    {
        return Some(command);
    }
    match source.root.runtime {
        Runtime::Python => python(source, role),
        Runtime::Go => go(source, role),
        Runtime::Java => java(source, role),
        Runtime::Node => None,
    }
}

fn by_framework(source: &Source<'_, '_>) -> Option<Command> {
    let row = detect::frameworks::detector(source.framework?.name)?;
    let root = source.root;
    let prefix = match root.runtime {
        Runtime::Java => format!("{} ", build_tool(source)),
        _ => prefix(source.tool).to_owned(),
    };
    let layout = Layout {
        has: &|file| source.view.has(&root.folder, file),
        installs: &|package| {
            source.declared.place_of(root.runtime, package).is_some()
                || source.lock.is_some_and(|lock| lock.has(root.runtime, package))
        },
        listens: source.ports.iter().any(|(path, _)| detect::ports::is_of_code(path)),
        prefix: &prefix,
        tool: source.tool,
    };
    let start = (row.start)(&layout)?;
    let place = Place::top(root.folder.join(start.file).ok()?);
    Some(Command { role: CommandRole::Dev, line: start.line, place })
}

fn python(source: &Source<'_, '_>, role: CommandRole) -> Option<Command> {
    let (package, line) = match role {
        CommandRole::Test => ("pytest", "pytest"),
        CommandRole::Lint => ("ruff", "ruff check ."),
        _ => return None,
    };
    let place = source.declared.place_of(Runtime::Python, package)?;
    Some(Command { role, line: format!("{}{line}", prefix(source.tool)), place })
}

fn go(source: &Source<'_, '_>, role: CommandRole) -> Option<Command> {
    let folder = &source.root.folder;
    let (manifest, _) = source.root.manifests.first()?;
    let files = || source.view.below(folder).filter(|path| path.extension() == "go");
    let (line, file) = match role {
        CommandRole::Dev => {
            let main = main_package(source)?;
            let below = main.parent()?.below(folder)?.to_owned();
            (if below.is_empty() { "go run .".to_owned() } else { format!("go run ./{below}") }, main)
        }
        CommandRole::Test => {
            let test = files().find(|path| path.file_name().ends_with("_test.go"))?;
            ("go test ./...".to_owned(), test.clone())
        }
        CommandRole::Build if files().next().is_some() => ("go build ./...".to_owned(), RelPath::clone(manifest)),
        CommandRole::Lint => {
            let settings = [".golangci.yml", ".golangci.yaml", ".golangci.toml"];
            let name = settings.iter().find(|name| source.view.has(folder, name))?;
            ("golangci-lint run".to_owned(), folder.join(name).ok()?)
        }
        _ => return None,
    };
    Some(Command { role, line, place: Place::top(file) })
}

/// `main.go` of the folder, else of the only program below `cmd`, else of the one that serves.
fn main_package(source: &Source<'_, '_>) -> Option<RelPath> {
    let folder = &source.root.folder;
    let own = folder.join("main.go").ok()?;
    if source.view.file(&own).is_some() {
        return Some(own);
    }
    let cmd = folder.join("cmd").ok()?;
    let mains: Vec<&RelPath> = source
        .view
        .below(&cmd)
        .filter(|path| {
            path.file_name() == "main.go" && path.below(&cmd).is_some_and(|below| below.split('/').count() <= 2)
        })
        .collect();
    if let [only] = mains[..] {
        return Some(only.clone());
    }
    let serves = |path: &&&RelPath| {
        let name = path.parent().map(|parent| parent.file_name().to_owned()).unwrap_or_default();
        matches!(name.as_str(), "server" | "api" | "web" | "app" | "service" | "serve") || name == folder.file_name()
    };
    mains.iter().find(serves).map(|path| RelPath::clone(path))
}

fn java(source: &Source<'_, '_>, role: CommandRole) -> Option<Command> {
    let (manifest, _) = source.root.manifests.first()?;
    let is_maven = source.tool == Some(PackageTool::Maven);
    let goal = match (role, is_maven) {
        (CommandRole::Test, _) => "test",
        (CommandRole::Build, true) => "package",
        (CommandRole::Build, false) => "build",
        _ => return None,
    };
    let line = format!("{} {goal}", build_tool(source));
    Some(Command { role, line, place: Place::top(RelPath::clone(manifest)) })
}

/// The wrapper script of the project or of a build around it, as seen from the project; else the tool itself.
fn build_tool(source: &Source<'_, '_>) -> String {
    let is_maven = source.tool == Some(PackageTool::Maven);
    let (wrapper, plain) = if is_maven { ("mvnw", "mvn") } else { ("gradlew", "gradle") };
    let mut folders = std::iter::successors(Some(source.root.folder.clone()), RelPath::parent).take(4);
    match folders.position(|folder| source.view.has(&folder, wrapper)) {
        Some(0) => format!("./{wrapper}"),
        Some(depth) => format!("{}{wrapper}", "../".repeat(depth)),
        None => plain.to_owned(),
    }
}
