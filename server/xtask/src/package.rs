//! `cargo xtask package`: the VSIX that is published, and the one that every test in a real VS Code runs.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use crate::{
    root::{cargo_target, root},
    setup,
    shell::{Line, line, release, step},
};

/// VS Code's platform names, and Rust's.
const TARGETS: &[(&str, &str)] = &[
    ("linux-x64", "x86_64-unknown-linux-gnu"),
    ("linux-arm64", "aarch64-unknown-linux-gnu"),
    ("alpine-x64", "x86_64-unknown-linux-musl"),
    ("alpine-arm64", "aarch64-unknown-linux-musl"),
    ("darwin-x64", "x86_64-apple-darwin"),
    ("darwin-arm64", "aarch64-apple-darwin"),
    ("win32-x64", "x86_64-pc-windows-msvc"),
    ("win32-arm64", "aarch64-pc-windows-msvc"),
];

/// The most that a platform VSIX may weigh.
const LIMIT_BYTES: u64 = 12_000_000;

pub fn run(words: &[&str]) -> Result<()> {
    let made = match words {
        [] => platform()?,
        ["--universal"] => universal()?,
        ["--target", target] => for_target(target)?,
        _ => bail!(
            "usage: cargo xtask package [--target T | --universal]; T is one of {}",
            TARGETS.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
        ),
    };
    println!("{} ({:.1} MB)", made.display(), mega_bytes(fs::metadata(&made)?.len()));
    Ok(())
}

/// The VSIX for this machine.
pub fn platform() -> Result<PathBuf> {
    let triple = format!("{}-{}", std::env::consts::ARCH, std::env::consts::OS);
    let target = match triple.as_str() {
        "x86_64-linux" => "linux-x64",
        "aarch64-linux" => "linux-arm64",
        "x86_64-macos" => "darwin-x64",
        "aarch64-macos" => "darwin-arm64",
        "x86_64-windows" => "win32-x64",
        "aarch64-windows" => "win32-arm64",
        other => bail!("no VSIX platform for {other}; make one with --universal and put `workspai` on PATH"),
    };
    vsix(target, &build_sidecar(None)?)
}

fn for_target(target: &str) -> Result<PathBuf> {
    let (_, triple) =
        TARGETS.iter().find(|(name, _)| *name == target).with_context(|| format!("unknown target {target}"))?;
    vsix(target, &build_sidecar(Some(triple))?)
}

fn build_sidecar(triple: Option<&str>) -> Result<PathBuf> {
    let mut words = vec!["build", "--release", "--package", "workspai", "--locked"];
    words.extend(triple.iter().flat_map(|triple| ["--target", triple]));
    step("building the sidecar (release)", || release(&words).show())?;
    let folder = triple.map_or_else(|| PathBuf::from("release"), |triple| Path::new(triple).join("release"));
    let is_windows = triple.map_or(cfg!(windows), |triple| triple.contains("windows"));
    Ok(cargo_target().join(folder).join(if is_windows { "workspai.exe" } else { "workspai" }))
}

fn vsix(target: &str, sidecar: &Path) -> Result<PathBuf> {
    let server = root().join("extension/server");
    let _ = fs::remove_dir_all(&server);
    fs::create_dir_all(&server)?;
    let name = sidecar.file_name().context("the sidecar has a name")?;
    fs::copy(sidecar, server.join(name)).with_context(|| format!("cannot copy {}", sidecar.display()))?;
    let out = out_file(target)?;
    pack(&out, &["--target", target])?;
    let size = fs::metadata(&out)?.len();
    if size > LIMIT_BYTES {
        bail!("{} has {:.1} MB; the limit is {:.1} MB", out.display(), mega_bytes(size), mega_bytes(LIMIT_BYTES));
    }
    Ok(out)
}

/// The VSIX without a sidecar: it finds `workspai` on PATH or says how to get it.
pub fn universal() -> Result<PathBuf> {
    let _ = fs::remove_dir_all(root().join("extension/server"));
    let out = out_file("universal")?;
    pack(&out, &[])?;
    Ok(out)
}

fn pack(out: &Path, extra: &[&str]) -> Result<()> {
    setup::node_modules("extension")?;
    let node = setup::modern_node()?;
    step("bundling the extension", || npm_run(&node, "build"))?;
    step(&format!("packing {}", out.display()), || {
        let out = out.display().to_string();
        let words =
            [&["node_modules/@vscode/vsce/vsce", "package", "--no-dependencies", "--out", &out], extra].concat();
        let log = setup::logs()?.join("vsce.log");
        let run = line("node", &words).in_folder("extension").path_first(node.clone()).logged(&log)?;
        if !run.is_ok {
            bail!("vsce failed:\n{}", run.output);
        }
        Ok(())
    })
}

fn npm_run(node: &Path, script: &str) -> Result<()> {
    let run: Line = line(setup::npm(), &["run", "--silent", script]).in_folder("extension").path_first(node.to_owned());
    run.show()
}

fn out_file(target: &str) -> Result<PathBuf> {
    let folder = root().join("target/vsix");
    fs::create_dir_all(&folder)?;
    Ok(folder.join(format!("workspai-{target}.vsix")))
}

#[expect(clippy::cast_precision_loss, reason = "shown with one digit")]
fn mega_bytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
