//! What an application puts before every path: its global prefix and versions.

use model::Method;
use trace::{Machine, ObjectId, Value};

use super::config::Config;
use crate::routes::path::text;

/// Versions of a controller or a method; `None` is the neutral one, which has no path.
pub(super) struct Versions(Vec<Option<String>>);

impl Versions {
    pub(super) fn of(value: &Value<'_>) -> Self {
        let one = |value: &Value<'_>| match value {
            Value::External(name) if name.ends_with("VERSION_NEUTRAL") => None,
            other => Some(text(Some(other))),
        };
        Self(value.elements().iter().map(one).collect())
    }
}

/// A route that the global prefix leaves alone.
struct Exclusion {
    pattern: String,
    method: Option<String>,
}

/// The prefixes of an application.
#[derive(Default)]
pub(super) struct Prefixes {
    global: String,
    excluded: Vec<Exclusion>,
    /// Before a version in the path; `None` when versions are not part of the path.
    version: Option<String>,
    default: Option<Versions>,
}

impl Prefixes {
    /// What was called on the application.
    pub(super) fn of<'p>(machine: &mut Machine<'p>, app: ObjectId, config: &Config<'p>) -> Self {
        let mut out = Self::default();
        for call in machine.record().object(app).calls.clone() {
            let mut arguments = call.arguments.positional();
            let first = arguments.next().map(|value| config.known(machine, value));
            let first = first.as_ref();
            match &*call.method {
                "setGlobalPrefix" => {
                    out.global = format!("/{}", text(first).trim_matches('/'));
                    let excluded = arguments.next().and_then(|options| options.get("exclude"));
                    out.excluded = excluded.iter().flat_map(Value::elements).map(|one| exclusion(&one)).collect();
                }
                "enableVersioning" => {
                    let mut field = |name: &str| {
                        let found = first.and_then(|options| options.get(name))?;
                        Some(config.known(machine, &found))
                    };
                    let is_in_path = match field("type") {
                        Some(Value::External(name)) => name.ends_with("VersioningType.URI"),
                        Some(Value::Int(kind)) => kind == 0,
                        _ => true,
                    };
                    let prefix = match field("prefix") {
                        Some(Value::Bool(false)) => String::new(),
                        Some(found) => text(Some(&found)),
                        None => "v".to_owned(),
                    };
                    out.version = is_in_path.then_some(prefix);
                    out.default = field("defaultVersion").map(|value| Versions::of(&value));
                }
                _ => {}
            }
        }
        out
    }

    /// The full paths of a route.
    pub(super) fn full(&self, parts: &[&str], verb: &Method, versions: Option<&Versions>) -> Vec<String> {
        let none = [None];
        let versions = match (&self.version, versions.or(self.default.as_ref())) {
            (Some(_), Some(versions)) => versions.0.as_slice(),
            _ => &none,
        };
        let one = |version: &Option<String>| {
            let plain = appended("", parts);
            let prefix = version.as_ref().zip(self.version.as_ref());
            let versioned = match prefix {
                Some((version, prefix)) => appended(&format!("/{prefix}{version}"), parts),
                None => plain.clone(),
            };
            if self.global.len() < 2 || self.excluded.iter().any(|exclusion| exclusion.holds(&plain, verb)) {
                return versioned;
            }
            match format!("{}{versioned}", self.global) {
                path if versioned == "/" => path.trim_end_matches('/').to_owned(),
                path => path,
            }
        };
        versions.iter().map(one).collect()
    }
}

/// The parts one after the other, each with a slash before it and none after it.
pub(super) fn appended(start: &str, parts: &[&str]) -> String {
    let mut path = start.to_owned();
    for part in parts.iter().map(|part| part.trim_matches('/')).filter(|part| !part.is_empty()) {
        path.push('/');
        path.push_str(part);
    }
    if path.is_empty() { "/".to_owned() } else { path }
}

fn exclusion(value: &Value<'_>) -> Exclusion {
    match value {
        Value::Map(_) => {
            let method = value.get("method").and_then(|method| match method {
                Value::External(name) => name.rsplit('.').next().map(str::to_owned).filter(|name| name != "ALL"),
                _ => None,
            });
            Exclusion { pattern: text(value.get("path").as_ref()), method }
        }
        other => Exclusion { pattern: text(Some(other)), method: None },
    }
}

impl Exclusion {
    fn holds(&self, path: &str, verb: &Method) -> bool {
        let is_verb = match (&self.method, verb) {
            (Some(method), Method::Named(verb)) => method == &**verb,
            (Some(_), Method::Any) => false,
            (None, _) => true,
        };
        is_verb && fits(&self.pattern, path)
    }
}

/// Whether a path fits a pattern: `:name` is a segment, a star or a group the rest.
fn fits(pattern: &str, path: &str) -> bool {
    let mut path = path.trim_matches('/').split('/');
    for part in pattern.trim_matches('/').split('/') {
        if part.starts_with('*') || part.contains("(.*)") {
            return true;
        }
        let Some(segment) = path.next() else { return false };
        if part != segment && !part.starts_with(':') {
            return false;
        }
    }
    path.next().is_none()
}
