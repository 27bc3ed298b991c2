use std::{
    collections::BTreeMap,
    ops::Bound,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use host::Host;
use model::{
    RelPath,
    facts::{CodeFacts, ContentHash},
};
use syntax::{Language, ir::Module};

use super::{catalog::Catalog, modules::Modules};
use crate::{
    snapshot::{FileEntry, Files},
    tree::is_vendored,
    warm::Warm,
};

/// Where runs take place.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) host: &'a dyn Host,
    pub(super) buffers: &'a BTreeMap<RelPath, Arc<str>>,
    pub(super) files: &'a Files,
    pub(super) warm: &'a Warm,
    pub(super) catalog: &'a Catalog,
    pub(super) modules: &'a Modules,
}

/// The files of the tree, for one run.
pub(super) struct Library<'a> {
    place: &'a Place<'a>,
    /// The folder of the project that asks.
    root: &'a RelPath,
    is_torn: AtomicBool,
    is_vendored: AtomicBool,
}

impl<'a> Library<'a> {
    pub(super) fn new(place: &'a Place<'a>, root: &'a RelPath) -> Self {
        Self { place, root, is_torn: AtomicBool::new(false), is_vendored: AtomicBool::new(false) }
    }

    /// Whether a file was read that was no longer what the tree knew of it.
    pub(super) fn is_torn(&self) -> bool {
        self.is_torn.load(Ordering::Relaxed)
    }

    /// Whether it was asked for a file that is vendored.
    pub(super) fn is_vendored(&self) -> bool {
        self.is_vendored.load(Ordering::Relaxed)
    }

    /// The code of the file on disk, if it has this content.
    pub(super) fn on_disk(&self, path: &RelPath, content: ContentHash, language: Language) -> Option<Arc<Module>> {
        let bytes = self.place.host.read(path, detect::code::LIMIT_BYTES).ok()?;
        let text = Arc::from(crate::tree::text_of(bytes));
        (detect::code::content(&text) == content).then(|| parsed(language, &text))
    }

    fn content(&self, path: &RelPath) -> Option<ContentHash> {
        content_of(self.place.files.get(path)?)
    }

    /// The text as the editor has it, else as the disk has it. Of what is vendored only the disk is watched.
    fn text(&self, path: &RelPath) -> Option<Arc<str>> {
        if let Some(text) = self.place.buffers.get(path).filter(|_| !is_vendored(path)) {
            return Some(Arc::clone(text));
        }
        let read = || Some(crate::tree::text_of(self.place.host.read(path, detect::code::LIMIT_BYTES).ok()?));
        self.place.warm.take(path).or_else(read).map(Arc::from)
    }
}

/// The content of a file of code; `None` for other files.
pub(crate) fn content_of(entry: &FileEntry) -> Option<ContentHash> {
    entry.code.as_deref().and_then(CodeFacts::as_source).map(|source| source.content)
}

/// What lies directly in a folder: files of code, and the names of folders.
enum Inside<'f> {
    File(&'f RelPath),
    Folder(&'f str),
}

impl Library<'_> {
    fn directly_in(&self, folder: &RelPath, mut visit: impl FnMut(Inside<'_>)) {
        let start = if folder.is_root() { String::new() } else { format!("{}/", folder.as_str()) };
        let mut from = start.clone();
        loop {
            // Whole folders are passed over: `0` is what comes after `/`.
            let mut deeper = None;
            for (path, entry) in self.place.files.range::<_, str>((Bound::Included(from.as_str()), Bound::Unbounded)) {
                let Some(name) = path.as_str().strip_prefix(&start) else { break };
                if let Some((inner, _)) = name.split_once('/') {
                    visit(Inside::Folder(inner));
                    deeper = Some(format!("{start}{inner}0"));
                    break;
                }
                if content_of(entry).is_some() {
                    visit(Inside::File(path));
                }
            }
            match deeper {
                Some(next) => from = next,
                None => return,
            }
        }
    }
}

impl trace::Library for Library<'_> {
    fn has(&self, path: &RelPath) -> bool {
        if is_vendored(path) {
            self.is_vendored.store(true, Ordering::Relaxed);
            return self.place.host.stat(path).is_some_and(|stat| !stat.is_folder);
        }
        self.content(path).is_some()
    }

    fn has_folder(&self, folder: &RelPath) -> bool {
        if is_vendored(folder) {
            self.is_vendored.store(true, Ordering::Relaxed);
            return self.place.host.stat(folder).is_some_and(|stat| stat.is_folder);
        }
        let start = if folder.is_root() { String::new() } else { format!("{}/", folder.as_str()) };
        let below = self.place.files.range::<_, str>((Bound::Included(start.as_str()), Bound::Unbounded));
        let mut below = below.take_while(|(path, _)| path.as_str().starts_with(&start));
        below.any(|(_, entry)| content_of(entry).is_some())
    }

    fn go_files(&self, folder: &RelPath) -> Vec<RelPath> {
        let mut found = Vec::new();
        self.directly_in(folder, |inside| match inside {
            Inside::File(path) if path.extension() == "go" => found.push(path.clone()),
            Inside::File(_) | Inside::Folder(_) => {}
        });
        found
    }

    fn entries(&self, folder: &RelPath) -> Vec<RelPath> {
        let start = if folder.is_root() { String::new() } else { format!("{}/", folder.as_str()) };
        let at = |name: &str| RelPath::new(&format!("{start}{name}")).ok();
        if is_vendored(folder) {
            self.is_vendored.store(true, Ordering::Relaxed);
            let is_known =
                |name: &str, is_folder: bool| is_folder || at(name).and_then(|it| Language::of(&it)).is_some();
            let listed = self.place.host.list(folder).into_iter();
            return listed
                .filter(|(name, stat)| is_known(name, stat.is_folder))
                .filter_map(|(name, _)| at(&name))
                .collect();
        }
        let mut found = Vec::new();
        self.directly_in(folder, |inside| match inside {
            Inside::File(path) => found.push(path.clone()),
            Inside::Folder(name) => found.extend(at(name)),
        });
        found
    }

    fn java_files(&self, stem: &str) -> Vec<RelPath> {
        self.place.catalog.java(stem)
    }

    fn kotlin_files(&self, folder: &str) -> Vec<RelPath> {
        self.place.catalog.kotlin(folder)
    }

    fn load(&self, path: &RelPath, language: Language) -> Arc<Module> {
        let known = self.content(path);
        let is_own = path.is_within(self.root);
        if let Some(found) = known.and_then(|content| self.place.modules.get(path, content, is_own)) {
            return found;
        }
        let Some(text) = self.text(path) else {
            self.is_torn.fetch_or(!is_vendored(path), Ordering::Relaxed);
            return Arc::default();
        };
        let content = detect::code::content(&text);
        if known != Some(content) && !is_vendored(path) {
            self.is_torn.store(true, Ordering::Relaxed);
        }
        let module = parsed(language, &text);
        self.place.modules.put(path, content, text.len(), &module, is_own);
        module
    }
}

/// One file that trips a parser must not cost the others.
fn parsed(language: Language, text: &Arc<str>) -> Arc<Module> {
    Arc::new(std::panic::catch_unwind(|| syntax::parse_outline(language, text)).unwrap_or_default())
}
