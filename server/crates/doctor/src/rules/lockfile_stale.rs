//! `lockfile-stale`

mod gap;
mod go;
mod node;
mod python;

use model::{Evidence, Finding, Place, Project, RelPath, Severity, facts::Manifest};

use crate::{
    context::Context,
    lock::{self, Lock},
    rule::{self, Area, Input, Rule},
};
use gap::{Gap, Kind};

pub(crate) const RULE: Rule = Rule {
    id: "lockfile-stale",
    severity: Severity::Error,
    since: "0.1",
    area: Area::Dependencies,
    doc: "\
## What it finds
A manifest that was changed after its lock file was written.

- **Error**: a dependency is declared that the lock does not have, or that it has in a version which the declaration does not admit. For Go: a required module without its checksum in `go.sum`.
- **Warning**: the tool will call the lock stale, although every declared dependency is locked in a version that fits: Poetry's content hash differs, or uv, pnpm or yarn remember another specifier.

Poetry's hash is computed as Poetry does; the others are compared dependency by dependency. Members of npm, pnpm, yarn and uv workspaces are compared with the lock of their workspace. Optional and peer dependencies, local folders, and what overrides decide are left out.

## Why it matters
`poetry install`, `npm ci`, `pnpm install` in CI, `uv sync --locked` and `go build` refuse to go on, or install something else than was tested.

## Fix
Offers the tool's own lock command. It reaches the network, so it is never applied without a look.",
    reads: &[Input::Manifest, Input::Lock, Input::Paths],
    check: |cx, out| cx.snapshot.projects.iter().for_each(|project| check(cx, project, out)),
};

fn check<'s>(cx: &Context<'s>, project: &'s Project, out: &mut Vec<Finding>) {
    let Some(lock) = lock::lock_of(cx, project) else { return };
    for (path, manifest) in lock::manifests(cx, project) {
        let text = || overriding(cx, path, &lock);
        use model::facts::{LockKind as L, ManifestKind as M};
        let gaps = match (manifest.kind, lock.file.kind) {
            (M::Pyproject, L::Poetry) => python::poetry(manifest, &lock),
            (M::Pyproject, L::Uv) => python::uv(manifest, &lock),
            (M::Pyproject, L::Pdm) | (M::Pipfile, L::Pipenv) => python::by_name(manifest, &lock),
            (M::PackageJson, L::Npm | L::Pnpm | L::Bun) => node::by_importer(manifest, &text(), &lock),
            (M::PackageJson, L::YarnClassic | L::YarnBerry) => node::yarn(manifest, &text(), &lock),
            (M::GoMod, L::GoSum) => go::gaps(manifest, cx.text(path).unwrap_or(""), &lock),
            _ => continue,
        };
        report(cx, project, (path, manifest), &lock, &gaps, out);
    }
}

/// The texts that may override what a `package.json` asks for: its own, and those of the workspace's root.
fn overriding<'s>(cx: &Context<'s>, manifest: &RelPath, lock: &Lock<'_>) -> Vec<&'s str> {
    let root = lock.path.parent().unwrap_or_else(RelPath::root);
    let shared = ["package.json", "pnpm-workspace.yaml"].into_iter().filter_map(|name| root.join(name).ok());
    std::iter::once(manifest.clone()).chain(shared).filter_map(|path| cx.text(&path)).collect()
}

/// One finding a manifest, at the worst gap.
fn report(
    cx: &Context<'_>,
    project: &Project,
    (path, _): (&RelPath, &Manifest),
    lock: &Lock<'_>,
    gaps: &[Gap<'_>],
    out: &mut Vec<Finding>,
) {
    let Some(worst) = gaps.iter().max_by_key(|gap| (gap.severity(), std::cmp::Reverse(gap.range))) else { return };
    let (name, manifest) = (lock.path.file_name(), path.file_name());
    let others = gaps.iter().filter(|gap| gap.severity() == worst.severity()).count() - 1;
    let more = if others == 0 { String::new() } else { format!(" (and {others} more)") };
    let at = Place::new(path.clone(), worst.range);
    // The lock's text is not kept: what it says is told from its facts.
    let locked = worst.locked_line().map(|(text, range)| Evidence::Source {
        place: Place::new(lock.path.clone(), range.unwrap_or_default()),
        text,
    });
    let fix = project.package_tool.and_then(lock::lock_name).map(|(_, command)| {
        let folder = lock.path.parent().unwrap_or_else(RelPath::root);
        rule::command("lock", format!("Write {name} anew with `{command}`"), command, &folder)
    });
    let subject = match &worst.kind {
        Kind::Hash { .. } => "content-hash",
        _ => worst.name,
    };
    RULE.at(at.clone(), subject)
        .severity(worst.severity())
        .project(Some(&project.id))
        .message(worst.message(manifest, name) + &more)
        .evidence([cx.snapshot.evidence(&at)].into_iter().chain(locked))
        .fixes(fix)
        .push(cx, out);
}

#[cfg(test)]
mod tests;
