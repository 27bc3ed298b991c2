//! `cargo xtask test`: every test, in stages, the fast ones first. Each stage prints one line. What failed is told once
//! more at the end, where a log that was cut still shows it; the last line of all is `N passed, N failed`.

mod count;
mod failures;
mod room;
mod stages;

use std::{process::ExitCode, time::Instant};

use anyhow::{Result, bail};

use crate::setup;
pub use count::Counts;
use failures::failures;
use stages::STAGES;

/// One stage.
pub struct Stage {
    pub name: &'static str,
    pub what: &'static str,
    /// Runs it. A stage that cannot even start is an error.
    pub run: fn(&std::path::Path) -> Result<Ran>,
}

/// What a stage showed.
pub struct Ran {
    pub is_ok: bool,
    pub counts: Counts,
    pub output: String,
}

pub fn run(names: &[&str]) -> Result<ExitCode> {
    if let Some(unknown) = names.iter().find(|name| !STAGES.iter().any(|stage| stage.name == **name)) {
        bail!(
            "no stage {unknown}; the stages are {}",
            STAGES.iter().map(|stage| stage.name).collect::<Vec<_>>().join(", ")
        );
    }
    let logs = setup::logs()?;
    room::warn();
    let mut total = Counts::default();
    let mut failed = Vec::new();
    for stage in STAGES.iter().filter(|stage| names.is_empty() || names.contains(&stage.name)) {
        let started = Instant::now();
        eprintln!("— {}: {}", stage.name, stage.what);
        let ran = (stage.run)(&logs.join(format!("test-{}.log", stage.name)));
        let seconds = started.elapsed().as_secs();
        match ran {
            Ok(mut ran) => {
                // A stage that failed without a failed test (a compiler error, a crash) still counts as one.
                if !ran.is_ok && ran.counts.failed == 0 {
                    ran.counts.failed = 1;
                }
                if !ran.is_ok {
                    let told = failures(&ran.output);
                    println!("{told}");
                    failed.push((stage.name, told));
                }
                println!(
                    "{:<12} {} {:>5} passed {:>3} failed {:>4} s",
                    stage.name,
                    if ran.is_ok { "ok    " } else { "FAILED" },
                    ran.counts.passed,
                    ran.counts.failed,
                    seconds
                );
                total.add(ran.counts);
            }
            Err(error) => {
                println!("{:<12} FAILED {error:#} {seconds:>4} s", stage.name);
                failed.push((stage.name, format!("{error:#}")));
                total.failed += 1;
            }
        }
    }
    for (stage, told) in &failed {
        println!("\n— failed: {stage}\n{told}");
    }
    println!("{} passed, {} failed", total.passed, total.failed);
    Ok(if total.failed == 0 && total.passed > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
