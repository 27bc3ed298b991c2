//! Workspaces of package tools: which folders a manifest takes in.

use model::{
    RelPath,
    facts::{FileFacts, Manifest},
};

use super::view::View;

/// Whether the folder `below` (relative to the manifest) is one of its members. Patterns are globs as npm, pnpm, yarn and
/// uv write them (`packages/*`, `apps/**`, `!apps/old`), or plain folders as Maven, Gradle and Go do.
pub(crate) fn is_member(manifest: &Manifest, below: &str) -> bool {
    let mut is_in = false;
    for pattern in &manifest.members {
        let (pattern, takes) = pattern.strip_prefix('!').map_or((&**pattern, true), |pattern| (pattern, false));
        let pattern = pattern.trim_start_matches("./").trim_end_matches('/');
        if glob(pattern, below) {
            is_in = takes;
        }
    }
    is_in
}

/// The nearest folder above `folder` with a manifest that takes `folder` in and that satisfies `wanted`.
pub(super) fn root_of(view: &View<'_>, folder: &RelPath, wanted: impl Fn(&Manifest) -> bool) -> Option<RelPath> {
    std::iter::successors(folder.parent(), RelPath::parent).find(|above| {
        let below = folder.below(above).unwrap_or("");
        view.in_folder(above.as_str()).iter().any(|(_, facts)| {
            matches!(facts, FileFacts::Manifest(manifest) if wanted(manifest) && is_member(manifest, below))
        })
    })
}

/// `*` stands for any part of a segment, `**` for any number of segments.
fn glob(pattern: &str, path: &str) -> bool {
    match pattern.split_once('/') {
        Some(("**", rest)) => glob(rest, path) || path.split_once('/').is_some_and(|(_, deeper)| glob(pattern, deeper)),
        Some((first, rest)) => {
            path.split_once('/').is_some_and(|(segment, deeper)| matches(first, segment) && glob(rest, deeper))
        }
        None if pattern == "**" => !path.is_empty(),
        None => !path.contains('/') && !path.is_empty() && matches(pattern, path),
    }
}

fn matches(pattern: &str, segment: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| segment.strip_prefix(first)) else { return false };
    if !pattern.contains('*') {
        return rest.is_empty();
    }
    let mut parts = parts.peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Runtime, facts::ManifestKind};

    fn takes(members: &[&str], below: &str) -> bool {
        let members = members.iter().map(|member| (*member).into()).collect();
        is_member(&Manifest { members, ..Manifest::new(ManifestKind::PackageJson, Runtime::Node) }, below)
    }

    #[test]
    fn globs_are_read_as_package_tools_do() {
        assert!(takes(&["packages/*"], "packages/a"));
        assert!(!takes(&["packages/*"], "packages/a/b"));
        assert!(takes(&["apps/**"], "apps/a/b"));
        assert!(takes(&["./frontend/"], "frontend"));
        assert!(takes(&["libs/*-api"], "libs/x-api") && !takes(&["libs/*-api"], "libs/x"));
        assert!(!takes(&["apps/*", "!apps/old"], "apps/old"));
        assert!(takes(&["**"], "x/y") && !takes(&["**"], ""));
    }
}
