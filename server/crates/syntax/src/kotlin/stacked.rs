//! Several annotations above a top-level declaration, written as the one list that they mean.
//!
//! The grammar takes `@A @B class C { … }` for an expression as soon as another declaration follows; `@[A B] class C { … }`
//! is always a class. Both are of the same length when the blank before and the one behind are used, so that places stay.

/// The text with such annotations in one list.
pub(super) fn joined(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let mut from = 0;
    while let Some(found) = text[from..].find("\n@") {
        let blank = from + found;
        let mut starts = Vec::new();
        let mut at = blank + 1;
        let mut end = at;
        while bytes.get(at) == Some(&b'@') {
            let Some(behind) = annotation(&bytes, at) else { break };
            starts.push(at);
            end = behind;
            at = skip_blanks(&bytes, behind);
        }
        let is_free = [b"\n".as_slice(), b"\r", b"*/"].iter().any(|before| bytes[..blank].ends_with(before));
        if starts.len() > 1 && is_free && bytes.get(end).is_some_and(u8::is_ascii_whitespace) {
            bytes[blank] = b'@';
            bytes[end] = b']';
            for (index, start) in starts.iter().enumerate() {
                bytes[*start] = if index == 0 { b'[' } else { b' ' };
            }
        }
        from = end.max(blank + 1);
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// Where the annotation that begins at `at` ends; `None` for one with a target (`@file:…`) or a list.
pub(super) fn annotation(bytes: &[u8], at: usize) -> Option<usize> {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.');
    let length = bytes[at + 1..].iter().take_while(|byte| is_name(byte)).count();
    let end = at + 1 + length;
    match bytes.get(end) {
        _ if length == 0 => None,
        Some(b':') => None,
        Some(b'(') => closed(bytes, end),
        _ => Some(end),
    }
}

/// Where the parenthesis that opens at `at` is closed; strings may hold others.
fn closed(bytes: &[u8], at: usize) -> Option<usize> {
    let (mut depth, mut is_text, mut index) = (0_usize, false, at);
    while let Some(byte) = bytes.get(index) {
        match byte {
            b'\\' if is_text => index += 1,
            b'"' => is_text = !is_text,
            b'(' if !is_text => depth += 1,
            b')' if !is_text => {
                depth -= 1;
                if depth == 0 {
                    return Some(index + 1);
                }
            }
            _ => {}
        }
        index += 1;
    }
    None
}

fn skip_blanks(bytes: &[u8], at: usize) -> usize {
    at + bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn places_stay() {
        let text = "package a\n\n@R\n@M(\"(x\")\nclass W {\n    @A\n    @B fun f() {}\n}\n@One class X\n";
        let expected = "package a\n@[R\n M(\"(x\")]class W {\n    @A\n    @B fun f() {}\n}\n@One class X\n";
        assert_eq!(joined(text), expected);
        assert_eq!(joined("// comment\n@A\n@B\nclass C\n"), "// comment\n@A\n@B\nclass C\n");
        assert_eq!(joined("\n@file:A\n@B\nclass C\n"), "\n@file:A\n@B\nclass C\n");
        assert_eq!(joined("\n@A(\n@B"), "\n@A(\n@B");
    }
}
