//! `cargo xtask bench`: figures measured in one run. What depends on the machine is a ratio to ripgrep reading every line
//! of the same tree in the same run; it prints the goal beside each figure and never fails on one.

mod activation;
mod measure;
mod plot;
mod sidecar;
mod tree;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use crate::{
    root::cargo_target,
    setup,
    shell::{release, step},
};

/// One benchmark.
struct Bench {
    name: &'static str,
    what: &'static str,
    run: fn(&Path) -> Result<Vec<Row>>,
}

/// One printed figure.
pub struct Row {
    pub what: String,
    pub figure: String,
    pub goal: String,
    pub is_met: bool,
}

const BENCHES: &[Bench] = &[
    Bench { name: "inspect", what: "inspect against ripgrep, 900 to 15,000 files, cold and warm", run: tree::inspect },
    Bench { name: "snapshot", what: "one edited file to a new snapshot, 15,000 files", run: tree::snapshot },
    Bench { name: "scaling", what: "inspect on 2,000 to 100,000 files", run: tree::scaling },
    Bench { name: "start", what: "process start to the initialize reply", run: sidecar::start },
    Bench { name: "edit", what: "one edit to published diagnostics, 15,000 files", run: sidecar::edit },
    Bench { name: "activation", what: "activation in a real VS Code", run: activation::run },
];

/// Makes the tree of about `files` files and prints where it is.
pub fn tree(files: &str) -> Result<()> {
    let files = files.parse().with_context(|| format!("{files} is no number of files"))?;
    println!("{}", tree::generated(files)?.display());
    Ok(())
}

/// A copy of the sidecar, as an installation writes it. What the linker leaves has its pages all over the memory of the system, and
/// starts half a millisecond later.
fn written_at_once() -> Result<PathBuf> {
    let copy = cargo_target().join("bench").join("workspai");
    fs::create_dir_all(cargo_target().join("bench")).context("cannot make the folder of the benchmarks")?;
    // A file that is there keeps its pages.
    let _ = fs::remove_file(&copy);
    fs::copy(cargo_target().join("release/workspai"), &copy).context("cannot copy the sidecar")?;
    Ok(copy)
}

pub fn run(names: &[&str]) -> Result<()> {
    if let Some(unknown) = names.iter().find(|name| !BENCHES.iter().any(|bench| bench.name == **name)) {
        bail!(
            "no benchmark {unknown}; there are {}",
            BENCHES.iter().map(|bench| bench.name).collect::<Vec<_>>().join(", ")
        );
    }
    setup::tools(&[&setup::RIPGREP])?;
    step("building the sidecar (release)", || {
        release(&["build", "--release", "--package", "workspai", "--locked"]).show()
    })?;
    let sidecar = written_at_once()?;
    for bench in BENCHES.iter().filter(|bench| names.is_empty() || names.contains(&bench.name)) {
        println!("\n{}: {}", bench.name, bench.what);
        for row in (bench.run)(&sidecar)? {
            println!(
                "  {:<46} {:>14}   goal {:<10} {}",
                row.what,
                row.figure,
                row.goal,
                if row.is_met { "met" } else { "MISSED" }
            );
        }
    }
    Ok(())
}
