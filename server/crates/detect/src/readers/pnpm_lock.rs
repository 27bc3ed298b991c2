use std::sync::Arc;

use model::facts::{FileFacts, LockFile, LockKind, LockedDeclaration, LockedPackage};

use super::{LOCK_LIMIT, Reader, python_lock::is_conflict};
use crate::source::Source;

/// `pnpm-lock.yaml`, versions 5 to 9: YAML that a program writes with two blanks a level, so that lines are enough (such
/// files reach several megabytes, and a YAML tree costs thirty times as much).
pub(super) const READER: Reader = Reader {
    id: "pnpm-lock",
    claims: |path| path.file_name() == "pnpm-lock.yaml",
    limit_bytes: LOCK_LIMIT,
    read: |_, text| Some(read(text)),
};

#[derive(Default)]
struct Reading<'t> {
    packages: Vec<LockedPackage>,
    declared: Vec<LockedDeclaration>,
    section: &'t str,
    importer: &'t str,
    table: &'t str,
    name: &'t str,
}

fn read(text: &str) -> FileFacts {
    let source = Source::new(text);
    let mut reading = Reading::default();
    let mut has_version = false;
    for line in source.lines() {
        if is_conflict(line) {
            let range = source.range_of(line);
            let message = "the lock file holds a merge conflict; run `pnpm install` to write it anew".to_owned();
            return FileFacts::Broken(vec![model::facts::Problem { range, message }]);
        }
        has_version |= line.starts_with("lockfileVersion:");
        let body = line.trim_start_matches(' ');
        if body.is_empty() || body.starts_with('#') {
            continue;
        }
        // What stands deeper than any declaration is of no interest.
        let depth = (line.len() - body.len()) / 2;
        if depth <= 4
            && let Some((key, value)) = pair(body)
        {
            reading.take(depth, key, value);
        }
    }
    if !has_version {
        return source.broken(0..0, "not a lock file of pnpm: `lockfileVersion` is missing");
    }
    FileFacts::Lock(LockFile {
        kind: LockKind::Pnpm,
        packages: reading.packages,
        declared: Some(reading.declared),
        content_hash: None,
    })
}

impl<'t> Reading<'t> {
    fn take(&mut self, depth: usize, key: &'t str, value: &'t str) {
        if depth == 0 {
            (self.section, self.importer, self.table) = (key, "", key);
        } else if self.section == "packages" {
            if depth == 1 {
                self.packages.extend(package(key));
            }
        } else if self.section == "importers" {
            match depth {
                1 => self.importer = if key == "." { "" } else { key },
                2 => self.table = key,
                _ => self.declaration(depth - 3, key, value),
            }
        } else {
            self.declaration(depth - 1, key, value);
        }
    }

    /// `level` 0 is the dependency, 1 its fields. Version 5 has the specifiers in a table of their own.
    fn declaration(&mut self, level: usize, key: &'t str, value: &'t str) {
        let is_table = matches!(self.table, "specifiers" | "dependencies" | "devDependencies" | "optionalDependencies");
        if !is_table {
            return;
        }
        if level == 0 {
            self.name = key;
        }
        let (importer, table) = (self.importer, self.table);
        match (level, key, value) {
            (0, _, "") => self.declared.push(declaration(importer, key, "")),
            (0, ..) if table == "specifiers" => self.declared.push(declaration(importer, key, value)),
            (0, ..) => self.chosen(importer, value),
            (1, "specifier", _) => {
                if let Some(last) = self.declared.last_mut() {
                    last.specifier = Arc::from(value);
                }
            }
            (1, "version", _) => self.chosen(importer, value),
            _ => {}
        }
    }

    fn chosen(&mut self, importer: &str, value: &str) {
        let name = self.name;
        let known = self.declared.iter_mut().rev().find(|it| *it.name == *name && *it.importer == *importer);
        if let Some(known) = known {
            known.version = version(value);
        }
    }
}

fn declaration(importer: &str, name: &str, specifier: &str) -> LockedDeclaration {
    LockedDeclaration {
        importer: Arc::from(importer),
        name: Arc::from(name),
        specifier: Arc::from(specifier),
        version: None,
    }
}

/// `key: value`, both without quotes. Keys may hold colons (`node@npm:1`), but none with a blank behind it.
fn pair(body: &str) -> Option<(&str, &str)> {
    let (key, value) = body.split_once(": ").or_else(|| Some((body.trim_end().strip_suffix(':')?, "")))?;
    let unquote = |text: &'_ str| -> std::ops::Range<usize> {
        let trimmed = text.trim();
        let start = trimmed.as_ptr() as usize - text.as_ptr() as usize;
        let quoted = trimmed.len() >= 2 && trimmed.starts_with(['\'', '"']) && trimmed.ends_with(['\'', '"']);
        if quoted { start + 1..start + trimmed.len() - 1 } else { start..start + trimmed.len() }
    };
    Some((&key[unquote(key)], &value[unquote(value)]))
}

/// `/a/1.0.0`, `/a@1.0.0(peer@2)`, `'@x/a@1.0.0'`.
fn package(key: &str) -> Option<LockedPackage> {
    let key = key.strip_prefix('/').unwrap_or(key);
    let key = &key[..key.find('(').unwrap_or(key.len())];
    // Version 5 writes `name/version_peers`, later ones `name@version`; names may start with `@` and hold `_`.
    let last = key.rfind('/').map_or(0, |slash| slash + 1);
    let plain = key[last..].split('_').next().unwrap_or("");
    let is_old = last > 0 && !plain.contains('@') && plain.starts_with(|c: char| c.is_ascii_digit());
    let (name, rest) = if is_old {
        (&key[..last - 1], &key[last..])
    } else {
        let at = key.get(1..)?.find('@')? + 1;
        (&key[..at], &key[at + 1..])
    };
    Some(LockedPackage { name: Arc::from(name), version: version(rest)?, is_manifest_only: false })
}

/// A version without the peers it was resolved with; `None` for links and addresses.
fn version(text: &str) -> Option<Arc<str>> {
    let end = text.find(['(', '_']).unwrap_or(text.len());
    let version = &text[..end];
    // An alias names the package that it stands for: `ms@2.1.2`.
    let version = match version.rsplit_once('@') {
        Some((name, version)) if !name.contains(':') && !name.contains("//") => version,
        _ => version,
    };
    version.starts_with(|c: char| c.is_ascii_digit()).then(|| Arc::from(version))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> (Vec<String>, Vec<String>) {
        let FileFacts::Lock(lock) = read(text) else { panic!("not a lock") };
        let packages = lock.packages.iter().map(|it| format!("{} {}", it.name, it.version)).collect();
        let declared = lock.declared.into_iter().flatten();
        let declared = declared.map(|it| {
            format!("{:?} {} {} {}", it.importer, it.name, it.specifier, it.version.as_deref().unwrap_or("-"))
        });
        (packages, declared.collect())
    }

    #[test]
    fn reads_version_9() {
        let text = "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    devDependencies:\n      turbo:\n        specifier: ^2\n        version: 2.3.0\n\n  apps/api:\n    dependencies:\n      '@nestjs/core':\n        specifier: ^10.0.0\n        version: 10.4.1(rxjs@7.8.1)\n      shared:\n        specifier: workspace:*\n        version: link:../../packages/shared\n\npackages:\n\n  '@nestjs/core@10.4.1':\n    resolution: {integrity: x}\n    engines: {node: '>=16'}\n\n  turbo@2.3.0:\n    resolution: {integrity: x}\n\nsnapshots:\n\n  turbo@2.3.0: {}\n";
        let (packages, declared) = shown(text);
        assert_eq!(packages, ["@nestjs/core 10.4.1", "turbo 2.3.0"]);
        assert_eq!(
            declared,
            ["\"\" turbo ^2 2.3.0", "\"apps/api\" @nestjs/core ^10.0.0 10.4.1", "\"apps/api\" shared workspace:* -"]
        );
    }

    #[test]
    fn reads_version_5_and_6_of_single_packages() {
        let old = "lockfileVersion: 5.4\nspecifiers:\n  a: ^1\n  '@x/b': ~2\ndependencies:\n  a: 1.2.0_b@2\ndevDependencies:\n  '@x/b': 2.0.1\npackages:\n  /a/1.2.0_b@2:\n    resolution: {}\n  /@x/b/2.0.1:\n    dev: true\n";
        assert_eq!(shown(old).0, ["a 1.2.0", "@x/b 2.0.1"]);
        assert_eq!(shown(old).1, ["\"\" a ^1 1.2.0", "\"\" @x/b ~2 2.0.1"]);
        let newer = "lockfileVersion: '6.0'\ndependencies:\n  a:\n    specifier: ^1\n    version: 1.2.0(b@2)\npackages:\n  /a@1.2.0(b@2):\n    dev: false\n";
        assert_eq!(shown(newer), (vec!["a 1.2.0".to_owned()], vec!["\"\" a ^1 1.2.0".to_owned()]));
    }

    #[test]
    fn an_alias_has_the_version_of_what_it_stands_for() {
        let text = "lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      aliased:\n        specifier: npm:@x/ms@2.1.2\n        version: '@x/ms@2.1.2(peer@1.0.0)'\n      git:\n        specifier: a/b\n        version: https://host/a/b/tar.gz/1234@5\n";
        assert_eq!(shown(text).1, ["\"\" aliased npm:@x/ms@2.1.2 2.1.2", "\"\" git a/b -"]);
    }

    #[test]
    fn conflicts_and_other_files_are_broken() {
        assert!(
            matches!(read("lockfileVersion: 9\n<<<<<<< HEAD\n"), FileFacts::Broken(problems) if problems[0].range.start.line == 1)
        );
        assert!(matches!(read("\u{0}: : :\n      x"), FileFacts::Broken(_)));
        assert_eq!(shown("lockfileVersion: 9\nimporters:\n      x: 1\n  :\n").0.len(), 0);
    }
}
