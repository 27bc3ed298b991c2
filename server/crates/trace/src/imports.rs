//! Which file an import means, by each language's own rules, over the files of the program only.

use std::sync::Arc;

use model::RelPath;

use crate::program::{Program, Resolved};

/// A pattern and the targets that stand for it.
pub type Alias = (String, Vec<String>);

/// What `tsconfig.json` and the workspace's `package.json` files say about names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EcmaPaths {
    /// Folder of a tsconfig → pattern (`@app/*`) → targets relative to the workspace (`apps/api/src/*`), nearest first.
    pub aliases: Vec<(RelPath, Vec<Alias>)>,
    /// `baseUrl` of a tsconfig: folder of the tsconfig → folder.
    pub bases: Vec<(RelPath, RelPath)>,
    /// Package name → its folder, and the file it starts at when its manifest says so.
    pub packages: Vec<(Arc<str>, RelPath, Option<RelPath>)>,
}

fn external(name: &str) -> Resolved {
    Resolved::External(Arc::from(name))
}

/// `a.b.c`, `.b`, `..c`: relative to the file's package, else from a project's root, its `src`, or any folder above the file.
pub(crate) fn python(program: &Program<'_>, from: &RelPath, module: &str) -> Resolved {
    let dots = module.bytes().take_while(|byte| *byte == b'.').count();
    let below = module[dots..].replace('.', "/");
    if dots > 0 {
        let base = std::iter::successors(from.parent(), RelPath::parent).nth(dots - 1);
        return base.and_then(|base| python_at(program, &base, &below)).unwrap_or_else(|| external(module));
    }
    let mut roots: Vec<RelPath> = program.roots.iter().filter(|root| from.is_within(root)).cloned().collect();
    // The innermost project first.
    roots.sort_by_key(|root| std::cmp::Reverse(root.depth()));
    let with_src = roots.iter().flat_map(|root| [Some(root.clone()), root.join("src").ok()]).flatten();
    let above = std::iter::successors(from.parent(), RelPath::parent);
    // Packages of sibling projects of one workspace (uv workspaces, path dependencies) come last.
    let others = program.roots.iter().flat_map(|root| [Some(root.clone()), root.join("src").ok()]).flatten();
    with_src
        .chain(above)
        .chain(others)
        .find_map(|root| python_at(program, &root, &below))
        .unwrap_or_else(|| external(module))
}

fn python_at(program: &Program<'_>, base: &RelPath, below: &str) -> Option<Resolved> {
    let folder = base.join(below).ok()?;
    let package = folder.join("__init__.py").ok().and_then(|init| program.file(&init));
    let file = || program.file(&RelPath::new(&format!("{}.py", folder.as_str())).ok()?);
    if let Some(found) = package.or_else(file) {
        return Some(Resolved::File(found));
    }
    // An empty `below` is the package of the file itself, `.`: a folder is enough. A namespace package must hold Python.
    (!below.is_empty() || base == &folder).then_some(())?;
    program
        .has_folder(&folder)
        .then_some(Resolved::Folder(folder))
        .filter(|_| !base.join(below).is_ok_and(|path| path.is_root()))
}

/// Relative paths, aliases, packages of the workspace.
pub(crate) fn ecma(program: &Program<'_>, from: &RelPath, module: &str) -> Resolved {
    if module.starts_with('.') {
        let target = from.parent().and_then(|folder| folder.join(module).ok());
        return target.and_then(|target| ecma_file(program, &target)).unwrap_or_else(|| external(module));
    }
    let mut aliases: Vec<_> = program.ecma.aliases.iter().filter(|(folder, _)| from.is_within(folder)).collect();
    aliases.sort_by_key(|(folder, _)| std::cmp::Reverse(folder.depth()));
    for (_, patterns) in aliases {
        for (pattern, targets) in patterns {
            let Some(middle) = matched(pattern, module) else { continue };
            for target in targets {
                let found =
                    RelPath::new(&target.replacen('*', middle, 1)).ok().and_then(|path| ecma_file(program, &path));
                if let Some(found) = found {
                    return found;
                }
            }
        }
    }
    let bases = program.ecma.bases.iter().filter(|(folder, _)| from.is_within(folder));
    if let Some(found) = bases.into_iter().find_map(|(_, base)| ecma_file(program, &base.join(module).ok()?)) {
        return found;
    }
    for (name, folder, entry) in &program.ecma.packages {
        let Some(rest) = module.strip_prefix(&**name) else { continue };
        let found = match (rest, entry) {
            // What a manifest names is often built from the sources and not there.
            ("", entry) => entry.as_ref().and_then(|entry| ecma_file(program, entry)).or_else(|| {
                let starts = ["src/index", "index", "src/main"];
                starts.iter().find_map(|start| ecma_file(program, &folder.join(start).ok()?))
            }),
            (rest, _) if rest.starts_with('/') => {
                let rest = &rest[1..];
                [rest.to_owned(), format!("src/{rest}")]
                    .iter()
                    .find_map(|inner| ecma_file(program, &folder.join(inner).ok()?))
            }
            _ => None,
        };
        if let Some(found) = found {
            return found;
        }
    }
    external(module)
}

/// What stands for `*` when `module` fits `pattern`.
fn matched<'m>(pattern: &str, module: &'m str) -> Option<&'m str> {
    match pattern.split_once('*') {
        Some((before, after)) => module.strip_prefix(before)?.strip_suffix(after),
        None => (pattern == module).then_some(""),
    }
}

fn ecma_file(program: &Program<'_>, target: &RelPath) -> Option<Resolved> {
    const ENDINGS: [&str; 8] = ["", ".ts", ".tsx", ".js", ".mts", ".mjs", ".cjs", ".jsx"];
    let text = target.as_str();
    // `./x.js` in TypeScript means `x.ts`.
    let stem = [".js", ".mjs", ".cjs"].iter().find_map(|ending| text.strip_suffix(ending));
    let direct = ENDINGS.iter().map(|ending| format!("{text}{ending}"));
    let from_stem = stem.into_iter().flat_map(|stem| [".ts", ".tsx", ".mts"].map(|ending| format!("{stem}{ending}")));
    let index = ENDINGS[1..].iter().map(|ending| format!("{text}/index{ending}"));
    direct.chain(from_stem).chain(index).find_map(|path| program.file(&RelPath::new(&path).ok()?)).map(Resolved::File)
}

/// Import paths below a module of the workspace are folders in it.
pub(crate) fn go(program: &Program<'_>, module: &str) -> Resolved {
    let mut modules: Vec<_> = program.go_modules.iter().collect();
    modules.sort_by_key(|(path, _)| std::cmp::Reverse(path.len()));
    for (path, folder) in modules {
        let Some(rest) = module.strip_prefix(&**path) else { continue };
        if !rest.is_empty() && !rest.starts_with('/') {
            continue;
        }
        if let Ok(package) = folder.join(rest.trim_start_matches('/')).map_err(drop)
            && program.has_folder(&package)
        {
            return Resolved::Folder(package);
        }
    }
    external(module)
}

/// A package or class name.
pub(crate) fn java(program: &Program<'_>, module: &str) -> Resolved {
    program.java_class(module).map_or_else(|| external(module), Resolved::File)
}
