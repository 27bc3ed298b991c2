//! Which class an import of Java or Kotlin means, and what a name means that a file neither declares nor imports.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    meaning::Meaning,
    places::{Place, outside, unknown},
    table::{FileNo, Name, Sole, SymbolRef, Table},
};

/// The packages of the workspace.
pub(super) struct Java {
    packages: FxHashSet<Name>,
    /// The folders with files of each.
    folders: FxHashMap<Name, Vec<u32>>,
}

/// Where the packages of the language and its library start.
const STANDARD: [&str; 9] =
    ["java.", "kotlin.", "jdk.", "sun.", "com.sun.", "org.w3c.dom.", "org.xml.sax.", "org.ietf.jgss.", "netscape."];
/// Packages of `javax` that are in the library; the others are not.
const JAVAX: [&str; 19] = [
    "accessibility",
    "annotation.processing",
    "crypto",
    "imageio",
    "lang.model",
    "management",
    "naming",
    "net",
    "print",
    "rmi.ssl",
    "script",
    "security.auth",
    "security.cert",
    "security.sasl",
    "smartcardio",
    "sound",
    "sql",
    "swing",
    "tools",
];
const JAVAX_XML: [&str; 9] =
    ["catalog", "crypto", "datatype", "namespace", "parsers", "stream", "transform", "validation", "xpath"];

impl Java {
    pub(super) fn new(table: &Table) -> Self {
        let mut folders: FxHashMap<Name, Vec<u32>> = FxHashMap::default();
        for file in table.files.iter().filter(|file| file.language.is_java_like()) {
            let known = folders.entry(file.package().unwrap_or(Name::MAX)).or_default();
            // Files come by path.
            if known.last() != Some(&file.folder) {
                known.push(file.folder);
            }
        }
        Self { packages: table.java_packages(), folders }
    }

    /// Where an import leads: a class, a package of the workspace, or out of it.
    pub(super) fn resolve(&self, table: &Table, file: FileNo, module: &str) -> Place {
        let module = module.strip_suffix(".*").unwrap_or(module);
        if let Meaning::Symbol(found) = self.class(table, file, module) {
            return Place::Symbol(found);
        }
        let is_package = |text: &str| table.name(text).is_some_and(|name| self.packages.contains(&name));
        if is_package(module) {
            let folders = table.name(module).and_then(|name| self.folders.get(&name));
            let folder = folders.and_then(|folders| nearest(table, file, folders));
            return folder.map_or_else(|| unknown("several packages of the name"), Place::Folder);
        }
        let package = package_part(module);
        if is_package(package) {
            return unknown("no such class");
        }
        outside(package, is_standard(module))
    }

    /// The class of a full name, one inside of another too.
    pub(super) fn class(&self, table: &Table, file: FileNo, full: &str) -> Meaning {
        let mut end = full.len();
        while let Some(at) = full[..end].rfind('.') {
            end = at;
            let Some(package) = table.name(&full[..at]).filter(|name| self.packages.contains(name)) else { continue };
            let mut parts = full[at + 1..].split('.');
            let first = parts.next().and_then(|name| table.java(package, table.name(name)?, file));
            let Some(Sole::One(mut found)) = first else { return Meaning::Unknown };
            for part in parts {
                // A class before a field of the name; what an object of Kotlin has may be imported, too.
                let all = || table.name(part).into_iter().flat_map(|name| table.members(found, name));
                let inner = all().find(|it| table.is_type(*it)).or_else(|| all().next());
                let Some(inner) = inner else { return Meaning::Unknown };
                found = inner;
            }
            return Meaning::Symbol(found);
        }
        Meaning::Outside
    }

    /// A name from the file's package, or from a package that it imports as a whole.
    pub(super) fn name(&self, table: &Table, file: FileNo, name: Name) -> Meaning {
        let from = table.file(file);
        let own = table.java(from.package().unwrap_or(Name::MAX), name, file);
        match own {
            Some(Sole::One(found)) => return Meaning::Symbol(found),
            Some(Sole::Several) => return Meaning::Unknown,
            None => {}
        }
        let mut found: Option<SymbolRef> = None;
        for star in &from.links.stars {
            let Some(import) = from.links.imports.get(*star as usize) else { continue };
            let module = from.text(import.module);
            let module = module.strip_suffix(".*").unwrap_or(module);
            let here = match table.name(module).filter(|package| self.packages.contains(package)) {
                Some(package) => match table.java(package, name, file) {
                    Some(Sole::Several) => return Meaning::Unknown,
                    Some(Sole::One(found)) => Some(found),
                    None => None,
                },
                None => match self.class(table, file, module) {
                    Meaning::Symbol(class) => table.members(class, name).next(),
                    _ => None,
                },
            };
            match (found, here) {
                (Some(one), Some(other)) if one != other => return Meaning::Unknown,
                (None, Some(here)) => found = Some(here),
                _ => {}
            }
        }
        found.map_or(Meaning::Outside, Meaning::Symbol)
    }
}

/// The folder that is nearest to a file.
fn nearest(table: &Table, file: FileNo, folders: &[u32]) -> Option<u32> {
    let from = table.file(file);
    let near = |folder: &&u32| {
        let path = &table.folders[**folder as usize];
        path.segments().zip(from.path.segments()).take_while(|(one, other)| one == other).count()
    };
    folders.iter().max_by_key(near).copied()
}

/// A full name without its classes: they start with capitals.
fn package_part(full: &str) -> &str {
    let mut end = 0;
    for part in full.split('.') {
        if part.starts_with(|first: char| first.is_uppercase()) {
            break;
        }
        end += part.len() + 1;
    }
    full.get(..end.saturating_sub(1)).unwrap_or(full)
}

fn is_standard(full: &str) -> bool {
    let within = |rest: &str, part: &&str| rest.strip_prefix(*part).is_some_and(|rest| rest.starts_with('.'));
    STANDARD.iter().any(|start| full.starts_with(start))
        || full.strip_prefix("javax.").is_some_and(|rest| JAVAX.iter().any(|part| within(rest, part)))
        || full.strip_prefix("javax.xml.").is_some_and(|rest| JAVAX_XML.iter().any(|part| within(rest, part)))
}
