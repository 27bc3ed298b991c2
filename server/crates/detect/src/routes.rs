//! From a project's code to the routes its server answers on. What is common to frameworks: reading the code of a program
//! under a framework's settings, and making endpoints.

use std::sync::Arc;

use model::{Endpoint, Method, Place};
use trace::{FileId, Holes, Machine, Program, Settings, Value};

/// How a framework's routes are read.
pub struct RouteReader {
    /// What the machine records for it.
    pub settings: Settings,
    /// Texts of which a file must contain one to be run first. Files that these import are run on demand.
    pub marks: &'static [&'static str],
    /// From a finished run to routes.
    pub read: fn(&mut Machine<'_>, &[FileId]) -> Vec<Endpoint>,
}

/// Runs the `files` of a program and reads the routes, by file and line.
#[must_use]
pub fn read(reader: &RouteReader, program: &Program, files: &[FileId]) -> Vec<Endpoint> {
    let mut machine = Machine::new(program, reader.settings);
    machine.run(files);
    let mut endpoints = (reader.read)(&mut machine, files);
    endpoints.sort_by(|a, b| {
        (&a.place, &a.method, &a.path, b.is_mounted).cmp(&(&b.place, &b.method, &b.path, a.is_mounted))
    });
    endpoints.dedup_by(|a, b| a.place == b.place && a.method == b.method && a.path == b.path);
    endpoints
}

/// An endpoint; the path's holes become `{?}`.
pub(crate) fn endpoint(
    method: Method,
    path: &str,
    place: &Place,
    handler: Option<String>,
    is_mounted: bool,
) -> Endpoint {
    let (path, _) = Holes::split(path);
    Endpoint { method, path, place: place.clone(), handler: handler.unwrap_or_else(|| "{?}".to_owned()), is_mounted }
}

/// Method names of a list or a single value, in upper case.
pub(crate) fn methods(value: Option<&Value<'_>>, default: &str) -> Vec<Method> {
    let named = |text: &str| Method::Named(Arc::from(text.to_ascii_uppercase()));
    match value {
        None | Some(Value::Null) => vec![named(default)],
        Some(value) => {
            value.elements().iter().map(|element| element.text().map_or(Method::Any, |text| named(&text))).collect()
        }
    }
}

/// `{name:converter}` without its converter.
pub(crate) fn without_converters(path: &str) -> String {
    let (mut out, mut rest) = (String::new(), path);
    while let Some((before, after)) = rest.split_once('{') {
        let (field, tail) = after.split_once('}').unwrap_or((after, ""));
        out.push_str(before);
        out.push('{');
        out.push_str(field.split(':').next().unwrap_or(field));
        out.push('}');
        rest = tail;
    }
    out.push_str(rest);
    out
}
