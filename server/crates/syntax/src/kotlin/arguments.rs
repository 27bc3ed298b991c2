//! What the grammar does not know of type arguments: annotations on them (`Map<@Size(max = 3) String, Int>`), a comma behind
//! the last, and that `f<A>(x)` is a call and no comparison. Left out, of the same length, so that places stay.

use super::stacked::annotation;

/// The text without them.
pub(super) fn bare(text: String) -> String {
    let mut bytes = text.into_bytes();
    calls(&mut bytes);
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

/// Blanks the type arguments of calls. Those that declare a class, or name the one above it, stay.
fn calls(bytes: &mut [u8]) {
    for end in 1..bytes.len() {
        if bytes[end] == b'('
            && bytes[end - 1] == b'>'
            && let Some(start) = opened(bytes, end - 1)
            && is_called(&bytes[..start])
        {
            bytes[start..end].fill(b' ');
        }
    }
}

/// Where the list of types opens that is closed at `end`, unless something else stands in it.
fn opened(bytes: &[u8], end: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for at in (0..=end).rev() {
        match bytes[at] {
            b'>' => depth += 1,
            b'<' if depth == 1 => return Some(at),
            b'<' => depth -= 1,
            b'_' | b'.' | b',' | b'?' | b'*' | b' ' => {}
            byte if byte.is_ascii_alphanumeric() => {}
            _ => return None,
        }
    }
    None
}

/// Whether a name that is called stands at the end.
fn is_called(before: &[u8]) -> bool {
    let name = before.iter().rev().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.'));
    let rest = &before[..before.len() - name.count()];
    let around = rest.trim_ascii_end();
    let is_type = [b"class".as_slice(), b"interface", b"fun", b":"].iter().any(|it| around.ends_with(it));
    rest.len() < before.len() && !is_type
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
        for (text, expected) in [
            ("f<A>(x) + o.g<B, List<C?>>(1)", "f   (x) + o.g             (1)"),
            ("class D<T>(val x: T) : E<T>(x)", "class D<T>(val x: T) : E<T>(x)"),
            ("fun <T> f(a: G<T>) = a < b && c > (d)", "fun <T> f(a: G<T>) = a < b && c > (d)"),
            ("<A>(x) >( <é>(", "<A>(x) >( <é>("),
        ] {
            assert_eq!(bare(text.to_owned()), expected);
        }
        for broken in ["<@", "<@A(", "<<@A<", "a <\n@é b"] {
            assert_eq!(bare(broken.to_owned()).len(), broken.len());
        }
    }
}
