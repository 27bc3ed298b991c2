//! Whole workspaces with one broken file: what crosses files (routers, settings classes, extended files) meets broken
//! input as well.

use std::collections::BTreeMap;

use host::MemHost;
use model::RelPath;

use crate::Run;

/// A workspace has no more files than this: many small ones find more than few large ones.
const MOST_FILES: usize = 250;

/// The files of the sample workspaces and of the oracles' cases, and what builds the index and the graph of all files of
/// the workspace to which a broken one belongs.
pub fn broken(corpus: &[(RelPath, String)]) -> (Vec<(RelPath, String)>, Run) {
    let mut workspaces: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for (path, text) in corpus {
        if let Some((workspace, inner)) = split(path) {
            workspaces.entry(workspace.to_owned()).or_default().push((inner.to_owned(), text.clone()));
        }
    }
    workspaces.retain(|_, files| files.len() > 1 && files.len() <= MOST_FILES);
    let is_inside = |path: &RelPath| split(path).is_some_and(|(workspace, _)| workspaces.contains_key(workspace));
    let files = corpus.iter().filter(|(path, _)| is_inside(path)).cloned().collect();
    let run = move |path: &RelPath, text: &str| {
        let (workspace, broken) = split(path).expect("a file of a workspace");
        let files = workspaces[workspace].iter().map(|(name, intact)| (name.as_str(), intact.as_str()));
        let host = MemHost::new(files.map(|(name, intact)| (name, if name == broken { text } else { intact })));
        let mut index = index::Index::new(&host);
        drop(index.graph(&host));
    };
    (files, Box::new(run))
}

/// The workspace of a file and its path in there: `tests/workspaces/NAME/…`, or a case in one text, `…/NAME.txt/…`.
fn split(path: &RelPath) -> Option<(&str, &str)> {
    let path = path.as_str();
    if let Some((case, _)) = path.split_once(".txt/") {
        let (workspace, inner) = path.split_at(case.len() + ".txt".len());
        return Some((workspace, &inner[1..]));
    }
    let (name, inner) = path.strip_prefix("tests/workspaces/")?.split_once('/')?;
    Some((name, inner))
}
