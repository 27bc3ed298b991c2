//! Paths as frameworks write them, in one spelling: `{name}`.

use std::iter::Peekable;

use trace::{Holes, Value};

/// The path of a value; what is not known is a hole. `None` for a value that is no text.
pub(crate) fn text(value: Option<&Value<'_>>) -> String {
    value.and_then(Value::text).map(|text| text.to_string()).unwrap_or_default()
}

/// Each path of a text or a list of them.
pub(crate) fn texts(value: Option<&Value<'_>>) -> Vec<String> {
    let elements = value.map(Value::elements).unwrap_or_default();
    elements.iter().filter_map(Value::text).map(|text| text.to_string()).collect()
}

/// `a` and `b` with one slash between them.
pub(crate) fn join(a: &str, b: &str) -> String {
    if b.is_empty() {
        return a.to_owned();
    }
    format!("{}/{}", a.trim_end_matches('/'), b.trim_start_matches('/'))
}

/// `:name`, `:name(pattern)`, `:name?`, `*name` become `{name}`. Holes are kept.
pub(crate) fn colons(path: &str) -> String {
    let (mut out, mut rest) = (String::new(), path.chars().peekable());
    while let Some(character) = rest.next() {
        match character {
            Holes::START => hole(&mut rest, &mut out),
            ':' | '*' if rest.peek().is_some_and(|next| is_name(*next)) => {
                out.push('{');
                while let Some(next) = rest.next_if(|next| is_name(*next)) {
                    out.push(next);
                }
                out.push('}');
                skip_pattern(&mut rest);
                rest.next_if(|next| matches!(next, '?' | '+' | '*'));
            }
            other => out.push(other),
        }
    }
    out
}

/// `{name:pattern}` and `{name...}` become `{name}`.
pub(crate) fn braces(path: &str) -> String {
    let (mut out, mut rest) = (String::new(), path.chars().peekable());
    while let Some(character) = rest.next() {
        match character {
            Holes::START => hole(&mut rest, &mut out),
            '{' => {
                out.push('{');
                // Spring's `{*rest}`.
                rest.next_if_eq(&'*');
                let mut depth = 1;
                let mut is_name_over = false;
                for next in rest.by_ref() {
                    depth += i32::from(next == '{') - i32::from(next == '}');
                    if depth == 0 {
                        break;
                    }
                    is_name_over |= !(is_name(next) || next == '-');
                    if !is_name_over {
                        out.push(next);
                    }
                }
                out.push('}');
            }
            other => out.push(other),
        }
    }
    out
}

/// `<name>`, `<converter:name>`, `<converter(arguments):name>` become `{name}`.
pub(crate) fn angles(path: &str) -> String {
    let (mut out, mut rest) = (String::new(), path);
    while let Some((before, after)) = rest.split_once('<') {
        let (field, tail) = after.split_once('>').unwrap_or((after, ""));
        out.push_str(before);
        out.push('{');
        out.push_str(field.rsplit(':').next().unwrap_or(field).trim());
        out.push('}');
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// Keeps a hole as it is; its start has been taken from `rest`.
pub(crate) fn hole(rest: &mut Peekable<std::str::Chars<'_>>, out: &mut String) {
    out.push(Holes::START);
    out.extend(rest.by_ref().take_while(|one| *one != Holes::END));
    out.push(Holes::END);
}

fn is_name(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

fn skip_pattern(rest: &mut Peekable<std::str::Chars<'_>>) {
    if rest.next_if_eq(&'(').is_none() {
        return;
    }
    let mut depth = 1;
    for next in rest.by_ref() {
        depth += i32::from(next == '(') - i32::from(next == ')');
        if depth == 0 {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling_for_parameters() {
        assert_eq!(colons("/a/:id/:from-:to/:n(\\d+(x))/:last?/*rest"), "/a/{id}/{from}-{to}/{n}/{last}/{rest}");
        assert_eq!(colons("/a/*"), "/a/*");
        assert_eq!(colons(&format!("/{}/:id", Holes::of("a ? b:c"))), format!("/{}/{{id}}", Holes::of("a ? b:c")));
        assert_eq!(angles("/<int:id>/<a>/<any(x, 'y:z'):kind>.json"), "/{id}/{a}/{kind}.json");
        assert_eq!(braces("/{id:[0-9]{2,3}}/{rest...}/{a}.{b}/{*all}"), "/{id}/{rest}/{a}.{b}/{all}");
    }
}
