//! Names and constraints as texts.

use std::sync::Arc;

/// A constraint without the user and password that a URL in it may carry: they are secrets.
pub(crate) fn without_credentials(constraint: &str) -> Arc<str> {
    let Some(scheme) = constraint.find("://") else { return Arc::from(constraint) };
    let rest = &constraint[scheme + 3..];
    let authority = &rest[..rest.find('/').unwrap_or(rest.len())];
    match authority.rfind('@') {
        Some(at) => Arc::from(format!("{}{}", &constraint[..scheme + 3], &rest[at + 1..])),
        None => Arc::from(constraint),
    }
}

/// A Python package's name as PEP 503 compares it: lower case, runs of `-_.` are one `-`.
#[must_use]
pub fn python_name(name: &str) -> String {
    let mut normal = String::with_capacity(name.len());
    for character in name.trim().chars() {
        match character {
            '-' | '_' | '.' if normal.ends_with('-') => {}
            '-' | '_' | '.' => normal.push('-'),
            other => normal.extend(other.to_lowercase()),
        }
    }
    normal
}

/// A module's name by its slug: the last segment, but `auth_core` for `free/auth/core`.
#[must_use]
pub fn module_name(slug: &str) -> Arc<str> {
    let mut parts = slug.rsplit('/');
    match (parts.next(), parts.next()) {
        (Some("core"), Some(area)) => Arc::from(format!("{area}_core")),
        (last, _) => Arc::from(last.unwrap_or(slug)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_never_pass() {
        assert_eq!(&*without_credentials("git+https://u:secret@host/x@v1"), "git+https://host/x@v1");
        assert_eq!(&*without_credentials("https://host/x@v1"), "https://host/x@v1");
        assert_eq!(&*without_credentials("^1.0"), "^1.0");
    }

    #[test]
    fn python_names_compare_by_their_normal_form() {
        assert_eq!(python_name("Typing_.Extensions"), "typing-extensions");
    }
}
