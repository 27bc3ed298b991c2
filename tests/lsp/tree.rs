//! Folders to open.

use std::{fs, path::Path, path::PathBuf};

use tempfile::TempDir;

pub struct Tree {
    folder: TempDir,
}

impl Tree {
    pub fn new<'f>(files: impl IntoIterator<Item = (&'f str, &'f str)>) -> Self {
        let tree = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        for (path, text) in files {
            tree.write(path, text);
        }
        tree
    }

    /// One Python project with one finding: `A` is defined twice, on lines 0 and 1 of `api/.env`.
    pub fn with_a_finding() -> Self {
        Self::new([("api/pyproject.toml", PYPROJECT), ("api/.env", "A=1\nA=2\n")])
    }

    pub fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    pub fn uri(&self, below: &str) -> String {
        uri(&self.path(below))
    }

    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).expect("a file");
    }
}

pub const PYPROJECT: &str = "[project]\nname = \"api\"\nversion = \"0.1.0\"\nrequires-python = \">=3.10\"\n";

pub fn uri(path: &Path) -> String {
    let uri = lsp_types::Url::from_file_path(path).expect("an absolute path").to_string();
    uri.trim_end_matches('/').to_owned()
}
