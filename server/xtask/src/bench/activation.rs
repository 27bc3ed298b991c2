//! Activation, as the extension host of a real VS Code accounts it.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use super::Row;
use crate::{package, setup, shell::line};

const GOAL_MS: f64 = 100.0;

pub fn run(_sidecar: &Path) -> Result<Vec<Row>> {
    let vsix = package::platform()?;
    let node = setup::vscode_host()?;
    setup::node_modules("tests/vscode")?;
    let answer = line("node", &["bench/activation.ts"])
        .in_folder("tests/vscode")
        .path_first(node)
        .env("WORKSPAI_VSIX", vsix.display().to_string())
        .read()?;
    let last =
        answer.lines().rev().find(|text| text.starts_with('{')).context("bench/activation.ts printed no result")?;
    let times: Value = serde_json::from_str(last)?;
    let median = times["medianMs"].as_f64().context("no medianMs")?;
    Ok(vec![Row {
        what: format!("activation, median of {} starts", times["runs"]),
        figure: format!("{median:.0} ms"),
        goal: "≤ 100 ms".into(),
        is_met: median <= GOAL_MS,
    }])
}
