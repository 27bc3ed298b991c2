use std::collections::BTreeMap;

use model::{
    RelPath,
    facts::{ComposeFile, ComposeService, FileFacts},
};

use crate::context::Context;

/// The compose files of one folder.
pub(crate) struct Stack<'s> {
    pub(crate) folder: RelPath,
    /// What `docker compose up` loads in this folder: the file and its override, in that order.
    pub(crate) loaded: Vec<(&'s RelPath, &'s ComposeFile)>,
    /// Files that are named with `-f`, alone or on top of the others.
    pub(crate) named: Vec<(&'s RelPath, &'s ComposeFile)>,
    /// The texts of the folder's compose files that could not be parsed: names may be in them.
    broken: Vec<&'s str>,
}

/// In the order in which compose looks for them.
const FILES: [&str; 4] = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];
const OVERRIDES: [&str; 4] =
    ["compose.override.yml", "compose.override.yaml", "docker-compose.override.yml", "docker-compose.override.yaml"];

impl<'s> Stack<'s> {
    /// All its files.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&'s RelPath, &'s ComposeFile)> {
        self.loaded.iter().chain(&self.named).copied()
    }

    /// Whether names may be defined in files that are not in this folder.
    pub(crate) fn has_includes(&self) -> bool {
        self.files().any(|(_, file)| file.has_includes)
    }

    /// Whether a file that could not be parsed may define a name.
    pub(crate) fn may_define(&self, name: &str) -> bool {
        let defines = |line: &str| {
            let key = line.trim().split(':').next().unwrap_or("").trim_matches(['"', '\'']);
            key == name
        };
        self.broken.iter().any(|text| text.lines().any(defines))
    }

    /// Every service of what is loaded, by file.
    pub(crate) fn services(&self) -> impl Iterator<Item = (&'s RelPath, &'s ComposeService)> {
        self.loaded.iter().flat_map(|(path, file)| file.services.iter().map(|service| (*path, service)))
    }
}

/// The stacks of a workspace, by folder.
pub(crate) fn all<'s>(cx: &Context<'s>) -> Vec<Stack<'s>> {
    let mut found: BTreeMap<RelPath, Stack<'s>> = BTreeMap::new();
    for (path, facts) in cx.facts() {
        let is_broken = matches!(facts, FileFacts::Broken(_)) && is_compose(path);
        let file = match facts {
            FileFacts::Compose(file) => Some(file),
            _ if is_broken => None,
            _ => continue,
        };
        let Some(folder) = path.parent() else { continue };
        let stack = found.entry(folder.clone()).or_insert_with(|| Stack {
            folder,
            loaded: Vec::new(),
            named: Vec::new(),
            broken: Vec::new(),
        });
        if is_broken {
            stack.broken.extend(cx.text(path));
        }
        stack.named.extend(file.map(|file| (path, file)));
    }
    found.into_values().map(sorted).collect()
}

/// Whether a file is a compose file by its name.
pub(crate) fn is_compose(path: &RelPath) -> bool {
    detect::reader_for(path).is_some_and(|reader| reader.id == "compose")
}

/// Tells what is loaded from what has to be named.
fn sorted(mut stack: Stack<'_>) -> Stack<'_> {
    for names in [FILES, OVERRIDES] {
        let at = names.iter().find_map(|name| stack.named.iter().position(|(path, _)| path.file_name() == *name));
        match at {
            Some(at) => stack.loaded.push(stack.named.remove(at)),
            // An override alone is loaded by nothing.
            None => break,
        }
    }
    stack
}
