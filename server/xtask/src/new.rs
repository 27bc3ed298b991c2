//! `cargo xtask new`: an entry with its documentation sections and a failing test.

use anyhow::{Result, bail};

pub fn run(kind: &str, name: &str) -> Result<()> {
    bail!("cannot write {kind} {name} yet")
}
