//! The embedded database outside the repository: request ledger and incidents.
