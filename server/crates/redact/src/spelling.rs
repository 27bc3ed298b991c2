//! The ways in which one value may be written: as it is, escaped, URL-encoded, in base64.

use std::fmt::Write;

/// Values shorter than this are searched in base64 only as a whole: parts of so few characters occur by chance.
const SHORTEST_BASE64: usize = 6;

/// Every spelling of `value`, itself first, without doubles.
pub(crate) fn spellings(value: &str) -> Vec<String> {
    let mut found = vec![value.to_owned(), unescaped(value)];
    for escapes_unicode in [false, true] {
        let json = json(value, escapes_unicode);
        found.push(json.replace('/', "\\/"));
        found.push(json);
    }
    for kept in ["-_.~", "-_.!~*'()", "-_.!~*'();/?:@&=+$,#", "-_.~/", "*-._"] {
        let upper = percent(value, kept);
        found.push(upper.replace("%20", "+"));
        found.push(lower_hex(&upper));
        found.push(upper);
    }
    for alphabet in [STANDARD, URL_SAFE] {
        if value.len() >= SHORTEST_BASE64 {
            found.extend((0..3).map(|shift| base64_inside(value.as_bytes(), shift, alphabet)));
        } else {
            found.push(base64_whole(value.as_bytes(), alphabet));
        }
    }
    let mut distinct: Vec<String> = Vec::new();
    for spelling in found {
        if !spelling.is_empty() && !distinct.contains(&spelling) {
            distinct.push(spelling);
        }
    }
    distinct
}

/// Backslash escapes carried out: a value written with `\n` may stand in the text as a line break.
fn unescaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            out.push(character);
            continue;
        }
        match characters.next() {
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('t') => out.push('\t'),
            Some(other) => out.push(other),
            None => out.push('\\'),
        }
    }
    out
}

fn json(value: &str, escapes_unicode: bool) -> String {
    let mut out = String::with_capacity(value.len());
    for character in value.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            other if other < ' ' || (escapes_unicode && !other.is_ascii()) => {
                for unit in other.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
            other => out.push(other),
        }
    }
    out
}

fn percent(value: &str, kept: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || kept.as_bytes().contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn lower_hex(encoded: &str) -> String {
    let mut out = String::with_capacity(encoded.len());
    let mut left = 0;
    for character in encoded.chars() {
        left = if character == '%' { 3 } else { left };
        out.push(if left > 0 { character.to_ascii_lowercase() } else { character });
        left = i32::max(left - 1, 0);
    }
    out
}

const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const URL_SAFE: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The characters that every base64 text shares in which `bytes` start at `3 n + shift`: what is before and after them
/// decides the characters at the borders, so those are left out.
fn base64_inside(bytes: &[u8], shift: usize, alphabet: &[u8; 64]) -> String {
    let padded: Vec<u8> = std::iter::repeat_n(0, shift).chain(bytes.iter().copied()).collect();
    let certain = padded.len() * 8 / 6;
    let first = (shift * 8).div_ceil(6);
    sextets(&padded).take(certain).skip(first).map(|sextet| char::from(alphabet[sextet])).collect()
}

fn base64_whole(bytes: &[u8], alphabet: &[u8; 64]) -> String {
    let mut text: String = sextets(bytes).map(|sextet| char::from(alphabet[sextet])).collect();
    while !text.len().is_multiple_of(4) {
        text.push('=');
    }
    text
}

fn sextets(bytes: &[u8]) -> impl Iterator<Item = usize> {
    let bit = |at: usize| bytes.get(at / 8).map_or(0, |byte| usize::from(byte >> (7 - at % 8) & 1));
    (0..(bytes.len() * 8).div_ceil(6)).map(move |sextet| (0..6).fold(0, |value, at| value << 1 | bit(sextet * 6 + at)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_found_at_every_offset() {
        // Made with coreutils' base64: "s3cr3t!" alone, after "a", after "ab".
        for text in ["czNjcjN0IQ==", "YXMzY3IzdCE=", "YWJzM2NyM3QhCg=="] {
            assert!(spellings("s3cr3t!").iter().any(|spelling| text.contains(spelling)), "{text}");
        }
        assert_eq!(base64_whole(b"pw12", STANDARD), "cHcxMg==");
    }

    #[test]
    fn urls_and_json_are_covered() {
        let found = spellings("p@ss/wörd \"1\"");
        for text in [
            "p%40ss%2Fw%C3%B6rd%20%221%22",
            "p%40ss%2fw%c3%b6rd%20%221%22",
            "p%40ss/w%C3%B6rd%20%221%22",
            "p%40ss%2Fw%C3%B6rd+%221%22",
            "p@ss/w\\u00f6rd \\\"1\\\"",
            "p@ss\\/wörd \\\"1\\\"",
        ] {
            assert!(found.iter().any(|spelling| spelling == text), "{text} is not in {found:?}");
        }
        assert!(spellings("a\\nb").contains(&"a\nb".to_owned()));
        assert!(spellings("a\nb").contains(&"a\\nb".to_owned()));
    }
}
