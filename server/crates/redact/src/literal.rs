//! Whether a literal looks like a secret.

/// Whether a name in code, in any case style, names a secret.
pub(crate) fn is_secret_identifier(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or(name);
    let mut snake = String::with_capacity(last.len() + 4);
    let mut was_lower = false;
    for character in last.chars() {
        if character.is_ascii_uppercase() && was_lower {
            snake.push('_');
        }
        was_lower = character.is_ascii_lowercase() || character.is_ascii_digit();
        snake.push(character);
    }
    model::is_secret_name(&snake)
}

/// Whether a text is a value, and not a reference to one (`${X}`, `{{ x }}`, `<x>`).
pub(crate) fn is_value(text: &str) -> bool {
    !text.starts_with(['$', '{', '<', '%', '‹']) && !text.contains("${")
}

/// Whether what follows an upper-case key is its value, and not a type or an expression.
pub(crate) fn is_env_value(text: &str) -> bool {
    const TYPES: [&str; 14] = [
        "string",
        "number",
        "boolean",
        "bytes",
        "secretstr",
        "optional",
        "undefined",
        "null",
        "none",
        "true",
        "false",
        "required",
        "unknown",
        "bool",
    ];
    let is_path = text.contains('.')
        && text.split('.').all(|part| {
            part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
                && part.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_')
        });
    is_value(text) && !is_path && !TYPES.contains(&text.to_ascii_lowercase().as_str())
}

/// Whether a literal looks made by chance: letters and digits mixed, or long, and in any case many different ones.
pub(crate) fn is_random(text: &str) -> bool {
    let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
    let has_letter = text.bytes().any(|byte| byte.is_ascii_alphabetic());
    let has_both_cases = text.bytes().any(|byte| byte.is_ascii_lowercase())
        && text.bytes().skip(1).any(|byte| byte.is_ascii_uppercase());
    let is_mixed = has_letter && (has_digit || has_both_cases && text.len() >= 12);
    is_value(text)
        && !model::is_placeholder(text)
        && !text.starts_with(['/', '.'])
        && !text.contains("://")
        && entropy_bits(text) >= if is_mixed { 2.5 } else { 3.7 }
}

/// Shannon's entropy of the bytes, bits per byte.
fn entropy_bits(text: &str) -> f64 {
    let mut counts = [0_u32; 256];
    text.bytes().for_each(|byte| counts[usize::from(byte)] += 1);
    #[expect(clippy::cast_precision_loss, reason = "literals are short")]
    let length = text.len() as f64;
    let share = |count: &u32| f64::from(*count) / length;
    counts.iter().filter(|count| **count > 0).map(|count| -share(count) * share(count).log2()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_every_case_style() {
        for name in ["password", "clientSecret", "settings.apiKey", "AWS_SECRET_ACCESS_KEY", "db-password"] {
            assert!(is_secret_identifier(name), "{name}");
        }
        for name in ["tokenUrl", "accessTokenExpireMinutes", "key", "monkey", "publicKey"] {
            assert!(!is_secret_identifier(name), "{name}");
        }
    }

    #[test]
    fn literals_that_look_made_by_chance() {
        for text in ["hunter2hunter2", "b0a7f2c9d1", "wJalrXUtnFEMIK7MDENG", "xKdjfhWuqzPlmNbv", "qpwoeirutyalskdjfhgz"]
        {
            assert!(is_random(text), "{text}");
        }
        for text in ["password", "access_token", "/auth/token", "changeme1", "${SECRET}", "string", "authorization"] {
            assert!(!is_random(text), "{text}");
        }
    }
}
