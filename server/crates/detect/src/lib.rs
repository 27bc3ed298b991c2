//! From one file's text to facts, and from facts to names: readers of single files and detectors of frameworks. One file
//! each and a table; a newcomer's diff is one new file and one line.

pub mod code;
pub mod commands;
pub mod env_files;
pub mod env_reads;
pub mod frameworks;
pub mod installed;
pub mod links;
pub mod migrations;
pub mod ports;
pub mod readers;
pub mod routes;

mod hints;
mod json;
mod pep508;
mod source;
mod speaks;
mod toml;
mod versions;

pub use readers::{Reader, read, reader_for};
pub use versions::{module_name, python_name};
