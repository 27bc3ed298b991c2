//! From a project's code to the routes its server answers on. What is common to frameworks: reading the code of a program
//! under a framework's settings, and making endpoints.

pub(crate) mod exported;
pub mod generated;
pub(crate) mod go;
pub(crate) mod path;
pub mod settings;

use std::{collections::BTreeMap, sync::Arc};

use model::{Endpoint, Method, Place};
use trace::{FileId, Holes, Machine, Program, Settings, Value};

/// How a framework's routes are read.
pub struct RouteReader {
    /// What the machine records for it.
    pub settings: Settings,
    /// Texts of which a file must contain one to be run first. Files that these import are run on demand.
    pub marks: &'static [&'static str],
    /// For frameworks that make routes of files by their place, or run code in a way of their own: whether a file, by its
    /// path in its project, can make routes. No code is run before `read` then.
    pub paths: Option<fn(&str) -> bool>,
    /// From a finished run to routes.
    pub read: fn(&mut Machine<'_>, &[FileId], &RouteContext) -> Vec<Endpoint>,
}

impl RouteReader {
    /// Whether a file, by its path in its project, can make routes by itself.
    #[must_use]
    pub fn takes(&self, path: &str) -> bool {
        self.paths.map_or_else(|| is_product_code(path), |is_route| is_route(path))
    }
}

/// What a project's other files say about its routes.
#[derive(Debug, Clone, Default)]
pub struct RouteContext {
    /// What stands before every path: a context path, a base path; `""` without one.
    pub base_path: String,
    /// The framework's version as far as known.
    pub version: Option<String>,
    /// The application's settings, `key.path` and text; the first of a key counts (see [`settings`]).
    pub settings: Vec<(String, String)>,
    /// Interfaces that the build makes of a described API, by full name.
    pub generated: BTreeMap<String, Vec<GeneratedMethod>>,
}

/// A method of an interface that the build makes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct GeneratedMethod {
    /// Its name; empty when the description has none for it.
    pub name: Arc<str>,
    /// The method in upper case.
    pub method: Arc<str>,
    /// The path as described.
    pub path: Arc<str>,
}

impl RouteContext {
    /// The text of a setting.
    pub(crate) fn setting(&self, key: &str) -> Option<&str> {
        self.settings.iter().find(|(known, _)| known == key).map(|(_, text)| text.as_str())
    }

    /// Whether the version is known and lies before `major.minor`.
    pub(crate) fn is_before(&self, major: u32, minor: u32) -> bool {
        let Some(version) = &self.version else { return false };
        let digits = version.trim_start_matches(|one: char| !one.is_ascii_digit());
        let mut parts = digits.split('.').map_while(|part| part.parse::<u32>().ok());
        parts.next().is_some_and(|found| (found, parts.next().unwrap_or(0)) < (major, minor))
    }
}

/// Runs the `files` of a program and reads the routes, by file and line.
#[must_use]
pub fn read(reader: &RouteReader, program: &Program<'_>, files: &[FileId]) -> Vec<Endpoint> {
    read_with(reader, program, files, &RouteContext::default())
}

/// As [`read`], with what other files of the project say. Tests, documentation, examples and copies of other people's
/// code make no routes by themselves.
#[must_use]
pub fn read_with(
    reader: &RouteReader,
    program: &Program<'_>,
    files: &[FileId],
    context: &RouteContext,
) -> Vec<Endpoint> {
    let is_own = |file: &FileId| {
        let path = program.path(*file);
        reader.takes(path.below(&program.root_of(path)).unwrap_or_default())
    };
    let files: Vec<FileId> = files.iter().copied().filter(is_own).collect();
    let endpoints = on_a_deep_stack(|| {
        let mut machine = Machine::new(program, reader.settings);
        if reader.paths.is_none() {
            machine.run(&files);
        }
        (reader.read)(&mut machine, &files, context)
    });
    in_order(endpoints)
}

/// Endpoints by file and line, each once; mounted if it is anywhere.
#[must_use]
pub fn in_order(mut endpoints: Vec<Endpoint>) -> Vec<Endpoint> {
    endpoints.sort_by(|a, b| {
        (&a.place, &a.method, &a.path, b.is_mounted).cmp(&(&b.place, &b.method, &b.path, a.is_mounted))
    });
    endpoints.dedup_by(|a, b| a.place == b.place && a.method == b.method && a.path == b.path);
    endpoints
}

/// Following code goes as deep as calls and imports do: on a stack of its own. Only what is used of it takes memory.
fn on_a_deep_stack<T: Send + Default>(work: impl FnOnce() -> T + Send) -> T {
    const STACK_BYTES: usize = 256 << 20;
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, work);
        thread.ok().and_then(|thread| thread.join().ok()).unwrap_or_default()
    })
}

/// Whether a file, by its path in its project, is code that a server runs.
#[must_use]
pub fn is_product_code(path: &str) -> bool {
    const FOLDERS: [&str; 27] = [
        "tests",
        "test",
        "__tests__",
        "__mocks__",
        "e2e",
        "cypress",
        "testdata",
        "testFixtures",
        "integrationTest",
        "fixtures",
        "node_modules",
        "vendor",
        "_vendor",
        ".venv",
        "venv",
        "site-packages",
        "dist",
        "build",
        ".next",
        "docs",
        "docs_src",
        "examples",
        "_examples",
        "example",
        "benchmarks",
        ".rapidkit",
        ".git",
    ];
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let is_test = name.starts_with("test_")
        || name == "conftest.py"
        || ["_test", ".test", ".spec", ".e2e-spec", ".stories", ".min", ".d"]
            .iter()
            .any(|ending| stem.ends_with(ending));

    !is_test && !folders.split('/').any(|folder| FOLDERS.contains(&folder))
}

/// An endpoint; the path's holes become `{?}`.
pub(crate) fn endpoint(
    method: Method,
    path: &str,
    place: &Place,
    handler: Option<String>,
    is_mounted: bool,
) -> Endpoint {
    let (path, unknown) = Holes::split(path);
    let handler = handler.unwrap_or_else(|| "{?}".to_owned());
    Endpoint { method, path, place: place.clone(), handler, is_mounted, unknown }
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
