//! Regular expressions of paths in the one spelling: named groups are `{name}`, others `{var}`, as the framework's own
//! documentation pages show them.

use std::iter::Peekable;

use trace::Holes;

/// `^items/(?P<id>[0-9]+)/$` becomes `items/{id}/`.
pub(super) fn spelled(pattern: &str) -> String {
    let (mut out, mut rest) = (String::new(), pattern.chars().peekable());
    while let Some(character) = rest.next() {
        match character {
            Holes::START => crate::routes::path::hole(&mut rest, &mut out),
            '\\' => out.extend(rest.next().filter(|next| !matches!(next, 'b' | 'B' | 'A' | 'Z'))),
            '(' => {
                let group = group(&mut rest);
                match group.strip_prefix("?P<").and_then(|named| named.split_once('>')) {
                    Some((name, _)) => out.push_str(&format!("{{{name}}}")),
                    // Groups that take nothing.
                    None if group.starts_with('?') => {}
                    None => out.push_str("{var}"),
                }
            }
            '^' | '$' | '?' | '*' | '+' => {}
            other => out.push(other),
        }
    }
    out
}

/// The text up to the parenthesis that closes a group.
fn group(rest: &mut Peekable<std::str::Chars<'_>>) -> String {
    let (mut text, mut depth, mut is_set) = (String::new(), 1, false);
    while let Some(character) = rest.next() {
        match character {
            '\\' => {
                text.push(character);
                text.extend(rest.next());
                continue;
            }
            '[' => is_set = true,
            ']' => is_set = false,
            '(' if !is_set => depth += 1,
            ')' if !is_set => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
        text.push(character);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::spelled;

    #[test]
    fn groups_become_names() {
        assert_eq!(spelled(r"^old/(?P<year>[0-9]{4})/(?P<s>(a|[)])+)/?$"), "old/{year}/{s}/");
        assert_eq!(spelled(r"^x/(\d+)/(?:page-(\d+)/)?file\.txt\Z"), "x/{var}/file.txt");
        assert_eq!(spelled("^("), "{var}");
    }
}
