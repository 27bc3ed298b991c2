//! However a workspace came to be as it is, its snapshot is that of a fresh look at it.
#![expect(clippy::disallowed_methods, reason = "the test plays the user who changes files")]

use std::{collections::BTreeMap, fs, path::Path, sync::Arc};

use host::{Host, MemHost, OsHost};
use index::{Change, Index, Snapshot};
use model::RelPath;
use proptest::prelude::*;

/// Few names, so that sequences meet each other.
const FOLDERS: [&str; 10] = [
    "",
    "api",
    "api/src",
    "web",
    "api/.rapidkit",
    ".rapidkit",
    "web/node_modules/x",
    "api/own",
    "api/own/lib/python3.12/site-packages/fastapi-0.116.0.dist-info",
    ".github/workflows",
];

/// Names with texts that make a difference.
const FILES: [(&str, [&str; 3]); 22] = [
    (
        "package.json",
        [
            "{\"name\": \"x\", \"scripts\": {\"dev\": \"node .\"}, \"dependencies\": {\"express\": \"4\", \"x\": \"1\"}, \"version\": \"1\"}",
            "{\"name\": \"root\", \"workspaces\": [\"web\", \"api\"], \"packageManager\": \"pnpm@9\"}",
            "{ broken",
        ],
    ),
    ("requirements.txt", ["-r pins.list\n-c ../web/pins.list\nhttpx\n", "-r ../pins.list\n", "fastapi==0.1\n"]),
    ("pins.list", ["httpx==1.0\n", "flask==3\n-r ../api/pins.list\n", "words and more words\n"]),
    (
        "package-lock.json",
        [
            "{\"packages\": {\"\": {}, \"node_modules/express\": {\"version\": \"4.1.0\"}}}",
            "{\"packages\": {\"web\": {\"dependencies\": {\"express\": \"4\"}}, \"node_modules/express\": {\"version\": \"4.2.0\"}}}",
            "[",
        ],
    ),
    (
        "pyproject.toml",
        [
            "[project]\nname = \"x\"\nrequires-python = \">=3.11\"\ndependencies = [\"fastapi\", \"uvicorn\"]\n",
            "[project]\nname = \"y\"\n[tool.uv.workspace]\nmembers = [\"api\"]\n",
            "[[",
        ],
    ),
    (
        "uv.lock",
        [
            "[[package]]\nname = \"fastapi\"\nversion = \"0.115.0\"\n",
            "[[package]]\nname = \"fastapi\"\nversion = \"0.116.0\"\n",
            "<<<<<<< HEAD\n",
        ],
    ),
    ("go.mod", ["module x\ngo 1.22\n", "module y\nrequire github.com/gin-gonic/gin v1.0.0\n", "go\n"]),
    (
        "pom.xml",
        [
            "<project><artifactId>x</artifactId><parent><groupId>g</groupId><artifactId>p</artifactId></parent></project>",
            "<project><artifactId>p</artifactId><packaging>pom</packaging><properties><java.version>21</java.version></properties></project>",
            "<project",
        ],
    ),
    ("pyvenv.cfg", ["version = 3.12.1\n", "", "x"]),
    ("mvnw", ["", "#!/bin/sh\n", "x"]),
    ("main.py", ["app = 1\n", "", "x"]),
    ("main.go", ["package main\n", "", "x"]),
    (".env", ["PORT=8000\nSECRET=abc\n", "A=1\n", "= broken\n"]),
    (".env.example", ["PORT=8000\n", "B=\n", ""]),
    (
        "docker-compose.yml",
        [
            "services:\n  api:\n    build: ./api\n    env_file: api/.env\n    ports: ['80:80']\n",
            "services:\n  x:\n    build:\n      context: .\n      dockerfile: web/Dockerfile\n    env_file: .env\n",
            "services: [",
        ],
    ),
    ("Dockerfile", ["FROM python:3.12\nEXPOSE 80\n", "FROM node:20\nENV A=1\n", "x"]),
    ("Makefile", ["dev:\n\tuvicorn x --port 9000\n", "test:\n\tpytest\n", ""]),
    (".python-version", ["3.12\n", "3.11\n", ""]),
    ("project.json", ["{\"kit_name\": \"fastapi.ddd\"}", "{\"kit\": \"nestjs.standard\"}", "{"]),
    (
        "toolchain.lock",
        [
            "{\"runtime\": {\"python\": {\"version\": \"3.10\"}}}",
            "{\"runtime\": {\"node\": {\"version\": \"20\"}}}",
            "{",
        ],
    ),
    ("workspace-memory.json", ["{\"context\": \"x\"}", "{}", "{"]),
    (
        "ci.yml",
        ["on: push\njobs:\n  a:\n    env:\n      A: 1\n    steps: []\n", "env:\n  PORT: 1\non: push\njobs: {}\n", ":"],
    ),
];
const IGNORES: [&str; 5] = ["", ".env\n", "main.py\n.rapidkit/\n", "api/\n", "*.json\n!package.json\n"];

#[derive(Debug, Clone)]
enum Step {
    Write(usize, usize, usize),
    Delete(usize, usize),
    DeleteFolder(usize),
    Rename(usize, usize),
    Ignore(usize, usize),
    Edit(usize, usize, usize),
    Close(usize, usize),
}

fn step() -> impl Strategy<Value = Step> {
    let (folder, name, text) = (0..FOLDERS.len(), 0..FILES.len(), 0..3_usize);
    prop_oneof![
        6 => (folder.clone(), name.clone(), text.clone()).prop_map(|(f, n, t)| Step::Write(f, n, t)),
        2 => (folder.clone(), name.clone()).prop_map(|(f, n)| Step::Delete(f, n)),
        1 => folder.clone().prop_map(Step::DeleteFolder),
        1 => (folder.clone(), folder.clone()).prop_map(|(a, b)| Step::Rename(a, b)),
        2 => (folder.clone(), 0..IGNORES.len()).prop_map(|(f, i)| Step::Ignore(f, i)),
        3 => (folder.clone(), name.clone(), text).prop_map(|(f, n, t)| Step::Edit(f, n, t)),
        2 => (folder, name).prop_map(|(f, n)| Step::Close(f, n)),
    ]
}

fn path(folder: usize, name: &str) -> RelPath {
    RelPath::new(FOLDERS[folder]).and_then(|folder| folder.join(name)).expect("a path")
}

/// Everything that must not depend on the way.
fn shape(snapshot: &Snapshot) -> impl PartialEq + std::fmt::Debug + use<> {
    (
        (snapshot.kind, snapshot.name.clone(), snapshot.projects.clone(), snapshot.compose.clone()),
        (snapshot.files.iter().map(|(path, entry)| (path.clone(), entry.clone())).collect::<Vec<_>>()),
        (snapshot.vendored.clone(), snapshot.tracked.clone(), snapshot.stats.files, snapshot.stats.bytes),
    )
}

/// A fresh look with the same open buffers.
fn fresh(host: &dyn Host, buffers: &BTreeMap<RelPath, Arc<str>>) -> Arc<Snapshot> {
    let mut index = Index::new(host);
    let open = buffers.iter().map(|(path, text)| Change::Buffer(path.clone(), Arc::clone(text)));
    index.apply(host, open.chain([Change::Everything]))
}

struct Disk<'d> {
    root: &'d Path,
    buffers: BTreeMap<RelPath, Arc<str>>,
}

impl Disk<'_> {
    /// Carries a step out and says what a watcher would say.
    fn carry_out(&mut self, step: &Step) -> Option<Change> {
        match *step {
            Step::Write(folder, name, text) => self.write(&path(folder, FILES[name].0), FILES[name].1[text]),
            Step::Ignore(folder, text) => self.write(&path(folder, ".gitignore"), IGNORES[text]),
            Step::Delete(folder, name) => {
                let path = path(folder, FILES[name].0);
                fs::remove_file(self.root.join(path.as_str())).ok().map(|()| Change::Disk(path))
            }
            Step::DeleteFolder(folder) if folder > 0 => {
                let path = path(folder, "");
                fs::remove_dir_all(self.root.join(path.as_str())).ok().map(|()| Change::Disk(path))
            }
            Step::DeleteFolder(_) => None,
            // Tested apart: one rename is two changes.
            Step::Rename(..) => None,
            Step::Edit(folder, name, text) => {
                let (path, text) = (path(folder, FILES[name].0), Arc::from(FILES[name].1[text]));
                self.buffers.insert(path.clone(), Arc::clone(&text));
                Some(Change::Buffer(path, text))
            }
            Step::Close(folder, name) => {
                let path = path(folder, FILES[name].0);
                self.buffers.remove(&path).map(|_| Change::Closed(path))
            }
        }
    }

    fn write(&self, path: &RelPath, text: &str) -> Option<Change> {
        let target = self.root.join(path.as_str());
        let folder = target.parent()?;
        // A new folder is told by its topmost part, as watchers do.
        let is_new = !folder.exists();
        let top = std::iter::successors(path.parent(), RelPath::parent)
            .take_while(|folder| !self.root.join(folder.as_str()).exists())
            .last();
        fs::create_dir_all(folder).ok()?;
        fs::write(&target, text).ok()?;
        Some(Change::Disk(if is_new { top? } else { path.clone() }))
    }

    fn rename(&self, step: &Step) -> Vec<Change> {
        let Step::Rename(from, to) = *step else { return Vec::new() };
        let (from, to) = (path(from, ""), path(to, ""));
        if from.is_root() || to.is_within(&from) {
            return Vec::new();
        }
        let target = self.root.join(to.as_str());
        let is_free = !target.exists() && target.parent().is_some_and(Path::exists);
        let moved = is_free && fs::rename(self.root.join(from.as_str()), target).is_ok();
        if moved { vec![Change::Disk(from), Change::Disk(to)] } else { Vec::new() }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(fixture::cases(80)))]

    #[test]
    fn on_disk_any_way_leads_to_the_same_snapshot(steps in prop::collection::vec(prop::collection::vec(step(), 1..4), 1..12)) {
        let folder = tempfile::tempdir().expect("a folder");
        let host = OsHost::open(folder.path()).expect("a host");
        let mut disk = Disk { root: folder.path(), buffers: BTreeMap::new() };
        let mut index = Index::new(&host);
        for batch in steps {
            let changes: Vec<Change> = batch
                .iter()
                .flat_map(|step| disk.rename(step).into_iter().chain(disk.carry_out(step)).collect::<Vec<_>>())
                .collect();
            let after = index.apply(&host, changes.clone());
            let expected = fresh(&host, &disk.buffers);
            prop_assert_eq!(shape(&after), shape(&expected), "after {:?}", changes);
        }
    }

    #[test]
    fn in_memory_any_way_leads_to_the_same_snapshot(steps in prop::collection::vec(step(), 1..40)) {
        let host = MemHost::default();
        let mut buffers = BTreeMap::new();
        let mut index = Index::new(&host);
        for step in steps {
            let change = match step {
                Step::Write(folder, name, text) => {
                    let path = path(folder, FILES[name].0);
                    host.put(path.as_str(), FILES[name].1[text]);
                    Change::Disk(path)
                }
                Step::Delete(folder, name) => {
                    let path = path(folder, FILES[name].0);
                    host.remove(path.as_str());
                    Change::Disk(path)
                }
                Step::Edit(folder, name, text) => {
                    let (path, text): (_, Arc<str>) = (path(folder, FILES[name].0), Arc::from(FILES[name].1[text]));
                    buffers.insert(path.clone(), Arc::clone(&text));
                    Change::Buffer(path, text)
                }
                Step::Close(folder, name) => {
                    let path = path(folder, FILES[name].0);
                    buffers.remove(&path);
                    Change::Closed(path)
                }
                Step::Ignore(folder, name) => {
                    host.ignore(path(folder, FILES[name].0).as_str());
                    Change::Disk(path(folder, ".gitignore"))
                }
                Step::DeleteFolder(_) | Step::Rename(..) => continue,
            };
            let after = index.apply(&host, [change.clone()]);
            prop_assert_eq!(shape(&after), shape(&fresh(&host, &buffers)), "after {:?}", change);
        }
    }
}
