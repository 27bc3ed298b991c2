use model::facts::DotenvDialect;

use super::{Loader, plain};

/// dotenv-flow: files by mode, references stay as they are.
pub(super) const LOADER: Loader = Loader {
    id: "dotenv-flow",
    package: Some("dotenv-flow"),
    modes: &["", "development", "production", "test"],
    is_of_servers: true,
    files,
    dialect: DotenvDialect::Node,
    fill: plain,
};

fn files(mode: &str, _: &[String]) -> Vec<String> {
    let mut files = Vec::new();
    if !mode.is_empty() {
        files.extend([format!(".env.{mode}.local"), format!(".env.{mode}")]);
    }
    if mode != "test" {
        files.push(".env.local".to_owned());
    }
    files.extend([".env".to_owned(), ".env.defaults".to_owned()]);
    files
}
