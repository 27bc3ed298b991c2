use model::{Layer, RelPath};

/// The layer of a dotenv file, judged by its name; `None` for other files.
pub(super) fn layer(path: &RelPath) -> Option<Layer> {
    let name = path.file_name();
    // Most files have neither; this runs for every file of the workspace.
    if !name.contains("env") {
        return None;
    }
    let name = name.to_ascii_lowercase();
    let words: Vec<&str> = name.split(['.', '-', '_']).filter(|word| !word.is_empty()).collect();
    let is_template = words.iter().any(|word| TEMPLATE.contains(word));
    let is_dotenv = name == ".env"
        || [".env.", ".env-", ".env_"].iter().any(|prefix| name.starts_with(prefix))
        || name.ends_with(".env")
        || (is_template && ["env.", "env-", "env_", "dotenv."].iter().any(|prefix| name.starts_with(prefix)));
    let last = words.last().copied().unwrap_or("");
    if !is_dotenv || OTHER_FORMAT.contains(&last) {
        return None;
    }
    Some(if is_template { Layer::Example } else { Layer::Dotenv })
}

const TEMPLATE: [&str; 13] = [
    "example",
    "examples",
    "sample",
    "template",
    "templates",
    "tmpl",
    "tpl",
    "dist",
    "default",
    "defaults",
    "schema",
    "skeleton",
    "stub",
];

/// Encrypted, backup or code files whose names begin alike.
const OTHER_FORMAT: [&str; 34] = [
    "ts", "js", "mjs", "cjs", "tsx", "py", "go", "java", "rs", "rb", "php", "sh", "bash", "zsh", "fish", "ps1", "json",
    "yaml", "yml", "toml", "md", "txt", "vault", "keys", "enc", "gpg", "age", "sops", "swp", "backup", "bak", "old",
    "orig", "save",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str) -> Option<Layer> {
        layer(&RelPath::new(name).expect("a path"))
    }

    #[test]
    fn templates_are_told_from_real_files() {
        for name in [
            "api/.env.example",
            ".env.sample",
            ".env.template",
            ".env.dist",
            ".env.defaults",
            "example.env",
            "env.example",
            ".env.local.example",
            ".env.example.local",
            ".env-example",
            "env.sample",
            "sample.env",
        ] {
            assert_eq!(of(name), Some(Layer::Example), "{name}");
        }
        for name in [".env", "api/.env.local", ".env.production", "prod.env", ".env.test", ".ENV"] {
            assert_eq!(of(name), if name == ".ENV" { None } else { Some(Layer::Dotenv) }, "{name}");
        }
    }

    #[test]
    fn other_files_are_left_alone() {
        for name in [
            ".envrc",
            "env.py",
            "env.ts",
            ".env.d.ts",
            ".env.vault",
            ".env.keys",
            ".env.json",
            "environment.md",
            "env",
            "src/env/index.ts",
            ".env.enc",
            "env.production",
            "environment",
            "alembic/env.py",
            ".env.py",
        ] {
            assert_eq!(of(name), None, "{name}");
        }
    }
}
