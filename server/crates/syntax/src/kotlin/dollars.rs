//! Dollar signs that stand for themselves, which the grammar takes for the start of a name: at the end of a string, before a
//! sign, and in strings of several dollars (`$$"${key}"`). They are written as [`SIGN`], of the same length, so that places
//! stay.

/// What stands for a dollar sign that is one.
pub(super) const SIGN: char = '\u{3}';

/// The text with such dollar signs written as [`SIGN`].
pub(super) fn plain(text: String) -> String {
    if !text.contains('$') {
        return text;
    }
    let mut bytes = text.into_bytes();
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|byte| *byte == b'$') {
        let start = at + found;
        let dollars = bytes[start..].iter().take_while(|byte| **byte == b'$').count();
        let behind = start + dollars;
        let is_quoted = bytes.get(behind) == Some(&b'"');
        if dollars > 1 && is_quoted && !bytes[..start].ends_with(b"\"") {
            bytes[start..behind].fill(b' ');
            at = literal(&mut bytes, behind);
            continue;
        }
        let is_name =
            bytes.get(behind).is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, b'_' | b'{' | b'`'));
        let end = if is_name { behind - 1 } else { behind };
        if !bytes[..start].ends_with(b"\\") || dollars > 1 {
            bytes[start..end].fill(SIGN as u8);
        }
        at = behind;
    }
    String::from_utf8(bytes).unwrap_or_default()
}

/// Turns the dollar signs of the string that opens at `open` into themselves; returns where it ends.
fn literal(bytes: &mut [u8], open: usize) -> usize {
    let quotes = if bytes[open..].starts_with(b"\"\"\"") { 3 } else { 1 };
    let mut at = open + quotes;
    while let Some(byte) = bytes.get(at).copied() {
        match byte {
            b'\\' if quotes == 1 => at += 1,
            b'"' if bytes[at..].iter().take(quotes).filter(|one| **one == b'"').count() == quotes => {
                return at + quotes;
            }
            b'\n' if quotes == 1 => return at,
            b'$' => bytes[at] = SIGN as u8,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn only_those_that_start_no_name() {
        let check = |text: &str, expected: &str| assert_eq!(plain(text.to_owned()).replace('\u{3}', "#"), expected);
        check("\"$name ${x} 5$ $\"", "\"$name ${x} 5# #\"");
        check("val a = \"\"\"^x$\"\"\"", "val a = \"\"\"^x#\"\"\"");
        check("@V($$\"${a:b}\") \"${c}\"", "@V(  \"#{a:b}\") \"${c}\"");
        check("$$\"\"\"{\"$schema\": \"é\"}\"\"\" $d", "  \"\"\"{\"#schema\": \"é\"}\"\"\" $d");
        check("\"\\$x\" $$\"", "\"\\$x\"   \"");
    }
}
