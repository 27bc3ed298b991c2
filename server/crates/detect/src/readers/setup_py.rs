use std::sync::Arc;

use model::{
    DependencyGroup, PackageTool, Runtime,
    facts::{FileFacts, Manifest, ManifestKind},
};

use super::{HAND_WRITTEN_LIMIT, Reader};
use crate::{pep508, source::Source};

/// `setup.py` and `setup.cfg`: what is written as literals. A script that computes its lists is not carried out.
pub(super) const READER: Reader = Reader {
    id: "setup-py",
    claims: |path| matches!(path.file_name(), "setup.py" | "setup.cfg"),
    limit_bytes: HAND_WRITTEN_LIMIT,
    read: |path, text| if path.file_name() == "setup.py" { script(text) } else { settings(text) },
};

fn manifest() -> Manifest {
    let mut manifest = Manifest::new(ManifestKind::SetupPy, Runtime::Python);
    manifest.tool = Some(PackageTool::Pip);
    manifest
}

fn script(text: &str) -> Option<FileFacts> {
    let source = Source::new(text);
    // A module of an application may be called so as well.
    let is_script = ["setuptools", "distutils", "import setup"].iter().any(|name| source.text.contains(name));
    let call = source.text.find("setup(").filter(|_| is_script)?;
    let mut manifest = manifest();
    let argument = |name: &str| -> Option<&str> {
        let rest = &source.text[call..];
        let at = rest.match_indices(name).find_map(|(at, _)| {
            let before = rest[..at].chars().next_back()?;
            let after = rest[at + name.len()..].trim_start().strip_prefix('=')?;
            (!before.is_alphanumeric() && before != '_').then_some(after)
        })?;
        Some(at.trim_start())
    };
    manifest.name = argument("name").and_then(|rest| strings(rest, 1).into_iter().next()).map(Arc::from);
    if let Some(version) = argument("python_requires").and_then(|rest| strings(rest, 1).into_iter().next()) {
        manifest.runtime_claims.push((Arc::from(version), source.range_of(version)));
    }
    if let Some(list) = argument("install_requires").and_then(|rest| rest.strip_prefix('[')) {
        let end = list.find(']').unwrap_or(list.len());
        for text in strings(&list[..end], usize::MAX) {
            manifest.dependencies.extend(declared(&source, text));
        }
    }
    Some(FileFacts::Manifest(manifest))
}

/// The string literals at the start of `text` (the first `most`), prefixes and escapes left alone.
fn strings(text: &str, most: usize) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while found.len() < most {
        let Some(start) = rest.find(['"', '\'']) else { break };
        // Only blanks, commas and comments stand between literals: anything else is an expression.
        if most == 1 && !rest[..start].trim().is_empty() {
            break;
        }
        let quote = &rest[start..=start];
        let Some(end) = rest[start + 1..].find(quote) else { break };
        found.push(&rest[start + 1..start + 1 + end]);
        rest = &rest[start + end + 2..];
    }
    found
}

fn settings(text: &str) -> Option<FileFacts> {
    let source = Source::new(text);
    let mut manifest = manifest();
    let (mut section, mut key) = ("", "");
    let mut is_package = false;
    for line in source.lines() {
        if line.trim().is_empty() || line.trim_start().starts_with(['#', ';']) {
            continue;
        }
        if line.starts_with('[') {
            (section, key) = (line.trim(), "");
            is_package |= section == "[metadata]" || section == "[options]";
            continue;
        }
        let value = if line.starts_with([' ', '\t']) {
            line
        } else {
            let Some((name, value)) = line.split_once('=') else { continue };
            key = name.trim();
            value
        };
        let value = value.trim();
        match (section, key) {
            ("[metadata]", "name") => manifest.name = Some(Arc::from(value)),
            ("[options]", "python_requires") => {
                manifest.runtime_claims.push((Arc::from(value), source.range_of(value)))
            }
            ("[options]", "install_requires") => manifest.dependencies.extend(declared(&source, value)),
            _ => {}
        }
    }
    // Most files of this name only configure tools.
    is_package.then_some(FileFacts::Manifest(manifest))
}

fn declared(source: &Source<'_>, text: &str) -> Option<model::facts::DeclaredDependency> {
    let start = (text.as_ptr() as usize).checked_sub(source.text.as_ptr() as usize)?;
    pep508::declared(source, text, start, DependencyGroup::Main)
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Range, RelPath};

    fn facts(name: &str, text: &str) -> Option<FileFacts> {
        (READER.read)(&RelPath::new(name).expect("a path"), text)
    }

    #[test]
    fn reads_literals_of_the_call() {
        let text = "from setuptools import setup\nsetup(\n  name='app',\n  install_requires=[\n    'flask>=2', # web\n    \"redis\",\n  ],\n  python_requires='>=3.9',\n)\n";
        let Some(FileFacts::Manifest(manifest)) = facts("setup.py", text) else { panic!("not a manifest") };
        assert_eq!(manifest.name.as_deref(), Some("app"));
        assert_eq!(&*manifest.runtime_claims[0].0, ">=3.9");
        let shown: Vec<_> = manifest.dependencies.iter().map(|it| (&*it.name, it.range)).collect();
        assert_eq!(shown, [("flask", Range::on_line(4, 5, 10)), ("redis", Range::on_line(5, 5, 10))]);
    }

    #[test]
    fn expressions_are_left_alone() {
        let text = "from skbuild import setup\nsetup(name=NAME, install_requires=read('requirements.txt'), entry='x')";
        let Some(FileFacts::Manifest(manifest)) = facts("setup.py", text) else { panic!("not a manifest") };
        assert_eq!((manifest.name, manifest.dependencies.len()), (None, 0));
        assert_eq!(facts("setup.py", "print('\u{0}')"), None);
    }

    #[test]
    fn a_module_of_an_application_is_no_manifest() {
        let text = "from app import db\ndef setup():\n    return db.setup(name='x')\n";
        assert_eq!(facts("setup.py", text), None);
    }

    #[test]
    fn settings_of_tools_are_no_manifest() {
        assert_eq!(facts("setup.cfg", "[flake8]\nmax-line-length = 100\n"), None);
        let text =
            "[metadata]\nname = app\n[options]\ninstall_requires =\n    flask>=2\n    redis\npython_requires = >=3.8\n";
        let Some(FileFacts::Manifest(manifest)) = facts("setup.cfg", text) else { panic!("not a manifest") };
        assert_eq!((manifest.dependencies.len(), &*manifest.runtime_claims[0].0), (2, ">=3.8"));
    }
}
