//! Invariants of the house that no compiler checks.

mod layers;
mod names;
mod sizes;

use std::fs;

use anyhow::{Result, bail};

use crate::{codegen, root::root, shell::line};

/// A source file of the product (tests' own samples, generated and installed files left out).
pub struct Source {
    /// From the repository's top, `/`-separated.
    pub path: String,
    pub text: String,
}

/// Fails with every violation listed.
pub fn run() -> Result<()> {
    let sources = sources()?;
    let mut wrongs = layers::check(&sources)?;
    wrongs.extend(sizes::check(&sources));
    wrongs.extend(names::check(&sources));
    if let Err(error) = codegen::check() {
        wrongs.push(error.to_string());
    }
    if !wrongs.is_empty() {
        bail!("{} to tidy:\n  {}", wrongs.len(), wrongs.join("\n  "));
    }
    println!("tidy: {} source files", sources.len());
    Ok(())
}

fn sources() -> Result<Vec<Source>> {
    let listed = line("git", &["ls-files", "--cached", "--others", "--exclude-standard"]).read()?;
    let paths = listed.lines().filter(|path| is_source(path)).map(str::to_owned);
    let mut sources: Vec<Source> = paths
        .filter_map(|path| {
            let text = fs::read_to_string(root().join(&path)).ok()?;
            Some(Source { path, text })
        })
        .collect();
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(sources)
}

fn is_source(path: &str) -> bool {
    let is_code = [".rs", ".ts", ".mjs", ".toml"].iter().any(|ending| path.ends_with(ending));
    let is_sample = path.starts_with("tests/workspaces/");
    let is_generated =
        path.ends_with("generated.ts") || path.ends_with("Generated.ts") || path == "server/crates/wire/src/hash.rs";
    is_code && !is_sample && !is_generated
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_house_is_tidy() {
        super::run().expect("the house is tidy");
    }
}
