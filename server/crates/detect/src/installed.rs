//! What package tools leave behind where they install: names and versions.

use std::{collections::BTreeMap, sync::Arc};

use model::VersionText;

use crate::{json, python_name, source::Source};

/// What an entry of `site-packages` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Distribution {
    /// The name in its normal form, and the version.
    Known(String, VersionText),
    /// The name in its normal form; the version stands in the entry's `METADATA` or `PKG-INFO`.
    ByMetadata(String, &'static str),
    /// A development install of older tools: the file names the folder of the source.
    ByLink(String),
}

/// Reads the name of an entry of `site-packages`; `None` for one that is no installed distribution.
#[must_use]
pub fn distribution(entry: &str) -> Option<Distribution> {
    // pip renames to `~x` what it could not remove.
    if entry.starts_with('~') {
        return None;
    }
    if let Some(stem) = entry.strip_suffix(".dist-info") {
        let (name, version) = stem.rsplit_once('-')?;
        // Escaped versions are told exactly by the file only.
        return Some(match version.contains('_') {
            true => Distribution::ByMetadata(python_name(name), "METADATA"),
            false => Distribution::Known(python_name(name), Arc::from(version)),
        });
    }
    if let Some(name) = entry.strip_suffix(".egg-link") {
        return Some(Distribution::ByLink(python_name(name)));
    }
    let stem = entry.strip_suffix(".egg-info").or_else(|| entry.strip_suffix(".egg"))?;
    let mut parts = stem.split('-');
    let name = python_name(parts.next()?);
    Some(match parts.next() {
        Some(version) => Distribution::Known(name, Arc::from(version)),
        None => Distribution::ByMetadata(name, "PKG-INFO"),
    })
}

/// The `Version:` of a distribution's `METADATA` or `PKG-INFO`.
#[must_use]
pub fn metadata_version(text: &str) -> Option<VersionText> {
    let headers = text.lines().take_while(|line| !line.is_empty());
    let mut versions = headers.filter_map(|line| line.strip_prefix("Version:"));
    versions.next().map(|version| Arc::from(version.trim()))
}

/// The version of an installed package of Node, by its `package.json`.
#[must_use]
pub fn node_version(text: &str) -> Option<VersionText> {
    let (root, _) = json::strict(&Source::new(text)).ok()?;
    json::string_at(&root, "version").filter(|version| !version.is_empty())
}

/// Modules and versions of Go's `vendor/modules.txt`. A module that another one replaces has the other's version; one that
/// a folder replaces has none.
#[must_use]
pub fn go_vendored(text: &str) -> BTreeMap<&str, &str> {
    let mut found = BTreeMap::new();
    for line in text.lines().filter_map(|line| line.strip_prefix("# ")) {
        let (module, target) = line.split_once(" => ").unwrap_or((line, line));
        let Some(name) = module.split_whitespace().next() else { continue };
        match target.split_whitespace().nth(1) {
            Some(version) => drop(found.insert(name, version)),
            None => drop(found.remove(name)),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_of_site_packages_are_told_apart() {
        let known = |name: &str, version: &str| Some(Distribution::Known(name.to_owned(), Arc::from(version)));
        assert_eq!(distribution("typing_extensions-4.12.2.dist-info"), known("typing-extensions", "4.12.2"));
        assert_eq!(distribution("zope.interface-7.0.dist-info"), known("zope-interface", "7.0"));
        assert_eq!(distribution("old_one-0.3-py3.11.egg-info"), known("old-one", "0.3"));
        assert_eq!(distribution("old_one-0.3-py3.11.egg"), known("old-one", "0.3"));
        let by_file = |name: &str, file| Some(Distribution::ByMetadata(name.to_owned(), file));
        assert_eq!(distribution("a-1.0_post1.dist-info"), by_file("a", "METADATA"));
        assert_eq!(distribution("a.egg-info"), by_file("a", "PKG-INFO"));
        assert_eq!(distribution("My.App.egg-link"), Some(Distribution::ByLink("my-app".to_owned())));
        for entry in ["fastapi", "~astapi-1.0.dist-info", "six.py", "x.pth", ".dist-info", "__pycache__"] {
            assert_eq!(distribution(entry), None, "{entry}");
        }
    }

    #[test]
    fn versions_are_read_from_headers_only() {
        let text = "Metadata-Version: 2.1\nName: a\nVersion: 1.0\n\nVersion: 2.0\n";
        assert_eq!(metadata_version(text).as_deref(), Some("1.0"));
        assert_eq!(metadata_version("Name: a\n\nVersion: 2.0\n"), None);
        assert_eq!(node_version("{\"name\": \"a\", \"version\": \"1.2.3\"}").as_deref(), Some("1.2.3"));
        assert_eq!(node_version("{\"type\": \"module\"}"), None);
        assert_eq!(node_version("nonsense"), None);
    }

    #[test]
    fn vendored_modules_have_the_version_that_replaces_them() {
        let text = "# github.com/a/b v1.2.3\n## explicit; go 1.22\ngithub.com/a/b\n# c.d/e v1.0.0 => f.g/h v2.0.0\n\
                    # i.j/k v1.0.0 => ../k\n# c.d/e => f.g/h v2.0.0\n# i.j/k => ../k\n";
        let found: Vec<_> = go_vendored(text).into_iter().collect();
        assert_eq!(found, [("c.d/e", "v2.0.0"), ("github.com/a/b", "v1.2.3")]);
    }
}
