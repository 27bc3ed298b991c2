//! The only way out to a model: redaction, receipt, ledger, providers.
