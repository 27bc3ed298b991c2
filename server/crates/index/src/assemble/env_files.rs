//! The dotenv files that a project's program loads, and which of their definitions count.

use std::{collections::BTreeMap, sync::Arc};

use detect::{env_files::Loader, routes::is_product_code};
use model::{
    EnvFileOrder, EnvKey, Layer, RelPath, Win,
    facts::{DotenvFile, EnvScope},
};

use super::{reads, roots::Root};

/// What stands for the mode in a name that code lists, and the modes that are tried there.
const MODE: &str = "{mode}";
const MODES: [&str; 3] = ["development", "production", "test"];

/// Tells the definitions in the files that the program loads where they count, and yields the files by mode.
pub(super) fn settle(
    root: &Root<'_>,
    dotenvs: &[(&RelPath, &DotenvFile)],
    reads: &reads::Facts,
    is_declared: &dyn Fn(&Loader) -> bool,
    env: &mut [EnvKey],
) -> Vec<EnvFileOrder> {
    let Some((loader, listed)) = (!dotenvs.is_empty()).then(|| loader(root, reads, is_declared)).flatten() else {
        return Vec::new();
    };
    let has_modes = listed.iter().any(|name| name.contains(MODE));
    let modes: &[&str] = if has_modes { &MODES } else { loader.modes };
    // Definitions by key and file: the last one in a file is the one that is read.
    let mut wins: BTreeMap<(String, RelPath), Vec<Win>> = BTreeMap::new();
    let mut orders = Vec::new();
    for mode in modes {
        let listed: Vec<String> = listed.iter().map(|name| name.replace(MODE, mode)).collect();
        let paths = loader.files(mode, &listed).into_iter().filter_map(|name| root.folder.join(&name).ok());
        let files: Vec<(&RelPath, &DotenvFile)> =
            paths.filter_map(|path| dotenvs.iter().find(|(own, _)| **own == path).copied()).collect();
        let read: Vec<&DotenvFile> = files.iter().map(|(_, file)| *file).collect();
        let mode: Arc<str> = Arc::from(*mode);
        for won in loader.load(&read) {
            let value = won.value.map(Arc::from);
            let win = Win { mode: Arc::clone(&mode), value };
            wins.entry((won.key, files[won.file].0.clone())).or_default().push(win);
        }
        if !files.is_empty() {
            let files = files.into_iter().map(|(path, _)| path.clone()).collect();
            orders.push(EnvFileOrder { loader: loader.id, mode, files });
        }
    }
    for key in env {
        for definition in key.definitions.iter_mut().rev().filter(|it| it.layer == Layer::Dotenv) {
            let file = &definition.place.file;
            if orders.iter().any(|order| order.files.contains(file)) {
                let won = wins.remove(&(key.key.to_string(), file.clone()));
                definition.wins = Some(won.unwrap_or_default());
            }
        }
    }
    orders
}

/// What loads the project's dotenv files, with the names that its code lists; `None` when that is not known, or when several
/// parts of the program load different ones.
fn loader(
    root: &Root<'_>,
    reads: &reads::Facts,
    is_declared: &dyn Fn(&Loader) -> bool,
) -> Option<(&'static Loader, Vec<String>)> {
    let mut told: Vec<(&str, &[Arc<str>])> = Vec::new();
    let is_own = |path: &RelPath| is_product_code(path.below(&root.folder).unwrap_or(path.as_str()));
    for (_, facts) in reads.iter().filter(|(path, _)| is_own(path)) {
        let classes = facts.schemas.iter().map(|schema| ("pydantic", &*schema.config.env_files));
        let scopes = facts.scopes.iter().filter_map(|scope| match scope {
            EnvScope::Files(loader, files) => Some((&**loader, &**files)),
            _ => None,
        });
        for found in classes.chain(scopes).filter(|(_, files)| !files.is_empty()) {
            if !told.contains(&found) {
                told.push(found);
            }
        }
    }
    match told[..] {
        [(id, listed)] => {
            let listed: Vec<String> = listed.iter().map(ToString::to_string).collect();
            // Files of other folders may be those of another project.
            let is_own =
                listed.iter().all(|name| !name.starts_with(['/', '~']) && !name.split('/').any(|it| it == ".."));
            Loader::named(id).filter(|_| is_own).map(|loader| (loader, listed))
        }
        [] => detect::env_files::LOADERS.iter().find(|it| is_declared(it)).map(|loader| (*loader, Vec::new())),
        _ => None,
    }
}
