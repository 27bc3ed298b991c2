//! What a file takes from others and gives to them, straight from each parser's own tree: the small vocabulary of
//! [`crate::ir`] has no places of members and no names that patterns, handlers and comprehensions bind, and a name that is
//! hidden by one of those must not be taken for another. Made on demand only; [`crate::parse`] does nothing of it.

mod builder;
mod ecma;
mod go;
mod java;
mod kotlin;
mod node;
mod python;

use model::facts::FileLinks;

use crate::{Language, depth};

/// What a file takes and gives. Never fails: what is not understood is left out or counted as unclear.
#[must_use]
pub fn of(language: Language, text: &str) -> FileLinks {
    match depth::of(text) {
        depth::Depth::Usual => read(language, text),
        depth::Depth::Deep => depth::on_a_deep_stack(|| read(language, text)).unwrap_or_default(),
        depth::Depth::Absurd => FileLinks::default(),
    }
}

fn read(language: Language, text: &str) -> FileLinks {
    match language {
        Language::Python => python::read(text),
        Language::Ecma(dialect) => ecma::read(text, dialect),
        Language::Go => go::read(text),
        Language::Java => java::read(text),
        Language::Kotlin => kotlin::read(text),
    }
}

#[cfg(test)]
mod tests {
    use super::of;
    use crate::{Language, ecma::Dialect};

    const ALL: [Language; 5] =
        [Language::Python, Language::Ecma(Dialect::Tsx), Language::Go, Language::Java, Language::Kotlin];

    #[test]
    fn broken_text_is_read_as_far_as_it_goes() {
        let text = "import a.b\nclass A(B) { fun f(x: C) = x.y(1) }\nconst { a: [b, } = require('x\nfunc (s *S) run( {\n\u{0}é\"";
        for language in ALL {
            for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
                drop(of(language, &text[..end]));
            }
        }
    }

    #[test]
    fn no_nesting_overflows_the_stack() {
        let parts =
            ["(", "[", "{", "f(", "!", "x = ", "a ? b : ", "if (a) {} else ", "lambda: ", "() => ", "a.", "class A {"];
        for language in ALL {
            for part in parts {
                drop(of(language, &part.repeat(1_000)));
                drop(of(language, &format!("x = {}1", part.repeat(1_000))));
            }
        }
    }

    #[test]
    fn names_and_meanings_are_kept_once() {
        let links = of(Language::Python, "import a\na.b(a.b, a.b)\n");
        // `a`, `a.b`, and what the call gives.
        assert_eq!((links.names.len(), links.nodes.len(), links.uses.len()), (2, 3, 6));
    }
}
