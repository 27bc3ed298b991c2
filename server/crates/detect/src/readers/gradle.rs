use std::sync::Arc;

use model::{
    DependencyGroup, PackageTool, RelPath, Runtime,
    facts::{DeclaredDependency, FileFacts, LockFile, LockKind, LockedPackage, Manifest, ManifestKind},
};

use super::{HAND_WRITTEN_LIMIT, LOCK_LIMIT, Reader};
use crate::source::Source;

/// `build.gradle(.kts)` and `settings.gradle(.kts)`, read as text: only literals are understood, no code is run.
pub(super) const READER: Reader = Reader {
    id: "gradle",
    claims: |path| is_build(path) || is_settings(path),
    limit_bytes: HAND_WRITTEN_LIMIT,
    read: |path, text| Some(FileFacts::Manifest(if is_settings(path) { settings(text) } else { build(text) })),
};

/// `gradle.lockfile`.
pub(super) const LOCK_READER: Reader = Reader {
    id: "gradle-lock",
    claims: |path| path.file_name() == "gradle.lockfile",
    limit_bytes: LOCK_LIMIT,
    read: |_, text| Some(lock(text)),
};

fn is_build(path: &RelPath) -> bool {
    matches!(path.file_name(), "build.gradle" | "build.gradle.kts")
}

fn is_settings(path: &RelPath) -> bool {
    matches!(path.file_name(), "settings.gradle" | "settings.gradle.kts")
}

fn settings(text: &str) -> Manifest {
    let source = Source::new(text);
    let mut manifest = Manifest::new(ManifestKind::GradleSettings, Runtime::Java);
    manifest.tool = Some(PackageTool::Gradle);
    manifest.is_package = false;
    let mut is_including = false;
    for line in code_lines(&source) {
        if let Some(rest) = line.strip_prefix("rootProject.name") {
            manifest.name = literals(rest).next().map(Arc::from);
        }
        is_including |= line.starts_with("include") && !line.starts_with("includeBuild");
        if is_including {
            // `:apps:api` is the folder apps/api.
            let folders = literals(line).map(|path| path.trim_start_matches(':').replace(':', "/"));
            manifest.members.extend(folders.map(Arc::from));
            // A list goes on while its lines end with a comma or an open bracket.
            is_including = line.ends_with([',', '(']);
        }
    }
    manifest
}

fn build(text: &str) -> Manifest {
    let source = Source::new(text);
    let mut manifest = Manifest::new(ManifestKind::Gradle, Runtime::Java);
    manifest.tool = Some(PackageTool::Gradle);
    let mut blocks: Vec<&str> = Vec::new();
    for line in code_lines(&source) {
        let closes = line.matches('}').count();
        let opens = line.matches('{').count();
        read_line(&source, &blocks, line, &mut manifest);
        let name = line.split(['{', '(', ' ']).next().unwrap_or("");
        blocks.extend(std::iter::repeat_n(name, opens));
        blocks.truncate(blocks.len().saturating_sub(closes));
    }
    manifest
}

fn read_line(source: &Source<'_>, blocks: &[&str], line: &str, manifest: &mut Manifest) {
    let is_in = |name: &str| blocks.contains(&name) || line.starts_with(&format!("{name} {{"));
    // The build's own class path is not the program's.
    if is_in("buildscript") {
        return;
    }
    if is_in("plugins") {
        manifest.managed.extend(plugin(source, line));
    } else if is_in("dependencies") {
        dependencies(source, line, is_in("constraints") || is_in("dependencyManagement"), manifest);
    } else if is_in("dependencyManagement") || is_in("imports") {
        manifest.managed.extend(literals(line).filter_map(|text| coordinates(source, text, DependencyGroup::Main)));
    }
    if let Some(rest) =
        line.strip_prefix("version").filter(|rest| rest.starts_with([' ', '=', '\'', '"']) && blocks.is_empty())
    {
        manifest.version = literals(rest).next().map(Arc::from);
    }
    manifest.properties.extend(property(line));
    java_version(source, line, manifest);
}

/// `def x = '1'`, `val x = "1"`, `ext.x = '1'`, `x = '1'` in `ext { }`, `set('x', "1")`, `extra["x"] = "1"`.
fn property(line: &str) -> Option<(Arc<str>, Arc<str>)> {
    let mut texts = literals(line);
    if line.starts_with("set(") || line.starts_with("extra[") || line.starts_with("ext[") {
        return Some((Arc::from(texts.next()?), Arc::from(texts.next()?)));
    }
    let (left, right) = line.split_once('=')?;
    let name = left.split(':').next()?.split_whitespace().last()?;
    let name = name.strip_prefix("ext.").or_else(|| name.strip_prefix("project.ext.")).unwrap_or(name);
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let is_literal = right.trim().starts_with(['"', '\'']);
    (is_name && is_literal).then(|| literals(right).next()).flatten().map(|text| (Arc::from(name), Arc::from(text)))
}

/// `id 'org.springframework.boot' version '3.4.1'`: the plugin decides the versions of its group.
fn plugin(source: &Source<'_>, line: &str) -> Option<DeclaredDependency> {
    if let Some(accessor) = accessor(line).filter(|_| line.starts_with("alias")) {
        return Some(by_accessor(source, accessor, DependencyGroup::Main, line.contains("apply false")));
    }
    let at = line.find("id")?;
    let mut texts = literals(&line[at..]);
    let (id, version) = (texts.next()?, texts.next().filter(|_| line.contains("version")).unwrap_or(""));
    Some(DeclaredDependency {
        name: Arc::from(format!("{id}:{id}.gradle.plugin")),
        constraint: Arc::from(version),
        group: DependencyGroup::Main,
        range: source.range_of(id),
        is_optional: line.contains("apply false"),
        is_local: false,
    })
}

fn dependencies(source: &Source<'_>, line: &str, is_managed: bool, manifest: &mut Manifest) {
    let name = line.split(['(', ' ', '\'', '"', '{']).next().unwrap_or("");
    let group = match name {
        "implementation"
        | "api"
        | "compile"
        | "compileOnly"
        | "runtimeOnly"
        | "annotationProcessor"
        | "kapt"
        | "ksp"
        | "developmentOnly"
        | "runtime"
        | "mavenBom" => DependencyGroup::Main,
        test if test.starts_with("test") || test.starts_with("androidTest") => DependencyGroup::Dev,
        _ => return,
    };
    let is_platform = line.contains("platform(") || name == "mavenBom" || is_managed;
    if line.contains("project(") {
        let local = literals(line).next().map(|path| DeclaredDependency {
            name: Arc::from(path.trim_start_matches(':')),
            constraint: Arc::from(""),
            group,
            range: source.range_of(path),
            is_optional: false,
            is_local: true,
        });
        manifest.dependencies.extend(local);
        return;
    }
    let mut found: Vec<DeclaredDependency> =
        literals(line).filter_map(|text| coordinates(source, text, group)).collect();
    if found.is_empty() {
        found.extend(by_parts(source, line, group));
    }
    if found.is_empty() {
        found.extend(accessor(line).map(|accessor| by_accessor(source, accessor, group, false)));
    }
    if is_platform {
        manifest.managed.extend(found);
    } else {
        manifest.dependencies.extend(found);
    }
}

/// `'group:artifact:version'`; the version may be missing.
fn coordinates(source: &Source<'_>, text: &str, group: DependencyGroup) -> Option<DeclaredDependency> {
    let (organisation, rest) = text.split_once(':')?;
    let (artifact, version) = rest.split_once(':').unwrap_or((rest, ""));
    let is_name = |part: &str| !part.is_empty() && !part.contains([' ', '/', '\\']);
    (is_name(organisation) && is_name(artifact)).then(|| DeclaredDependency {
        name: Arc::from(format!("{organisation}:{artifact}")),
        constraint: Arc::from(version.split(['@', ':']).next().unwrap_or(version)),
        group,
        range: source.range_of(&text[..organisation.len() + 1 + artifact.len()]),
        is_optional: false,
        is_local: false,
    })
}

/// The name by which a line takes a library from a version catalog: `libs.spring.web`.
fn accessor(line: &str) -> Option<&str> {
    let inner = &line[line.find(['(', ' '])? + 1..];
    let inner = inner.trim_start_matches("platform(").trim_start_matches("enforcedPlatform(").trim_start();
    let end = inner.find(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '_')).unwrap_or(inner.len());
    let accessor = &inner[..end];
    // Catalogs are named `libs` or `…Libs`; other words with dots are code.
    let catalog = accessor.split_once('.')?.0;
    (catalog == "libs" || catalog.ends_with("Libs")).then_some(accessor)
}

/// What a version catalog has by this name is filled in where the catalog is known.
fn by_accessor(source: &Source<'_>, accessor: &str, group: DependencyGroup, is_optional: bool) -> DeclaredDependency {
    DeclaredDependency {
        name: Arc::from(accessor),
        constraint: Arc::from(""),
        group,
        range: source.range_of(accessor),
        is_optional,
        is_local: false,
    }
}

/// `group: 'a', name: 'b', version: 'c'`.
fn by_parts(source: &Source<'_>, line: &str, group: DependencyGroup) -> Option<DeclaredDependency> {
    let part = |key: &str| line.find(key).and_then(|at| literals(&line[at + key.len()..]).next());
    let artifact = part("name")?;
    Some(DeclaredDependency {
        name: Arc::from(format!("{}:{artifact}", part("group")?)),
        constraint: Arc::from(part("version").unwrap_or("")),
        group,
        range: source.range_of(artifact),
        is_optional: false,
        is_local: false,
    })
}

/// `sourceCompatibility = '17'`, `JavaVersion.VERSION_17`, `JavaLanguageVersion.of(21)`, `jvmToolchain(21)`.
fn java_version(source: &Source<'_>, line: &str, manifest: &mut Manifest) {
    const MARKS: [&str; 6] = [
        "JavaLanguageVersion.of(",
        "jvmToolchain(",
        "JavaVersion.VERSION_",
        "sourceCompatibility",
        "release.set(",
        "release =",
    ];
    let Some(at) = MARKS.iter().find_map(|mark| Some(line.find(mark)? + mark.len())) else { return };
    let rest = &line[at..];
    let Some(start) = rest.find(|c: char| c.is_ascii_digit()) else { return };
    let digits = &rest[start..];
    let digits = &digits[..digits.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '_').unwrap_or(digits.len())];
    let version: Arc<str> = Arc::from(digits.replace('_', "."));
    if manifest.runtime_claims.iter().all(|(known, _)| *known != version) {
        manifest.runtime_claims.push((version, source.range_of(digits)));
    }
}

/// Lines without comments and outer blanks; block comments are passed over.
fn code_lines<'t>(source: &Source<'t>) -> impl Iterator<Item = &'t str> {
    let mut is_comment = false;
    source.lines().filter_map(move |line| {
        let line = line.trim();
        if is_comment || line.starts_with("/*") {
            is_comment = !line.contains("*/");
            return None;
        }
        let end = line.find("//").filter(|at| *at == 0 || line.as_bytes()[at - 1] == b' ').unwrap_or(line.len());
        let code = line[..end].trim_end();
        (!code.is_empty()).then_some(code)
    })
}

/// The string literals of a line.
fn literals(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = line;
    std::iter::from_fn(move || {
        let start = rest.find(['"', '\''])?;
        let quote = &rest[start..=start];
        let end = start + 1 + rest[start + 1..].find(quote)?;
        let found = &rest[start + 1..end];
        rest = &rest[end + 1..];
        Some(found)
    })
}

fn lock(text: &str) -> FileFacts {
    let source = Source::new(text);
    let packages = source.lines().filter(|line| !line.starts_with(['#', ' '])).filter_map(|line| {
        let (coordinates, _) = line.split_once('=')?;
        let (name, version) = coordinates.rsplit_once(':')?;
        Some(LockedPackage { name: Arc::from(name), version: Arc::from(version), is_manifest_only: false })
    });
    FileFacts::Lock(LockFile {
        kind: LockKind::Gradle,
        packages: packages.collect(),
        declared: None,
        content_hash: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Range;

    #[test]
    fn reads_plugins_dependencies_and_the_toolchain() {
        let text = "plugins {\n  id 'java'\n  id 'org.springframework.boot' version '3.4.1'\n}\nversion = '0.1'\njava { toolchain { languageVersion = JavaLanguageVersion.of(21) } }\n\
                    dependencies {\n  implementation 'org.springframework.boot:spring-boot-starter-web' // web\n  implementation(\"com.acme:x:1.2\") { exclude group: 'y' }\n  implementation project(':lib')\n  implementation platform('io.y:bom:2')\n  testImplementation group: 'org.junit', name: 'junit', version: '5'\n  /* implementation 'a:b:c' */\n}\n";
        let manifest = build(text);
        let shown: Vec<_> = manifest
            .dependencies
            .iter()
            .map(|it| (&*it.name, &*it.constraint, it.group == DependencyGroup::Dev, it.is_local))
            .collect();
        assert_eq!(
            shown,
            [
                ("org.springframework.boot:spring-boot-starter-web", "", false, false),
                ("com.acme:x", "1.2", false, false),
                ("lib", "", false, true),
                ("org.junit:junit", "5", true, false),
            ]
        );
        let managed: Vec<_> = manifest.managed.iter().map(|it| (&*it.name, &*it.constraint)).collect();
        assert_eq!(
            managed[1..],
            [("org.springframework.boot:org.springframework.boot.gradle.plugin", "3.4.1"), ("io.y:bom", "2")]
        );
        assert_eq!(manifest.runtime_claims, [(Arc::from("21"), Range::on_line(5, 60, 62))]);
        assert_eq!(manifest.version.as_deref(), Some("0.1"));
    }

    #[test]
    fn reads_kotlin_and_settings() {
        let manifest = build(
            "java.sourceCompatibility = JavaVersion.VERSION_1_8\nplugins {\n  id(\"io.spring.dependency-management\") version \"1.1\"\n}\ndependencies {\n  api(\"a:b\")\n}\n",
        );
        assert_eq!((&*manifest.runtime_claims[0].0, manifest.dependencies.len()), ("1.8", 1));
        let settings = settings(
            "rootProject.name = \"shop\"\ninclude(\":apps:api\", \"lib\")\ninclude 'x',\n  'y'\nincludeBuild 'z'\n",
        );
        let members: Vec<&str> = settings.members.iter().map(|member| &**member).collect();
        assert_eq!((settings.name.as_deref(), members), (Some("shop"), vec!["apps/api", "lib", "x", "y"]));
    }

    #[test]
    fn catalogs_and_properties_are_named() {
        let manifest = build(
            "plugins {\n  alias(libs.plugins.spring.boot)\n}\next {\n  jacksonVersion = '2.15.2'\n}\ndef guava = \"32.1\"\nval slf4j: String = \"2.0\"\next.commons = '1'\nset('x', \"3\")\ncount = 4\n\
             dependencies {\n  implementation(libs.spring.web)\n  implementation platform(libs.spring.bom)\n  testImplementation libs.bundles.tests\n  implementation \"a:b:$guava\"\n}\n",
        );
        let names: Vec<_> = manifest.dependencies.iter().map(|it| (&*it.name, &*it.constraint)).collect();
        assert_eq!(names, [("libs.spring.web", ""), ("libs.bundles.tests", ""), ("a:b", "$guava")]);
        let managed: Vec<_> = manifest.managed.iter().map(|it| &*it.name).collect();
        assert_eq!(managed, ["libs.plugins.spring.boot", "libs.spring.bom"]);
        let properties: Vec<_> = manifest.properties.iter().map(|(key, text)| (&**key, &**text)).collect();
        assert_eq!(
            properties,
            [("jacksonVersion", "2.15.2"), ("guava", "32.1"), ("slf4j", "2.0"), ("commons", "1"), ("x", "3")]
        );
    }

    #[test]
    fn nonsense_and_code_have_no_dependencies() {
        let manifest =
            build("dependencies {\n  implementation(files.spring.web)\n  implementation \"\n}}}}\n\u{0}{{{\n");
        assert!(manifest.dependencies.is_empty());
        let FileFacts::Lock(lock) = lock("# x\na:b:1.0=compileClasspath\nempty=\nbroken\n") else {
            panic!("not a lock")
        };
        assert_eq!((lock.packages.len(), &*lock.packages[0].name), (1, "a:b"));
    }
}
