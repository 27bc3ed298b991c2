//! Which paths git ignores, folder by folder. The patterns are the library's; this file knows where they are written and
//! which of them counts.
#![expect(clippy::disallowed_methods, reason = "this file is a boundary: it reads what the user tells git")]

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
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
        // Finding the user's own takes as long as all the others.
        thread::scope(|scope| {
            let global = scope.spawn(|| GitignoreBuilder::new(root).build_global().0);
            let mut rules = Self::default();
            let above: Vec<&Path> = root.ancestors().skip(1).collect();
            for folder in above.into_iter().rev() {
                rules = rules.inside(folder, Written::of(folder));
            }
            let global = global.join().ok().filter(|global| !global.is_empty());
            Self { global: global.map(Arc::new), ..rules }
        })
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
