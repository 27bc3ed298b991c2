use std::sync::Arc;

use crate::{Place, RelPath};

/// One place that can set an env key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// A real dotenv file (`.env`, `.env.local`, `.env.production`).
    Dotenv,
    /// A template (`.env.example`, `.env.sample`, `.env.template`, `.env.dist`): it documents, it does not define.
    Example,
    /// Compose `environment` or `env_file`.
    Compose,
    /// Dockerfile `ENV`.
    Dockerfile,
    /// A CI workflow's `env`.
    Ci,
    /// A Kubernetes manifest.
    K8s,
    /// A Makefile's `export`, or what its recipes set for a command.
    Makefile,
    /// What a script of a manifest sets for its command.
    Script,
}

/// One definition of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvDefinition {
    /// The file and range of the key.
    pub place: Place,
    /// The layer of the file.
    pub layer: Layer,
    /// The value as written, unquoted. Never shown or sent for a secret key: see [`is_secret_name`].
    pub value: Option<Arc<str>>,
    /// In which modes of the program it is the one that counts among its dotenv files; none: another one always does.
    /// `None` where it is not known who loads the file.
    pub wins: Option<Vec<Win>>,
}

/// What a definition comes to where it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Win {
    /// The mode (`development`); empty for a loader without modes.
    pub mode: Arc<str>,
    /// The value with its references filled in; `None` when it cannot be told. As secret as that of the definition.
    pub value: Option<Arc<str>>,
}

/// The dotenv files that a program loads in one mode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvFileOrder {
    /// What loads them.
    pub loader: &'static str,
    /// The mode; empty for a loader without modes.
    pub mode: Arc<str>,
    /// Those that are there, the one that wins first. The environment itself wins over all of them.
    pub files: Vec<RelPath>,
}

/// One place in code that reads a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvRead {
    /// The file and range of the key.
    pub place: Place,
    /// Whether the reading code has a default.
    pub has_default: bool,
    /// The default, when it is written there.
    pub default: Option<Arc<str>>,
    /// Whether the program fails there without the key.
    pub is_required: bool,
    /// Whether it is certain besides that the program gets there, and that nothing but the environment can help.
    pub is_certain: bool,
    /// The type as written, or what the reading function makes of it.
    pub kind: Option<Arc<str>>,
    /// Whether the key is found in any case.
    pub is_any_case: bool,
}

/// A key with all that is known of it in one project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvKey {
    /// The name.
    pub key: Arc<str>,
    /// Whether the project cannot start or work without it, as far as known.
    pub is_required: bool,
    /// Whether the value is a secret, judged by its name.
    pub is_secret: bool,
    /// Who reads it.
    pub reads: Vec<EnvRead>,
    /// Who defines or documents it.
    pub definitions: Vec<EnvDefinition>,
}

impl EnvKey {
    /// The definitions that count: templates do not.
    pub fn effective(&self) -> impl Iterator<Item = &EnvDefinition> {
        self.definitions.iter().filter(|definition| definition.layer != Layer::Example)
    }

    /// The definitions in `file`.
    pub fn in_file<'k>(&'k self, file: &'k RelPath) -> impl Iterator<Item = &'k EnvDefinition> {
        self.definitions.iter().filter(move |definition| definition.place.file == *file)
    }
}

/// Whether a key of this name holds a secret. Public keys and settings *about* secrets (`…_ALGORITHM`, `…_EXPIRE_…`) do not.
#[must_use]
pub fn is_secret_name(key: &str) -> bool {
    const WORDS: [&str; 14] = [
        "SECRET",
        "PASSWORD",
        "PASSWD",
        "PASSPHRASE",
        "TOKEN",
        "APIKEY",
        "CREDENTIAL",
        "CREDENTIALS",
        "PRIVATE",
        "PWD",
        "SALT",
        "DSN",
        "PAT",
        "COOKIE",
    ];
    const ABOUT: [&str; 19] = [
        "ALGORITHM",
        "EXPIRE",
        "EXPIRES",
        "EXPIRY",
        "EXPIRATION",
        "TTL",
        "MINUTES",
        "SECONDS",
        "DAYS",
        "URL",
        "NAME",
        "LENGTH",
        "ROUNDS",
        "ISSUER",
        "AUDIENCE",
        "LIMIT",
        "LIMITS",
        "TYPE",
        "MAX",
    ];
    let upper = key.to_ascii_uppercase();
    let words: Vec<&str> = upper.split(['_', '-', '.']).filter(|word| !word.is_empty()).collect();
    let last = words.last().copied().unwrap_or("");
    if words.iter().any(|word| *word == "PUBLIC" || *word == "PUBLISHABLE") {
        return false;
    }
    // Connection strings carry passwords.
    let is_connection = matches!(last, "URL" | "URI" | "DSN")
        && words.iter().any(|word| {
            matches!(
                *word,
                "DATABASE"
                    | "DB"
                    | "POSTGRES"
                    | "POSTGRESQL"
                    | "MYSQL"
                    | "MONGO"
                    | "MONGODB"
                    | "REDIS"
                    | "AMQP"
                    | "RABBITMQ"
                    | "BROKER"
            )
        });
    if is_connection {
        return true;
    }
    if words.iter().any(|word| ABOUT.contains(word)) {
        return false;
    }
    words.iter().any(|word| WORDS.contains(word)) || (words.len() > 1 && last == "KEY") || upper.ends_with("APIKEY")
}

/// Whether a value is what templates put where a real value belongs (`changeme`, `your-secret-key`, `xxx`, `<token>`).
#[must_use]
pub fn is_placeholder(value: &str) -> bool {
    let value = value.trim().trim_matches(['"', '\'']).to_ascii_lowercase();
    if value.is_empty() {
        return false;
    }
    const WHOLE: [&str; 14] = [
        "secret",
        "password",
        "changeit",
        "placeholder",
        "example",
        "todo",
        "fixme",
        "none",
        "null",
        "test",
        "dummy",
        "default",
        "token",
        "key",
    ];
    let squeezed: String = value.chars().filter(char::is_ascii_alphanumeric).collect();
    let repeated = squeezed.len() >= 3
        && squeezed.bytes().all(|byte| Some(byte) == squeezed.bytes().next())
        && squeezed.starts_with(['x', '0', '1']);
    WHOLE.contains(&value.as_str())
        || repeated
        || (value.starts_with('<') && value.ends_with('>'))
        || (value.starts_with("your") && value[4..].starts_with(['-', '_', ' ']))
        || [
            "changeme",
            "changethis",
            "replaceme",
            "replacethis",
            "supersecret",
            "yoursecret",
            "secretkey",
            "insertyour",
            "fillmein",
            "dontuseinproduction",
            "pleaseset",
            "pleasechange",
            "pleasereplace",
            "enteryour",
            "putyour",
            "addyour",
            "xxxxxx",
        ]
        .iter()
        .any(|word| squeezed.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_secrets() {
        for key in ["JWT_SECRET", "STRIPE_API_KEY", "DB_PASSWORD", "DATABASE_URL", "GITHUB_TOKEN", "SECRET_KEY"] {
            assert!(is_secret_name(key), "{key}");
        }
        for key in [
            "JWT_ALGORITHM",
            "ACCESS_TOKEN_EXPIRE_MINUTES",
            "STRIPE_PUBLISHABLE_KEY",
            "API_URL",
            "PORT",
            "KEYBOARD",
            "TOKEN_URL",
            "KEY",
        ] {
            assert!(!is_secret_name(key), "{key}");
        }
    }

    #[test]
    fn placeholders_are_told_from_values() {
        for value in [
            "changeme",
            "CHANGE_ME",
            "your-secret-key",
            "<token>",
            "xxxxxxxx",
            "change-this-in-production",
            "super-secret-key",
            "please-set-a-long-random-secret",
            "sk_test_xxxxxxxx",
        ] {
            assert!(is_placeholder(value), "{value}");
        }
        for value in ["", "postgres", "b0a7f2c9d1", "http://localhost:8000", "yourself"] {
            assert!(!is_placeholder(value), "{value}");
        }
    }
}
