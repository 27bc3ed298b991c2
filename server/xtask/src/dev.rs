//! `cargo xtask dev [FOLDER]`: from a fresh checkout to an open editor.

use std::{path::Path, process::Stdio};

use anyhow::{Context, Result};

use crate::{
    package,
    root::{cache, root},
    setup,
    shell::{line, step},
};

const SAMPLE: &str = "tests/workspaces/saas-broken";

pub fn run(folder: Option<&str>) -> Result<()> {
    let folder = match folder {
        Some(folder) => {
            std::env::current_dir()?.join(folder).canonicalize().with_context(|| format!("no folder {folder}"))?
        }
        None => root().join(SAMPLE),
    };
    let vsix = package::platform()?;
    if has_code() {
        return open_in_code(&vsix, &folder);
    }
    let node = step(&format!("preparing VS Code in the browser ({})", setup::cache_note()), setup::vscode_host)?;
    let serve = line(
        "node",
        &[
            "tests/vscode/host/serve.mjs",
            "--vsix",
            &vsix.display().to_string(),
            "--user-data",
            &cache().join("dev-profile").display().to_string(),
            &folder.display().to_string(),
        ],
    );
    serve.path_first(node).show()
}

fn has_code() -> bool {
    line("code", &["--version"]).command().is_ok_and(|mut command| {
        command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
    })
}

fn open_in_code(vsix: &Path, folder: &Path) -> Result<()> {
    step("installing the extension into your VS Code", || {
        line("code", &["--install-extension", &vsix.display().to_string(), "--force"]).show()
    })?;
    line("code", &["--new-window", &folder.display().to_string()]).show()?;
    println!("Workspai is open in VS Code: {}", folder.display());
    Ok(())
}
