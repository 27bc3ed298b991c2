use std::path::{Component, Path, PathBuf};

use model::RelPath;

/// One opened folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root {
    /// The first segment of its paths; the workspace root when it is the only folder.
    pub mount: RelPath,
    /// Absolute; canonical where the folder exists.
    pub path: PathBuf,
    /// The name shown.
    pub name: String,
}

/// The opened folders. With one, paths are relative to it; with several, each is mounted under a unique name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roots {
    folders: Vec<Root>,
}

impl Roots {
    /// Mounts `folders` (name, absolute path) in order. Doubles are dropped; equal names get a number.
    #[must_use]
    pub fn new(folders: impl IntoIterator<Item = (String, PathBuf)>) -> Self {
        let mut distinct: Vec<(String, PathBuf)> = Vec::new();
        for (name, path) in folders {
            if !distinct.iter().any(|(_, known)| *known == path) {
                distinct.push((name, path));
            }
        }
        let is_single = distinct.len() == 1;
        let mut folders: Vec<Root> = Vec::new();
        for (name, path) in distinct {
            let base = mount_name(&name);
            let mount = if is_single {
                RelPath::root()
            } else {
                (1..)
                    .map(|number| if number == 1 { base.clone() } else { format!("{base}-{number}") })
                    .filter_map(|candidate| RelPath::new(&candidate).ok())
                    .find(|candidate| folders.iter().all(|root| root.mount != *candidate))
                    .unwrap_or_else(RelPath::root)
            };
            folders.push(Root { mount, path, name });
        }
        Self { folders }
    }

    /// In the editor's order.
    #[must_use]
    pub fn folders(&self) -> &[Root] {
        &self.folders
    }

    /// The absolute path of a workspace path; `None` when no folder is mounted there.
    #[must_use]
    pub fn absolute(&self, path: &RelPath) -> Option<PathBuf> {
        let root = self.folders.iter().find(|root| path.is_within(&root.mount))?;
        let below = path.below(&root.mount)?;
        Some(if below.is_empty() { root.path.clone() } else { root.path.join(below) })
    }

    /// The workspace path of an absolute path; of nested folders the innermost wins. `None` outside all of them.
    #[must_use]
    pub fn relative(&self, path: &Path) -> Option<RelPath> {
        // The one folder of most workspaces, and paths that are written as walks write them.
        if let [root] = &self.folders[..]
            && let Some(below) =
                path.to_str()?.strip_prefix(root.path.to_str()?).and_then(|rest| rest.strip_prefix('/'))
            && !below.contains('\\')
        {
            let is_name = |part: &str| !matches!(part, "" | "." | "..");
            if below.split('/').all(is_name) {
                return root.mount.join(below).ok();
            }
        }
        let root = self
            .folders
            .iter()
            .filter(|root| path.starts_with(&root.path))
            .max_by_key(|root| root.path.as_os_str().len())?;
        let mut below = String::new();
        for component in path.strip_prefix(&root.path).ok()?.components() {
            match component {
                Component::Normal(part) => {
                    if !below.is_empty() {
                        below.push('/');
                    }
                    below.push_str(part.to_str()?);
                }
                Component::CurDir => {}
                _ => return None,
            }
        }
        root.mount.join(&below).ok()
    }
}

fn mount_name(name: &str) -> String {
    let clean: String = name.chars().map(|c| if matches!(c, '/' | '\\' | ':') { '-' } else { c }).collect();
    let clean = clean.trim_matches('.').trim();
    if clean.is_empty() { "folder".to_owned() } else { clean.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> RelPath {
        RelPath::new(text).expect("a relative path")
    }

    #[test]
    fn one_folder_is_the_root() {
        let roots = Roots::new([("x".to_owned(), PathBuf::from("/w/x"))]);
        assert_eq!(roots.relative(Path::new("/w/x/a/b.py")), Some(path("a/b.py")));
        assert_eq!(roots.absolute(&path("a/b.py")), Some(PathBuf::from("/w/x/a/b.py")));
        assert_eq!(roots.relative(Path::new("/w/y/a")), None);
    }

    #[test]
    fn several_folders_are_mounted_by_unique_names() {
        let roots = Roots::new([
            ("api".to_owned(), PathBuf::from("/w/api")),
            ("api".to_owned(), PathBuf::from("/other/api")),
            ("again".to_owned(), PathBuf::from("/w/api")),
        ]);
        let mounts: Vec<_> = roots.folders().iter().map(|root| root.mount.as_str()).collect();
        assert_eq!(mounts, ["api", "api-2"]);
        assert_eq!(roots.absolute(&path("api-2/x")), Some(PathBuf::from("/other/api/x")));
    }

    #[test]
    fn the_innermost_of_nested_folders_wins() {
        let roots = Roots::new([("w".to_owned(), PathBuf::from("/w")), ("api".to_owned(), PathBuf::from("/w/api"))]);
        assert_eq!(roots.relative(Path::new("/w/api/x")), Some(path("api/x")));
        assert_eq!(roots.relative(Path::new("/w/x")), Some(path("w/x")));
    }
}
