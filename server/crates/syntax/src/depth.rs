//! How deep a text may nest. Parsers of expressions call themselves for each level, and an overflow of the stack cannot be
//! caught: so texts that could go deep are parsed on a large stack, and absurd ones not at all.

use crate::ir::Module;

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

/// An upper bound of the levels: open brackets at once, or the longest run of statements' parts that can nest without them.
pub(crate) fn of(text: &str) -> Depth {
    let (mut open, mut deepest, mut operators, mut most) = (0_usize, 0_usize, 0_usize, 0_usize);
    let mut is_word = false;
    for byte in text.bytes() {
        match byte {
            b'(' | b'[' | b'{' => {
                open += 1;
                deepest = deepest.max(open);
            }
            b')' | b']' | b'}' => open = open.saturating_sub(1),
            // A statement's end; in Python one may be a blank line.
            b';' => operators = 0,
            b'!' | b'~' | b'?' | b'-' | b'+' | b'*' | b'=' | b'.' | b'/' | b'%' | b'&' | b'|' | b'<' | b'@' | b':' => {
                operators += 1;
            }
            _ => {}
        }
        // `not not x`, `else if`, `await await`: a word that follows a word.
        let is_letter = byte.is_ascii_alphabetic();
        if is_letter && !is_word {
            operators += 1;
        }
        is_word = is_letter;
        most = most.max(operators);
    }
    match deepest.max(most / 40) {
        levels if levels <= USUAL => Depth::Usual,
        _ if deepest.max(most) <= DEEP => Depth::Deep,
        _ if deepest <= DEEP && text.len() < 8 << 20 => Depth::Deep,
        _ => Depth::Absurd,
    }
}

/// Runs a parser on a stack of its own; only what is used of it takes memory.
pub(crate) fn on_a_deep_stack(work: impl FnOnce() -> Module + Send) -> Module {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, work);
        thread
            .ok()
            .and_then(|thread| thread.join().ok())
            .unwrap_or_else(|| Module { is_partial: true, ..Module::default() })
    })
}

#[cfg(test)]
mod tests {
    use crate::{Language, ecma::Dialect, parse};

    #[test]
    fn no_nesting_overflows_the_stack() {
        let levels = 2_000;
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
