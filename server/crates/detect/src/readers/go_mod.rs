use std::sync::Arc;

use model::{
    DependencyGroup, PackageTool, RelPath, Runtime,
    facts::{DeclaredDependency, FileFacts, Manifest, ManifestKind},
};

use super::{HAND_WRITTEN_LIMIT, Reader};
use crate::source::Source;

/// `go.mod` and `go.work`: they share their syntax.
pub(super) const READER: Reader = Reader {
    id: "go-mod",
    claims: |path| matches!(path.file_name(), "go.mod" | "go.work"),
    limit_bytes: HAND_WRITTEN_LIMIT,
    read,
};

fn read(path: &RelPath, text: &str) -> Option<FileFacts> {
    let source = Source::new(text);
    let is_work = path.file_name() == "go.work";
    let kind = if is_work { ManifestKind::GoWork } else { ManifestKind::GoMod };
    let mut manifest = Manifest::new(kind, Runtime::Go);
    manifest.tool = Some(PackageTool::GoModules);
    manifest.is_package = !is_work;
    let mut replaced = Vec::new();
    let mut block: Option<&str> = None;
    for line in source.lines() {
        let (code, comment) = line.split_once("//").unwrap_or((line, ""));
        let code = code.trim();
        match (block, code) {
            (_, "") => {}
            (Some(_), ")") => block = None,
            (Some(verb), _) => directive(&source, verb, code, comment, &mut manifest, &mut replaced),
            (None, _) => {
                let (verb, rest) = code.split_once([' ', '\t']).unwrap_or((code, ""));
                match rest.trim() {
                    "(" => block = Some(verb),
                    rest => directive(&source, verb, rest, comment, &mut manifest, &mut replaced),
                }
            }
        }
    }
    for dependency in &mut manifest.dependencies {
        dependency.is_local = replaced.contains(&&*dependency.name);
    }
    if !is_work && manifest.name.is_none() {
        manifest.problems.push(source.problem(0..0, "go.mod has no `module` line"));
    }
    Some(FileFacts::Manifest(manifest))
}

fn directive<'t>(
    source: &Source<'t>,
    verb: &str,
    rest: &'t str,
    comment: &str,
    manifest: &mut Manifest,
    replaced: &mut Vec<&'t str>,
) {
    let mut words = rest.split_whitespace().map(|word| word.trim_matches(['"', '`']));
    let Some(first) = words.next() else { return };
    match verb {
        "module" => manifest.name = Some(Arc::from(first)),
        "go" | "toolchain" if first != "default" => {
            manifest.runtime_claims.push((Arc::from(first), source.range_of(first)));
        }
        "require" => {
            let Some(version) = words.next() else {
                let message = format!("`{first}` is required without a version");
                manifest.problems.push(model::facts::Problem { range: source.range_of(first), message });
                return;
            };
            manifest.dependencies.push(DeclaredDependency {
                name: Arc::from(first),
                constraint: Arc::from(version),
                group: DependencyGroup::Main,
                range: source.range_of(first),
                is_optional: comment.trim_start().starts_with("indirect"),
                is_local: false,
            });
        }
        "replace" => {
            let target = rest.split_once("=>").map(|(_, target)| target.trim().trim_matches(['"', '`']));
            if target.is_some_and(|target| target.starts_with(['.', '/'])) {
                replaced.push(first);
            }
        }
        "use" => manifest.members.push(Arc::from(first)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Range;

    fn manifest(path: &str, text: &str) -> Manifest {
        match read(&RelPath::new(path).expect("a path"), text) {
            Some(FileFacts::Manifest(manifest)) => manifest,
            other => panic!("not a manifest: {other:?}"),
        }
    }

    #[test]
    fn reads_blocks_and_single_lines() {
        let manifest = manifest(
            "go.mod",
            "module github.com/acme/orders // the name\r\n\r\ngo 1.22.3\r\ntoolchain go1.23.1\r\n\r\nrequire (\r\n\
             \tgithub.com/gin-gonic/gin v1.10.0\r\n\tgolang.org/x/net v0.25.0 // indirect\r\n)\r\n\
             require \"acme/shared\" v0.0.0\r\nreplace acme/shared => ../shared\r\n",
        );
        assert_eq!(manifest.name.as_deref(), Some("github.com/acme/orders"));
        assert_eq!(manifest.runtime_claims[0], (Arc::from("1.22.3"), Range::on_line(2, 3, 9)));
        assert_eq!(&*manifest.runtime_claims[1].0, "go1.23.1");
        let shown: Vec<_> =
            manifest.dependencies.iter().map(|it| (&*it.name, &*it.constraint, it.is_optional, it.is_local)).collect();
        assert_eq!(
            shown,
            [
                ("github.com/gin-gonic/gin", "v1.10.0", false, false),
                ("golang.org/x/net", "v0.25.0", true, false),
                ("acme/shared", "v0.0.0", false, true),
            ]
        );
        assert_eq!(manifest.dependencies[0].range, Range::on_line(6, 1, 25));
    }

    #[test]
    fn a_work_file_names_its_members_and_is_no_package() {
        let manifest = manifest("go.work", "go 1.22\nuse (\n\t./api\n\t./worker\n)\n");
        assert!(!manifest.is_package);
        assert_eq!(manifest.members, [Arc::from("./api"), Arc::from("./worker")]);
    }

    #[test]
    fn what_is_missing_is_a_problem() {
        let manifest = manifest("go.mod", "require github.com/x/y\n)\n(");
        assert_eq!((manifest.dependencies.len(), manifest.problems.len()), (0, 2));
    }
}
