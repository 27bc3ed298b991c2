//! Which file an import of TypeScript or JavaScript means. Resolved by `oxc_resolver` as the TypeScript compiler and Node do
//! it: the nearest `tsconfig.json` that owns a file, with what it builds on and refers to; `exports` and `imports` of
//! packages; packages of the same workspace as its tool links them.

mod disk;
mod links;
mod sources;

use std::{path::Path, sync::Arc};

use model::RelPath;
use oxc_resolver::{ResolveError, ResolveOptions, ResolverGeneric, TsconfigDiscovery};

use self::{
    disk::{Disk, ROOT, real},
    links::Links,
    sources::Sources,
};
use super::{
    Texts,
    places::{Place, folder_of, outside, unknown},
    table::{File, Table},
};

pub(super) struct Ecma {
    disk: Arc<Disk>,
    resolver: ResolverGeneric<disk::Shared>,
    /// For files of which no configuration can be read.
    plain: ResolverGeneric<disk::Shared>,
    sources: Sources,
}

impl Ecma {
    pub(super) fn new(table: &Table, texts: &Texts) -> Self {
        let links = Links::new(texts);
        let disk = Arc::new(Disk::new(table, texts, links));
        let with = |tsconfig| ResolverGeneric::new_with_file_system(disk::Shared(Arc::clone(&disk)), options(tsconfig));
        Self { resolver: with(Some(TsconfigDiscovery::Auto)), plain: with(None), sources: Sources::new(texts), disk }
    }

    /// What `module`, imported by a file, means.
    pub(super) fn resolve(&self, table: &Table, from: &File, module: &str) -> Place {
        let path = format!("{ROOT}/{}", from.path);
        let found = match self.resolver.resolve_file(&path, module) {
            Ok(found) => Ok(found.path().to_path_buf()),
            Err(error) if is_builtin(&error) => return standard(module),
            Err(error) => self.otherwise(from, module, error),
        };
        match found {
            Ok(found) => self.place(table, &found).unwrap_or_else(|| unknown("no such file")),
            Err(_) => self.missing(table, from, module),
        }
    }

    /// A file that no configuration takes in is read with the nearest one, as editors and test runners are set up to do.
    fn otherwise(&self, from: &File, module: &str, error: ResolveError) -> Result<std::path::PathBuf, ResolveError> {
        let folder = format!("{ROOT}/{}", folder_of(from));
        let is_relative = module.starts_with('.');
        let above = std::iter::successors(from.path.parent(), RelPath::parent);
        let configs = above.filter_map(|folder| folder.join("tsconfig.json").ok());
        let nearest = configs.into_iter().find(|path| self.disk.has_config(path)).filter(|_| !is_relative);
        if let Some(nearest) = nearest
            && let Ok(config) = self.resolver.resolve_tsconfig(Path::new(&format!("{ROOT}/{nearest}")))
        {
            let mut context = oxc_resolver::ResolveContext::default();
            let found = self.resolver.resolve_with_context(&folder, module, Some(&config), &mut context);
            return found.map(|found| found.path().to_path_buf());
        }
        match error {
            ResolveError::NotFound(_) => Err(error),
            _ => self.plain.resolve(&folder, module).map(|found| found.path().to_path_buf()),
        }
    }

    fn place(&self, table: &Table, found: &Path) -> Option<Place> {
        let path = self.disk.followed(&real(found)?)?;
        Some(match table.at(&path) {
            Some(file) => Place::File(file),
            None => Place::Other(path),
        })
    }

    /// What is not there may be built from a source that is; else it is from outside, or nothing.
    fn missing(&self, table: &Table, from: &File, module: &str) -> Place {
        if module.starts_with('.') || module.starts_with('/') {
            return unknown("no such file");
        }
        let (name, below) = package_of(module);
        if let Some(folder) = self.disk.link(&folder_of(from), name) {
            let source = self.sources.of(table, folder, below);
            return source.map_or_else(|| unknown("no source of what the package exports"), Place::File);
        }
        // `@/x` and `#x` are no names of packages.
        if name.starts_with("@/") || name.starts_with(['#', '~']) || name.is_empty() {
            return unknown("no such file");
        }
        outside(name, false)
    }
}

/// Splits `@scope/name/inner` into the package's name and what is meant inside of it.
fn package_of(module: &str) -> (&str, &str) {
    let segments = if module.starts_with('@') { 2 } else { 1 };
    let end = module.match_indices('/').nth(segments - 1).map_or(module.len(), |(at, _)| at);
    (&module[..end], module[end..].trim_start_matches('/'))
}

fn standard(module: &str) -> Place {
    outside(module.strip_prefix("node:").unwrap_or(module), true)
}

fn is_builtin(error: &ResolveError) -> bool {
    matches!(error, ResolveError::Builtin { .. })
}

fn options(tsconfig: Option<TsconfigDiscovery>) -> ResolveOptions {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let alias = |from: &str, to: &[&str]| (from.to_owned(), texts(to));
    ResolveOptions {
        cwd: Some(ROOT.into()),
        tsconfig,
        condition_names: texts(&["types", "import", "require", "node", "default"]),
        main_fields: texts(&["types", "typings", "main", "module"]),
        extensions: texts(&[".ts", ".tsx", ".d.ts", ".js", ".jsx", ".json", ".node"]),
        extension_alias: vec![
            alias(".js", &[".ts", ".tsx", ".d.ts", ".js", ".jsx"]),
            alias(".jsx", &[".tsx", ".d.ts", ".jsx"]),
            alias(".mjs", &[".mts", ".d.mts", ".mjs"]),
            alias(".cjs", &[".cts", ".d.cts", ".cjs"]),
        ],
        // Links are followed by the disk: it knows only those of the workspace.
        symlinks: false,
        node_path: false,
        builtin_modules: true,
        ..ResolveOptions::default()
    }
}

#[cfg(test)]
mod tests {
    use super::package_of;

    #[test]
    fn names_of_packages_end_at_the_first_inner_slash() {
        assert_eq!(package_of("@a/b/c/d"), ("@a/b", "c/d"));
        assert_eq!(package_of("a"), ("a", ""));
        assert_eq!(package_of("a/b"), ("a", "b"));
        assert_eq!(package_of("@a"), ("@a", ""));
    }
}
