//! Opening the file, and what to do when it cannot be used.

#![expect(clippy::disallowed_methods, reason = "this file is the boundary: a database is renamed beside itself")]

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, Error, ErrorCode};

use crate::migrations;

const FILE: &str = "usage.db";
/// Another window may be writing.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// An open database and what is to be said about it.
pub(crate) struct Opened {
    pub(crate) connection: Connection,
    /// Why nothing is kept beyond this session; `None` when the file is used.
    pub(crate) only_memory: Option<String>,
}

/// Opens the file in `folder`, or a database in memory: without a folder, or when the file cannot be used.
pub(crate) fn open(folder: Option<&Path>) -> Result<Opened, Error> {
    let Some(folder) = folder else { return in_memory("no storage folder was given") };
    let folder = match host::prepare_storage(folder) {
        Ok(folder) => folder,
        Err(problem) => return in_memory(&problem),
    };
    let file = folder.join(FILE);
    match durable(&file) {
        Ok(connection) => Ok(Opened { connection, only_memory: None }),
        Err(Refused::Other(error)) => in_memory(&format!("{}: {error}", file.display())),
        Err(Refused::Unusable(why)) => match move_aside(&file, &why).and_then(|()| {
            durable(&file).map_err(|refused| match refused {
                Refused::Unusable(why) => why,
                Refused::Other(error) => error.to_string(),
            })
        }) {
            Ok(connection) => Ok(Opened { connection, only_memory: None }),
            Err(problem) => in_memory(&problem),
        },
    }
}

pub(crate) fn in_memory(why: &str) -> Result<Opened, Error> {
    let mut connection = Connection::open_in_memory()?;
    migrations::run(&mut connection)?;
    Ok(Opened { connection, only_memory: Some(why.to_owned()) })
}

enum Refused {
    /// The file is not one of ours, or from a later version.
    Unusable(String),
    /// The machine said no.
    Other(Error),
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        match is_damage(&error) {
            true => Self::Unusable(format!("it is damaged ({error})")),
            false => Self::Other(error),
        }
    }
}

/// Whether the error says that the file's content is broken, so that no other attempt can help.
pub(crate) fn is_damage(error: &Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt))
}

fn durable(file: &Path) -> Result<Connection, Refused> {
    let mut connection = Connection::open(file)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    let present = migrations::version(&connection)?;
    if present > migrations::newest() {
        let newest = migrations::newest();
        return Err(Refused::Unusable(format!("it has version {present}, this program knows up to {newest}")));
    }
    match migrations::run(&mut connection) {
        Ok(()) => {}
        // The tables are there, but not as we make them: somebody else's file of the same name.
        Err(Error::SqlInputError { msg, .. }) => {
            return Err(Refused::Unusable(format!("its tables are not ours ({msg})")));
        }
        Err(error) => return Err(error.into()),
    }
    Ok(connection)
}

/// Renames the file and its journals, so that nothing is lost and a fresh one can be made.
fn move_aside(file: &Path, why: &str) -> Result<(), String> {
    let Some(aside) =
        (1..1000).map(|number| with_suffix(file, &format!(".aside-{number}"))).find(|path| !path.exists())
    else {
        return Err(format!("{} cannot be used: {why}; remove the files set aside beside it", file.display()));
    };
    fs::rename(file, &aside).map_err(|error| format!("{} cannot be set aside: {error}", file.display()))?;
    for journal in ["-wal", "-shm"] {
        // They belong to the old content: applied to the new file they would damage it.
        let from = with_suffix(file, journal);
        if from.exists() && fs::rename(&from, with_suffix(&aside, journal)).is_err() {
            return Err(format!("{} cannot be set aside", from.display()));
        }
    }
    tracing::warn!(
        "{} cannot be used: {why}. It was renamed to {}; a new one is made",
        file.display(),
        aside.display()
    );
    Ok(())
}

fn with_suffix(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
