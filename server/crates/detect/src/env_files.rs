//! Which dotenv files a program loads, which of them wins, and what references in them come to: as the loaders themselves do
//! it. One file a loader and a table. `tests/oracle/env/files` holds what the loaders said.

mod dotenv_flow;
mod expand;
mod nestjs;
mod nextjs;
mod pydantic;
mod vite;

use std::collections::BTreeMap;

use model::facts::{DotenvDialect, DotenvFile};

/// How one library goes from dotenv files to values.
pub struct Loader {
    /// Its name in facts and reports.
    pub id: &'static str,
    /// The package that a project which uses it declares; `None`: its code tells.
    pub package: Option<&'static str>,
    /// The modes that it is known to run in; one empty name where there is none.
    pub modes: &'static [&'static str],
    /// Whether servers load their files by it: one that fills pages says nothing of the server beside them.
    pub is_of_servers: bool,
    /// Names of the files that it reads in a mode, given those that code lists. The one that wins comes first.
    files: fn(mode: &str, listed: &[String]) -> Vec<String>,
    /// How it reads a line.
    dialect: DotenvDialect,
    /// Fills references in: files as they win, to values by key. `None`: the loader gives up on the file.
    fill: fn(&[Pairs]) -> Values,
}

/// Keys and values of a file as its reader holds them.
type Pairs = Vec<(String, String)>;

/// The value of each key, and the number of the file that it comes from.
type Values = BTreeMap<String, (usize, String)>;

/// All loaders. What code says by itself counts before what packages tell.
pub const LOADERS: &[&Loader] =
    &[&pydantic::LOADER, &nestjs::LOADER, &nestjs::EXPANDING, &nextjs::LOADER, &dotenv_flow::LOADER, &vite::LOADER];

/// What stands in for a value that the dialect does not tell, or that would never end. No file holds it.
const UNKNOWN: char = '\0';

/// A value that wins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Won {
    /// The key.
    pub key: String,
    /// The number of the file among those that were given.
    pub file: usize,
    /// `None` when it cannot be told.
    pub value: Option<String>,
}

impl Loader {
    /// The loader of a name.
    #[must_use]
    pub fn named(id: &str) -> Option<&'static Self> {
        LOADERS.iter().find(|it| it.id == id).copied()
    }

    /// Names of the files that count in a mode, the one that wins first. `listed` are those that code lists, in its order.
    #[must_use]
    pub fn files(&self, mode: &str, listed: &[String]) -> Vec<String> {
        (self.files)(mode, listed)
    }

    /// What the files come to that are there, in the order of [`Loader::files`]. By key. Keys that the environment itself has
    /// are not known: they win over all of this.
    #[must_use]
    pub fn load(&self, files: &[&DotenvFile]) -> Vec<Won> {
        let pairs: Vec<Pairs> = files.iter().map(|file| self.pairs(file)).collect();
        let found = (self.fill)(&pairs).into_iter();
        found
            .map(|(key, (file, value))| Won { key, file, value: (!value.contains(UNKNOWN)).then_some(value) })
            .collect()
    }

    fn pairs(&self, file: &DotenvFile) -> Pairs {
        let mut at: BTreeMap<&str, usize> = BTreeMap::new();
        let mut pairs = Pairs::new();
        let mut refused = file.invalid.iter().filter(|it| it.refused_by.contains(&self.dialect)).peekable();
        for entry in &file.entries {
            let line = entry.range.start.line;
            while refused.next_if(|it| it.range.start.line < line).is_some() {}
            let is_refused = refused.peek().is_some_and(|it| it.range.start.line == line);
            let value = match &entry.value {
                Some(value) if !is_refused => value.to_string(),
                Some(_) => UNKNOWN.to_string(),
                None => continue,
            };
            // Objects of JavaScript hold a key where it stood first; python-dotenv goes through all lines.
            match at.get(&*entry.key).filter(|_| self.dialect == DotenvDialect::Node) {
                Some(known) => pairs[*known].1 = value,
                None => {
                    at.insert(&entry.key, pairs.len());
                    pairs.push((entry.key.to_string(), value));
                }
            }
        }
        pairs
    }
}

/// Values as they are written: the first file that has a key wins.
fn plain(files: &[Pairs]) -> Values {
    let mut values = Values::new();
    for (at, pairs) in files.iter().enumerate() {
        for (key, value) in pairs {
            values.entry(key.clone()).or_insert_with(|| (at, value.clone()));
        }
    }
    values
}
