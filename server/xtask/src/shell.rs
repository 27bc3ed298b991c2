//! Running other programs: quietly with a log, or with their output shown.

use std::{
    fs::File,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

use anyhow::{Context, Result, bail};

use crate::root::root;

/// A command line, its folder and extra environment.
#[derive(Debug, Clone)]
pub struct Line {
    program: String,
    arguments: Vec<String>,
    folder: PathBuf,
    env: Vec<(String, String)>,
    /// Put first in PATH.
    path_first: Vec<PathBuf>,
}

/// A finished run.
pub struct Finished {
    pub is_ok: bool,
    pub output: String,
}

pub fn line(program: &str, arguments: &[&str]) -> Line {
    Line {
        program: program.to_owned(),
        arguments: arguments.iter().map(|word| (*word).to_owned()).collect(),
        folder: root(),
        env: Vec::new(),
        path_first: Vec::new(),
    }
}

/// A command of cargo that builds what is published. C libraries leave out their checks of themselves, and the allocator does
/// not tidy up memory that the system takes back anyway when the process ends, nor set up tables for a gigabyte before `main`.
pub fn release(words: &[&str]) -> Line {
    const FLAGS: &str = "-DNDEBUG -DMI_SKIP_COLLECT_ON_EXIT=1 -DMI_DEFAULT_ARENA_RESERVE=262144";
    let given = std::env::var("CFLAGS").unwrap_or_default();
    line("cargo", words).env("CFLAGS", format!("{given} {FLAGS}").trim_start())
}

impl Line {
    pub fn in_folder(mut self, folder: impl AsRef<Path>) -> Self {
        self.folder = root().join(folder);
        self
    }

    pub fn env(mut self, key: &str, value: impl Into<String>) -> Self {
        self.env.push((key.to_owned(), value.into()));
        self
    }

    pub fn path_first(mut self, folder: PathBuf) -> Self {
        self.path_first.push(folder);
        self
    }

    /// Runs it with the terminal's own output.
    pub fn show(&self) -> Result<()> {
        let status = self.command()?.status().with_context(|| self.missing())?;
        if !status.success() {
            bail!("`{self}` failed with {status}");
        }
        Ok(())
    }

    /// Runs it and returns what it printed on stdout; its stderr is shown.
    pub fn read(&self) -> Result<String> {
        let output = self.command()?.stderr(Stdio::inherit()).output().with_context(|| self.missing())?;
        if !output.status.success() {
            bail!("`{self}` failed with {}", output.status);
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Runs it with both outputs in a log file.
    pub fn logged(&self, log: &Path) -> Result<Finished> {
        let file = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
        let status = self
            .command()?
            .stdin(Stdio::null())
            .stdout(file.try_clone()?)
            .stderr(file)
            .status()
            .with_context(|| self.missing())?;
        let output = String::from_utf8_lossy(&std::fs::read(log)?).into_owned();
        Ok(Finished { is_ok: status.success(), output })
    }

    pub fn command(&self) -> Result<Command> {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).current_dir(&self.folder);
        for (key, value) in &self.env {
            command.env(key, value);
        }
        if !self.path_first.is_empty() {
            let old = std::env::var_os("PATH").unwrap_or_default();
            let folders = self.path_first.iter().cloned().chain(std::env::split_paths(&old));
            command.env("PATH", std::env::join_paths(folders)?);
        }
        Ok(command)
    }

    fn missing(&self) -> String {
        format!("cannot start `{}`: is {} installed?", self, self.program)
    }
}

impl std::fmt::Display for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.program, self.arguments.join(" "))
    }
}

/// Says what is being done, does it, and says how long it took.
pub fn step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let started = Instant::now();
    eprintln!("· {what}");
    let result = work().with_context(|| format!("while: {what}"))?;
    let seconds = started.elapsed().as_secs_f32();
    if seconds >= 1.0 {
        eprintln!("  {seconds:.1} s");
    }
    Ok(result)
}

/// The tail of a text: at most `lines` lines.
pub fn tail(text: &str, lines: usize) -> String {
    let all: Vec<&str> = text.lines().collect();
    all[all.len().saturating_sub(lines)..].join("\n")
}
