//! Small statistics, and runs of whole processes.

use std::{
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

/// Sorted durations.
pub struct Sample(Vec<Duration>);

impl Sample {
    pub fn new(mut values: Vec<Duration>) -> Self {
        values.sort();
        Self(values)
    }

    /// The value below which `percent` of the values lie (nearest rank).
    pub fn percentile(&self, percent: usize) -> Duration {
        let rank = (self.0.len() * percent).div_ceil(100).max(1);
        self.0.get(rank - 1).copied().unwrap_or_default()
    }

    pub fn median(&self) -> Duration {
        self.percentile(50)
    }
}

/// Times a command as a whole process; its output is thrown away.
pub fn timed(command: &mut Command) -> Result<Duration> {
    let started = Instant::now();
    let status =
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().context("cannot start")?;
    let elapsed = started.elapsed();
    if status.code().is_none_or(|code| code > 1) {
        bail!("{command:?} ended with {status}");
    }
    Ok(elapsed)
}

/// Runs A and B in turn, so that a drift of the machine hits both, after one warm-up of each.
pub fn paired(
    runs: usize,
    mut a: impl FnMut() -> Result<Duration>,
    mut b: impl FnMut() -> Result<Duration>,
) -> Result<(Sample, Sample, f64)> {
    a()?;
    b()?;
    let (mut left, mut right, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..runs {
        let (one, other) = (a()?, b()?);
        ratios.push(one.as_secs_f64() / other.as_secs_f64());
        left.push(one);
        right.push(other);
    }
    ratios.sort_by(f64::total_cmp);
    Ok((Sample::new(left), Sample::new(right), ratios[ratios.len() / 2]))
}

/// Peak resident memory of a command in bytes, as GNU time and the kernel account it.
pub fn peak_memory(words: &[&str]) -> Result<u64> {
    // VmHWM disappears with the process, so the shell's `wait4` figure is read through Python's resource module.
    let script = "import resource,subprocess,sys;subprocess.run(sys.argv[1:],stdout=subprocess.DEVNULL);print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)";
    let output = Command::new("python3").args(["-c", script]).args(words).output().context("cannot start python3")?;
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(text.trim().parse::<u64>().with_context(|| format!("no peak memory in {text:?}"))? * 1024)
}

pub fn milliseconds(duration: Duration) -> String {
    format!("{:.1} ms", duration.as_secs_f64() * 1000.0)
}
