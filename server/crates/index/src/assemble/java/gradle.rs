//! What a build of Gradle takes from the others of its tree: scripts that are applied, and what is declared for all.

use model::{
    RelPath,
    facts::{DeclaredDependency, FileFacts, Manifest, ManifestKind, Recipient},
};

use crate::assemble::view::View;

type File<'f> = (&'f RelPath, &'f Manifest);

/// A script, and the build that applies it.
pub(super) struct Script<'f> {
    pub(super) by: &'f RelPath,
    pub(super) path: &'f RelPath,
    pub(super) manifest: &'f Manifest,
}

/// The scripts that builds apply, directly or not, and those that are plugins of the build (`id 'shop.java-conventions'` is
/// `shop.java-conventions.gradle.kts` of `buildSrc`).
pub(super) fn scripts<'f>(view: &View<'f>, builds: &[File<'f>]) -> Vec<Script<'f>> {
    let gradle: Vec<File<'f>> = builds.iter().filter(|(_, it)| it.kind == ManifestKind::Gradle).copied().collect();
    // The last is the one that is furthest up.
    let top = gradle.last().and_then(|(path, _)| path.parent());
    let mut found: Vec<Script<'f>> = Vec::new();
    let mut waiting: Vec<(&'f RelPath, File<'f>)> = gradle.iter().rev().map(|build| (build.0, *build)).collect();
    while let Some((by, (path, manifest))) = waiting.pop() {
        let named = manifest.includes.iter().chain(&manifest.constraints).filter_map(|(name, _)| {
            let target = target(path, top.as_ref(), name)?;
            match view.facts(&target)? {
                FileFacts::Manifest(it) => Some((view.file(&target)?, it)),
                _ => None,
            }
        });
        let scripts: Vec<File<'f>> = named.chain(plugins(view, manifest)).collect();
        for (path, manifest) in scripts.into_iter().filter(|(_, it)| it.kind == ManifestKind::GradleScript) {
            if found.iter().all(|known| (known.by, known.path) != (by, path)) {
                found.push(Script { by, path, manifest });
                waiting.push((by, (path, manifest)));
            }
        }
    }
    found
}

/// The scripts that are the plugins of a build. Those of others have a version, or no dot in their names.
fn plugins<'f>(view: &View<'f>, manifest: &Manifest) -> Vec<File<'f>> {
    let ids = manifest.managed.iter().filter(|it| it.constraint.is_empty());
    let ids: Vec<&str> =
        ids.filter_map(|it| it.name.split_once(':')).map(|(id, _)| id).filter(|id| id.contains(['.', '-'])).collect();
    if ids.is_empty() {
        return Vec::new();
    }
    let is_one = |path: &RelPath| {
        let id = path.file_name().trim_end_matches(".kts").strip_suffix(".gradle");
        id.is_some_and(|id| ids.contains(&id))
    };
    let found = view.all().filter_map(|(path, facts)| match facts {
        FileFacts::Manifest(it) if it.kind == ManifestKind::GradleScript && is_one(path) => Some((path, it)),
        _ => None,
    });
    found.collect()
}

/// The file that `apply from:` names in the file at `path`.
fn target(path: &RelPath, top: Option<&RelPath>, name: &str) -> Option<RelPath> {
    const TOPS: [&str; 6] = [
        "$rootDir/",
        "${rootDir}/",
        "$rootProject.projectDir/",
        "${rootProject.projectDir}/",
        "$rootProject.rootDir/",
        "${rootProject.rootDir}/",
    ];
    const OWN: [&str; 4] = ["$projectDir/", "${projectDir}/", "$project.projectDir/", "${project.projectDir}/"];
    if let Some(name) = TOPS.iter().find_map(|start| name.strip_prefix(start)) {
        return top?.join(name).ok();
    }
    let name = OWN.iter().find_map(|start| name.strip_prefix(start)).unwrap_or(name);
    path.parent()?.join(name).ok().or_else(|| top?.join(name).ok())
}

/// What is declared for the project in `folder` by itself for all, and by the builds above it.
pub(super) fn shared<'f>(
    view: &View<'f>,
    folder: &RelPath,
    own: &[File<'f>],
    parents: &[File<'f>],
) -> Vec<(&'f RelPath, &'f DeclaredDependency)> {
    let all = |(path, manifest): &File<'f>, is_meant: &dyn Fn(&Recipient) -> bool| -> Vec<_> {
        let meant = manifest.shared.iter().filter(|(recipient, _)| is_meant(recipient));
        meant.map(|(_, it)| (*path, it)).collect()
    };
    let mut found: Vec<(&'f RelPath, &'f DeclaredDependency)> =
        own.iter().flat_map(|build| all(build, &|recipient| *recipient == Recipient::All)).collect();
    for build in parents.iter().filter(|(_, it)| it.kind == ManifestKind::Gradle) {
        let Some(below) = build.0.parent().and_then(|top| folder.below(&top)) else { continue };
        found.extend(all(build, &|recipient| match recipient {
            Recipient::All | Recipient::Below => true,
            Recipient::Project(path) => **path == *below || is_moved(view, build.0, path, below),
        }));
    }
    found
}

/// Whether the settings beside a build put the project of this path into the folder `below`.
fn is_moved(view: &View<'_>, build: &RelPath, path: &str, below: &str) -> bool {
    let top = build.parent().unwrap_or_else(RelPath::root);
    let settings = view.in_folder(top.as_str()).iter().filter_map(|(_, facts)| match facts {
        FileFacts::Manifest(it) if it.kind == ManifestKind::GradleSettings => Some(it),
        _ => None,
    });
    settings.flat_map(|it| &it.properties).any(|(from, to)| **from == *path && **to == *below)
}

/// A name without the words that say where it is looked for: `rootProject.ext.x`, `project.x`, `property('x')`,
/// `libs.versions.x.get()`.
pub(super) fn plain(name: &str) -> String {
    let mut name = name.trim().trim_end_matches(".get()");
    while let Some(rest) = ["rootProject.", "project.", "ext.", "extra."].iter().find_map(|it| name.strip_prefix(it)) {
        name = rest;
    }
    let asked = ["property(", "findProperty(", "ext.get(", "extra["].iter().find_map(|it| name.strip_prefix(it));
    let asked = asked.and_then(|rest| rest.split(['"', '\'']).nth(1));
    asked.unwrap_or(name).replace("['", ".").replace("']", "").replace("[\"", ".").replace("\"]", "")
}
