mod build;

use std::sync::Arc;

use model::{
    PackageTool, RelPath, Runtime,
    facts::{FileFacts, LockFile, LockKind, LockedPackage, Manifest, ManifestKind},
};

use super::{HAND_WRITTEN_LIMIT, LOCK_LIMIT, Reader};
use crate::source::Source;

/// `build.gradle(.kts)`, `settings.gradle(.kts)` and the scripts that builds apply, read as text: only literals and names for
/// them are understood, no code is run.
pub(super) const READER: Reader = Reader {
    id: "gradle",
    claims: |path| path.file_name().ends_with(".gradle") || path.file_name().ends_with(".gradle.kts"),
    limit_bytes: HAND_WRITTEN_LIMIT,
    read: |path, text| {
        Some(FileFacts::Manifest(if is_settings(path) { settings(text) } else { build::read(path, text) }))
    },
};

/// `gradle.lockfile`.
pub(super) const LOCK_READER: Reader = Reader {
    id: "gradle-lock",
    claims: |path| path.file_name() == "gradle.lockfile",
    limit_bytes: LOCK_LIMIT,
    read: |_, text| Some(lock(text)),
};

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
        if line.contains(".projectDir") {
            moved(line, &mut manifest);
            continue;
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

/// `project(':x').projectDir = file('other/x')`: the folder of an included project is another than its path says.
fn moved(line: &str, manifest: &mut Manifest) {
    let mut texts = literals(line);
    let (Some(path), Some(folder)) = (texts.next(), texts.last()) else { return };
    let folder: Arc<str> = Arc::from(folder.trim_start_matches("$rootDir/").trim_start_matches("./"));
    let usual = path.trim_start_matches(':').replace(':', "/");
    match manifest.members.iter_mut().find(|member| ***member == *usual) {
        Some(member) => *member = Arc::clone(&folder),
        // Some settings rename their projects first.
        None => manifest.members.push(Arc::clone(&folder)),
    }
    manifest.properties.push((Arc::from(usual), folder));
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
    use model::{DependencyGroup, Range, facts::Recipient};

    fn build(text: &str) -> Manifest {
        super::build::read(&RelPath::new("build.gradle").expect("a path"), text)
    }

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
            "rootProject.name = \"shop\"\ninclude(\":apps:api\", \"lib\")\ninclude 'x',\n  'y'\nincludeBuild 'z'\n\
             project(':y').projectDir = file('other/y')\nproject(\":shop-q\").projectDir = new File(settingsDir, \"q\")\n",
        );
        let members: Vec<&str> = settings.members.iter().map(|member| &**member).collect();
        assert_eq!((settings.name.as_deref(), members), (Some("shop"), vec!["apps/api", "lib", "x", "other/y", "q"]));
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
    fn what_others_get_is_not_the_builds_own() {
        let text = "subprojects {\n  dependencies {\n    implementation 'a:b:1'\n  }\n}\nallprojects { dependencies {\n  api 'a:c:1'\n} }\n\
                    project(':x:y') {\n  dependencies {\n    api 'a:d:1'\n  }\n}\nconfigure(subprojects.findAll { it.name != 'z' }) {\n  dependencies {\n    api 'a:e:1'\n  }\n}\n\
                    configure<JavaPluginExtension> {\n}\ndependencies {\n  api(\n    'a:f:1',\n    \"a:g:\" + version,\n  )\n  implementation(kotlin(\"stdlib\"))\n}\n";
        let manifest = build(text);
        let shared: Vec<_> = manifest.shared.iter().map(|(to, it)| (to.clone(), &*it.name)).collect();
        let project = Recipient::Project("x/y".into());
        assert_eq!(shared, [(Recipient::Below, "a:b"), (Recipient::All, "a:c"), (project, "a:d")]);
        let own: Vec<_> = manifest.dependencies.iter().map(|it| (&*it.name, &*it.constraint)).collect();
        assert_eq!(own, [("a:f", "1"), ("a:g", "${version}"), ("org.jetbrains.kotlin:kotlin-stdlib", "")]);
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
