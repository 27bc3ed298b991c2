use std::sync::Arc;

use jsonc_parser::ast::{ObjectProp, Value};
use model::{
    DependencyGroup, PackageTool, RelPath, Runtime,
    facts::{DeclaredDependency, FileFacts, Manifest, ManifestKind},
};

use super::{HAND_WRITTEN_LIMIT, Reader};
use crate::{commands, json, source::Source, versions};

/// `package.json`.
pub(super) const READER: Reader = Reader {
    id: "package-json",
    claims: |path| path.file_name() == "package.json",
    limit_bytes: HAND_WRITTEN_LIMIT,
    read,
};

const TABLES: [(&str, DependencyGroup, bool); 4] = [
    ("dependencies", DependencyGroup::Main, false),
    ("optionalDependencies", DependencyGroup::Main, true),
    ("peerDependencies", DependencyGroup::Main, true),
    ("devDependencies", DependencyGroup::Dev, false),
];

fn read(_: &RelPath, text: &str) -> Option<FileFacts> {
    let source = Source::new(text);
    let (root, problem) = match json::strict(&source) {
        Ok(parsed) => parsed,
        Err(problem) => return Some(FileFacts::Broken(vec![problem])),
    };
    if root.as_object().is_none() {
        return Some(source.broken(0..0, "package.json must be a JSON object"));
    }
    let mut manifest = Manifest::new(ManifestKind::PackageJson, Runtime::Node);
    manifest.problems.extend(problem);
    manifest.name = json::string_at(&root, "name").filter(|name| !name.is_empty());
    manifest.version = json::string_at(&root, "version");
    manifest.tool = json::string_at(&root, "packageManager").and_then(|text| tool(&text));
    manifest.dependencies = dependencies(&source, &root);
    manifest.members = members(&root);
    for (key, engine) in [("engines", "node"), ("volta", "node")] {
        let claim = json::get(&root, key).and_then(|engines| json::get(engines, engine));
        if let Some((value, text)) = claim.and_then(|value| Some((value, json::string(value)?))) {
            manifest.runtime_claims.push((text, json::range(&source, value)));
        }
    }
    manifest.scripts = json::get(&root, "scripts")
        .into_iter()
        .flat_map(json::properties)
        .filter_map(|script| {
            let line = script.value.as_string_lit()?;
            Some(commands::named(script.name.as_str(), &line.value, json::name_range(&source, script)))
        })
        .collect();
    // `{ "type": "commonjs" }` only tells Node how to load the files beside it.
    manifest.is_package =
        ["name", "scripts", "dependencies", "devDependencies", "workspaces", "main", "bin", "exports"]
            .iter()
            .any(|key| json::get(&root, key).is_some());
    manifest.has_entry = ["main", "bin", "exports", "module"].iter().any(|key| json::get(&root, key).is_some());
    manifest.entry = entry(&root);
    Some(FileFacts::Manifest(manifest))
}

/// What `exports` says of the package itself, else `module` or `main`.
fn entry(root: &Value<'_>) -> Option<Arc<str>> {
    let mut exports = json::get(root, "exports");
    exports = exports.and_then(|found| json::get(found, ".")).or(exports);
    // Conditions may be nested.
    for _ in 0..4 {
        let conditions = ["source", "types", "import", "default", "require", "node"];
        let Some(found) = exports else { break };
        exports = conditions.iter().find_map(|condition| json::get(found, condition)).or(exports);
    }
    let written = exports.and_then(json::string);
    written.or_else(|| ["module", "main"].iter().find_map(|key| json::string_at(root, key)))
}

/// `pnpm@9.1.0+sha512…`.
fn tool(text: &str) -> Option<PackageTool> {
    match text.split('@').next()? {
        "npm" => Some(PackageTool::Npm),
        "pnpm" => Some(PackageTool::Pnpm),
        "yarn" => Some(PackageTool::Yarn),
        "bun" => Some(PackageTool::Bun),
        _ => None,
    }
}

fn dependencies(source: &Source<'_>, root: &Value<'_>) -> Vec<DeclaredDependency> {
    let mut found: Vec<(usize, DeclaredDependency)> = Vec::new();
    for (table, group, is_optional) in TABLES {
        for property in json::get(root, table).into_iter().flat_map(json::properties) {
            let Some(constraint) = json::string(&property.value) else { continue };
            // A peer is often a dev dependency too: the entry that must be installed counts.
            let is_double = found.iter().any(|(_, known)| &*known.name == property.name.as_str());
            if is_double && is_optional {
                continue;
            }
            found.retain(|(_, known)| !(known.is_optional && &*known.name == property.name.as_str()));
            found.push((property.range.start, declared(source, property, &constraint, group, is_optional)));
        }
    }
    found.sort_by_key(|(start, _)| *start);
    found.into_iter().map(|(_, dependency)| dependency).collect()
}

fn declared(
    source: &Source<'_>,
    property: &ObjectProp<'_>,
    constraint: &str,
    group: DependencyGroup,
    is_optional: bool,
) -> DeclaredDependency {
    let is_local =
        ["file:", "link:", "portal:", "workspace:", "./", "../"].iter().any(|start| constraint.starts_with(start));
    DeclaredDependency {
        name: Arc::from(property.name.as_str()),
        constraint: versions::without_credentials(constraint),
        group,
        range: json::name_range(source, property),
        is_optional,
        is_local,
    }
}

/// `["packages/*"]` or `{ "packages": ["packages/*"] }`.
fn members(root: &Value<'_>) -> Vec<Arc<str>> {
    let workspaces = json::get(root, "workspaces");
    let list = workspaces.and_then(|value| json::get(value, "packages")).or(workspaces);
    list.into_iter().flat_map(json::elements).filter_map(json::string).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{CommandRole, Range};

    fn manifest(text: &str) -> Manifest {
        match read(&RelPath::root(), text) {
            Some(FileFacts::Manifest(manifest)) => manifest,
            other => panic!("not a manifest: {other:?}"),
        }
    }

    #[test]
    fn reads_name_tool_engines_scripts_and_all_kinds_of_dependencies() {
        let manifest = manifest(
            r#"{
  "name": "@acme/api", "version": "1.2.0", "packageManager": "pnpm@9.1.0+sha512.ab",
  "engines": { "node": ">=20" },
  "scripts": { "start:dev": "nest start --watch", "build": "nest build" },
  "dependencies": { "@nestjs/core": "^10.0.0", "shared": "workspace:*", "own": "git+https://u:t@host/x.git" },
  "peerDependencies": { "react": "18", "jest": "29" },
  "devDependencies": { "jest": "^29.5.0" },
  "workspaces": { "packages": ["packages/*"] }
}"#,
        );
        assert_eq!((manifest.name.as_deref(), manifest.tool), (Some("@acme/api"), Some(PackageTool::Pnpm)));
        assert_eq!(manifest.runtime_claims, [(Arc::from(">=20"), Range::on_line(2, 24, 28))]);
        assert_eq!(manifest.scripts[0].role, Some(CommandRole::Dev));
        assert_eq!(manifest.members, [Arc::from("packages/*")]);
        let shown: Vec<_> = manifest
            .dependencies
            .iter()
            .map(|dependency| (&*dependency.name, &*dependency.constraint, dependency.is_optional, dependency.is_local))
            .collect();
        assert_eq!(
            shown,
            [
                ("@nestjs/core", "^10.0.0", false, false),
                ("shared", "workspace:*", false, true),
                ("own", "git+https://host/x.git", false, false),
                ("react", "18", true, false),
                ("jest", "^29.5.0", false, false),
            ]
        );
        assert_eq!(manifest.dependencies[0].range, Range::on_line(4, 21, 33));
    }

    #[test]
    fn a_file_that_only_sets_the_module_type_is_no_package() {
        assert!(!manifest(r#"{ "type": "commonjs" }"#).is_package);
    }

    #[test]
    fn half_typed_json_keeps_what_can_be_read_or_is_broken() {
        let with_comma = manifest("{ \"name\": \"x\", }");
        assert_eq!((with_comma.name.as_deref(), with_comma.problems.len()), (Some("x"), 1));
        assert!(
            matches!(read(&RelPath::root(), "{ \"name\": "), Some(FileFacts::Broken(problems)) if problems.len() == 1)
        );
        assert!(matches!(read(&RelPath::root(), "[]"), Some(FileFacts::Broken(_))));
        assert!(matches!(read(&RelPath::root(), ""), Some(FileFacts::Broken(_))));
    }
}
