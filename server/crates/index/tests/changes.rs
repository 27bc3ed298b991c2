//! However a workspace came to be as it is, its snapshot is that of a fresh look at it.
#![expect(clippy::disallowed_methods, reason = "the test plays the user who changes files")]

use std::{collections::BTreeMap, fs, path::Path, sync::Arc};

use host::{Host, MemHost, OsHost};
use index::{Change, Index, Snapshot};
use model::RelPath;
use proptest::prelude::*;

/// Few names, so that sequences meet each other.
const FOLDERS: [&str; 6] = ["", "api", "api/src", "web", "api/.rapidkit", "web/node_modules/x"];
const NAMES: [&str; 11] = [
    "package.json",
    "pyproject.toml",
    "poetry.lock",
    "main.py",
    ".env",
    ".env.example",
    "docker-compose.yml",
    "Dockerfile",
    "project.json",
    "workspace-memory.json",
    "generated.py",
];
const TEXTS: [&str; 8] = [
    "",
    "{\"name\": \"x\", \"scripts\": {\"dev\": \"node .\"}, \"dependencies\": {\"express\": \"4\"}}",
    "[project]\nname = \"y\"\ndependencies = [\"fastapi\"]\n",
    "PORT=8000\nSECRET=abc\n",
    "services:\n  api:\n    build: ./api\n    env_file: api/.env\n    ports: ['80:80']\n",
    "FROM python:3.12\nEXPOSE 80\n",
    "{\"kit_name\": \"fastapi.ddd\"}",
    "{ broken",
];
const IGNORES: [&str; 5] = ["", ".env\n", "generated.py\n.rapidkit/\n", "api/\n", "*.json\n!package.json\n"];

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
    let (folder, name, text) = (0..FOLDERS.len(), 0..NAMES.len(), 0..TEXTS.len());
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
            Step::Write(folder, name, text) => self.write(&path(folder, NAMES[name]), TEXTS[text]),
            Step::Ignore(folder, text) => self.write(&path(folder, ".gitignore"), IGNORES[text]),
            Step::Delete(folder, name) => {
                let path = path(folder, NAMES[name]);
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
                let (path, text) = (path(folder, NAMES[name]), Arc::from(TEXTS[text]));
                self.buffers.insert(path.clone(), Arc::clone(&text));
                Some(Change::Buffer(path, text))
            }
            Step::Close(folder, name) => {
                let path = path(folder, NAMES[name]);
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
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

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
                    let path = path(folder, NAMES[name]);
                    host.put(path.as_str(), TEXTS[text]);
                    Change::Disk(path)
                }
                Step::Delete(folder, name) => {
                    let path = path(folder, NAMES[name]);
                    host.remove(path.as_str());
                    Change::Disk(path)
                }
                Step::Edit(folder, name, text) => {
                    let (path, text): (_, Arc<str>) = (path(folder, NAMES[name]), Arc::from(TEXTS[text]));
                    buffers.insert(path.clone(), Arc::clone(&text));
                    Change::Buffer(path, text)
                }
                Step::Close(folder, name) => {
                    let path = path(folder, NAMES[name]);
                    buffers.remove(&path);
                    Change::Closed(path)
                }
                Step::Ignore(folder, name) => {
                    host.ignore(path(folder, NAMES[name]).as_str());
                    Change::Disk(path(folder, ".gitignore"))
                }
                Step::DeleteFolder(_) | Step::Rename(..) => continue,
            };
            let after = index.apply(&host, [change.clone()]);
            prop_assert_eq!(shape(&after), shape(&fresh(&host, &buffers)), "after {:?}", change);
        }
    }
}
