//! Who reads an env key: small projects of each library, and the classes of `tests/oracle/env` against what pydantic says.
#![allow(clippy::disallowed_methods, reason = "reads the oracle from disk")]

mod elsewhere;
mod go;
mod java;
mod nested;
mod node;
mod oracle;
mod project;
mod python;
