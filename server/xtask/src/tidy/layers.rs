//! Which crate may use which. A row is a promise: adding to it is a decision, made here and in docs/architecture.md.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde_json::Value;

use super::Source;
use crate::shell::line;

/// Crate → crates of ours it may use. Test support (`fixture`) may be used by every crate's tests.
const LAYERS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("wire", &[]),
    ("host", &["model"]),
    ("disk", &["model"]),
    ("redact", &["model"]),
    ("tokens", &[]),
    ("syntax", &["model"]),
    ("trace", &["model", "syntax"]),
    ("detect", &["model", "disk", "syntax", "trace"]),
    ("index", &["model", "host", "disk", "syntax", "trace", "detect"]),
    ("doctor", &["model", "host", "detect", "index"]),
    ("memory", &["model", "host", "disk", "index"]),
    ("assist", &["model", "host", "disk", "detect", "index", "doctor", "memory", "redact", "tokens"]),
    ("store", &["model", "host", "disk"]),
    ("egress", &["model", "host", "store", "redact", "tokens"]),
    (
        "workspai",
        &[
            "model", "host", "disk", "wire", "detect", "index", "doctor", "memory", "redact", "tokens", "assist",
            "store", "egress",
        ],
    ),
    ("fixture", &["model", "host"]),
    ("lsp-tests", &["wire"]),
    ("xtask", &["model", "wire", "doctor"]),
];

/// Packages that only the named crates may use, and why.
const RESERVED: &[(&str, &[&str], &str)] = &[
    ("tower-lsp", &["workspai"], "one crate knows LSP"),
    ("lsp-types", &["workspai", "lsp-tests"], "one crate knows LSP"),
    ("async-openai", &["egress"], "all model traffic goes through egress"),
    ("reqwest", &["egress"], "all model traffic goes through egress"),
    ("rustls", &["egress"], "all model traffic goes through egress"),
    ("rusqlite", &["store"], "one crate owns the database"),
    ("ignore", &["host"], "all I/O goes through the host"),
    ("walkdir", &["host"], "all I/O goes through the host"),
];

/// Serialization is a boundary: a derive is a promise.
const MAY_SERIALIZE: &[&str] = &["wire", "disk", "xtask", "lsp-tests"];

pub fn check(sources: &[Source]) -> Result<Vec<String>> {
    let mut wrongs = Vec::new();
    let metadata: Value =
        serde_json::from_str(&line("cargo", &["metadata", "--no-deps", "--format-version", "1", "--offline"]).read()?)?;
    let packages = metadata["packages"].as_array().context("cargo metadata lists packages")?;
    let layers: BTreeMap<&str, &[&str]> = LAYERS.iter().copied().collect();
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        let Some(allowed) = layers.get(name) else {
            wrongs.push(format!("crate {name} has no row in server/xtask/src/tidy/layers.rs"));
            continue;
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let used = dependency["name"].as_str().unwrap_or_default();
            let is_test_only = dependency["kind"] == "dev";
            if layers.contains_key(used) && !allowed.contains(&used) && !is_test_only {
                wrongs.push(format!("crate {name} must not use {used}"));
            }
            for (reserved, owners, why) in RESERVED {
                if used == *reserved && !owners.contains(&name) && !is_test_only {
                    wrongs.push(format!("crate {name} must not use {used}: {why}"));
                }
            }
        }
    }
    for source in sources.iter().filter(|source| source.path.ends_with(".rs")) {
        let owner = source.path.split('/').nth(2).unwrap_or_default();
        let derives = source
            .text
            .lines()
            .any(|text| text.contains("derive(") && (text.contains("Serialize") || text.contains("Deserialize")));
        if derives && source.path.starts_with("server/crates/") && !MAY_SERIALIZE.contains(&owner) {
            wrongs.push(format!("{} derives Serialize or Deserialize; only wire and disk may", source.path));
        }
    }
    Ok(wrongs)
}
