//! What is recorded. Never a prompt, an answer or a path.

use disk::incident::{Incident, read_incident, write_incident};
use rusqlite::{Connection, OptionalExtension, Result, params, params_from_iter, types::Value};

/// How an answer or request ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The program answered; no model was asked.
    Program,
    /// A model answered.
    Success,
    /// The model failed.
    Error,
    /// The user cancelled.
    Cancel,
}

impl Outcome {
    /// The stored name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Program => "program",
            Self::Success => "success",
            Self::Error => "error",
            Self::Cancel => "cancel",
        }
    }
}

/// One request to a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestRow {
    /// Unique.
    pub id: String,
    /// When it was sent, milliseconds since the Unix epoch.
    pub at_ms: u64,
    /// Who asked: `ask`, `debug`, `explain`, `doctor`, `check`.
    pub surface: String,
    /// `endpoint` or `editor`.
    pub provider: String,
    /// The model's name.
    pub model: String,
    /// Host and port; `None` when the editor sent it.
    pub destination: Option<String>,
    /// Tokens sent.
    pub prompt_tokens: u32,
    /// Tokens that came back.
    pub completion_tokens: u32,
    /// Whether the tokens are the provider's own count.
    pub is_exact: bool,
    /// Milliseconds from sending to the end.
    pub latency_ms: u64,
    /// Milliseconds from sending to the first token.
    pub first_token_ms: Option<u64>,
    /// How it ended.
    pub outcome: Outcome,
    /// Whether the answer came in pieces.
    pub is_streamed: bool,
    /// Secrets that were taken out.
    pub redactions: u32,
}

/// One answer to the user, whoever gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerRow {
    /// Milliseconds since the Unix epoch.
    pub at_ms: u64,
    /// As in [`RequestRow`].
    pub surface: String,
    /// How it ended.
    pub outcome: Outcome,
    /// The request, if a model was asked.
    pub request: Option<String>,
    /// Milliseconds.
    pub latency_ms: u64,
}

/// Sums over a window.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct UsageSummary {
    /// Answers given.
    pub answers: u32,
    /// Of them, without a model.
    pub without_model: u32,
    /// Requests that failed.
    pub errors: u32,
    /// Requests that the user cancelled.
    pub cancels: u32,
    /// Tokens sent.
    pub prompt_tokens: u64,
    /// Tokens that came back.
    pub completion_tokens: u64,
    /// Median of requests that succeeded.
    pub median_latency_ms: Option<u64>,
}

pub(crate) fn put_request(connection: &Connection, workspace: &str, row: &RequestRow) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO requests (id, workspace, at_ms, surface, provider, model, destination, prompt_tokens,
             completion_tokens, is_exact, latency_ms, first_token_ms, outcome, is_streamed, redactions)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        )?
        .execute(params![
            row.id,
            workspace,
            signed(row.at_ms),
            row.surface,
            row.provider,
            row.model,
            row.destination,
            row.prompt_tokens,
            row.completion_tokens,
            row.is_exact,
            signed(row.latency_ms),
            row.first_token_ms.map(signed),
            row.outcome.name(),
            row.is_streamed,
            row.redactions,
        ])?;
    Ok(())
}

pub(crate) fn put_answer(connection: &Connection, workspace: &str, row: &AnswerRow) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO answers (workspace, at_ms, surface, outcome, request, latency_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            workspace,
            signed(row.at_ms),
            row.surface,
            row.outcome.name(),
            row.request,
            signed(row.latency_ms),
        ])?;
    Ok(())
}

pub(crate) fn put_incident(connection: &Connection, workspace: &str, key: &str, incident: &Incident) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO incidents (id, workspace, cause_key, state, opened_at_ms, changed_at_ms, document)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (id) DO UPDATE SET state = ?4, changed_at_ms = ?6, document = ?7",
        )?
        .execute(params![
            incident.id,
            workspace,
            key,
            incident.state.name(),
            signed(incident.opened_at_ms),
            signed(incident.changed_at_ms),
            write_incident(incident),
        ])?;
    Ok(())
}

/// Newest first. Documents that cannot be read are skipped with a log line.
pub(crate) fn incidents(connection: &Connection, workspace: &str) -> Result<Vec<Incident>> {
    connection
        .prepare_cached("SELECT document FROM incidents WHERE workspace = ?1 ORDER BY opened_at_ms DESC, id DESC")?
        .query_map([workspace], |row| row.get::<_, String>(0))?
        .filter_map(|document| document.map(|document| readable(&document)).transpose())
        .collect()
}

pub(crate) fn incident(connection: &Connection, workspace: &str, id: &str) -> Result<Option<Incident>> {
    one(connection, "SELECT document FROM incidents WHERE workspace = ?1 AND id = ?2", workspace, id)
}

pub(crate) fn open_incident(connection: &Connection, workspace: &str, key: &str) -> Result<Option<Incident>> {
    const QUERY: &str = "SELECT document FROM incidents WHERE workspace = ?1 AND cause_key = ?2 AND state = 'open'
        ORDER BY opened_at_ms DESC LIMIT 1";
    one(connection, QUERY, workspace, key)
}

fn one(connection: &Connection, query: &str, workspace: &str, subject: &str) -> Result<Option<Incident>> {
    let document: Option<String> =
        connection.prepare_cached(query)?.query_row([workspace, subject], |row| row.get(0)).optional()?;
    Ok(document.and_then(|document| readable(&document)))
}

fn readable(document: &str) -> Option<Incident> {
    read_incident(document).map_err(|problem| tracing::warn!("{problem}; it is left out of the list")).ok()
}

pub(crate) fn usage(connection: &Connection, workspace: &str, since_ms: u64) -> Result<UsageSummary> {
    let mut summary = connection
        .prepare_cached(
            "SELECT count(*), coalesce(sum(request IS NULL), 0) FROM answers WHERE workspace = ?1 AND at_ms >= ?2",
        )?
        .query_row(params![workspace, signed(since_ms)], |row| {
            Ok(UsageSummary { answers: row.get(0)?, without_model: row.get(1)?, ..UsageSummary::default() })
        })?;
    connection
        .prepare_cached(
            "SELECT coalesce(sum(outcome = 'error'), 0), coalesce(sum(outcome = 'cancel'), 0),
             coalesce(sum(prompt_tokens), 0), coalesce(sum(completion_tokens), 0)
             FROM requests WHERE workspace = ?1 AND at_ms >= ?2",
        )?
        .query_row(params![workspace, signed(since_ms)], |row| {
            summary.errors = row.get(0)?;
            summary.cancels = row.get(1)?;
            summary.prompt_tokens = unsigned(row.get(2)?);
            summary.completion_tokens = unsigned(row.get(3)?);
            Ok(())
        })?;
    let latencies: Vec<i64> = connection
        .prepare_cached(
            "SELECT latency_ms FROM requests WHERE workspace = ?1 AND at_ms >= ?2 AND outcome = 'success'
             ORDER BY latency_ms",
        )?
        .query_map(params![workspace, signed(since_ms)], |row| row.get(0))?
        .collect::<Result<_>>()?;
    summary.median_latency_ms = latencies.get(latencies.len().saturating_sub(1) / 2).map(|found| unsigned(*found));
    Ok(summary)
}

/// Copies every row of one database into another that has the same tables.
pub(crate) fn copy(from: &Connection, to: &Connection) -> Result<()> {
    for table in ["requests", "answers", "incidents"] {
        let mut select = from.prepare(&format!("SELECT * FROM {table}"))?;
        let columns = select.column_count();
        let mut insert = to.prepare(&format!("INSERT INTO {table} VALUES ({})", vec!["?"; columns].join(", ")))?;
        let mut found = select.query([])?;
        while let Some(row) = found.next()? {
            let values = (0..columns).map(|column| row.get::<_, Value>(column)).collect::<Result<Vec<_>>>()?;
            insert.execute(params_from_iter(values))?;
        }
    }
    Ok(())
}

/// SQLite's integers are signed; instants and durations stay far below the limit.
fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

fn unsigned(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}
