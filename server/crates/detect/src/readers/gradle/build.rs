//! Builds and the scripts that they apply.

mod tables;

use std::sync::Arc;

use model::{
    DependencyGroup, PackageTool, RelPath, Runtime,
    facts::{DeclaredDependency, Manifest, ManifestKind, Recipient},
};

use self::tables::Tables;
use super::{code_lines, literals};
use crate::source::Source;

/// What a build says, or a script that others apply.
pub(super) fn read(path: &RelPath, text: &str) -> Manifest {
    let is_build = matches!(path.file_name(), "build.gradle" | "build.gradle.kts");
    let kind = if is_build { ManifestKind::Gradle } else { ManifestKind::GradleScript };
    let source = Source::new(text);
    let mut manifest = Manifest::new(kind, Runtime::Java);
    manifest.tool = Some(PackageTool::Gradle);
    manifest.is_package = is_build;
    let mut build = Build {
        source: &source,
        manifest,
        shared: Vec::new(),
        blocks: Vec::new(),
        open: None,
        tables: Tables::default(),
    };
    for line in code_lines(&source) {
        build.line(line);
    }
    Manifest { shared: build.shared.into(), ..build.manifest }
}

struct Build<'s, 't> {
    source: &'s Source<'t>,
    manifest: Manifest,
    shared: Vec<(Recipient, DeclaredDependency)>,
    blocks: Vec<Block<'t>>,
    /// A declaration that goes on in the next line.
    open: Option<Declaration<'t>>,
    tables: Tables,
}

/// What stands around a line, by the line that opened it.
#[derive(Clone, Copy)]
struct Block<'t> {
    name: &'t str,
    line: &'t str,
}

/// The configuration of a declaration, and how many brackets are open.
#[derive(Clone, Copy)]
struct Declaration<'t> {
    configuration: &'t str,
    brackets: usize,
}

/// Whom a block speaks to.
enum Audience {
    Own,
    Others(Recipient),
    /// Some that only a run of the build would tell.
    Nobody,
}

impl<'t> Build<'_, 't> {
    fn line(&mut self, line: &'t str) {
        let is_of_table = self.tables.line(line, &mut self.manifest.properties);
        for (piece, end) in pieces(line) {
            if !is_of_table && !piece.is_empty() {
                self.read(piece);
            }
            match end {
                Some('{') => {
                    let name = piece.split(['(', ' ', '<']).next().unwrap_or("");
                    self.blocks.push(Block { name, line: piece });
                }
                Some('}') => drop(self.blocks.pop()),
                _ => {}
            }
        }
    }

    fn is_in(&self, name: &str) -> bool {
        self.blocks.iter().any(|block| block.name == name)
    }

    fn read(&mut self, line: &'t str) {
        // The build's own class path is not the program's, but the names that it gives to texts are the build's.
        if self.is_in("buildscript") {
            self.manifest.properties.extend(property(line));
            return;
        }
        if self.is_in("plugins") {
            self.manifest.managed.extend(plugin(self.source, line));
        } else if self.is_in("dependencies") {
            self.declaration(line);
        } else if self.is_in("dependencyManagement") || self.is_in("imports") {
            let found = literals(line).filter_map(|text| coordinates(self.source, text, DependencyGroup::Main));
            self.manifest.managed.extend(found);
        }
        if line.starts_with("apply") && line.contains("from") {
            self.applied(line);
        }
        if let Some(rest) = line
            .strip_prefix("version")
            .filter(|rest| rest.starts_with([' ', '=', '\'', '"']) && self.blocks.is_empty())
        {
            self.manifest.version = literals(rest).next().map(Arc::from);
        }
        self.manifest.properties.extend(property(line));
        java_version(self.source, line, &mut self.manifest);
    }

    /// `apply from: "$rootDir/gradle/x.gradle"`. For others only the names of the script count.
    fn applied(&mut self, line: &'t str) {
        let Some(path) = literals(line).find(|text| text.contains(".gradle")) else { return };
        let found = (Arc::from(path), self.source.range_of(path));
        match self.audience() {
            Audience::Own => self.manifest.includes.push(found),
            Audience::Others(_) | Audience::Nobody => self.manifest.constraints.push(found),
        }
    }

    fn audience(&self) -> Audience {
        let outer = self.blocks.iter().find_map(|block| match block.name {
            "allprojects" => Some(Audience::Others(Recipient::All)),
            "subprojects" => Some(Audience::Others(Recipient::Below)),
            "project" | "configure" if block.line.contains("project(") => {
                let path = literals(block.line).next()?.trim_start_matches(':').replace(':', "/");
                Some(Audience::Others(Recipient::Project(Arc::from(path))))
            }
            // `configure<JavaPluginExtension> { … }` speaks of the build itself.
            "configure" if block.line.starts_with("configure(") => Some(Audience::Nobody),
            name if name.starts_with("subprojects.") || name.starts_with("allprojects.") => Some(Audience::Nobody),
            _ => None,
        });
        outer.unwrap_or(Audience::Own)
    }

    /// A line of `dependencies { … }`.
    fn declaration(&mut self, line: &'t str) {
        let started = self.open.take();
        let configuration =
            started.map_or_else(|| line.split(['(', ' ', '\'', '"', '{']).next().unwrap_or(""), |it| it.configuration);
        let Some(group) = group_of(configuration) else { return };
        let count = |letter: char| code_of(line).filter(|(_, it)| *it == letter).count();
        let before = started.map_or(0, |it| it.brackets) + count('(');
        let brackets = before.saturating_sub(count(')'));
        if brackets > 0 || line.ends_with(',') {
            self.open = Some(Declaration { configuration, brackets });
        }
        let is_managed = self.is_in("constraints") || self.is_in("dependencyManagement");
        let is_platform = line.contains("platform(") || configuration == "mavenBom" || is_managed;
        let rest = if started.is_some() { line } else { &line[configuration.len()..] };
        let (platforms, found): (Vec<_>, Vec<_>) =
            declared(self.source, rest, group).into_iter().partition(|it| is_platform && !it.is_local);
        self.manifest.managed.extend(platforms);
        match self.audience() {
            Audience::Own => self.manifest.dependencies.extend(found),
            Audience::Others(recipient) => {
                self.shared.extend(found.into_iter().map(|it| (recipient.clone(), it)));
            }
            Audience::Nobody => {}
        }
    }
}

/// What stands between the braces of a line, each with the brace behind it. Literals may hold braces of their own, and a block
/// that is an argument (`configure(all.findAll { … })`) is a part of its call.
fn pieces(line: &str) -> Vec<(&str, Option<char>)> {
    let mut depth = 0_usize;
    let mut braces: Vec<(usize, char)> = Vec::new();
    let mut arguments: Vec<usize> = Vec::new();
    for (at, letter) in code_of(line) {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '{' => {
                if depth > 0 {
                    arguments.push(braces.len());
                }
                braces.push((at, letter));
            }
            '}' => match arguments.pop() {
                Some(opened) => braces.truncate(opened),
                None => braces.push((at, letter)),
            },
            _ => {}
        }
    }
    let mut start = 0;
    let mut found = Vec::with_capacity(braces.len() + 1);
    for (at, brace) in braces {
        found.push((line[start..at].trim(), Some(brace)));
        start = at + 1;
    }
    found.push((line[start..].trim(), None));
    found
}

/// The letters of a line outside of its literals, and where they stand.
fn code_of(line: &str) -> impl Iterator<Item = (usize, char)> {
    let mut quote: Option<char> = None;
    line.char_indices().filter(move |(_, letter)| {
        match (quote, *letter) {
            (Some(open), letter) if open == letter => quote = None,
            (None, '"' | '\'') => quote = Some(*letter),
            _ => {}
        }
        quote.is_none()
    })
}

fn group_of(configuration: &str) -> Option<DependencyGroup> {
    match configuration {
        "implementation"
        | "api"
        | "compile"
        | "compileOnly"
        | "compileOnlyApi"
        | "runtimeOnly"
        | "annotationProcessor"
        | "kapt"
        | "ksp"
        | "developmentOnly"
        | "runtime"
        | "mavenBom" => Some(DependencyGroup::Main),
        test if test.starts_with("test") || test.starts_with("androidTest") => Some(DependencyGroup::Dev),
        _ => None,
    }
}

/// What stands behind the name of a configuration.
fn declared(source: &Source<'_>, rest: &str, group: DependencyGroup) -> Vec<DeclaredDependency> {
    if rest.contains("project(") {
        let local = literals(rest).next().map(|path| DeclaredDependency {
            is_local: true,
            ..named(source, path.trim_start_matches(':'), path, group)
        });
        return local.into_iter().collect();
    }
    if let Some(found) = by_parts(source, rest, group) {
        return vec![found];
    }
    let mut found: Vec<DeclaredDependency> = literals(rest)
        .filter_map(|text| {
            let found = coordinates(source, text, group)?;
            // `'a:b:' + version`
            let behind = &rest[text.as_ptr() as usize - rest.as_ptr() as usize + text.len() + 1..];
            let name = behind.trim_start().strip_prefix('+').map(|name| word(name.trim_start()));
            let constraint = match name.filter(|name| !name.is_empty() && text.ends_with(':')) {
                Some(name) => Arc::from(format!("${{{name}}}")),
                None => found.constraint,
            };
            Some(DeclaredDependency { constraint, ..found })
        })
        .collect();
    if found.is_empty()
        && let Some(module) =
            rest.trim_start_matches([' ', '(']).strip_prefix("kotlin(").and_then(|it| literals(it).next())
    {
        found.push(named(source, &format!("org.jetbrains.kotlin:kotlin-{module}"), module, group));
    }
    if found.is_empty() {
        found.extend(accessor(rest).map(|(name, shown)| named(source, &name, shown, group)));
    }
    found
}

fn named(source: &Source<'_>, name: &str, shown: &str, group: DependencyGroup) -> DeclaredDependency {
    DeclaredDependency {
        name: Arc::from(name),
        constraint: Arc::from(""),
        group,
        range: source.range_of(shown),
        is_optional: false,
        is_local: false,
    }
}

/// `'group:artifact:version'`; the version may be missing.
fn coordinates(source: &Source<'_>, text: &str, group: DependencyGroup) -> Option<DeclaredDependency> {
    let (organisation, rest) = text.split_once(':')?;
    let (artifact, version) = rest.split_once(':').unwrap_or((rest, ""));
    let is_name = |part: &str| !part.is_empty() && !part.contains([' ', '/', '\\']);
    let constraint = version.split(['@', ':']).next().unwrap_or(version);
    let shown = &text[..organisation.len() + 1 + artifact.len()];
    (is_name(organisation) && is_name(artifact)).then(|| DeclaredDependency {
        constraint: Arc::from(constraint),
        ..named(source, &format!("{organisation}:{artifact}"), shown, group)
    })
}

/// `group: 'a', name: 'b', version: 'c'`; a version may be a name.
fn by_parts(source: &Source<'_>, rest: &str, group: DependencyGroup) -> Option<DeclaredDependency> {
    let (organisation, artifact) = (part(rest, "group")?, part(rest, "name")?);
    let version = match part(rest, "version") {
        None => Arc::from(""),
        Some(text) if text.starts_with(['"', '\'']) => Arc::from(literals(text).next()?),
        Some(text) => Arc::from(format!("${{{}}}", path_of(text).0)),
    };
    let (organisation, artifact) = (literals(organisation).next()?, literals(artifact).next()?);
    let found = named(source, &format!("{organisation}:{artifact}"), artifact, group);
    Some(DeclaredDependency { constraint: version, ..found })
}

/// What stands behind `key:` or `key =`.
fn part<'l>(line: &'l str, key: &str) -> Option<&'l str> {
    let starts = line.match_indices(key).map(|(at, _)| at);
    let mut values = starts
        .filter(|at| !line[..*at].ends_with(|before: char| before.is_alphanumeric()))
        .map(|at| &line[at + key.len()..]);
    values.find_map(|rest| rest.trim_start().strip_prefix([':', '='])).map(str::trim_start)
}

fn word(text: &str) -> &str {
    let end = text
        .find(|letter: char| !(letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.')))
        .unwrap_or(text.len());
    &text[..end]
}

/// A path of names: `libs.spring.web`, `rootProject.ext.libraries['junit']`, and as much of it as is one piece of text.
fn path_of(text: &str) -> (String, &str) {
    let shown = word(text);
    let mut name = shown.to_owned();
    let mut rest = &text[shown.len()..];
    while let Some(inner) = rest.strip_prefix("['").or_else(|| rest.strip_prefix("[\"")) {
        let Some(end) = inner.find(['\'', '"']) else { break };
        name = format!("{name}.{}", &inner[..end]);
        rest = inner.get(end + 2..).unwrap_or("");
    }
    (name, shown)
}

/// The name by which a line takes a library from a version catalog or a table, and where it stands.
fn accessor(rest: &str) -> Option<(String, &str)> {
    let inner = rest.trim_start_matches([' ', '(']);
    let inner = inner.trim_start_matches("platform(").trim_start_matches("enforcedPlatform(").trim_start();
    let (name, shown) = path_of(inner);
    let first = name.split('.').next()?;
    // Files of the build, and what Gradle has itself.
    let is_other = matches!(first, "files" | "fileTree" | "gradleApi" | "localGroovy" | "gradleKotlinDsl" | "npm" | "");
    (!is_other && first.starts_with(|letter: char| letter.is_ascii_alphabetic())).then_some((name, shown))
}

/// `def x = '1'`, `val x = "1"`, `ext.x = '1'`, `x = '1'` in `ext { }`, `set('x', "1")`, `extra["x"] = "1"`,
/// `val x by extra("1")`.
fn property(line: &str) -> Option<(Arc<str>, Arc<str>)> {
    let mut texts = literals(line);
    if ["set(", "extra.set(", "ext.set(", "project.ext.set(", "extra[", "ext["].iter().any(|it| line.starts_with(it)) {
        return Some((Arc::from(texts.next()?), Arc::from(texts.next()?)));
    }
    if let Some((name, _)) = line.strip_prefix("val ").and_then(|rest| rest.split_once(" by extra(")) {
        return Some((Arc::from(name.split(':').next()?.trim()), Arc::from(texts.next()?)));
    }
    let (left, right) = line.split_once('=')?;
    let name = left.split(':').next()?.split_whitespace().last()?;
    let name = defined(name).filter(|_| right.trim().starts_with(['"', '\'']))?;
    literals(right).next().map(|text| (Arc::from(name), Arc::from(text)))
}

/// The name that stands left of an assignment: `ext.x`, `x`; `None` for what is no name.
fn defined(left: &str) -> Option<&str> {
    let name = ["project.ext.", "rootProject.ext.", "ext."].iter().find_map(|it| left.strip_prefix(it)).unwrap_or(left);
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_').then_some(name)
}

/// `id 'org.springframework.boot' version '3.4.1'`: the plugin decides the versions of its group.
fn plugin(source: &Source<'_>, line: &str) -> Option<DeclaredDependency> {
    let is_optional = line.contains("apply false");
    if let Some(rest) = line.strip_prefix("alias") {
        let (name, shown) = accessor(rest)?;
        return Some(DeclaredDependency { is_optional, ..named(source, &name, shown, DependencyGroup::Main) });
    }
    let at = line.find("id")?;
    let mut texts = literals(&line[at..]);
    let (id, version) = (texts.next()?, texts.next().filter(|_| line.contains("version")).unwrap_or(""));
    let found = named(source, &format!("{id}:{id}.gradle.plugin"), id, DependencyGroup::Main);
    Some(DeclaredDependency { constraint: Arc::from(version), is_optional, ..found })
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
