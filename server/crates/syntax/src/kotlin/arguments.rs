//! What the grammar does not know of type arguments: annotations on them (`Map<@Size(max = 3) String, Int>`) and a comma behind
//! the last. Left out, of the same length, so that places stay. They say nothing of what is followed.

use super::stacked::annotation;

/// The text without both.
pub(super) fn bare(text: String) -> String {
    let mut bytes = text.into_bytes();
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|byte| *byte == b'<') {
        at += found + 1;
        if bytes.get(skip_blanks(&bytes, at)) == Some(&b'@') {
            at = list(&mut bytes, at);
        }
    }
    for end in 0..bytes.len() {
        if bytes[end] == b'>' {
            let blanks = bytes[..end].iter().rev().take_while(|byte| byte.is_ascii_whitespace()).count();
            if let Some(comma) = bytes[..end - blanks].last_mut().filter(|byte| **byte == b',') {
                *comma = b' ';
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_default()
}

/// Blanks the annotations of the list that opened before `at`; returns where it ends.
fn list(bytes: &mut [u8], mut at: usize) -> usize {
    let mut depth = 1_usize;
    while let Some(byte) = bytes.get(at).copied() {
        match byte {
            b'<' => depth += 1,
            b'>' if depth == 1 => return at + 1,
            b'>' => depth -= 1,
            b'@' => {
                let Some(end) = annotation(bytes, at) else { return at + 1 };
                for byte in &mut bytes[at..end] {
                    if *byte != b'\n' {
                        *byte = b' ';
                    }
                }
                at = end;
                continue;
            }
            // No list of types.
            b';' | b'{' | b'"' => return at + 1,
            _ => {}
        }
        at += 1;
    }
    at
}

fn skip_blanks(bytes: &[u8], at: usize) -> usize {
    at + bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}

#[cfg(test)]
mod tests {
    use super::bare;

    #[test]
    fn only_those_between_angles() {
        let text = "@A fun f(a: Map<\n  @P(r = \"<)\")\n  String,\n  @N @V\n  List<@X B>,\n>, @C b: Int) = a < b";
        let expected = "@A fun f(a: Map<\n           \n  String,\n       \n  List<   B> \n>, @C b: Int) = a < b";
        assert_eq!(
            bare(text.to_owned()).lines().map(str::trim_end).collect::<Vec<_>>(),
            expected.lines().map(str::trim_end).collect::<Vec<_>>()
        );
        assert_eq!(bare(text.to_owned()).len(), text.len());
        for broken in ["<@", "<@A(", "<<@A<", "a <\n@é b"] {
            assert_eq!(bare(broken.to_owned()).len(), broken.len());
        }
    }
}
