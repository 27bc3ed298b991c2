//! Which package an import of Go means: a folder of a module of the workspace that the importing module can see.

use model::{RelPath, facts::ManifestKind};
use rustc_hash::FxHashMap;

use super::{
    Texts,
    places::{Place, folder_of, outside, unknown},
    table::{File, Table},
};

/// A module of the workspace.
struct Module {
    folder: RelPath,
    path: String,
    /// Module path → folder of the workspace that stands for it.
    replaced: Vec<(String, RelPath)>,
    /// Paths of modules that it requires.
    required: Vec<String>,
    /// Modules that it can import from and their folders: itself, what it replaces, what shares a `go.work` with it.
    seen: Vec<(String, RelPath)>,
}

/// The modules of the workspace.
#[derive(Default)]
pub(super) struct Go {
    modules: Vec<Module>,
    /// Their numbers by folder.
    by_folder: FxHashMap<RelPath, usize>,
}

/// A `go.work`.
struct Work {
    folder: RelPath,
    /// The folders of its modules.
    members: Vec<RelPath>,
    replaced: Vec<(String, RelPath)>,
}

impl Go {
    pub(super) fn new(_table: &Table, texts: &Texts) -> Self {
        let (mut go, mut works) = (Self::default(), Vec::new());
        for (path, manifest) in texts.manifests() {
            let Some(folder) = path.parent() else { continue };
            let replaced = || texts.text(path).map(|text| replaced(text, &folder)).unwrap_or_default();
            match manifest.kind {
                ManifestKind::GoMod => go.modules.push(Module {
                    path: manifest.name.as_deref().unwrap_or_default().to_owned(),
                    replaced: replaced(),
                    required: manifest.dependencies.iter().map(|it| it.name.to_string()).collect(),
                    seen: Vec::new(),
                    folder,
                }),
                ManifestKind::GoWork => {
                    let members = manifest.members.iter().filter_map(|member| folder.join(member).ok()).collect();
                    let replaced = replaced();
                    works.push(Work { folder, members, replaced });
                }
                _ => {}
            }
        }
        go.by_folder = go.modules.iter().enumerate().map(|(at, module)| (module.folder.clone(), at)).collect();
        for at in 0..go.modules.len() {
            go.modules[at].seen = go.seen_by(&go.modules[at], &works);
        }
        go
    }

    /// The innermost module around a folder.
    fn around(&self, folder: &RelPath) -> Option<&Module> {
        let mut folders = std::iter::successors(Some(folder.clone()), RelPath::parent);
        folders.find_map(|folder| self.by_folder.get(&folder)).map(|at| &self.modules[*at])
    }

    /// What `module`, imported by a file, means.
    pub(super) fn resolve(&self, table: &Table, from: &File, import: &str) -> Place {
        if import == "C" {
            return outside(import, true);
        }
        if import.starts_with("./") || import.starts_with("../") {
            let folder = folder_of(from).join(import).ok();
            return folder.and_then(|folder| package(table, &folder)).unwrap_or_else(|| unknown("no such package"));
        }
        let Some(own) = self.around(&folder_of(from)) else {
            return external(import, &[]);
        };
        // The longest path of a module wins, as for the tools of Go.
        let best = own.seen.iter().filter(|(path, _)| below(import, path).is_some());
        let Some((path, folder)) = best.max_by_key(|(path, _)| path.len()) else {
            return external(import, &own.required);
        };
        let rest = below(import, path).unwrap_or_default();
        let found = folder.join(rest).ok().filter(|found| self.is_of(found, folder));
        found.and_then(|found| package(table, &found)).unwrap_or_else(|| unknown("no such package"))
    }

    fn seen_by(&self, own: &Module, works: &[Work]) -> Vec<(String, RelPath)> {
        let mut seen = vec![(own.path.clone(), own.folder.clone())];
        seen.extend(own.replaced.iter().cloned());
        let around = works.iter().filter(|work| own.folder.is_within(&work.folder));
        let work = around.max_by_key(|work| work.folder.depth());
        if let Some(work) = work.filter(|work| work.members.contains(&own.folder)) {
            let others = work.members.iter().filter_map(|member| self.by_folder.get(member));
            seen.extend(others.map(|at| (self.modules[*at].path.clone(), self.modules[*at].folder.clone())));
            seen.extend(work.replaced.iter().cloned());
        }
        seen.retain(|(path, _)| !path.is_empty());
        seen
    }

    /// Whether a folder belongs to the module in `root`, and not to one inside of it.
    fn is_of(&self, folder: &RelPath, root: &RelPath) -> bool {
        self.around(folder).is_none_or(|module| module.folder == *root || root.is_within(&module.folder))
    }
}

/// The package in a folder, if it has files that are no tests.
fn package(table: &Table, folder: &RelPath) -> Option<Place> {
    let number = *table.folder_numbers.get(folder)?;
    table.go_package(number).map(|_| Place::Folder(number))
}

/// What of an import's path lies inside of a module's.
fn below<'i>(import: &'i str, module: &str) -> Option<&'i str> {
    let rest = import.strip_prefix(module)?;
    (rest.is_empty() || rest.starts_with('/')).then(|| rest.trim_start_matches('/'))
}

fn external(import: &str, required: &[String]) -> Place {
    let first = import.split('/').next().unwrap_or_default();
    // Paths of the standard library have no dot in their first part.
    if !first.contains('.') && !required.iter().any(|module| below(import, module).is_some()) {
        return outside(import, true);
    }
    let module = required.iter().filter(|module| below(import, module).is_some()).max_by_key(|module| module.len());
    outside(module.map_or(import, |module| module), false)
}

/// `replace a => ../b`: what is replaced by folders of the workspace.
fn replaced(text: &str, folder: &RelPath) -> Vec<(String, RelPath)> {
    let mut found = Vec::new();
    let mut is_inside = false;
    for line in text.lines() {
        let line = line.split("//").next().unwrap_or_default().trim();
        let rule = match line.strip_prefix("replace") {
            Some(rest) if rest.trim_start().starts_with('(') => {
                is_inside = true;
                continue;
            }
            Some(rest) if rest.starts_with([' ', '\t']) => rest,
            _ if line == ")" => {
                is_inside = false;
                continue;
            }
            _ if is_inside => line,
            _ => continue,
        };
        let Some((from, to)) = rule.split_once("=>") else { continue };
        let (from, to) = (from.split_whitespace().next(), to.split_whitespace().next());
        let (Some(from), Some(to)) = (from, to) else { continue };
        if (to.starts_with("./") || to.starts_with("../") || to == "." || to == "..")
            && let Ok(target) = folder.join(to.trim_matches('"'))
        {
            found.push((from.trim_matches('"').to_owned(), target));
        }
    }
    found
}
