use std::path::{Path, PathBuf};

/// The repository's top folder.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).map(Path::to_owned).unwrap_or_default()
}

/// Where cargo puts what it builds.
pub fn cargo_target() -> PathBuf {
    let chosen = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    chosen.and_then(|folder| std::path::absolute(folder).ok()).unwrap_or_else(|| root().join("target"))
}

/// The folder for what is built once a machine: the VS Code host, Node, Python environments.
pub fn cache() -> PathBuf {
    if let Some(folder) = std::env::var_os("WORKSPAI_CACHE") {
        return PathBuf::from(folder);
    }
    if let Some(folder) = std::env::var_os("XDG_CACHE_HOME") {
        return PathBuf::from(folder).join("workspai");
    }
    let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE")).unwrap_or_default();
    PathBuf::from(home).join(".cache").join("workspai")
}
