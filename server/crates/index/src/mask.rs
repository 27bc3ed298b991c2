//! What a line of a file looks like when it is shown as evidence.

/// Hides the value of every assignment whose key names a secret, and passwords inside URLs. Templates' placeholders are
/// shown: they are the point. So is a variable that stands for the value, but not a default in it.
#[must_use]
pub fn mask(line: &str) -> String {
    let masked = mask_url_password(line);
    let mut out = String::new();
    let mut rest = masked.as_str();
    while let Some((key, start)) = next_assignment(rest) {
        let is_secret = model::is_secret_name(key);
        let value = &rest[start..];
        out.push_str(&rest[..start]);
        // `environment: { A: x }`: the assignments inside are looked at one by one.
        if !is_secret && value.starts_with(['{', '[']) {
            out.push_str(&value[..1]);
            rest = &value[1..];
            continue;
        }
        let (value, after) = value.split_at(value_length(rest, start));
        let plain = value.trim_matches(['"', '\'']);
        let is_shown = !is_secret || plain.is_empty() || is_variable(plain) || model::is_placeholder(plain);
        out.push_str(if is_shown { value } else { "•••" });
        rest = after;
    }
    out + rest
}

/// Whether a value is a variable without a default: `$NAME`, `${NAME}`, `${NAME:?message}`.
fn is_variable(value: &str) -> bool {
    let Some(inner) = value.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')) else {
        return value.strip_prefix('$').is_some_and(|name| name.chars().all(|c| c.is_alphanumeric() || c == '_'));
    };
    let operator = inner.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_').trim_start_matches(':');
    operator.is_empty() || operator.starts_with('?')
}

/// The key of the next assignment, and where its value begins.
fn next_assignment(text: &str) -> Option<(&str, usize)> {
    let is_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '"' | '\'');
    let is_separator = |at: &usize| {
        let before = text[..*at].trim_end().chars().next_back();
        // `==`, `://` and the like separate no key from a value.
        before.is_some_and(is_key) && !text[at + 1..].starts_with('=') && !text[at + 1..].starts_with("//")
    };
    let at = text.match_indices(['=', ':']).map(|(at, _)| at).find(is_separator)?;
    let key = text[..at].trim_end().trim_end_matches(['"', '\'']);
    let from = key.rfind(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.')));
    let from = from.map_or(0, |at| at + key[at..].chars().next().map_or(1, char::len_utf8));
    Some((&key[from..], text.len() - text[at + 1..].trim_start().len()))
}

/// How long the value is that begins at `start`. Rather too long than too short: nothing of a secret may be left.
fn value_length(text: &str, start: usize) -> usize {
    let value = &text[start..];
    let ends = [' ', ',', '}', ']'];
    let length = match value.chars().next() {
        Some(quote @ ('"' | '\'')) => value[1..].find(quote).map_or(value.len(), |end| end + 2),
        Some('$') if value.starts_with("${") => braced(value),
        _ if is_in_a_row(text, start) => value.find(ends).unwrap_or(value.len()),
        _ => value.len(),
    };
    length + value[length..].find(ends).unwrap_or(value.len() - length)
}

/// Whether the assignment is one of several on its line: within braces, or words of a command (`ENV A=1 B=2`). Else an
/// unquoted value goes on to the end of the line.
fn is_in_a_row(text: &str, start: usize) -> bool {
    let is_env_name =
        |key: &str| !key.is_empty() && key.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    let another =
        || text[start..].split(' ').skip(1).any(|word| word.split_once('=').is_some_and(|(key, _)| is_env_name(key)));
    let (before, rest) = text.split_at(start);
    before.contains('{') || rest.contains('}') || (before.trim_end().ends_with('=') && another())
}

/// The length of `${…}`, inner ones included.
fn braced(value: &str) -> usize {
    let mut depth = 0_u32;
    let closing = value.char_indices().find(|(_, c)| {
        depth = match c {
            '{' => depth + 1,
            '}' => depth.saturating_sub(1),
            _ => depth,
        };
        *c == '}' && depth == 0
    });
    closing.map_or(value.len(), |(at, _)| at + 1)
}

fn mask_url_password(line: &str) -> String {
    let Some(scheme) = line.find("://") else { return line.to_owned() };
    let rest = &line[scheme + 3..];
    let authority = &rest[..rest.find(['/', ' ', '"', '\'']).unwrap_or(rest.len())];
    match (authority.find(':'), authority.rfind('@')) {
        (Some(colon), Some(at)) if colon < at => {
            format!("{}{}:•••{}", &line[..scheme + 3], &authority[..colon], &rest[at..])
        }
        _ => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::mask;

    #[test]
    fn masks_secret_values_only() {
        assert_eq!(mask("JWT_SECRET=abc"), "JWT_SECRET=•••");
        assert_eq!(mask("JWT_SECRET: abc"), "JWT_SECRET: •••");
        assert_eq!(mask("- JWT_SECRET=abc"), "- JWT_SECRET=•••");
        assert_eq!(mask("JWT_SECRET=changeme"), "JWT_SECRET=changeme");
        assert_eq!(mask("PORT=8000"), "PORT=8000");
        assert_eq!(mask("X=postgres://u:p@h/db"), "X=postgres://u:•••@h/db");
        assert_eq!(mask("DATABASE_URL=postgres://u:p@h/db"), "DATABASE_URL=•••");
        assert_eq!(mask("JWT_SECRET=a b c"), "JWT_SECRET=•••");
        assert_eq!(mask("JWT_SECRET=\"a b\"c # d"), "JWT_SECRET=••• # d");
        assert_eq!(mask("export API_TOKEN='x'"), "export API_TOKEN=•••");
    }

    #[test]
    fn masks_every_assignment_of_a_line() {
        assert_eq!(mask("ENV A=1 JWT_SECRET=abc B=2"), "ENV A=1 JWT_SECRET=••• B=2");
        assert_eq!(mask("JWT_SECRET={abc def"), "JWT_SECRET=•••");
        assert_eq!(
            mask("environment: { A: x, JWT_SECRET: abc, B: y }"),
            "environment: { A: x, JWT_SECRET: •••, B: y }"
        );
        assert_eq!(mask("{ \"apiKey\": \"abc\", \"API_KEY\": \"abc\" }"), "{ \"apiKey\": •••, \"API_KEY\": ••• }");
    }

    #[test]
    fn shows_variables_but_not_their_defaults() {
        assert_eq!(mask("JWT_SECRET: ${JWT_SECRET}"), "JWT_SECRET: ${JWT_SECRET}");
        assert_eq!(mask("JWT_SECRET: ${JWT_SECRET:-abc}"), "JWT_SECRET: •••");
        assert_eq!(mask("JWT_SECRET: ${JWT_SECRET:?set it}"), "JWT_SECRET: ${JWT_SECRET:?set it}");
        assert_eq!(mask("- PORT=${PORT:-8000}"), "- PORT=${PORT:-8000}");
    }
}
