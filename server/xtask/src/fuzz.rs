//! `cargo xtask fuzz`: broken files for a long time, in an optimised build.

use anyhow::{Context, Result};

use crate::shell::line;

/// `words`: targets, and `--minutes N` for each of them (10 unless said).
pub fn run(words: &[&str]) -> Result<()> {
    let (mut targets, mut minutes) = (Vec::new(), 10.0_f64);
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        if *word == "--minutes" {
            let text = rest.next().context("--minutes is followed by a number")?;
            minutes = text.parse().with_context(|| format!("{text} is no number of minutes"))?;
        } else {
            targets.push(*word);
        }
    }
    line(
        "cargo",
        &["test", "--profile", "fuzz", "--package", "index", "--test", "fuzz", "--locked", "--", "--nocapture"],
    )
    .env("WORKSPAI_FUZZ_SECONDS", format!("{:.1}", minutes * 60.0))
    .env("WORKSPAI_FUZZ_TARGETS", targets.join(","))
    .show()
}
