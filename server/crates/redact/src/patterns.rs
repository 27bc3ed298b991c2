//! Keys and tokens told by their form. A row is searched only in lines that hold one of its anchors.

use std::sync::LazyLock;

use regex::Regex;

use crate::literal;

/// One form of secret.
pub(crate) struct Pattern {
    /// Names the marker.
    pub(crate) id: &'static str,
    /// Lower-case texts, one of which is in every match (in any case).
    pub(crate) anchors: &'static [&'static str],
    /// The group `value`, or the whole match without one, is taken out; the group `key` names the marker.
    pub(crate) regex: LazyLock<Regex>,
    /// Looks once more at what would be taken out, and at the key.
    pub(crate) is_secret: fn(&str, Option<&str>) -> bool,
}

macro_rules! pattern {
    ($id:literal, $anchors:expr, $regex:literal) => {
        pattern!($id, $anchors, $regex, |_, _| true)
    };
    ($id:literal, $anchors:expr, $regex:literal, $is_secret:expr) => {
        Pattern {
            id: $id,
            anchors: &$anchors,
            regex: LazyLock::new(|| Regex::new($regex).expect("a regular expression")),
            is_secret: $is_secret,
        }
    };
}

/// Every form but private keys, which span lines.
pub(crate) static PATTERNS: [Pattern; 19] = [
    pattern!("anthropic-key", ["sk-ant-"], r"sk-ant-[A-Za-z0-9_-]{16,}"),
    pattern!("openai-key", ["sk-"], r"\bsk-(?:proj-|svcacct-|admin-|or-v1-)?[A-Za-z0-9_-]{20,}", |text, _| {
        !text.starts_with("sk-ant-") && text.bytes().any(|byte| byte.is_ascii_digit())
    }),
    pattern!("aws-key", ["akia", "asia", "abia", "acca"], r"\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b"),
    pattern!(
        "github-token",
        ["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"],
        r"\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{22,})"
    ),
    pattern!("gitlab-token", ["glpat-", "gldt-", "glrt-", "glptt-"], r"\bgl(?:pat|dt|rt|ptt)-[A-Za-z0-9_-]{16,}"),
    pattern!("slack-token", ["xox", "xapp-"], r"\b(?:xox[a-z]-[A-Za-z0-9-]{10,}|xapp-[A-Za-z0-9-]{20,})"),
    pattern!(
        "slack-webhook",
        ["hooks.slack.com"],
        r"hooks\.slack\.com/(?:services|workflows)/(?<value>[A-Za-z0-9/_-]{16,})"
    ),
    pattern!("stripe-key", ["_live_", "_test_"], r"\b[sr]k_(?:live|test)_[A-Za-z0-9]{8,}"),
    pattern!("webhook-secret", ["whsec_"], r"\bwhsec_[A-Za-z0-9+/=_-]{8,}"),
    pattern!("google-key", ["aiza"], r"\bAIza[A-Za-z0-9_-]{35}"),
    pattern!("google-token", ["ya29.", "gocspx-"], r"(?:\bya29\.[A-Za-z0-9_-]{20,}|GOCSPX-[A-Za-z0-9_-]{20,})"),
    pattern!(
        "registry-token",
        ["npm_", "pypi-age", "hf_"],
        r"\b(?:npm_[A-Za-z0-9]{36}|pypi-AgE[A-Za-z0-9_-]{20,}|hf_[A-Za-z0-9]{30,})"
    ),
    pattern!("sendgrid-key", ["sg."], r"\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}"),
    pattern!("jwt", ["eyj"], r"\beyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{6,}(?:\.[A-Za-z0-9_-]*)?"),
    pattern!(
        "authorization",
        ["bearer", "basic", "authorization"],
        r#"(?i)(?:\b(?:bearer|basic)\s+|\bauthorization["']?\s*[:=]\s*["']?(?:token\s+)?)(?<value>[A-Za-z0-9._~+/-]{12,}=*)"#,
        |text, _| literal::is_random(text)
    ),
    pattern!(
        "url-password",
        ["://"],
        r#"[A-Za-z][A-Za-z0-9+.-]*://[^\s:/?#"'`<>@]*:(?<value>[^\s"'`<>]+)@[A-Za-z0-9\[‹_$\{.-]"#,
        |text, _| literal::is_value(text)
    ),
    pattern!(
        "connection-secret",
        ["password=", "pwd=", "accountkey=", "accesskey=", "signature="],
        r#"(?i)\b(?:password|pwd|accountkey|sharedaccesskey|sharedaccesssignature)=(?<value>[^;&\s"'`(){}\[\]]{4,})[;&]"#,
        |text, _| literal::is_value(text)
    ),
    // Lines of dotenv, compose, YAML, shell: upper-case keys with bare or quoted values.
    pattern!(
        "env-secret",
        KEY_WORDS,
        r#"(?m)\b(?<key>[A-Z][A-Z0-9_]{2,})["']?[ \t]*[=:][ \t]*(?<value>"[^"\r\n]{4,}"|'[^'\r\n]{4,}'|[^\s"'`#,;(){}\[\]]{4,})(?:[\s"'`,;#}]|$)"#,
        |text, key| key.is_some_and(model::is_secret_name) && literal::is_env_value(text)
    ),
    // Literals in code: `password = "…"`, `apiKey: '…'`.
    pattern!(
        "secret",
        KEY_WORDS,
        r#"(?<key>[A-Za-z_][A-Za-z0-9_.-]*)["'\]]{0,2}\s*(?::\s*[A-Za-z_.\[\]| ]{1,40}\s*)?(?:=>|:=|[=:])\s*[bBrRuUfF@$]{0,2}["'`](?<value>[^"'`\s]{6,})["'`]"#,
        |text, key| key.is_some_and(literal::is_secret_identifier) && literal::is_random(text)
    ),
];

/// Parts of the names of keys that hold secrets: see [`model::is_secret_name`].
const KEY_WORDS: [&str; 11] =
    ["secret", "passw", "passphrase", "token", "key", "credential", "private", "pwd", "salt", "dsn", "cookie"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_lower_case_anchors_and_a_regex() {
        for pattern in &PATTERNS {
            assert!(!pattern.anchors.is_empty() && !pattern.regex.as_str().is_empty(), "{}", pattern.id);
            assert!(pattern.anchors.iter().all(|anchor| **anchor == anchor.to_ascii_lowercase()), "{}", pattern.id);
        }
    }
}
