//! What an index keeps between two starts: the small facts of each file of code, and what following each project's code
//! found. It may be deleted at any time. A file that is torn, of another format, of another program or of another workspace
//! is no cache: then everything is looked at afresh.
//!
//! Layout: a magic line, the format's number, a checksum of all that follows, the key (who wrote it for what), the files
//! (see [`KnownFiles`]), the length of the next list, what runs found, and what they looked at. Each of the two lists starts
//! with the paths that it names, once each. Numbers grow as they need (LEB128), texts come with their lengths, paths by their
//! place in the table.

mod codec;
mod facts;
mod files;

use std::{hash::Hasher, ops, sync::Arc};

use model::{
    Endpoint, Position, RelPath,
    facts::{EnvFacts, MigrationFacts, PortFact, SourceFacts},
};
use rustc_hash::FxHasher;

use codec::{Reader, Stored, Writer};

pub use files::KnownFiles;

const MAGIC: &[u8] = b"workspai index cache\n";
/// Grows with every change of what is written.
const FORMAT: u32 = 8;

/// What is kept.
#[derive(Debug, Clone, Default)]
pub struct IndexCache {
    /// Files of code.
    pub files: KnownFiles,
    /// What following the code of projects found, by project.
    pub runs: Runs,
}

/// What following the code of projects found, as bytes that nobody has looked into yet: it is not needed at once.
#[derive(Debug, Clone, Default)]
pub struct Runs {
    bytes: Arc<Vec<u8>>,
    found: ops::Range<usize>,
}

impl Runs {
    /// What each of them found; none when the bytes are no runs.
    #[must_use]
    pub fn read(&self) -> Vec<KnownRun> {
        self.bytes.get(self.found.clone()).and_then(read_list).unwrap_or_default()
    }

    /// What each of them looked at, in the same order; none when the bytes do not say so.
    #[must_use]
    pub fn looks(&self) -> Vec<KnownLook> {
        self.bytes.get(self.found.end..).and_then(read_list).unwrap_or_default()
    }
}

fn read_list<T: Stored>(bytes: &[u8]) -> Option<Vec<T>> {
    if bytes.is_empty() {
        return Some(Vec::new());
    }
    let mut reader = Reader::new(bytes);
    reader.take_paths()?;
    let values = Vec::take(&mut reader)?;
    reader.rest().is_empty().then_some(values)
}

fn list_bytes<'v, T: Stored + 'v>(values: impl ExactSizeIterator<Item = &'v T>) -> Vec<u8> {
    let mut body = Writer::default();
    codec::put_all(values, &mut body);
    let (paths, body) = body.finish();
    let mut table = Writer::default();
    codec::put_paths(&paths, &mut table);
    let mut bytes = table.finish().1;
    bytes.extend(body);
    bytes
}

/// A file of code as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownFile {
    /// Where.
    pub path: RelPath,
    /// Bytes.
    pub size: u64,
    /// What the file system said of it; `None` when the file may have changed since without another stamp.
    pub stamp: Option<u64>,
    /// What its text says.
    pub source: SourceFacts,
    /// What it says about env keys that code reads.
    pub env: Option<Arc<EnvFacts>>,
    /// What it says about the port that its program listens on.
    pub ports: Option<Arc<[PortFact]>>,
    /// The migration that it is.
    pub migration: Option<Arc<MigrationFacts>>,
}

/// What following a project's code found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownRun {
    /// The project's folder.
    pub project: RelPath,
    /// A hash of how it was to be followed.
    pub plan: u64,
    /// What was found.
    pub endpoints: Arc<[Endpoint]>,
}

/// What following a project's code looked at: as long as it stays as it is, so does what was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownLook {
    /// The files that were read.
    pub read: Vec<RelPath>,
    /// The functions that were entered, by the place of their names.
    pub entered: Vec<(RelPath, Position)>,
    /// Folders outside the project in which files were looked for.
    pub asked: Vec<RelPath>,
    /// Folders outside the project of which it was asked whether they hold anything.
    pub asked_below: Vec<RelPath>,
}

/// The bytes of a cache of these files and runs. `key` tells who wrote it for what; only the same key reads it.
#[must_use]
pub fn encode(files: &[KnownFile], runs: &[(KnownRun, KnownLook)], key: &str) -> Vec<u8> {
    let mut head = Writer::default();
    key.to_owned().put(&mut head);
    let mut payload = head.finish().1;
    payload.extend(files::encode(files));
    let found = list_bytes(runs.iter().map(|(run, _)| run));
    let mut length = Writer::default();
    length.number(found.len() as u64);
    payload.extend(length.finish().1);
    payload.extend(found);
    payload.extend(list_bytes(runs.iter().map(|(_, look)| look)));
    let mut bytes = MAGIC.to_vec();
    bytes.extend(FORMAT.to_le_bytes());
    bytes.extend(checksum(&payload).to_le_bytes());
    bytes.extend(payload);
    bytes
}

/// The cache in these bytes, if they are one with this key.
#[must_use]
pub fn decode(bytes: Vec<u8>, key: &str) -> Option<IndexCache> {
    let rest = bytes.strip_prefix(MAGIC)?;
    let (format, rest) = rest.split_first_chunk::<4>()?;
    let (sum, payload) = rest.split_first_chunk::<8>()?;
    if u32::from_le_bytes(*format) != FORMAT || u64::from_le_bytes(*sum) != checksum(payload) {
        return None;
    }
    let mut reader = Reader::new(payload);
    if String::take(&mut reader)? != key {
        return None;
    }
    let start = bytes.len() - reader.rest().len();
    let bytes = Arc::new(bytes);
    let (files, end) = KnownFiles::at(&bytes, start)?;
    let mut reader = Reader::new(bytes.get(end..)?);
    let length = usize::try_from(reader.number()?).ok()?;
    let start = bytes.len() - reader.rest().len();
    let found = start..start.checked_add(length).filter(|end| *end <= bytes.len())?;
    Some(IndexCache { files, runs: Runs { bytes, found } })
}

fn checksum(bytes: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(bytes);
    hasher.write_usize(bytes.len());
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{
        Method, Place, Range,
        facts::{
            ContentHash, EnvAsk, EnvConfig, EnvField, EnvLookup, EnvSchema, EnvScope, Fallback, KeyForm, KeyRead,
            Marks, MigrationTool, PortValue, SchemaKind,
        },
    };

    fn path(text: &str) -> RelPath {
        RelPath::new(text).expect("a path")
    }

    type Kept = (Vec<KnownFile>, Vec<(KnownRun, KnownLook)>);

    fn encoded((files, runs): &Kept, key: &str) -> Vec<u8> {
        encode(files, runs, key)
    }

    fn decoded(bytes: &[u8], key: &str) -> Option<Kept> {
        let IndexCache { files, runs } = decode(bytes.to_owned(), key)?;
        let mut files: Vec<KnownFile> = files.iter().collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Some((files, runs.read().into_iter().zip(runs.looks()).collect()))
    }

    fn sample() -> Kept {
        let text = |text: &str| -> Arc<str> { Arc::from(text) };
        let range = Range::on_line(3, 4, 900);
        let field = EnvField {
            name: text("port"),
            range,
            aliases: vec![text("PORT")],
            env: Vec::new(),
            kind: Some(text("int")),
            classes: Vec::new(),
            fallback: Fallback::Literal(text("8000")),
            is_optional: false,
            prefix: None,
            is_hidden: true,
            is_annotated: true,
        };
        let read = KeyRead {
            key: text("Ä_KEY"),
            range,
            fallback: Fallback::Computed,
            is_required: true,
            has_other_sources: false,
            kind: None,
            form: KeyForm::Property,
        };
        let env = EnvFacts {
            reads: vec![read.clone()],
            schemas: vec![EnvSchema {
                name: text("Settings"),
                range,
                kind: SchemaKind::GoEnvconfig,
                bases: vec![text("pydantic.BaseSettings")],
                fields: vec![field],
                config: EnvConfig {
                    prefix: Some(text("APP_")),
                    names: vec![(text("a"), vec![text("b")])],
                    ..EnvConfig::default()
                },
            }],
            scopes: vec![EnvScope::Automatic, EnvScope::Replace(text("."), text("_"))],
            writes: vec![text("X")],
            properties: Vec::new(),
            lookups: vec![EnvLookup { name: text("get"), key: Some(1), fallback: None, default: Fallback::None }],
            asks: vec![EnvAsk { through: text("a.get"), at: None, read, given: vec![Fallback::Computed] }],
            made: vec![(text("x.Y"), None), (text("z"), Some(text("P")))],
        };
        let values = [
            PortValue::Literal(80),
            PortValue::Env(text("PORT"), Some(8000)),
            PortValue::Setting(text("a.port"), None),
            PortValue::Default(5000),
            PortValue::Unknown,
            PortValue::Named(text("b.port"), Some(text("B_PORT")), None),
            PortValue::Layer(text("dev")),
        ];
        let ports = values.map(|value| PortFact { range, value });
        let migration = MigrationFacts {
            tool: MigrationTool::GolangMigrate,
            id: text("a1"),
            parents: vec![text("b2")],
            replaces: Vec::new(),
            range,
        };
        let file = |name: &str, stamp, env| KnownFile {
            path: path(name),
            size: 1 << 40,
            stamp,
            source: SourceFacts { content: ContentHash(u64::MAX), marks: Marks(5) },
            env,
            ports: stamp.map(|_| ports.iter().cloned().collect()),
            migration: stamp.map(|_| Arc::new(migration.clone())),
        };
        let endpoint = |method| Endpoint {
            method,
            path: "/a/{?}".into(),
            place: Place::new(path("api/a.py"), range),
            handler: "f".into(),
            is_mounted: false,
            unknown: vec!["x()".into()],
        };
        let run = KnownRun {
            project: path("api"),
            plan: 7,
            endpoints: [endpoint(Method::Any), endpoint(Method::Named(text("GET")))].into(),
        };
        let look = KnownLook {
            read: vec![path("api/a.py"), path("elsewhere/b.py")],
            entered: vec![(path("api/a.py"), Position { line: 1, column: 70_000 })],
            asked: vec![RelPath::root()],
            asked_below: Vec::new(),
        };
        let files = vec![file("api/a.py", Some(9), Some(Arc::new(env))), file("api/b.py", None, None)];
        (files, vec![(run, look)])
    }

    #[test]
    fn what_is_written_is_read() {
        let bytes = encoded(&sample(), "me");
        assert_eq!(decoded(&bytes, "me").as_ref(), Some(&sample()));
        assert_eq!(decoded(&bytes, "another"), None);
        assert_eq!(decoded(&encoded(&Kept::default(), ""), ""), Some(Kept::default()));
    }

    #[test]
    fn files_are_found_by_path() {
        let (files, runs) = sample();
        let cache = decode(encode(&files, &runs, "me"), "me").expect("a cache");
        assert_eq!(cache.files.len(), 2);
        for file in files {
            assert_eq!(cache.files.get(&file.path).as_ref(), Some(&file));
        }
        assert_eq!(cache.files.get(&path("api/c.py")), None);
    }

    #[test]
    fn what_is_torn_or_changed_is_no_cache() {
        let bytes = encoded(&sample(), "me");
        for end in 0..bytes.len() {
            assert_eq!(decoded(&bytes[..end], "me"), None, "cut at {end}");
            let mut other = bytes.clone();
            other[end] ^= 0x41;
            assert_eq!(decoded(&other, "me"), None, "changed at {end}");
        }
    }

    #[test]
    fn a_payload_that_lies_about_its_lengths_is_no_cache() {
        let bytes = encoded(&sample(), "me");
        let start = MAGIC.len() + 12;
        for at in start..bytes.len() {
            let mut other = bytes.clone();
            other[at] = 0xff;
            let sum = checksum(&other[start..]).to_le_bytes();
            other[start - 8..start].copy_from_slice(&sum);
            // With the right sum it may even be a cache, but it never panics and never asks for absurd memory.
            let _ = decoded(&other, "me");
        }
    }
}
