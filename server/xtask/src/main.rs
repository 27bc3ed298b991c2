#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "a development tool, not the product")]
//! The project's own commands. `cargo xtask` lists them.

mod codegen;
mod root;

use anyhow::{Result, bail};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["codegen"] => codegen::write(),
        ["codegen", "--check"] => codegen::check(),
        _ => bail!("usage: cargo xtask codegen [--check]"),
    }
}
