//! What a secret's value is worth, and new values for secrets that any random text can be.

use std::fmt::Write;

use host::Host;
use model::is_placeholder;
use sha2::{Digest, Sha256};

/// Where new secrets come from: drawn once, so that a preview, its edit and the next report show the same value, and
/// never written anywhere.
#[derive(Clone)]
pub struct Seed(Option<[u8; 32]>);

impl std::fmt::Debug for Seed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seed")
    }
}

impl Seed {
    /// Draws one from the machine.
    #[must_use]
    pub fn draw(host: &dyn Host) -> Self {
        let mut bytes = [0; 32];
        Self(host.random_bytes(&mut bytes).then_some(bytes))
    }

    /// A new value for a key: 64 hexadecimal digits. Services that share a key share the value. `None` when the machine
    /// has no randomness.
    pub(crate) fn value(&self, key: &str) -> Option<String> {
        let digest = Sha256::new().chain_update(self.0?).chain_update(key.as_bytes()).finalize();
        Some(digest.iter().fold(String::new(), |mut out, byte| {
            let _ = write!(out, "{byte:02x}");
            out
        }))
    }
}

/// What the value of a secret key is worth to a thief.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Worth {
    /// Nothing is there, or it is filled in from elsewhere.
    Nothing,
    /// What a template puts in the place of a value.
    Placeholder,
    /// A value that everybody uses on the own machine (`postgres`), or one that says it is for tests.
    Local,
    /// It may well open something.
    Real,
}

/// Judges the value of a key whose name is that of a secret.
pub(crate) fn worth(value: Option<&str>) -> Worth {
    let value = value.unwrap_or("").trim();
    if value.is_empty() || value.starts_with(['$', '%']) || value.contains("${") || value.contains("{{") {
        return Worth::Nothing;
    }
    if is_placeholder(value) {
        return Worth::Placeholder;
    }
    if let Some((_, rest)) = value.split_once("://") {
        return url_worth(rest);
    }
    // `user:password`, as in `postgres:postgres`.
    let value = match value.split_once(':') {
        Some((user, password)) if !user.is_empty() && !password.contains(':') => password,
        _ => value,
    };
    let lower = value.to_ascii_lowercase();
    // A value with these words in it was made up by a person for the own machine.
    let says_so =
        ["test", "dummy", "fake", "mock", "example", "local", "insecure", "sample", "demo", "password", "secret"]
            .iter()
            .any(|word| lower.contains(word))
            || lower.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| matches!(word, "dev" | "development"));
    // Short words are user names and passwords of local databases (`postgres`, `minioadmin`).
    if says_so || value.chars().count() < 12 && value.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()) {
        return Worth::Local;
    }
    if value.chars().count() < 8 { Worth::Local } else { Worth::Real }
}

/// A connection string is worth what its password is; without one, or on this machine, it opens nothing.
fn url_worth(rest: &str) -> Worth {
    let authority = rest.split(['/', '?', '#']).next().unwrap_or("");
    let Some((login, host)) = authority.rsplit_once('@') else { return Worth::Nothing };
    let Some((_, password)) = login.split_once(':') else { return Worth::Nothing };
    let host = host.split(':').next().unwrap_or("");
    // A bare name is a container beside this one.
    let is_near = matches!(host, "localhost" | "127.0.0.1" | "host.docker.internal") || !host.contains('.');
    match worth(Some(password)) {
        Worth::Real if is_near => Worth::Local,
        other => other,
    }
}

/// Whether any random text will do for a key: it signs or encrypts what the program itself reads back. Keys of other
/// parties and passwords of databases have to match what is set there.
pub(crate) fn is_ours_to_choose(key: &str) -> bool {
    let upper = key.to_ascii_uppercase();
    let words: Vec<&str> = upper.split('_').collect();
    let names_other_party = words.iter().any(|word| OTHER_PARTIES.contains(word));
    let is_signing = words.iter().any(|word| matches!(*word, "SECRET" | "SALT" | "PEPPER"))
        || upper.ends_with("SIGNING_KEY")
        || upper.ends_with("ENCRYPTION_KEY");
    is_signing && !names_other_party
}

const OTHER_PARTIES: [&str; 32] = [
    "STRIPE",
    "GITHUB",
    "GITLAB",
    "GOOGLE",
    "FACEBOOK",
    "TWITTER",
    "AWS",
    "S3",
    "AZURE",
    "GCP",
    "OPENAI",
    "ANTHROPIC",
    "TWILIO",
    "SENDGRID",
    "MAILGUN",
    "PAYPAL",
    "SLACK",
    "DISCORD",
    "AUTH0",
    "OKTA",
    "KEYCLOAK",
    "OAUTH",
    "CLIENT",
    "WEBHOOK",
    "ACCESS",
    "MINIO",
    "API",
    "SENTRY",
    "CLERK",
    "FIREBASE",
    "SUPABASE",
    "APPLE",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_judged() {
        for (value, expected) in [
            ("", Worth::Nothing),
            ("${SECRET}", Worth::Nothing),
            ("changethis", Worth::Placeholder),
            ("postgres", Worth::Local),
            ("dispatch:dispatch", Worth::Local),
            ("admin:Xk29vQp0LmR4", Worth::Real),
            ("astronomy_password", Worth::Local),
            ("dev-google-client", Worth::Local),
            ("test-of-the-suite", Worth::Local),
            ("postgresql://postgres:postgres@localhost:5432/app", Worth::Local),
            ("postgresql://app:Zk3_9sLq0P1x@db:5432/app", Worth::Local),
            ("postgresql://app:Zk3_9sLq0P1x@db.acme.io/app", Worth::Real),
            ("redis://localhost:6379/0", Worth::Nothing),
            ("q8Zr2LmNoPqRsTuV", Worth::Real),
            ("b0a7f2c9d1e84f3a", Worth::Real),
        ] {
            assert_eq!(worth(Some(value)), expected, "{value}");
        }
    }

    #[test]
    fn only_own_secrets_can_be_made_up() {
        for key in ["JWT_SECRET", "SECRET_KEY", "AUTH_JWT_SECRET", "SESSION_SECRET", "PASSWORD_SALT"] {
            assert!(is_ours_to_choose(key), "{key}");
        }
        for key in
            ["STRIPE_WEBHOOK_SECRET", "DB_PASSWORD", "OPENAI_API_KEY", "OAUTH_CLIENT_SECRET", "AWS_SECRET_ACCESS_KEY"]
        {
            assert!(!is_ours_to_choose(key), "{key}");
        }
    }

    #[test]
    fn a_seed_gives_each_key_its_value() {
        let seed = Seed::draw(&host::MemHost::default());
        let value = seed.value("JWT_SECRET").expect("randomness");
        assert_eq!((value.len(), seed.value("JWT_SECRET")), (64, Some(value.clone())));
        assert_ne!(seed.value("OTHER"), Some(value));
        assert_eq!(format!("{seed:?}"), "Seed");
    }
}
