//! Spring Boot: `server.port` in the settings, 8080 without, as soon as something starts an application.

use std::sync::Arc;

use model::{
    RelPath,
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

/// Whether a file holds the settings that an application starts with.
pub(super) fn claims(path: &RelPath) -> bool {
    settings::claims(path)
}

/// What the settings say. Where a configuration server has a say, the port may come from there.
pub(super) fn read(path: &RelPath, text: &str) -> Vec<PortFact> {
    if !text.contains("port") && !text.contains("configserver") {
        return Vec::new();
    }
    let source = Source::new(text);
    let mut found = if path.extension() == "properties" { properties(&source) } else { in_yaml(text) };
    if found.is_empty()
        && let Some(at) = text.find("configserver:")
        && let Some(line) = text[..at].rsplit('\n').next().filter(|line| !line.contains('#'))
    {
        found.push(PortFact { range: source.range_of(line), value: PortValue::Unknown });
    }
    found
}

fn properties(source: &Source<'_>) -> Vec<PortFact> {
    let pairs = source.lines().filter_map(|line| line.split_once(['=', ':']));
    let ports = pairs.filter(|(key, _)| key.trim() == KEY);
    ports.map(|(key, value)| PortFact { range: source.range_of(key.trim()), value: of_text(value) }).collect()
}

fn in_yaml(text: &str) -> Vec<PortFact> {
    let documents = yaml::parse(text);
    let whole = documents.roots.iter().filter(|root| !is_for_profile(root));
    let ports = whole.filter_map(|root| {
        let nested = root.get("server").and_then(|server| server.entry("port"));
        nested.or_else(|| root.entry(KEY))
    });
    let fact = |(key, value): (&Node, &Node)| PortFact {
        range: key.range,
        value: value.text().map_or(PortValue::Unknown, of_text),
    };
    ports.map(fact).collect()
}

fn is_for_profile(root: &Node) -> bool {
    let path = |keys: &[&str]| keys.iter().try_fold(root, |node, key| node.get(key));
    // `spring.profiles.active` says which profiles there are, for all.
    let named = path(&["spring", "profiles"]).or_else(|| path(&["spring.profiles"]));
    named.is_some_and(|profiles| !profiles.is_mapping()) || path(&["spring", "config", "activate"]).is_some()
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
