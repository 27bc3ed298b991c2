use std::{collections::HashMap, sync::Arc};

use model::{
    DependencyGroup, PackageTool, Runtime,
    facts::{DeclaredDependency, FileFacts, GeneratedApi, Manifest, ManifestKind},
};
use roxmltree::{Document, Node, ParsingOptions};

use super::{HAND_WRITTEN_LIMIT, Reader};
use crate::source::Source;

/// `pom.xml`. A document type is refused: it could name files and grow without end.
pub(super) const READER: Reader = Reader {
    id: "pom",
    claims: |path| path.file_name() == "pom.xml",
    limit_bytes: HAND_WRITTEN_LIMIT,
    read: |_, text| Some(read(text)),
};

const NODES: u32 = 100_000;
/// Deeper nesting is no project; the parser itself would overflow the stack on hostile depths.
const DEPTH: usize = 256;

fn read(text: &str) -> FileFacts {
    let source = Source::new(text);
    if is_too_deep(source.text) {
        return source.broken(0..0, "the elements are nested too deeply");
    }
    let options = ParsingOptions { nodes_limit: NODES, ..ParsingOptions::default() };
    let document = match Document::parse_with_options(source.text, options) {
        Ok(document) => document,
        Err(error) => {
            let at = offset(source.text, error.pos());
            return source.broken(at..at, format!("not valid XML: {error}"));
        }
    };
    let root = document.root_element();
    if root.tag_name().name() != "project" {
        return source.broken(0..0, "the root element of a pom.xml is `project`");
    }
    let pom = Pom { source: &source, root, properties: properties(root) };
    FileFacts::Manifest(pom.manifest())
}

/// Counts open elements roughly: enough to stop what no parser should see.
fn is_too_deep(text: &str) -> bool {
    let (mut depth, mut deepest) = (0_usize, 0);
    for (at, _) in text.match_indices('<') {
        let rest = &text.as_bytes()[at + 1..];
        match rest.first() {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(b'!' | b'?') | None => {}
            Some(_) => {
                let end = rest.iter().position(|byte| *byte == b'>').unwrap_or(0);
                if end == 0 || rest[end - 1] != b'/' {
                    depth += 1;
                }
            }
        }
        deepest = deepest.max(depth);
    }
    deepest > DEPTH
}

fn offset(text: &str, position: roxmltree::TextPos) -> usize {
    let lines = text.split_inclusive('\n').take(position.row.saturating_sub(1) as usize);
    let start: usize = lines.map(str::len).sum();
    (start + position.col.saturating_sub(1) as usize).min(text.len())
}

struct Pom<'p, 't> {
    source: &'p Source<'t>,
    root: Node<'p, 't>,
    properties: HashMap<String, String>,
}

impl<'p> Pom<'p, '_> {
    fn manifest(&self) -> Manifest {
        let root = self.root;
        let mut manifest = Manifest::new(ManifestKind::Pom, Runtime::Java);
        manifest.tool = Some(PackageTool::Maven);
        manifest.name = child_text(root, "artifactId").map(Arc::from);
        manifest.version = child_text(root, "version").map(|version| self.filled(version));
        manifest.organisation = self.properties.get("project.groupId").map(|group| Arc::from(group.as_str()));
        let mut properties: Vec<_> = self.properties.iter().map(|(key, text)| (key.as_str(), text.as_str())).collect();
        properties.sort_unstable();
        manifest.properties = properties.into_iter().map(|(key, text)| (Arc::from(key), Arc::from(text))).collect();
        manifest.is_package = child_text(root, "packaging") != Some("pom");
        manifest.members = children(root, "modules")
            .flat_map(|list| children(list, "module"))
            .filter_map(text)
            .map(Arc::from)
            .collect();
        for profile in children(root, "profiles").flat_map(|list| children(list, "profile")) {
            let modules = children(profile, "modules").flat_map(|list| children(list, "module"));
            manifest.members.extend(modules.filter_map(text).map(Arc::from));
        }
        self.parent(&mut manifest);
        self.java_version(&mut manifest);
        let managed = children(root, "dependencyManagement").flat_map(|it| children(it, "dependencies"));
        for node in managed.flat_map(|list| children(list, "dependency")) {
            let found = self.dependency(node);
            if child_text(node, "scope") == Some("import") {
                manifest.imports.extend(found.as_ref().map(|it| Arc::clone(&it.name)));
            }
            manifest.managed.extend(found);
        }
        let plugins = children(root, "build").flat_map(|it| children(it, "plugins"));
        let mut generated = Vec::new();
        for plugin in plugins.flat_map(|list| children(list, "plugin")) {
            generated.extend(self.generated(plugin));
            manifest.managed.extend(self.dependency(plugin));
        }
        manifest.generated = generated.into();
        let declared = children(root, "dependencies").flat_map(|list| children(list, "dependency"));
        manifest.dependencies = declared.filter_map(|it| self.dependency(it)).collect();
        manifest
    }

    fn parent(&self, manifest: &mut Manifest) {
        let Some(parent) = children(self.root, "parent").next() else { return };
        manifest.managed.extend(self.dependency(parent));
        // An empty path says: not in this tree.
        let path = match children(parent, "relativePath").next() {
            Some(node) => node.text().unwrap_or("").trim(),
            None => "../pom.xml",
        };
        if !path.is_empty() {
            manifest.includes.push((Arc::from(path), self.source.range(parent.range())));
        }
        if manifest.version.is_none() {
            manifest.version = child_text(parent, "version").map(|version| self.filled(version));
        }
    }

    /// Spring Boot's `java.version` first, then what the compiler is told.
    fn java_version(&self, manifest: &mut Manifest) {
        const KEYS: [&str; 4] =
            ["java.version", "maven.compiler.release", "maven.compiler.source", "maven.compiler.target"];
        let own = children(self.root, "properties").flat_map(|it| it.children());
        let own: Vec<Node<'p, '_>> = own.filter(Node::is_element).collect();
        let named = KEYS.iter().filter_map(|key| own.iter().copied().find(|it| it.tag_name().name() == *key));
        let plugin = self.root.descendants().filter(|it| {
            it.tag_name().name() == "release"
                && it.parent().is_some_and(|parent| parent.tag_name().name() == "configuration")
        });
        for node in named.chain(plugin) {
            if let Some(value) = text(node).map(|value| self.filled(value)).filter(|value| !value.contains("${")) {
                let range = self.source.range(inner(node));
                if manifest.runtime_claims.iter().all(|(known, _)| *known != value) {
                    manifest.runtime_claims.push((value, range));
                }
            }
        }
    }

    /// What `openapi-generator` makes for controllers to implement, as far as the build says it all.
    fn generated(&self, plugin: Node<'p, '_>) -> Vec<GeneratedApi> {
        if child_text(plugin, "artifactId") != Some("openapi-generator-maven-plugin") {
            return Vec::new();
        }
        let executions = children(plugin, "executions").flat_map(|it| children(it, "execution"));
        let configured = executions.flat_map(|it| children(it, "configuration"));
        configured.filter_map(|it| self.generated_by(it, children(plugin, "configuration").next())).collect()
    }

    fn generated_by(&self, own: Node<'p, '_>, shared: Option<Node<'p, '_>>) -> Option<GeneratedApi> {
        let said = |name: &'static str| {
            let found = child_text(own, name).or_else(|| shared.and_then(|it| child_text(it, name)));
            found.map(|text| self.filled(text))
        };
        let option = |name: &'static str| {
            let options = [Some(own), shared].into_iter().flatten().flat_map(|it| children(it, "configOptions"));
            options.into_iter().find_map(|it| child_text(it, name)).map(|text| self.filled(text)).or_else(|| said(name))
        };
        let is_true = |text: Option<Arc<str>>| text.as_deref() == Some("true");
        // A mapping on the interface itself, or other names, are not made up here.
        let is_plain = option("requestMappingMode").is_none_or(|mode| matches!(&*mode, "none" | "controller"))
            && said("apiNamePrefix").is_none()
            && said("generateApis").as_deref() != Some("false");
        let description = said("inputSpec")?;
        let description = ["${project.basedir}/", "${basedir}/"]
            .iter()
            .find_map(|it| description.strip_prefix(it))
            .unwrap_or(&description);
        let package = said("apiPackage").unwrap_or_else(|| Arc::from("org.openapitools.api"));
        let is_known = !description.contains("${") && !package.contains("${");
        let is_interface = said("generatorName").as_deref() == Some("spring") && is_true(option("interfaceOnly"));
        (is_plain && is_known && is_interface).then(|| GeneratedApi {
            description: Arc::from(description),
            package,
            suffix: said("apiNameSuffix").unwrap_or_else(|| Arc::from("Api")),
            is_by_tag: is_true(option("useTags")),
        })
    }

    fn dependency(&self, node: Node<'_, '_>) -> Option<DeclaredDependency> {
        let artifact = children(node, "artifactId").next()?;
        let group = child_text(node, "groupId").unwrap_or("org.apache.maven.plugins");
        let group = self.filled(group);
        let is_test = child_text(node, "scope") == Some("test");
        // A child may set a property anew: only who knows the whole line of parents can fill it in.
        let constraint = child_text(node, "version").map(Arc::from);
        Some(DeclaredDependency {
            name: Arc::from(format!("{group}:{}", self.filled(text(artifact)?))),
            constraint: constraint.unwrap_or_else(|| Arc::from("")),
            group: if is_test { DependencyGroup::Dev } else { DependencyGroup::Main },
            range: self.source.range(inner(artifact)),
            is_optional: child_text(node, "optional") == Some("true"),
            is_local: &*group == "${project.groupId}" || child_text(node, "scope") == Some("system"),
        })
    }

    /// Properties filled in; what is defined in a parent stays as written.
    fn filled(&self, text: &str) -> Arc<str> {
        self.filled_to(text, 0)
    }

    /// Properties lead on to others; the cap ends a circle.
    fn filled_to(&self, text: &str, depth: u8) -> Arc<str> {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            let Some((key, behind)) = after.split_once('}') else { break };
            out.push_str(before);
            match self.properties.get(key) {
                Some(value) if depth < 8 => out.push_str(&self.filled_to(value, depth + 1)),
                Some(value) => out.push_str(value),
                None => out.extend(["${", key, "}"]),
            }
            rest = behind;
        }
        out.push_str(rest);
        Arc::from(out)
    }
}

fn properties(root: Node<'_, '_>) -> HashMap<String, String> {
    let own = children(root, "properties").flat_map(|it| it.children()).filter(Node::is_element);
    let mut found: HashMap<String, String> =
        own.filter_map(|it| Some((it.tag_name().name().to_owned(), text(it)?.to_owned()))).collect();
    for key in ["version", "groupId", "artifactId"] {
        let parent = children(root, "parent").next();
        let value = child_text(root, key).or_else(|| parent.and_then(|parent| child_text(parent, key)));
        if let Some(value) = value.filter(|value| !value.contains("${project.")) {
            found.insert(format!("project.{key}"), value.to_owned());
        }
        if let Some(value) = children(root, "parent").next().and_then(|parent| child_text(parent, key)) {
            found.insert(format!("project.parent.{key}"), value.to_owned());
        }
    }
    found
}

fn children<'d, 't>(node: Node<'d, 't>, name: &'static str) -> impl Iterator<Item = Node<'d, 't>> {
    node.children().filter(move |child| child.is_element() && child.tag_name().name() == name)
}

fn child_text<'d>(node: Node<'d, '_>, name: &'static str) -> Option<&'d str> {
    children(node, name).next().and_then(text)
}

fn text<'d>(node: Node<'d, '_>) -> Option<&'d str> {
    node.text().map(str::trim).filter(|text| !text.is_empty())
}

/// The span of an element's text; of the element when it has none.
fn inner(node: Node<'_, '_>) -> std::ops::Range<usize> {
    node.first_child().filter(Node::is_text).map_or_else(|| node.range(), |child| child.range())
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Range;

    fn manifest(text: &str) -> Manifest {
        match read(text) {
            FileFacts::Manifest(manifest) => manifest,
            other => panic!("not a manifest: {other:?}"),
        }
    }

    const POM: &str = r#"<?xml version="1.0"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <parent><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-parent</artifactId><version>3.4.1</version><relativePath/></parent>
  <groupId>com.acme</groupId>
  <artifactId>orders</artifactId>
  <properties>
    <java.version>21</java.version>
    <lib.version>1.2.3</lib.version>
  </properties>
  <dependencies>
    <dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-web</artifactId></dependency>
    <dependency><groupId>${project.groupId}</groupId><artifactId>lib</artifactId><version>${lib.version}</version></dependency>
    <dependency><groupId>org.junit</groupId><artifactId>junit</artifactId><version>${other}</version><scope>test</scope></dependency>
  </dependencies>
</project>"#;

    #[test]
    fn reads_parent_properties_and_dependencies() {
        let manifest = manifest(POM);
        assert!(manifest.is_package && manifest.includes.is_empty());
        assert_eq!(manifest.runtime_claims, [(Arc::from("21"), Range::on_line(6, 18, 20))]);
        let shown: Vec<_> = manifest.dependencies.iter().map(|it| (&*it.name, &*it.constraint, it.group)).collect();
        assert_eq!(
            shown,
            [
                ("org.springframework.boot:spring-boot-starter-web", "", DependencyGroup::Main),
                ("com.acme:lib", "${lib.version}", DependencyGroup::Main),
                ("org.junit:junit", "${other}", DependencyGroup::Dev),
            ]
        );
        assert_eq!(
            (&*manifest.managed[0].name, &*manifest.managed[0].constraint),
            ("org.springframework.boot:spring-boot-starter-parent", "3.4.1")
        );
        assert_eq!(manifest.dependencies[0].range.start.line, 10);
        assert_eq!(manifest.organisation.as_deref(), Some("com.acme"));
        assert!(manifest.properties.contains(&(Arc::from("lib.version"), Arc::from("1.2.3"))));
        assert!(manifest.properties.contains(&(Arc::from("project.parent.version"), Arc::from("3.4.1"))));
    }

    #[test]
    fn imported_versions_are_named() {
        let manifest = manifest(
            "<project><artifactId>a</artifactId><dependencyManagement><dependencies><dependency><groupId>g</groupId><artifactId>bom</artifactId><version>1</version><type>pom</type><scope>import</scope></dependency></dependencies></dependencyManagement></project>",
        );
        assert_eq!(manifest.imports, [Arc::from("g:bom")]);
    }

    #[test]
    fn an_aggregator_names_its_modules_and_a_child_its_parent() {
        let parent = manifest(
            "<project><artifactId>all</artifactId><packaging>pom</packaging><modules><module>a</module></modules></project>",
        );
        assert!(!parent.is_package);
        assert_eq!(parent.members, [Arc::from("a")]);
        let child = manifest(
            "<project><parent><groupId>g</groupId><artifactId>all</artifactId><version>1</version></parent><artifactId>a</artifactId></project>",
        );
        assert_eq!((&*child.includes[0].0, child.version.as_deref()), ("../pom.xml", Some("1")));
    }

    #[test]
    fn broken_hostile_and_foreign_files_are_broken() {
        for text in [
            "<project><a></project>",
            "",
            "<html/>",
            "<!DOCTYPE x [<!ENTITY a \"b\">]><project>&a;</project>",
            &"<a>".repeat(200_000),
        ] {
            assert!(matches!(read(text), FileFacts::Broken(_)), "{}", &text[..text.len().min(40)]);
        }
        assert_eq!(manifest("<project><dependencies><dependency/></dependencies></project>").dependencies.len(), 0);
    }
}
