//! What the commands need on a fresh machine, installed when it is missing.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{
    root::{cache, root},
    shell::{line, step},
};

/// A program from Debian's packages.
pub struct Tool {
    /// How to see whether it is there.
    probe: &'static [&'static str],
    /// The package that has it.
    package: &'static str,
}

pub const CHROMIUM: Tool = Tool { probe: &["chromium", "--version"], package: "chromium" };
pub const CXX: Tool = Tool { probe: &["g++", "--version"], package: "g++" };
pub const MAKE: Tool = Tool { probe: &["make", "--version"], package: "make" };
pub const PYTHON: Tool = Tool { probe: &["python3", "-m", "venv", "--help"], package: "python3-venv" };
pub const RIPGREP: Tool = Tool { probe: &["rg", "--version"], package: "ripgrep" };
pub const NODE: Tool = Tool { probe: &["node", "--version"], package: "nodejs" };
pub const NPM: Tool = Tool { probe: &["npm", "--version"], package: "npm" };

/// Makes sure of programs; installs what is missing with apt when that is allowed, else says how.
pub fn tools(wanted: &[&Tool]) -> Result<()> {
    let missing: Vec<&str> = wanted.iter().filter(|tool| !is_there(tool.probe)).map(|tool| tool.package).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages = missing.join(" ");
    let prefix: &[&str] = if is_there(&["apt-get", "--version"]) && is_root() {
        &[]
    } else if is_there(&["apt-get", "--version"]) && is_there(&["sudo", "-n", "true"]) {
        &["sudo", "-n"]
    } else {
        bail!("{packages} missing; install them first (on Debian and Ubuntu: sudo apt-get install {packages})");
    };
    step(&format!("installing {packages}"), || {
        for words in [
            vec!["apt-get", "update", "-qq"],
            [vec!["apt-get", "install", "-y", "-qq", "--no-install-recommends"], missing.clone()].concat(),
        ] {
            let words = [prefix, words.as_slice()].concat();
            let log = logs()?.join("apt.log");
            let run = line(words[0], &words[1..]).env("DEBIAN_FRONTEND", "noninteractive").logged(&log)?;
            if !run.is_ok {
                bail!("`{}` failed; see {}", words.join(" "), log.display());
            }
        }
        Ok(())
    })
}

/// The folder of logs of the last runs.
pub fn logs() -> Result<PathBuf> {
    let folder = root().join("target/xtask-logs");
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// `npm ci` in a folder, when its lock file or Node changed since the last time.
pub fn node_modules(folder: &str) -> Result<()> {
    tools(&[&NODE, &NPM])?;
    let lock = fs::read(root().join(folder).join("package-lock.json"))
        .with_context(|| format!("{folder}/package-lock.json"))?;
    let stamp = format!("{:x}", Sha256::digest(lock));
    let stamp_file = root().join(folder).join("node_modules/.workspai-stamp");
    if fs::read_to_string(&stamp_file).is_ok_and(|old| old == stamp) {
        return Ok(());
    }
    step(&format!("npm ci in {folder}"), || {
        let log = logs()?.join(format!("npm-{}.log", folder.replace('/', "-")));
        let run = line(npm(), &["ci", "--no-audit", "--no-fund"]).in_folder(folder).logged(&log)?;
        if !run.is_ok {
            bail!("npm ci failed in {folder}; see {}", log.display());
        }
        fs::write(stamp_file, stamp).context("cannot note the installed state")
    })
}

pub fn npm() -> &'static str {
    if cfg!(windows) { "npm.cmd" } else { "npm" }
}

/// The folder of a Node that is new enough for vsce and vitest, from the npm registry.
pub fn modern_node() -> Result<PathBuf> {
    tools(&[&NODE, &NPM])?;
    let answer = line("node", &["tests/vscode/host/prepare.mjs", "--node-only"]).read()?;
    Ok(PathBuf::from(answer.trim()))
}

/// The VS Code host, built once a machine. Returns Node's folder.
pub fn vscode_host() -> Result<PathBuf> {
    tools(&[&NODE, &NPM, &CXX, &MAKE, &PYTHON, &CHROMIUM])?;
    let answer = line("node", &["tests/vscode/host/prepare.mjs", "--json"]).read()?;
    let host: Value = serde_json::from_str(&answer).with_context(|| format!("prepare.mjs answered {answer:?}"))?;
    Ok(PathBuf::from(host["node"]["bin"].as_str().context("prepare.mjs named no folder of node")?))
}

fn is_there(words: &[&str]) -> bool {
    Command::new(words[0])
        .args(&words[1..])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// Where caches live, for messages.
pub fn cache_note() -> String {
    format!("built once a machine, kept in {}", cache().display())
}
