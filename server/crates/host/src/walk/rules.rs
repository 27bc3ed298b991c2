//! Which paths git ignores, folder by folder. The patterns are the library's; this file knows where they are written and
//! which of them counts.
#![expect(clippy::disallowed_methods, reason = "this file is a boundary: it reads what the user tells git")]

use std::{
    env, fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use ignore::{
    Match,
    gitignore::{Gitignore, GitignoreBuilder},
};

/// What counts in one folder: its own rules and those of the folders above it.
#[derive(Clone, Default)]
pub(super) struct Rules {
    innermost: Option<Arc<Level>>,
    /// The user's own for all repositories.
    global: Option<Arc<Gitignore>>,
}

/// The rules that are written in one folder.
struct Level {
    above: Option<Arc<Level>>,
    /// `.ignore`.
    tools: Gitignore,
    /// `.gitignore`.
    git: Gitignore,
    /// `.git/info/exclude`.
    exclude: Gitignore,
}

/// Which files with rules a folder has.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Written {
    pub(super) tools: bool,
    pub(super) git: bool,
    pub(super) repository: bool,
}

impl Written {
    /// What a folder has, asked of the system.
    fn of(folder: &Path) -> Self {
        let is_there = |name: &str| fs::metadata(folder.join(name)).is_ok();
        Self { tools: is_there(".ignore"), git: is_there(".gitignore"), repository: is_there(".git") }
    }

    /// Notes a name of the folder.
    pub(super) fn note(&mut self, name: &[u8]) {
        match name {
            b".ignore" => self.tools = true,
            b".gitignore" => self.git = true,
            b".git" => self.repository = true,
            _ => {}
        }
    }
}

impl Rules {
    /// What counts in the folder that holds `root`.
    pub(super) fn around(root: &Path) -> Self {
        let mut rules = Self::default();
        let above: Vec<&Path> = root.ancestors().skip(1).collect();
        for folder in above.into_iter().rev() {
            rules = rules.inside(folder, Written::of(folder));
        }
        let global = Some(global(root)).filter(|global| !global.is_empty());
        Self { global: global.map(Arc::new), ..rules }
    }

    /// What counts in `folder`, which has the files that `written` tells.
    pub(super) fn inside(&self, folder: &Path, written: Written) -> Self {
        let Written { tools, git, repository } = written;
        if !(tools || git || repository) {
            return self.clone();
        }
        let read = |is_there: bool, file: &dyn Fn() -> Option<PathBuf>| {
            is_there.then(file).flatten().map_or_else(Gitignore::empty, |file| patterns(folder, &file))
        };
        let level = Level {
            above: self.innermost.clone(),
            tools: read(tools, &|| Some(folder.join(".ignore"))),
            git: read(git, &|| Some(folder.join(".gitignore"))),
            exclude: read(repository, &|| Some(repository_of(&folder.join(".git"))?.join("info/exclude"))),
        };
        if level.tools.is_empty() && level.git.is_empty() && level.exclude.is_empty() {
            return self.clone();
        }
        Self { innermost: Some(Arc::new(level)), global: self.global.clone() }
    }

    /// Whether nothing is ignored.
    pub(super) fn is_empty(&self) -> bool {
        self.innermost.is_none() && self.global.is_none()
    }

    /// Whether a path of the folder is ignored. Of each kind of rules the innermost that says something counts; rules for
    /// tools stand before git's, git's before those of its repository, and the user's own are the last.
    pub(super) fn ignores(&self, path: &Path, is_folder: bool) -> bool {
        let (mut tools, mut git, mut exclude) = (Match::None, Match::None, Match::None);
        for level in std::iter::successors(self.innermost.as_deref(), |level| level.above.as_deref()) {
            if tools.is_none() {
                tools = level.tools.matched(path, is_folder);
            }
            if git.is_none() {
                git = level.git.matched(path, is_folder);
            }
            if exclude.is_none() {
                exclude = level.exclude.matched(path, is_folder);
            }
        }
        let global = self.global.as_ref().map_or(Match::None, |global| global.matched(path, is_folder));
        tools.or(git).or(exclude).or(global).is_ignore()
    }
}

/// The user's own rules for all repositories. The library finds the file that git's configuration names, and makes a regular
/// expression for it: most configurations name none, and then the file is where git looks by itself.
fn global(root: &Path) -> Gitignore {
    let settings = Settings::new(&|name| env::var_os(name).map(PathBuf::from), env::home_dir());
    if settings.name_a_file() {
        return GitignoreBuilder::new(root).build_global().0;
    }
    let own = settings.rules.filter(|own| own.is_file());
    own.map_or_else(Gitignore::empty, |own| patterns(root, &own))
}

/// Where git's settings for all repositories are, and the rules that it takes when they name no others.
struct Settings {
    files: Vec<PathBuf>,
    rules: Option<PathBuf>,
}

impl Settings {
    fn new(var: &dyn Fn(&str) -> Option<PathBuf>, home: Option<PathBuf>) -> Self {
        let var = |name: &str| var(name).filter(|path| !path.as_os_str().is_empty());
        let users = var("XDG_CONFIG_HOME").or_else(|| Some(home.as_ref()?.join(".config"))).map(|it| it.join("git"));
        let files = [
            var("GIT_CONFIG_GLOBAL"),
            home.map(|home| home.join(".gitconfig")),
            users.as_ref().map(|users| users.join("config")),
            Some(var("GIT_CONFIG_SYSTEM").unwrap_or_else(|| PathBuf::from("/etc/gitconfig"))),
        ];
        Self { files: files.into_iter().flatten().collect(), rules: users.map(|users| users.join("ignore")) }
    }

    /// Whether one of them may name a file with rules.
    fn name_a_file(&self) -> bool {
        const KEY: &[u8] = b"excludesfile";
        let names = |text: Vec<u8>| text.windows(KEY.len()).any(|part| part.eq_ignore_ascii_case(KEY));
        self.files.iter().any(|path| fs::read(path).is_ok_and(names))
    }
}

/// The patterns of a file for paths below `folder`. What cannot be read says nothing.
fn patterns(folder: &Path, file: &Path) -> Gitignore {
    let mut builder = GitignoreBuilder::new(folder);
    // A line that is no pattern costs itself only.
    let _ = builder.add(file);
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}

/// The folder of git's own files: `.git`, or where a work tree's file of that name leads.
fn repository_of(dot_git: &Path) -> Option<PathBuf> {
    if !fs::metadata(dot_git).ok()?.is_file() {
        return Some(dot_git.to_owned());
    }
    let first_line = |path: &Path| -> Option<String> {
        let text = String::from_utf8(crate::os::read_regular(path, 4096).ok()?).ok()?;
        text.lines().next().map(str::to_owned)
    };
    let own = PathBuf::from(first_line(dot_git)?.strip_prefix("gitdir: ")?);
    let shared = first_line(&own.join("commondir"))?;
    Some(if shared.starts_with('.') { own.join(shared) } else { PathBuf::from(shared) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_that_name_a_file_are_found_wherever_git_looks() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let top = folder.path();
        let settings = |vars: &[(&str, &str)]| {
            let vars: Vec<(String, PathBuf)> =
                vars.iter().map(|(name, file)| ((*name).to_owned(), top.join(file))).collect();
            let var = |name: &str| {
                let set = vars.iter().find(|(own, _)| own == name).map(|(_, path)| path.clone());
                set.or_else(|| (name == "GIT_CONFIG_SYSTEM").then(|| top.join("none")))
            };
            Settings::new(&var, Some(top.join("home")))
        };
        fs::create_dir_all(top.join("home/.config/git")).expect("folders");
        fs::create_dir_all(top.join("xdg/git")).expect("folders");
        fs::write(top.join("home/.gitconfig"), "[user]\n\tname = x\n").expect("a file");
        assert!(!settings(&[]).name_a_file());
        assert_eq!(settings(&[]).rules, Some(top.join("home/.config/git/ignore")));
        assert_eq!(settings(&[("XDG_CONFIG_HOME", "xdg")]).rules, Some(top.join("xdg/git/ignore")));
        let text = "[core]\n\texcludesFile = ~/rules\n";
        for (file, vars) in [
            ("home/.config/git/config", &[][..]),
            ("xdg/git/config", &[("XDG_CONFIG_HOME", "xdg")]),
            ("global", &[("GIT_CONFIG_GLOBAL", "global")]),
            ("system", &[("GIT_CONFIG_SYSTEM", "system")]),
            ("home/.gitconfig", &[]),
        ] {
            assert!(!settings(vars).name_a_file(), "{file}");
            fs::write(top.join(file), text).expect("a file");
            assert!(settings(vars).name_a_file(), "{file}");
            fs::remove_file(top.join(file)).expect("removed");
        }
    }
}
