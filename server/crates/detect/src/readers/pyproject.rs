mod content_hash;
mod poetry;
mod tables;

use model::{
    DependencyGroup, PackageTool, RelPath, Runtime,
    facts::{FileFacts, Manifest, ManifestKind, NamedCommand},
};
use toml_edit::{Item, TableLike};

use super::{HAND_WRITTEN_LIMIT, Reader};
use crate::{commands, source::Source, toml};

/// `pyproject.toml`: PEP 621, PEP 735, Poetry, uv and PDM.
pub(super) const READER: Reader = Reader {
    id: "pyproject",
    claims: |path| path.file_name() == "pyproject.toml",
    limit_bytes: HAND_WRITTEN_LIMIT,
    read,
};

fn read(_: &RelPath, text: &str) -> Option<FileFacts> {
    let source = Source::new(text);
    let document = match toml::parse(&source) {
        Ok(document) => document,
        Err(problem) => return Some(FileFacts::Broken(vec![problem])),
    };
    let root: &dyn TableLike = document.as_table();
    let mut manifest = Manifest::new(ManifestKind::Pyproject, Runtime::Python);
    let project = toml::table(root, &["project"]);
    let poetry = toml::table(root, &["tool", "poetry"]);
    manifest.is_package = project.is_some() || poetry.is_some();
    manifest.tool = tool(root);
    if let Some(project) = project {
        tables::project(&source, project, &mut manifest);
    }
    if let Some(poetry) = poetry {
        poetry::read(&source, poetry, &mut manifest);
    }
    tables::groups(&source, root, &mut manifest);
    tables::uv(&source, root, &mut manifest);
    manifest.dependencies.sort_by_key(|dependency| dependency.range);
    manifest.scripts = scripts(&source, root);
    if manifest.is_package {
        let mut hashes = content_hash::content_hashes(document.as_table()).into_iter();
        manifest.content_hash = hashes.next();
        manifest.older_hashes = hashes.collect();
    }
    Some(FileFacts::Manifest(manifest))
}

/// Who manages the package, by the tables and the build backend.
fn tool(root: &dyn TableLike) -> Option<PackageTool> {
    const TABLES: [(&str, PackageTool); 3] =
        [("poetry", PackageTool::Poetry), ("uv", PackageTool::Uv), ("pdm", PackageTool::Pdm)];
    let named = TABLES.iter().find(|(name, _)| toml::table(root, &["tool", name]).is_some()).map(|(_, tool)| *tool);
    let backend = toml::table(root, &["build-system"]).and_then(|table| table.get("build-backend")?.as_str());
    named.or_else(|| match backend?.split(['.', '_']).next()? {
        "poetry" => Some(PackageTool::Poetry),
        "pdm" => Some(PackageTool::Pdm),
        "uv" => Some(PackageTool::Uv),
        _ => None,
    })
}

/// Tasks of poe, PDM and taskipy.
fn scripts(source: &Source<'_>, root: &dyn TableLike) -> Vec<NamedCommand> {
    const TASKS: [(&[&str], &str); 3] = [
        (&["tool", "poe", "tasks"], "poe"),
        (&["tool", "pdm", "scripts"], "pdm run"),
        (&["tool", "taskipy", "tasks"], "task"),
    ];
    let mut found = Vec::new();
    for (path, runner) in TASKS {
        let Some(tasks) = toml::table(root, path) else { continue };
        for (name, item) in tasks.iter().filter(|(name, _)| !name.starts_with('_')) {
            let line = task_line(item).unwrap_or_default();
            let range = toml::key_range(source, tasks, name);
            found.push(NamedCommand { runner: Some(runner), ..commands::named(name, line, range) });
        }
    }
    found
}

fn task_line(item: &Item) -> Option<&str> {
    item.as_str().or_else(|| {
        let table = item.as_table_like()?;
        ["cmd", "shell", "script", "call"].iter().find_map(|key| table.get(key)?.as_str())
    })
}

/// Groups and extras that hold tools, not what the program needs to run.
fn group_of_extra(name: &str) -> DependencyGroup {
    match name {
        "dev" | "test" | "tests" | "testing" | "lint" | "docs" | "doc" | "typing" | "ci" | "develop"
        | "development" => DependencyGroup::Dev,
        _ => DependencyGroup::Main,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use model::facts::DeclaredDependency;

    fn manifest(text: &str) -> Manifest {
        match read(&RelPath::root(), text) {
            Some(FileFacts::Manifest(manifest)) => manifest,
            other => panic!("not a manifest: {other:?}"),
        }
    }

    fn check(text: &str, expect: Expect) {
        let lines = |dependency: &DeclaredDependency| {
            format!(
                "{}:{} {} [{}] {:?}{}{}\n",
                dependency.range.start.line + 1,
                dependency.range.start.column,
                dependency.name,
                dependency.constraint,
                dependency.group,
                if dependency.is_optional { " optional" } else { "" },
                if dependency.is_local { " local" } else { "" },
            )
        };
        let manifest = manifest(text);
        let head = format!(
            "{} {:?} {:?}\n",
            manifest.name.as_deref().unwrap_or("-"),
            manifest.tool,
            manifest.runtime_claims.iter().map(|(value, _)| &**value).collect::<Vec<_>>()
        );
        expect.assert_eq(&(head + &manifest.dependencies.iter().map(lines).collect::<String>()));
    }

    #[test]
    fn reads_pep_621_with_extras_groups_and_uv_sources() {
        check(
            r#"
[project]
name = "app"
requires-python = ">=3.10,<4.0"
dependencies = [
  "fastapi[standard] >=0.114.2, <1.0.0",
  "shared",
]
[project.optional-dependencies]
s3 = ["boto3"]
test = ["pytest"]
[dependency-groups]
dev = ["ruff>=0.5", { include-group = "x" }]
[tool.uv.sources]
shared = { workspace = true }
"#,
            expect![[r#"
                app Some(Uv) [">=3.10,<4.0"]
                6:3 fastapi [>=0.114.2,<1.0.0] Main
                7:3 shared [] Main local
                10:7 boto3 [] Main optional
                11:9 pytest [] Dev optional
                13:8 ruff [>=0.5] Dev
            "#]],
        );
    }

    #[test]
    fn reads_poetry_with_groups() {
        check(
            r#"
[tool.poetry]
name = "saas-api"
version = "0.1.0"
[tool.poetry.dependencies]
python = "^3.10"
fastapi = "^0.115"
uvicorn = { version = "^0.30", extras = ["standard"] }
own = { path = "../own", develop = true }
redis = { version = "*", optional = true }
[tool.poetry.group.dev.dependencies]
pytest = "^8"
[tool.poetry.dev-dependencies]
black = "*"
"#,
            expect![[r#"
                saas-api Some(Poetry) ["^3.10"]
                7:0 fastapi [^0.115] Main
                8:0 uvicorn [^0.30] Main
                9:0 own [] Main local
                10:0 redis [*] Main optional
                12:0 pytest [^8] Dev
                14:0 black [*] Dev
            "#]],
        );
    }

    #[test]
    fn tool_settings_alone_are_no_package() {
        let manifest = manifest("[tool.ruff]\nline-length = 100\n[tool.poe.tasks]\ndev = { cmd = \"uvicorn x:y\" }\n");
        assert!(!manifest.is_package);
        assert_eq!((manifest.scripts[0].runner, &*manifest.scripts[0].line), (Some("poe"), "uvicorn x:y"));
    }

    #[test]
    fn broken_toml_says_where() {
        let Some(FileFacts::Broken(problems)) = read(&RelPath::root(), "[project]\nname = \n") else { panic!("read") };
        assert_eq!(problems[0].range.start.line, 1);
        assert!(problems[0].message.starts_with("not valid TOML"), "{}", problems[0].message);
    }

    #[test]
    fn wrong_types_are_passed_over() {
        let manifest = manifest("[project]\nname = 3\ndependencies = \"x\"\n[tool]\npoetry = 1\n");
        assert_eq!((manifest.name, manifest.dependencies.len()), (None, 0));
    }
}
