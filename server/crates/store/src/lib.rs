//! The embedded database outside the repository: the ledger of requests to models, the answers given, and incidents.
//! One thread owns the connection; everything else sends it jobs. Nothing is opened before the first job.

mod migrations;
mod open;
mod rows;
mod store;

pub use rows::{AnswerRow, Outcome, RequestRow, UsageSummary};
pub use store::{Store, StoreState};
