//! The schema, as steps. A step is never edited once it was released: a later one changes what it made.

use rusqlite::{Connection, Result, TransactionBehavior};

const STEPS: &[&str] = &["
CREATE TABLE requests (
    id TEXT PRIMARY KEY, workspace TEXT NOT NULL, at_ms INTEGER NOT NULL, surface TEXT NOT NULL, provider TEXT NOT NULL,
    model TEXT NOT NULL, destination TEXT, prompt_tokens INTEGER NOT NULL, completion_tokens INTEGER NOT NULL,
    is_exact INTEGER NOT NULL, latency_ms INTEGER NOT NULL, first_token_ms INTEGER, outcome TEXT NOT NULL,
    is_streamed INTEGER NOT NULL, redactions INTEGER NOT NULL
) STRICT;
CREATE INDEX requests_by_time ON requests (workspace, at_ms);
CREATE TABLE answers (
    workspace TEXT NOT NULL, at_ms INTEGER NOT NULL, surface TEXT NOT NULL, outcome TEXT NOT NULL, request TEXT,
    latency_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX answers_by_time ON answers (workspace, at_ms);
CREATE TABLE incidents (
    id TEXT PRIMARY KEY, workspace TEXT NOT NULL, cause_key TEXT NOT NULL, state TEXT NOT NULL,
    opened_at_ms INTEGER NOT NULL, changed_at_ms INTEGER NOT NULL, document TEXT NOT NULL
) STRICT;
CREATE INDEX incidents_by_cause ON incidents (workspace, cause_key, state);
"];

/// The version a database has after every step.
pub(crate) fn newest() -> u32 {
    u32::try_from(STEPS.len()).unwrap_or(u32::MAX)
}

pub(crate) fn version(connection: &Connection) -> Result<u32> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Takes the missing steps, all or none. Another window may be doing the same: the version is read inside the lock.
pub(crate) fn run(connection: &mut Connection) -> Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let present = version(&transaction)?;
    for step in STEPS.iter().skip(present as usize) {
        transaction.execute_batch(step)?;
    }
    if present < newest() {
        transaction.pragma_update(None, "user_version", newest())?;
    }
    transaction.commit()
}
