//! The table of stages, in the order they run.

use std::path::Path;

use anyhow::Result;

use super::{
    Counts, Ran, Stage,
    count::{self},
};
use crate::{
    package, setup,
    shell::{Line, line},
};

pub const STAGES: &[Stage] = &[
    Stage { name: "format", what: "rustfmt", run: |log| checked(&line("cargo", &["fmt", "--all", "--check"]), log) },
    Stage { name: "clippy", what: "clippy, warnings are errors", run: clippy },
    Stage {
        name: "rust",
        what: "cargo test: units, properties, tidy, generated files, the real binary over stdio",
        run: rust,
    },
    Stage { name: "shell", what: "types, lint and unit tests of the extension", run: shell },
    Stage { name: "webview", what: "the dashboard in a browser: layout, keyboard, axe", run: webview },
    Stage { name: "foreign-lsp", what: "pytest-lsp as a client that we did not write", run: foreign_lsp },
    Stage { name: "package", what: "the platform VSIX and the universal one", run: packages },
    Stage { name: "vscode", what: "the packaged VSIX in a real VS Code", run: vscode },
];

fn checked(run: &Line, log: &Path) -> Result<Ran> {
    counted(run, log, |_| Counts::default())
}

/// A check without tests of its own counts as one.
fn counted(run: &Line, log: &Path, count: fn(&str) -> Counts) -> Result<Ran> {
    let done = run.logged(log)?;
    let mut counts = count(&done.output);
    if done.is_ok && counts == Counts::default() {
        counts.passed = 1;
    }
    Ok(Ran { is_ok: done.is_ok, counts, output: done.output })
}

fn clippy(log: &Path) -> Result<Ran> {
    checked(&line("cargo", &["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"]), log)
}

fn rust(log: &Path) -> Result<Ran> {
    counted(&line("cargo", &["test", "--workspace", "--locked", "--no-fail-fast"]), log, count::cargo)
}

fn shell(log: &Path) -> Result<Ran> {
    setup::node_modules("extension")?;
    let node = setup::modern_node()?;
    counted(&line(setup::npm(), &["run", "check"]).in_folder("extension").path_first(node), log, count::summary)
}

fn webview(log: &Path) -> Result<Ran> {
    setup::tools(&[&setup::CHROMIUM])?;
    setup::node_modules("extension")?;
    let node = setup::modern_node()?;
    counted(&line(setup::npm(), &["run", "test:webview"]).in_folder("extension").path_first(node), log, count::node)
}

fn foreign_lsp(log: &Path) -> Result<Ran> {
    setup::tools(&[&setup::PYTHON])?;
    counted(&line("python3", &["tests/lsp/foreign/run.py"]), log, count::summary)
}

fn packages(log: &Path) -> Result<Ran> {
    package::universal()?;
    let made = package::platform()?;
    std::fs::write(log, made.display().to_string())?;
    Ok(Ran { is_ok: true, counts: Counts { passed: 2, failed: 0 }, output: String::new() })
}

fn vscode(log: &Path) -> Result<Ran> {
    let vsix = package::platform()?;
    let node = setup::vscode_host()?;
    setup::node_modules("tests/vscode")?;
    let run = line("node", &["run.mjs"])
        .in_folder("tests/vscode")
        .path_first(node)
        .env("WORKSPAI_VSIX", vsix.display().to_string());
    counted(&run, log, count::node)
}
