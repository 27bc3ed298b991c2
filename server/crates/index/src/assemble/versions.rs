//! Which runtime version a project wants, and who says so.

use std::sync::Arc;

use model::{
    Place, RelPath, Runtime, VersionClaim, VersionText,
    facts::{Dockerfile, FileFacts},
};

use super::{dependencies, roots::Root, view::View};

/// Every claim, the strongest first: pins of the folder and those above it, the manifest, the base image, the workspace's
/// toolchain.
pub(super) fn claims<'f>(
    view: &View<'f>,
    root: &Root<'f>,
    dockerfiles: &[(&'f RelPath, &'f Dockerfile)],
) -> Vec<VersionClaim> {
    let mut found: Vec<VersionClaim> = Vec::new();
    let mut add = |value: &VersionText, file: &RelPath, range| {
        found.push(VersionClaim { value: Arc::clone(value), place: Place::new(file.clone(), range) });
    };
    for folder in std::iter::successors(Some(root.folder.clone()), RelPath::parent) {
        for (path, facts) in view.in_folder(folder.as_str()) {
            let FileFacts::RuntimePin(pin) = facts else { continue };
            for (_, value, range) in pin.pins.iter().filter(|(runtime, ..)| *runtime == root.runtime) {
                add(value, path, *range);
            }
        }
    }
    for (path, manifest) in &root.manifests {
        manifest.runtime_claims.iter().for_each(|(value, range)| add(value, path, *range));
    }
    if root.runtime == Runtime::Java {
        for (path, manifest) in dependencies::parents(view, &root.folder) {
            manifest.runtime_claims.iter().for_each(|(value, range)| add(value, path, *range));
        }
    }
    for (path, dockerfile) in dockerfiles {
        // The last stage is the one that runs; earlier ones only build.
        let based =
            dockerfile.stages.iter().rev().find_map(|stage| {
                Some((base_version(root.runtime, &stage.image, stage.tag.as_deref()?)?, stage.range))
            });
        if let Some((value, range)) = based {
            add(&value, path, range);
        }
    }
    for folder in std::iter::successors(Some(root.folder.clone()), RelPath::parent) {
        for store in [".rapidkit", ".workspai"] {
            let Ok(store) = folder.join(store) else { continue };
            for (path, facts) in view.in_folder(store.as_str()) {
                let FileFacts::WorkspaceContract(contract) = facts else { continue };
                for claim in contract.claims.iter().filter(|claim| claim.runtime == root.runtime) {
                    add(&claim.version, path, claim.range);
                }
            }
        }
    }
    found
}

/// The claim that counts: the strongest that names a version, else the strongest that names a range.
pub(super) fn best(claims: &[VersionClaim]) -> Option<VersionClaim> {
    claims.iter().find(|claim| model::major_minor(&claim.value).is_some()).or(claims.first()).cloned()
}

/// The runtime version of a base image: `python:3.11-slim`, `maven:3.9-eclipse-temurin-21`, `uv:python3.12-bookworm`.
fn base_version(runtime: Runtime, image: &str, tag: &str) -> Option<VersionText> {
    let name = image.rsplit('/').next().unwrap_or(image);
    let (names, marks): (&[&str], &[&str]) = match runtime {
        Runtime::Python => (&["python"], &["python"]),
        Runtime::Node => (&["node"], &["node"]),
        Runtime::Go => (&["golang", "go-toolset"], &["golang", "go"]),
        Runtime::Java => (
            &["openjdk", "eclipse-temurin", "amazoncorretto", "ibm-semeru-runtimes", "sapmachine", "java"],
            &["temurin-", "openjdk-", "corretto-", "jdk-", "jdk", "jre-", "java", "liberica-"],
        ),
    };
    let digits = |text: &str| {
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let version = text[..end].trim_end_matches('.');
        (!version.is_empty()).then(|| Arc::from(version))
    };
    if names.contains(&name) {
        return digits(tag);
    }
    marks.iter().find_map(|mark| digits(&tag[tag.find(mark)? + mark.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_tell_their_runtime() {
        let version = |runtime, image, tag| base_version(runtime, image, tag).map(|it| it.to_string());
        assert_eq!(version(Runtime::Python, "docker.io/library/python", "3.11.4-slim").as_deref(), Some("3.11.4"));
        assert_eq!(version(Runtime::Java, "maven", "3.9-eclipse-temurin-21-alpine").as_deref(), Some("21"));
        assert_eq!(version(Runtime::Java, "gradle", "8.5-jdk17").as_deref(), Some("17"));
        assert_eq!(version(Runtime::Python, "ghcr.io/astral-sh/uv", "python3.12-bookworm").as_deref(), Some("3.12"));
        assert_eq!(version(Runtime::Node, "node", "lts-alpine"), None);
        assert_eq!(version(Runtime::Node, "postgres", "16"), None);
    }
}
