//! Reads by way of a function or an object of another file.

use std::{collections::BTreeMap, sync::Arc};

use model::{
    RelPath,
    facts::{EnvAsk, EnvLookup, Fallback, SchemaKind},
};

use super::{
    Draft,
    index::{Index, is_module},
};

/// What a file offers.
type Offer<'f> = (&'f RelPath, &'f EnvLookup);

pub(super) fn resolve<'f>(index: &Index<'f>, out: &mut Vec<(&'f RelPath, Draft)>) {
    let mut by_name: BTreeMap<&str, Vec<Offer<'f>>> = BTreeMap::new();
    for (path, facts) in &index.files {
        for lookup in &facts.lookups {
            by_name.entry(&lookup.name).or_default().push((path, lookup));
        }
    }
    for (path, facts) in &index.files {
        for ask in &facts.asks {
            let Some((_, lookup)) = find(&by_name, path, ask) else { continue };
            let given = lookup.fallback.and_then(|at| ask.given.get(usize::from(at)).cloned());
            let behind = Some(ask.read.fallback.clone()).filter(|it| *it != Fallback::None);
            let draft = Draft {
                key: Arc::clone(&ask.read.key),
                range: ask.read.range,
                fallback: given.or(behind).unwrap_or_else(|| lookup.default.clone()),
                is_required: false,
                is_certain: false,
                kind: ask.read.kind.clone(),
                is_any_case: false,
            };
            out.push((path, draft));
        }
    }
}

/// What an ask goes to: of the file that its name's module is, else the only one of its name that the import can reach.
fn find<'f>(by_name: &BTreeMap<&str, Vec<Offer<'f>>>, from: &RelPath, ask: &EnvAsk) -> Option<Offer<'f>> {
    let (module, last) = ask.through.rsplit_once('.').unwrap_or(("", &ask.through));
    let of_name = pick(by_name, from, ask, module, last);
    // A method of an object that is imported: `env.list`.
    of_name.or_else(|| {
        let (outer, owner) = module.rsplit_once('.')?;
        pick(by_name, from, ask, outer, &format!("{owner}.{last}"))
    })
}

fn pick<'f>(
    by_name: &BTreeMap<&str, Vec<Offer<'f>>>,
    from: &RelPath,
    ask: &EnvAsk,
    module: &str,
    name: &str,
) -> Option<Offer<'f>> {
    let fits = |(path, lookup): &&Offer<'f>| lookup.key == ask.at && speech(path) == speech(from);
    let offers: Vec<Offer<'f>> = by_name.get(name)?.iter().filter(fits).copied().collect();
    // A method of a class stands one name deeper.
    let modules = [Some(module), module.rsplit_once('.').map(|(module, _)| module)];
    let of_module = modules.into_iter().flatten().find_map(|module| {
        let mut there = offers.iter().filter(|(path, _)| is_of(path, from, module));
        there.next().filter(|_| there.next().is_none())
    });
    // Packages hand names on: then the import names another file.
    let only = || offers.first().filter(|(path, _)| offers.len() == 1 && may_reach(path, from, module));
    of_module.or_else(only).copied()
}

#[derive(PartialEq, Eq, Clone, Copy)]
enum Speech {
    Python,
    Go,
    Ecma,
    Other,
}

fn speech(path: &RelPath) -> Speech {
    match path.extension() {
        "py" => Speech::Python,
        "go" => Speech::Go,
        "java" | "kt" => Speech::Other,
        _ => Speech::Ecma,
    }
}

/// Whether a file is the module that an import in `from` names.
fn is_of(path: &RelPath, from: &RelPath, module: &str) -> bool {
    match speech(from) {
        Speech::Python => is_module(path, from, module, SchemaKind::Python),
        Speech::Go => is_module(path, from, module, SchemaKind::GoEnv),
        Speech::Other => false,
        Speech::Ecma => {
            let stem = path.as_str().rsplit_once('.').map_or("", |(stem, _)| stem);
            let is_stem = |wanted: &str| stem == wanted || stem.strip_suffix("/index") == Some(wanted);
            let module = [".js", ".ts", ".mjs", ".cjs"].iter().find_map(|it| module.strip_suffix(it)).unwrap_or(module);
            if module.starts_with('.') {
                let wanted = from.parent().and_then(|folder| folder.join(module).ok());
                return wanted.is_some_and(|wanted| is_stem(wanted.as_str()));
            }
            // `@server/environment`: behind an alias stands the way to the file.
            let tail = module.split_once('/').map_or("", |(_, tail)| tail);
            let stem = stem.strip_suffix("/index").unwrap_or(stem);
            !tail.is_empty() && (stem == tail || stem.ends_with(&format!("/{tail}")))
        }
    }
}

/// Whether an import can lead to a file by way of another.
fn may_reach(path: &RelPath, from: &RelPath, module: &str) -> bool {
    match speech(from) {
        Speech::Python => {
            let top = module.split('.').next().unwrap_or("");
            module.starts_with('.') || path.segments().any(|folder| !top.is_empty() && folder == top)
        }
        Speech::Ecma => module.starts_with('.') || module.starts_with("@/") || module.starts_with("~/"),
        Speech::Go | Speech::Other => false,
    }
}
