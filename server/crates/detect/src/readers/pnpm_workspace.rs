use std::sync::Arc;

use model::{
    DependencyGroup, PackageTool, Runtime,
    facts::{DeclaredDependency, FileFacts, Manifest, ManifestKind},
};

use super::{HAND_WRITTEN_LIMIT, Reader, yaml};

/// `pnpm-workspace.yaml`: the members, and the versions of its catalogs.
pub(super) const READER: Reader = Reader {
    id: "pnpm-workspace",
    claims: |path| path.file_name() == "pnpm-workspace.yaml",
    limit_bytes: HAND_WRITTEN_LIMIT,
    read: |_, text| Some(read(text)),
};

fn read(text: &str) -> FileFacts {
    let documents = yaml::parse(text);
    if let Some(problem) = documents.error {
        return FileFacts::Broken(vec![problem]);
    }
    let mut manifest = Manifest::new(ManifestKind::PnpmWorkspace, Runtime::Node);
    manifest.tool = Some(PackageTool::Pnpm);
    manifest.is_package = false;
    if let Some(root) = documents.roots.first() {
        let members = root.get("packages").map(yaml::Node::items).unwrap_or_default();
        manifest.members = members.iter().filter_map(|member| member.text()).map(Arc::from).collect();
        let named = root.get("catalogs").map(yaml::Node::entries).unwrap_or_default();
        let catalogs = root.get("catalog").into_iter().chain(named.into_iter().map(|(_, catalog)| catalog));
        manifest.managed =
            catalogs.flat_map(yaml::Node::entries).filter_map(|(name, version)| entry(name, version)).collect();
    }
    FileFacts::Manifest(manifest)
}

fn entry(name: &yaml::Node, version: &yaml::Node) -> Option<DeclaredDependency> {
    Some(DeclaredDependency {
        name: Arc::from(name.text()?),
        constraint: Arc::from(version.text()?),
        group: DependencyGroup::Main,
        range: name.range,
        is_optional: false,
        is_local: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_members_and_catalogs() {
        let FileFacts::Manifest(manifest) = read(
            "packages:\n  - 'apps/*'\n  - '!apps/old'\ncatalog:\n  react: ^18\ncatalogs:\n  next:\n    react: ^19\n",
        ) else {
            panic!("not a manifest")
        };
        assert_eq!(manifest.members, [Arc::from("apps/*"), Arc::from("!apps/old")]);
        let shown: Vec<_> = manifest.managed.iter().map(|it| (&*it.name, &*it.constraint)).collect();
        assert_eq!(shown, [("react", "^18"), ("react", "^19")]);
    }

    #[test]
    fn broken_yaml_is_broken_and_other_shapes_are_empty() {
        assert!(matches!(read("packages: ["), FileFacts::Broken(_)));
        assert!(matches!(read("- a\n"), FileFacts::Manifest(manifest) if manifest.members.is_empty()));
    }
}
