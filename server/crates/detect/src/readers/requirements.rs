use std::sync::Arc;

use model::{
    DependencyGroup, PackageTool, RelPath, Runtime,
    facts::{DeclaredDependency, FileFacts, Manifest, ManifestKind},
};

use super::{HAND_WRITTEN_LIMIT, Reader};
use crate::{pep508, source::Source, versions};

/// `requirements.txt` and its variants, also below a folder `requirements`.
pub(super) const READER: Reader =
    Reader { id: "requirements", claims: is_requirements, limit_bytes: HAND_WRITTEN_LIMIT, read };

fn is_requirements(path: &RelPath) -> bool {
    let Some(stem) = path.file_name().strip_suffix(".txt").or_else(|| path.file_name().strip_suffix(".in")) else {
        return false;
    };
    let is_named = stem.split(['-', '_', '.']).any(|part| part == "requirements");
    is_named || path.parent().is_some_and(|folder| folder.file_name() == "requirements")
}

/// Requirements of a file of any name.
pub(super) fn read(path: &RelPath, text: &str) -> Option<FileFacts> {
    let source = Source::new(text);
    let mut manifest = Manifest::new(ManifestKind::Requirements, Runtime::Python);
    manifest.tool = Some(PackageTool::Pip);
    let group = group(path);
    let mut is_continued = false;
    for line in source.lines() {
        let continues = line.trim_end().ends_with('\\');
        // Hashes and options on the lines behind a backslash belong to the requirement before.
        if !is_continued {
            read_line(&source, without_comment(line), group, &mut manifest);
        }
        is_continued = continues;
    }
    Some(FileFacts::Manifest(manifest))
}

/// `requirements-dev.txt`, `requirements/test.txt`.
fn group(path: &RelPath) -> DependencyGroup {
    let is_dev = path.file_name().split(['-', '_', '.']).any(|part| {
        matches!(
            part,
            "dev" | "develop" | "development" | "test" | "tests" | "testing" | "lint" | "docs" | "ci" | "local"
        )
    });
    if is_dev { DependencyGroup::Dev } else { DependencyGroup::Main }
}

fn without_comment(line: &str) -> &str {
    let end = if line.trim_start().starts_with('#') { Some(0) } else { line.find(" #").or_else(|| line.find("\t#")) };
    line[..end.unwrap_or(line.len())].trim().trim_end_matches('\\').trim_end()
}

fn read_line(source: &Source<'_>, line: &str, group: DependencyGroup, manifest: &mut Manifest) {
    if line.is_empty() {
        return;
    }
    let option = |names: &[&str]| {
        names.iter().find_map(|name| {
            let rest = line.strip_prefix(name)?;
            rest.starts_with([' ', '=', '\t']).then(|| rest.trim_start_matches(['=', ' ', '\t']))
        })
    };
    // `-rbase.txt` is one as well.
    let short = |name: &str| {
        line.strip_prefix(name).filter(|rest| !rest.is_empty()).map(|rest| rest.trim_start_matches([' ', '\t']))
    };
    if let Some(file) = option(&["--requirement"]).or_else(|| short("-r")) {
        manifest.includes.push((Arc::from(file), source.range_of(file)));
    } else if let Some(file) = option(&["--constraint"]).or_else(|| short("-c")) {
        manifest.constraints.push((Arc::from(file), source.range_of(file)));
    } else if let Some(target) = option(&["-e", "--editable"]) {
        manifest.dependencies.extend(by_address(source, target, group));
    } else if line.starts_with('-') {
        // Index and other options say nothing about dependencies.
    } else if let Some(dependency) = requirement(source, line, group) {
        manifest.dependencies.push(dependency);
    } else if let Some(dependency) = by_address(source, line, group) {
        manifest.dependencies.push(dependency);
    } else {
        let start = source.range_of(line);
        manifest.problems.push(model::facts::Problem {
            range: start,
            message: format!("`{}` is no requirement", versions::without_credentials(line)),
        });
    }
}

fn requirement(source: &Source<'_>, line: &str, group: DependencyGroup) -> Option<DeclaredDependency> {
    let end = line.find(" --").unwrap_or(line.len());
    let requirement = pep508::parse(&line[..end])?;
    Some(DeclaredDependency {
        name: Arc::from(requirement.name),
        constraint: versions::without_credentials(&requirement.constraint),
        group,
        range: source.range_of(requirement.name),
        is_optional: requirement.has_marker,
        is_local: requirement.is_local,
    })
}

/// `git+https://host/x.git@v1#egg=x`, `./libs/x`.
fn by_address(source: &Source<'_>, target: &str, group: DependencyGroup) -> Option<DeclaredDependency> {
    let is_url = target.contains("://");
    if !is_url && !target.starts_with(['.', '/']) {
        return None;
    }
    let (address, fragment) = target.split_once('#').unwrap_or((target, ""));
    let egg = fragment.split('&').find_map(|part| part.strip_prefix("egg="));
    let last = address.trim_end_matches('/').rsplit('/').next().unwrap_or(address);
    let name = egg.unwrap_or_else(|| last.split('@').next().unwrap_or(last).trim_end_matches(".git"));
    let name = name.split('[').next().unwrap_or(name);
    Some(DeclaredDependency {
        name: Arc::from(name),
        constraint: versions::without_credentials(address),
        group,
        range: source.range_of(target),
        is_optional: false,
        is_local: !is_url || target.starts_with("file:"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Range;

    fn manifest(path: &str, text: &str) -> Manifest {
        let path = RelPath::new(path).expect("a path");
        assert!((READER.claims)(&path), "{path}");
        match read(&path, text) {
            Some(FileFacts::Manifest(manifest)) => manifest,
            other => panic!("not a manifest: {other:?}"),
        }
    }

    #[test]
    fn reads_requirements_includes_hashes_and_addresses() {
        let text = "# tools\n-r base.txt\n--index-url https://u:p@h/simple\nfastapi[all] >= 0.110 ; python_version > '3.8' # web\n\
                    idna==3.7 \\\n    --hash=sha256:aa\n-e ./libs/own\ngit+https://tok@h/o/x.git@v1#egg=x_y\n";
        let manifest = manifest("api/requirements.txt", text);
        let shown: Vec<_> = manifest
            .dependencies
            .iter()
            .map(|it| (&*it.name, &*it.constraint, it.is_optional, it.is_local, it.range.start.line))
            .collect();
        assert_eq!(
            shown,
            [
                ("fastapi", ">=0.110", true, false, 3),
                ("idna", "==3.7", false, false, 4),
                ("own", "./libs/own", false, true, 6),
                ("x_y", "git+https://h/o/x.git@v1", false, false, 7),
            ]
        );
        assert_eq!(manifest.includes, [(Arc::from("base.txt"), Range::on_line(1, 3, 11))]);
        assert!(manifest.problems.is_empty());
    }

    #[test]
    fn the_file_name_tells_the_group() {
        assert_eq!(manifest("requirements-dev.txt", "x").dependencies[0].group, DependencyGroup::Dev);
        assert_eq!(manifest("requirements/test.txt", "x").dependencies[0].group, DependencyGroup::Dev);
        assert_eq!(manifest("requirements/base.txt", "x").dependencies[0].group, DependencyGroup::Main);
        assert!(!is_requirements(&RelPath::new("docs/notes.txt").expect("a path")));
    }

    #[test]
    fn nonsense_is_a_problem() {
        let manifest = manifest("requirements.txt", "fastapi\n<<<<<<< HEAD\n\u{0}\n");
        assert_eq!((manifest.dependencies.len(), manifest.problems.len()), (1, 2));
    }
}
