//! `cargo xtask bench`: ratios measured in one run, never a timed assertion.

use anyhow::{Result, bail};

pub fn run(names: &[&str]) -> Result<()> {
    bail!("no benchmark {names:?} yet")
}
