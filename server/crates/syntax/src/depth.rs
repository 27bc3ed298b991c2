//! How deep a text may nest. Parsers of expressions call themselves for each level, and an overflow of the stack cannot be
//! caught: so texts that could go deep are parsed on a large stack, and absurd ones not at all.

/// How deep a text may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Depth {
    /// As people write.
    Usual,
    /// Generated or packed code, long tables.
    Deep,
    /// More levels than a large stack holds.
    Absurd,
}

/// Levels that an ordinary stack holds in a build without optimisation.
const USUAL: usize = 150;
/// Levels that the large stack holds.
const DEEP: usize = 40_000;
const STACK_BYTES: usize = 1 << 30;

/// What a byte may mean for nesting.
#[derive(Clone, Copy)]
enum Kind {
    Nothing,
    Letter,
    Sign,
    Open,
    Close,
    /// `;`.
    End,
    Line,
}

/// Every text is looked at byte by byte.
const KINDS: [Kind; 256] = {
    let mut kinds = [Kind::Nothing; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        kinds[byte as usize] = match byte {
            b'(' | b'[' | b'{' => Kind::Open,
            b')' | b']' | b'}' => Kind::Close,
            b';' => Kind::End,
            b'\n' => Kind::Line,
            byte if byte.is_ascii_alphabetic() => Kind::Letter,
            byte if byte.is_ascii_punctuation() => Kind::Sign,
            _ => Kind::Nothing,
        };
        byte += 1;
    }
    kinds
};

/// An upper bound of the levels: brackets open at once, or words and operators of the longest statement.
pub(crate) fn of(text: &str) -> Depth {
    let bytes = text.as_bytes();
    let (mut open, mut deepest, mut parts, mut most) = (0_usize, 0_usize, 0_usize, 0_usize);
    let mut word = 0..0;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match KINDS[usize::from(*byte)] {
            Kind::Nothing => {}
            Kind::Letter => {
                let rest = bytes[at..].iter().take_while(|byte| byte.is_ascii_alphabetic());
                word = at..at + rest.count();
                // The last letter is passed below.
                at = word.end - 1;
                parts += 1;
            }
            Kind::Sign => parts += 1,
            Kind::Open => {
                open += 1;
                deepest = deepest.max(open);
            }
            Kind::Close => open = open.saturating_sub(1),
            Kind::End => {
                most = most.max(parts);
                parts = 0;
            }
            Kind::Line => {
                if ends_statement(text, at, &text[word.clone()]) {
                    most = most.max(parts);
                    parts = 0;
                }
            }
        }
        at += 1;
    }
    most = most.max(parts);
    match deepest.max(most) {
        levels if levels <= USUAL => Depth::Usual,
        levels if levels <= DEEP => Depth::Deep,
        // A long table is flat; nobody opens so many brackets.
        _ if deepest <= DEEP / 4 && text.len() < 4 << 20 => Depth::Deep,
        _ => Depth::Absurd,
    }
}

/// Whether a line's end, at `at`, may end a statement: it would not nest further on the next line.
fn ends_statement(text: &str, at: usize, word: &str) -> bool {
    let before = text[..at].trim_end().as_bytes().last().copied().unwrap_or(b';');
    let after = text[at..].bytes().find(|byte| !byte.is_ascii_whitespace()).unwrap_or(b';');
    let is_open = matches!(
        before,
        b'!' | b'~'
            | b'?'
            | b'-'
            | b'+'
            | b'*'
            | b'='
            | b'.'
            | b'/'
            | b'%'
            | b'&'
            | b'|'
            | b'<'
            | b'>'
            | b'\\'
            | b'('
            | b'['
    );
    let goes_on =
        matches!(after, b'?' | b':' | b'.' | b'&' | b'|' | b'+' | b'-' | b'*' | b'/' | b'=' | b'<' | b'>' | b'e');
    let is_prefix = before.is_ascii_alphabetic()
        && matches!(
            word,
            "not" | "await" | "else" | "typeof" | "void" | "delete" | "new" | "yield" | "throw" | "lambda"
        );
    !(is_open || goes_on || is_prefix)
}

/// Runs a parser on a stack of its own; only what is used of it takes memory. `None` when it failed.
pub(crate) fn on_a_deep_stack<T: Send>(work: impl FnOnce() -> T + Send) -> Option<T> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, work);
        thread.ok().and_then(|thread| thread.join().ok())
    })
}

#[cfg(test)]
mod tests {
    use crate::{Language, ecma::Dialect, parse};

    #[test]
    fn no_nesting_overflows_the_stack() {
        let levels = 1_000;
        let opened =
            ["(", "[", "{", "f(", "!", "-", "not ", "x = ", "a ? b : ", "if (a) {} else ", "lambda: ", "() => ", "a."];
        for language in [Language::Python, Language::Ecma(Dialect::TypeScript), Language::Go, Language::Java] {
            for part in opened {
                drop(parse(language, &part.repeat(levels)));
                drop(parse(language, &format!("x = {}1", part.repeat(levels))));
            }
            drop(parse(language, &"(".repeat(2_000_000)));
            drop(parse(language, &format!("x = {}1", "1 + ".repeat(levels))));
        }
    }
}
