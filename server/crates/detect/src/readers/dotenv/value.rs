use std::{borrow::Cow, ops::Range};

use model::facts::DotenvDialect::{Compose, Node, Python, Shell};

use super::{
    after_newline, is_blank,
    line::{Fault, key_length},
    line_length,
};

/// What stands after `=`.
pub(super) struct Value<'t> {
    /// Unquoted and unescaped as python-dotenv does it.
    pub(super) text: Cow<'t, str>,
    /// As written, quotes included; empty where it would begin when there is none.
    pub(super) span: Range<usize>,
    /// The end of the line it ends on.
    pub(super) end: usize,
    /// The comment behind it.
    pub(super) comment: &'t str,
    /// `repaired` is the rest of the line after `=`.
    pub(super) fault: Option<Fault>,
}

impl<'t> Value<'t> {
    /// Reads the value whose `=` ends at `start`.
    pub(super) fn read(text: &'t str, start: usize) -> Self {
        let end = start + line_length(&text[start..]);
        let rest = text[start..end].trim_start_matches(is_blank);
        let open = end - rest.len();
        match rest.chars().next() {
            Some(quote @ ('"' | '\'' | '`')) => {
                quoted(text, open, quote).unwrap_or_else(|| unclosed(text, open..end, quote))
            }
            Some('#') if open > start => commented(start, end, rest),
            None => Self { text: Cow::Borrowed(""), span: start..start, end, comment: "", fault: None },
            _ => unquoted(text, open..end),
        }
    }
}

/// `KEY= # comment`: npm's dotenv and people see a comment.
fn commented(start: usize, end: usize, comment: &str) -> Value<'_> {
    let fault = Fault {
        reason: "compose, and python-dotenv before 1.2, take the comment for the value",
        refused_by: vec![Python, Compose],
        repaired: Some(format!("\"\" {comment}")),
    };
    Value { text: Cow::Borrowed(""), span: start..start, end, comment, fault: Some(fault) }
}

fn unquoted(text: &str, span: Range<usize>) -> Value<'_> {
    let whole = &text[span.clone()];
    let comment_at = whole
        .char_indices()
        .zip(whole.chars().skip(1))
        .find(|((_, blank), next)| is_blank(*blank) && *next == '#')
        .map_or(whole.len(), |((at, blank), _)| at + blank.len_utf8());
    let value = whole[..comment_at].trim_end_matches(is_blank);
    let fault = value.contains('#').then(|| Fault {
        reason: "dotenv of npm ends an unquoted value at `#`",
        refused_by: vec![Node],
        repaired: (!value.contains(['"', '\'', '\\', '$', '`']))
            .then(|| format!("\"{value}\"{}", &whole[value.len()..])),
    });
    Value {
        text: Cow::Borrowed(value),
        span: span.start..span.start + value.len(),
        end: span.end,
        comment: &whole[comment_at..],
        fault,
    }
}

/// A quoted value that is closed, on its line or a later one; `None` when no closing quote makes sense.
fn quoted(text: &str, open: usize, quote: char) -> Option<Value<'_>> {
    let first_line_end = open + line_length(&text[open..]);
    let (close, is_escaped) = match closing(text, open, quote) {
        Some(close) if close < first_line_end || tail(text, close).1.is_some() => (close, false),
        // `"C:\dir\"`: npm's dotenv takes the last quote as the end all the same.
        _ => {
            let line = text[open..first_line_end].trim_end_matches(is_blank);
            (line.len() > 2 && line.ends_with(&format!("\\{quote}"))).then_some((open + line.len() - 1, true))?
        }
    };
    let inner = &text[open + 1..close];
    let (end, comment) = tail(text, close);
    let junk = text[close + 1..end].trim_matches(is_blank);
    let fault = if is_escaped {
        Some(("the backslash before the closing quote escapes it", vec![Python, Compose, Shell]))
    } else if comment.is_none() {
        let mut refused_by = vec![Python, Node];
        if key_length(junk) != junk.len() {
            refused_by.push(Compose);
        }
        Some(("there is text after the closing quote", refused_by))
    } else if quote == '`' {
        Some(("only dotenv of npm takes backticks as quotes", vec![Python, Compose, Shell]))
    } else if has_escapes_beyond_node(inner, quote) {
        Some(("dotenv of npm keeps the backslashes; of escapes it knows `\\n` and `\\r` only", vec![Node]))
    } else {
        None
    };
    Some(Value {
        text: unescape(inner, quote),
        span: open..close + 1,
        end,
        comment: comment.unwrap_or(""),
        fault: fault.map(|(reason, refused_by)| Fault { reason, refused_by, repaired: None }),
    })
}

fn unclosed(text: &str, span: Range<usize>, quote: char) -> Value<'_> {
    let whole = &text[span.clone()];
    let value = whole.trim_end_matches(is_blank);
    let inner = &value[1..];
    let next = after_newline(text, span.end);
    let next_line = text[next..next + line_length(&text[next..])].trim_matches(is_blank);
    let is_alone =
        next_line.is_empty() || next_line.starts_with('#') || next_line[key_length(next_line)..].starts_with('=');
    let is_certain = is_alone && quote != '`' && !inner.is_empty() && !inner.contains([quote, '#', '\\']);
    Value {
        text: Cow::Borrowed(inner),
        span: span.start..span.start + value.len(),
        end: span.end,
        comment: "",
        fault: Some(Fault {
            reason: "the quote is never closed",
            refused_by: vec![Python, Node, Compose, Shell],
            repaired: is_certain.then(|| format!("{value}{quote}")),
        }),
    }
}

/// The offset of the first quote that no backslash escapes.
fn closing(text: &str, open: usize, quote: char) -> Option<usize> {
    let mut is_escaped = false;
    for (at, character) in text[open + 1..].char_indices() {
        if is_escaped {
            is_escaped = false;
        } else if character == '\\' && quote != '`' {
            is_escaped = true;
        } else if character == quote {
            return Some(open + 1 + at);
        }
    }
    None
}

/// The end of the line of `close`, and the comment behind it; `None` when something else stands there.
fn tail(text: &str, close: usize) -> (usize, Option<&str>) {
    let end = close + line_length(&text[close..]);
    let rest = text[close + 1..end].trim_matches(is_blank);
    (end, (rest.is_empty() || rest.starts_with('#')).then_some(rest))
}

/// npm's dotenv turns `\n` and `\r` in double quotes into line ends, and leaves every other backslash alone.
fn has_escapes_beyond_node(inner: &str, quote: char) -> bool {
    let plain = if quote == '"' { inner.replace("\\n", "\n").replace("\\r", "\r") } else { inner.to_owned() };
    *unescape(inner, quote) != plain
}

fn unescape(inner: &str, quote: char) -> Cow<'_, str> {
    if quote == '`' || !inner.contains('\\') {
        return Cow::Borrowed(inner);
    }
    let mut out = String::with_capacity(inner.len());
    let mut characters = inner.chars().peekable();
    while let Some(character) = characters.next() {
        let meant = match characters.peek() {
            _ if character != '\\' => None,
            Some(next @ ('\\' | '\'')) => Some(*next),
            Some(next) if quote == '"' => match next {
                '"' => Some('"'),
                'a' => Some('\u{7}'),
                'b' => Some('\u{8}'),
                'f' => Some('\u{c}'),
                'n' => Some('\n'),
                'r' => Some('\r'),
                't' => Some('\t'),
                'v' => Some('\u{b}'),
                _ => None,
            },
            _ => None,
        };
        out.push(meant.unwrap_or(character));
        if meant.is_some() {
            characters.next();
        }
    }
    Cow::Owned(out)
}
