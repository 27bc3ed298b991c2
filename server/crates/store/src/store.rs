use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, OnceLock, mpsc},
};

use disk::incident::Incident;
use rusqlite::{Connection, Error, ErrorCode, Result};

use crate::{
    open::{self, Opened},
    rows::{self, AnswerRow, RequestRow, UsageSummary},
};

type Job = Box<dyn FnOnce(&mut Owner) + Send>;

/// The database. Cheap to clone; all clones share one thread, which starts with the first job.
///
/// Writes return at once and never fail for the caller: what cannot be written is logged. Reads wait for the writes
/// before them, so call them where blocking is allowed.
#[derive(Clone)]
pub struct Store {
    shared: Arc<Shared>,
}

struct Shared {
    folder: Option<PathBuf>,
    workspace: String,
    jobs: OnceLock<Option<Mutex<mpsc::Sender<Job>>>>,
}

/// Where rows go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreState {
    /// Into the file.
    Durable,
    /// Into memory: they are gone with this session. Says why.
    OnlyMemory(String),
}

impl Store {
    /// A database in `folder` (made on first use, outside the repository); without one, in memory. Rows of different
    /// `workspace` names do not see each other.
    #[must_use]
    pub fn new(folder: Option<&Path>, workspace: &str) -> Self {
        let shared =
            Shared { folder: folder.map(Path::to_owned), workspace: workspace.to_owned(), jobs: OnceLock::new() };
        Self { shared: Arc::new(shared) }
    }

    /// Records a request; a second row of the same id replaces the first.
    pub fn put_request(&self, row: RequestRow) {
        self.write("a request", move |connection, workspace| rows::put_request(connection, workspace, &row));
    }

    /// Records an answer.
    pub fn put_answer(&self, row: AnswerRow) {
        self.write("an answer", move |connection, workspace| rows::put_answer(connection, workspace, &row));
    }

    /// Stores an incident. `key` names its cause: see [`Store::open_incident`].
    pub fn put_incident(&self, key: &str, incident: Incident) {
        let key = key.to_owned();
        self.write("an incident", move |connection, workspace| {
            rows::put_incident(connection, workspace, &key, &incident)
        });
    }

    /// All incidents, newest first.
    #[must_use]
    pub fn incidents(&self) -> Vec<Incident> {
        self.read(rows::incidents)
    }

    /// One incident.
    #[must_use]
    pub fn incident(&self, id: &str) -> Option<Incident> {
        let id = id.to_owned();
        self.read(move |connection, workspace| rows::incident(connection, workspace, &id))
    }

    /// The open incident of a cause.
    #[must_use]
    pub fn open_incident(&self, key: &str) -> Option<Incident> {
        let key = key.to_owned();
        self.read(move |connection, workspace| rows::open_incident(connection, workspace, &key))
    }

    /// Sums from an instant on, in milliseconds since the Unix epoch.
    #[must_use]
    pub fn usage(&self, since_ms: u64) -> UsageSummary {
        self.read(move |connection, workspace| rows::usage(connection, workspace, since_ms))
    }

    /// Where rows go. Opens the database if that has not happened.
    #[must_use]
    pub fn state(&self) -> StoreState {
        self.ask(|owner| match owner.opened.as_ref().and_then(|opened| opened.only_memory.clone()) {
            Some(why) => StoreState::OnlyMemory(why),
            None => StoreState::Durable,
        })
        .unwrap_or_else(|| StoreState::OnlyMemory("the database's thread has ended".to_owned()))
    }

    /// Waits until everything before this call is written. Opens nothing.
    pub fn flush(&self) {
        if self.shared.jobs.get().is_some() {
            let _ = self.ask(|_| ());
        }
    }

    fn write(&self, what: &'static str, run: impl Fn(&Connection, &str) -> Result<()> + Send + 'static) {
        self.post(Box::new(move |owner| {
            if let Err(error) = owner.run(&run) {
                tracing::error!("{what} was not recorded: {error}");
            }
        }));
    }

    fn read<T: Default + Send + 'static>(&self, run: impl Fn(&Connection, &str) -> Result<T> + Send + 'static) -> T {
        self.ask(move |owner| {
            owner.run(&run).unwrap_or_else(|error| {
                tracing::error!("the database cannot be read: {error}");
                T::default()
            })
        })
        .unwrap_or_default()
    }

    fn ask<T: Send + 'static>(&self, job: impl FnOnce(&mut Owner) -> T + Send + 'static) -> Option<T> {
        let (reply, answer) = mpsc::sync_channel(1);
        self.post(Box::new(move |owner| {
            // The caller may have gone.
            let _ = reply.send(job(owner));
        }));
        answer.recv().ok()
    }

    fn post(&self, job: Job) {
        let jobs = self.shared.jobs.get_or_init(|| {
            let (sender, inbox) = mpsc::channel::<Job>();
            let (folder, workspace) = (self.shared.folder.clone(), self.shared.workspace.clone());
            let thread = std::thread::Builder::new().name("store".to_owned()).spawn(move || {
                let mut owner = Owner { folder, workspace, opened: None };
                owner.open();
                while let Ok(job) = inbox.recv() {
                    job(&mut owner);
                }
            });
            thread
                .map_err(|error| tracing::error!("nothing is recorded, the database's thread cannot start: {error}"))
                .ok()
                .map(|_| Mutex::new(sender))
        });
        if let Some(Ok(jobs)) = jobs.as_ref().map(Mutex::lock) {
            // A thread that has ended has said so in the log.
            let _ = jobs.send(job);
        }
    }
}

/// Lives on the thread.
struct Owner {
    folder: Option<PathBuf>,
    workspace: String,
    opened: Option<Opened>,
}

impl Owner {
    fn open(&mut self) {
        match open::open(self.folder.as_deref()) {
            Ok(opened) => {
                if let (Some(why), Some(_)) = (&opened.only_memory, &self.folder) {
                    tracing::warn!("usage and incidents are kept for this session only: {why}");
                }
                self.opened = Some(opened);
            }
            Err(error) => tracing::error!("nothing is recorded, no database can be opened: {error}"),
        }
    }

    /// Runs a job; a database that turns out damaged is set aside, one that takes no rows is replaced by memory.
    fn run<T>(&mut self, job: &dyn Fn(&Connection, &str) -> Result<T>) -> Result<T> {
        let Some(opened) = &self.opened else { return Err(Error::InvalidQuery) };
        let error = match job(&opened.connection, &self.workspace) {
            Err(error) if opened.only_memory.is_none() => error,
            done => return done,
        };
        if open::is_damage(&error) {
            // Closing first: the file is renamed.
            self.opened = None;
            self.open();
        } else if is_full_or_read_only(&error) {
            self.fall_back(&error)?;
        } else {
            return Err(error);
        }
        let Some(opened) = &self.opened else { return Err(error) };
        job(&opened.connection, &self.workspace)
    }

    /// Goes on in memory, with what this workspace had recorded.
    fn fall_back(&mut self, error: &Error) -> Result<()> {
        let opened = open::in_memory(&error.to_string())?;
        if let Some(full) = &self.opened
            && let Err(lost) = rows::copy(&full.connection, &opened.connection)
        {
            tracing::warn!("what was recorded before cannot be read now: {lost}");
        }
        tracing::warn!("usage and incidents are kept for this session only: {error}");
        self.opened = Some(opened);
        Ok(())
    }
}

fn is_full_or_read_only(error: &Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DiskFull | ErrorCode::ReadOnly | ErrorCode::SystemIoFailure | ErrorCode::CannotOpen)
    )
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests damage and look at the file itself")]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_keeps_what_was_known_and_goes_on_in_memory() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let store = Store::new(Some(folder.path()), "w");
        store.put_answer(answer(1));
        store.flush();
        // Not one page more than there are now: the next large row does not fit.
        let fill = |owner: &mut Owner| {
            let connection = &owner.opened.as_ref().expect("open").connection;
            let pages: u32 = connection.pragma_query_value(None, "page_count", |row| row.get(0)).expect("a count");
            connection.pragma_update(None, "max_page_count", pages).expect("a limit");
        };
        store.ask(fill).expect("done");
        for at_ms in 2..2_000 {
            store.put_answer(AnswerRow { surface: "ask".repeat(20), ..answer(at_ms) });
        }
        assert_eq!(store.usage(0).answers, 1_999, "the row from the file and all others");
        assert!(matches!(store.state(), StoreState::OnlyMemory(why) if why.contains("full")));
    }

    #[test]
    fn damage_found_later_sets_the_file_aside() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let store = Store::new(Some(folder.path()), "w");
        store.put_answer(answer(1));
        let spoil = |owner: &mut Owner| {
            let opened = owner.opened.as_ref().expect("open");
            opened.connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").expect("no journal");
            owner.opened = None;
            let file = owner.folder.as_ref().expect("a folder").join("usage.db");
            std::fs::write(&file, [b"SQLite format 3\0".as_slice(), &[7; 20_000]].concat()).expect("written");
            let connection = Connection::open(&file).expect("opened lazily");
            owner.opened = Some(Opened { connection, only_memory: None });
        };
        store.ask(spoil).expect("done");
        store.put_answer(answer(2));
        assert_eq!(store.usage(0).answers, 1, "the row after the damage");
        assert_eq!(store.state(), StoreState::Durable);
        assert!(folder.path().join("usage.db.aside-1").is_file());
    }

    fn answer(at_ms: u64) -> AnswerRow {
        let outcome = crate::Outcome::Program;
        AnswerRow { at_ms, surface: "ask".into(), outcome, request: None, latency_ms: 1 }
    }
}
