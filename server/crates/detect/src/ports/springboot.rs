//! Spring Boot: `server.port` in the settings, 8080 without, as soon as something starts an application.

use std::sync::Arc;

use model::{
    Range, RelPath,
    facts::{PortFact, PortValue},
};

use super::{Library, Program, by_no_name, file::File};
use crate::{
    readers::yaml::{self, Node},
    routes::settings,
    source::Source,
    speaks::is_jvm,
};

pub(super) const LIBRARY: Library = Library {
    speaks: is_jvm,
    claims: by_no_name,
    marks: &[&["SpringApplication"], &["runApplication"]],
    programs: &[
        Program { names: &["mvn", "mvnw"], words: &["spring-boot:run"], ..Program::NONE },
        Program { names: &["gradle", "gradlew"], words: &["bootRun"], ..Program::NONE },
    ],
    read: starts,
};

/// What starts an application: without any it is a library, whatever the build tool is asked to run.
const STARTERS: [&str; 3] = ["SpringApplication", "SpringApplicationBuilder", "runApplication"];

fn starts(file: &File<'_>, out: &mut Vec<PortFact>) {
    file.calls(&mut |call| {
        let name = file.full(&call.callee).unwrap_or_default();
        let name = name.strip_suffix(".run").unwrap_or(&name);
        if STARTERS.contains(&name.rsplit('.').next().unwrap_or(name)) {
            out.push(PortFact { range: call.range, value: PortValue::Default(8080) });
        }
    });
}

const KEY: &str = "server.port";

/// Whether a file holds the settings that an application starts with, or those of a profile.
pub(super) fn claims(path: &RelPath) -> bool {
    settings::claims(path) || (profile_of(path).is_some() && crate::routes::is_product_code(path.as_str()))
}

/// `dev` of `application-dev.yml`.
fn profile_of(path: &RelPath) -> Option<&str> {
    let (stem, ending) = path.file_name().rsplit_once('.')?;
    stem.strip_prefix("application-").filter(|_| matches!(ending, "yml" | "yaml" | "properties"))
}

/// What the settings say. Where a configuration server has a say, the port may come from there.
pub(super) fn read(path: &RelPath, text: &str) -> Vec<PortFact> {
    if !["port", "configserver", "profiles"].iter().any(|word| text.contains(word)) {
        return Vec::new();
    }
    let source = Source::new(text);
    let profile = profile_of(path);
    let mut found =
        if path.extension() == "properties" { properties(&source, profile) } else { in_yaml(text, profile) };
    let is_told = found.iter().any(|fact| !matches!(fact.value, PortValue::Named(..)));
    if !is_told
        && profile.is_none()
        && let Some(at) = text.find("configserver:")
        && let Some(line) = text[..at].rsplit('\n').next().filter(|line| !line.contains('#'))
    {
        found.push(PortFact { range: source.range_of(line), value: PortValue::Unknown });
    }
    if profile.is_none() && text.contains("profiles") {
        let pairs = settings::read(path, text);
        let active = pairs.iter().filter(|(key, _)| key == "spring.profiles.active");
        let names = active.flat_map(|(_, value)| chosen(value).split(',').map(str::trim));
        let named = names.filter(|name| !name.is_empty() && !name.contains(['$', '@', '{']));
        found.extend(named.map(|name| PortFact { range: Range::default(), value: PortValue::Layer(layer(name)) }));
    }
    found.sort_by_key(|fact| fact.range.start);
    found
}

/// What stands in a file when nobody sets the key of `${KEY:value}`.
fn chosen(value: &str) -> &str {
    let inner = value.trim().strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
    inner.map_or(value, |inner| inner.split_once(':').map_or("", |(_, value)| value))
}

fn layer(profile: &str) -> Arc<str> {
    Arc::from(format!("profile {profile}"))
}

/// A port for everybody, or for those who choose a profile.
fn of_profile(profile: Option<&str>, value: PortValue) -> Option<PortValue> {
    let Some(profile) = profile else { return Some(value) };
    match value {
        PortValue::Literal(number) => Some(PortValue::Named(layer(profile), None, Some(number))),
        PortValue::Env(key, number) => Some(PortValue::Named(layer(profile), Some(key), number)),
        _ => None,
    }
}

fn properties(source: &Source<'_>, profile: Option<&str>) -> Vec<PortFact> {
    let pairs = source.lines().filter_map(|line| line.split_once(['=', ':']));
    let ports = pairs.filter(|(key, _)| key.trim() == KEY);
    let fact = |(key, value): (&str, &str)| {
        Some(PortFact { range: source.range_of(key.trim()), value: of_profile(profile, of_text(value))? })
    };
    ports.filter_map(fact).collect()
}

fn in_yaml(text: &str, profile: Option<&str>) -> Vec<PortFact> {
    let documents = yaml::parse(text);
    let facts = documents.roots.iter().filter_map(|root| {
        let nested = root.get("server").and_then(|server| server.entry("port"));
        let (key, value) = nested.or_else(|| root.entry(KEY))?;
        let value = value.text().map_or(PortValue::Unknown, of_text);
        let profile = match for_profile(root) {
            // An expression of profiles.
            Some(name) if name.is_empty() || name.contains(['&', '|', '!', ',', '(']) => return None,
            Some(name) => Some(name),
            None => profile.map(str::to_owned),
        };
        Some(PortFact { range: key.range, value: of_profile(profile.as_deref(), value)? })
    });
    facts.collect()
}

/// The profile that a document is for.
fn for_profile(root: &Node) -> Option<String> {
    let path = |keys: &[&str]| keys.iter().try_fold(root, |node, key| node.get(key));
    // `spring.profiles.active` says which profiles there are, for all.
    let named = path(&["spring", "profiles"]).or_else(|| path(&["spring.profiles"]));
    let named = named.filter(|profiles| !profiles.is_mapping());
    let activated = path(&["spring", "config", "activate", "on-profile"])
        .or_else(|| path(&["spring.config.activate.on-profile"]))
        .or_else(|| path(&["spring", "config", "activate"]));
    let node = named.or(activated)?;
    Some(node.text().unwrap_or("").trim().to_owned())
}

/// `8081`, `${PORT:8081}`, `${SERVER_PORT:${PORT:8081}}`; 0 lets the system pick one.
fn of_text(value: &str) -> PortValue {
    let value = value.trim();
    if let Some(number) = value.parse::<u16>().ok().filter(|number| *number > 0) {
        return PortValue::Literal(number);
    }
    let Some(inner) = value.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')) else {
        return PortValue::Unknown;
    };
    let (key, default) = inner.split_once(':').unwrap_or((inner, ""));
    let fallback = match of_text(default) {
        PortValue::Literal(number) | PortValue::Env(_, Some(number)) => Some(number),
        _ => None,
    };
    PortValue::Env(Arc::from(key), fallback)
}
