use std::sync::Arc;

use model::{
    RelPath,
    facts::{ContentHash, FileLinks},
};
use rustc_hash::FxHashMap;
use syntax::Language;

use super::{Graph, Texts, build::build, table::Table};
use crate::{
    endpoints::{Ground, content_of},
    parallel::each,
    snapshot::Snapshot,
    tree::text_of,
};

/// The facts of files that were asked for, and the last graph.
#[derive(Default)]
pub(crate) struct Store {
    links: FxHashMap<RelPath, (ContentHash, Arc<FileLinks>)>,
    last: Option<(u64, Arc<Graph>)>,
}

impl Store {
    /// The graph of a snapshot. Reads the files that it has not read yet, and those that changed.
    pub(crate) fn graph(&mut self, ground: &Ground<'_>, snapshot: &Snapshot) -> Arc<Graph> {
        if let Some((revision, known)) = &self.last
            && *revision == snapshot.revision
        {
            return Arc::clone(known);
        }
        let code = |path: &RelPath| Language::of(path).zip(content_of(ground.files.get(path)?));
        let wanted: Vec<(&RelPath, Language, ContentHash)> = ground
            .files
            .keys()
            .filter_map(|path| code(path).map(|(language, content)| (path, language, content)))
            .collect();
        let fresh = each(wanted.len(), |at| {
            let (path, language, content) = wanted[at];
            match self.links.get(path) {
                Some((known, links)) if *known == content => (content, Arc::clone(links)),
                _ => read(ground, path, language),
            }
        });
        self.links = wanted.iter().zip(&fresh).map(|((path, ..), fresh)| ((*path).clone(), fresh.clone())).collect();
        let files =
            wanted.iter().zip(fresh).map(|((path, language, _), (_, links))| ((*path).clone(), *language, links));
        let texts = Texts::new(ground, snapshot);
        let graph = Arc::new(build(Table::new(files), &snapshot.projects, &texts));
        self.last = Some((snapshot.revision, Arc::clone(&graph)));
        graph
    }
}

/// The facts of a file as the editor has it, else as the disk has it.
fn read(ground: &Ground<'_>, path: &RelPath, language: Language) -> (ContentHash, Arc<FileLinks>) {
    let text = match ground.buffers.get(path) {
        Some(text) => Some(Arc::clone(text)),
        None => ground.host.read(path, detect::code::LIMIT_BYTES).ok().map(|bytes| Arc::from(text_of(bytes))),
    };
    let Some(text) = text else { return (ContentHash(0), Arc::default()) };
    (detect::code::content(&text), Arc::new(detect::links::read(language, &text)))
}
