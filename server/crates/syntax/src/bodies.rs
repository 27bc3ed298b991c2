//! Where the bodies of functions stand in Go's and Java's texts, found by their brackets, strings and comments alone. Most
//! bodies are never looked into, and reading declarations only is many times faster than parsing all.
//!
//! What is found is exact or nothing: a text whose brackets do not fit has no bodies, and is parsed whole.

use std::ops::Range;

/// The insides of functions' braces, in order, none within another.
pub(crate) type Bodies = Vec<Range<usize>>;

/// Smaller bodies are not worth a parse of their own.
const LEAST_BYTES: usize = 24;

/// The bodies of Go's functions and methods; empty when the text's brackets do not fit.
pub(crate) fn go(text: &str) -> Bodies {
    let mut scan = Scan { bytes: text.as_bytes(), at: 0, style: Style::Go };
    scan.go().unwrap_or_default()
}

/// The bodies of methods and constructors in Java's classes; empty when the text's brackets do not fit.
pub(crate) fn java(text: &str) -> Bodies {
    let mut scan = Scan { bytes: text.as_bytes(), at: 0, style: Style::Java };
    scan.java().unwrap_or_default()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Go,
    Java,
}

struct Scan<'t> {
    bytes: &'t [u8],
    at: usize,
    style: Style,
}

/// What stands in a text apart from blanks, comments and literals.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Token<'t> {
    Word(&'t [u8]),
    Mark(u8),
    Literal,
    /// The end of a line outside a comment. Only Go's count.
    Line,
}

/// What was seen of a member of a class so far.
#[derive(Default)]
struct Member {
    words: u32,
    is_class: bool,
    has_value: bool,
    has_parameters: bool,
    has_throws: bool,
    /// The last word was `record`.
    after_record: bool,
}

impl<'t> Scan<'t> {
    fn go(&mut self) -> Option<Bodies> {
        let mut found = Bodies::new();
        let (mut is_start, mut in_function, mut is_type) = (true, false, false);
        while let Some(token) = self.next()? {
            match token {
                Token::Line | Token::Mark(b';') => (is_start, in_function, is_type) = (true, false, false),
                Token::Word(word) => {
                    in_function |= is_start && word == b"func";
                    is_type = matches!(word, b"interface" | b"struct");
                    is_start = false;
                }
                Token::Mark(b'{') => {
                    let inside = self.rest_of(b'}')?;
                    if in_function && !is_type {
                        keep(&mut found, inside);
                        in_function = false;
                    }
                    (is_start, is_type) = (false, false);
                }
                Token::Mark(open @ (b'(' | b'[')) => {
                    self.rest_of(if open == b'(' { b')' } else { b']' })?;
                    (is_start, is_type) = (false, false);
                }
                Token::Mark(b')' | b']' | b'}') => return None,
                Token::Mark(_) | Token::Literal => (is_start, is_type) = (false, false),
            }
        }
        Some(found)
    }

    fn java(&mut self) -> Option<Bodies> {
        let mut found = Bodies::new();
        let mut depth = 0_usize;
        let mut member = Member::default();
        while let Some(token) = self.next()? {
            match token {
                Token::Mark(b'@') => self.annotation(&mut member)?,
                Token::Word(word) => member.note(word),
                Token::Mark(b'(') => {
                    self.rest_of(b')')?;
                    member.has_parameters = true;
                    member.is_class |= member.after_record;
                }
                Token::Mark(b'[') => self.rest_of(b']').map(|_| ())?,
                Token::Mark(b'=') => member.has_value = true,
                Token::Mark(b',') if !member.goes_on() => member = Member::default(),
                Token::Mark(b';') => member = Member::default(),
                Token::Mark(b'{') if member.is_class => {
                    depth += 1;
                    member = Member::default();
                }
                Token::Mark(b'{') => {
                    let inside = self.rest_of(b'}')?;
                    if member.is_method() && depth > 0 && !self.constructs(&inside) {
                        keep(&mut found, inside);
                    }
                    // A value goes on: `= new A() { … }.b(c)`, `{1}, d = {2}`.
                    if !member.has_value {
                        member = Member::default();
                    }
                }
                Token::Mark(b'}') => {
                    depth = depth.checked_sub(1)?;
                    member = Member::default();
                }
                Token::Mark(b')' | b']') => return None,
                Token::Mark(_) | Token::Literal | Token::Line => {}
            }
        }
        (depth == 0).then_some(found)
    }

    /// Whether a body starts with a call of another constructor, which is no statement elsewhere.
    fn constructs(&self, inside: &Range<usize>) -> bool {
        let mut scan = Self { bytes: &self.bytes[..inside.end], at: inside.start, style: self.style };
        let mut next = || loop {
            match scan.next().flatten() {
                Some(Token::Line) => {}
                found => return found,
            }
        };
        matches!(next(), Some(Token::Word(b"super" | b"this"))) && next() == Some(Token::Mark(b'('))
    }

    /// After `@`: a name and its parentheses, or `@interface`.
    fn annotation(&mut self, member: &mut Member) -> Option<()> {
        loop {
            match self.next()? {
                Some(Token::Word(b"interface")) => member.is_class = true,
                Some(Token::Word(_)) => {}
                _ => return Some(()),
            }
            let blanks = self.bytes[self.at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            match self.bytes.get(self.at + blanks) {
                Some(b'.') => self.at += blanks + 1,
                Some(b'(') => {
                    self.at += blanks + 1;
                    return self.rest_of(b')').map(drop);
                }
                _ => return Some(()),
            }
        }
    }

    /// Passes over what an open bracket encloses; what stands inside.
    fn rest_of(&mut self, close: u8) -> Option<Range<usize>> {
        let start = self.at;
        let mut open = vec![close];
        while let Some(token) = self.next()? {
            match token {
                Token::Mark(b'(') => open.push(b')'),
                Token::Mark(b'[') => open.push(b']'),
                Token::Mark(b'{') => open.push(b'}'),
                Token::Mark(mark @ (b')' | b']' | b'}')) => {
                    if open.pop() != Some(mark) {
                        return None;
                    }
                    if open.is_empty() {
                        return Some(start..self.at - 1);
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// The next token, `Some(None)` at the end; `None` when a literal or comment does not end.
    fn next(&mut self) -> Option<Option<Token<'t>>> {
        loop {
            let Some(byte) = self.bytes.get(self.at) else { return Some(None) };
            let rest = &self.bytes[self.at..];
            match byte {
                b'\n' => {
                    self.at += 1;
                    return Some(Some(Token::Line));
                }
                b' ' | b'\t' | b'\r' => self.at += 1,
                b'/' if rest.starts_with(b"//") => {
                    self.at += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
                }
                b'/' if rest.starts_with(b"/*") => {
                    let length = memchr::memmem::find(&rest[2..], b"*/")? + 4;
                    self.at += length;
                    // Go: a comment over several lines ends a statement as a line's end does.
                    if memchr::memchr(b'\n', &rest[..length]).is_some() {
                        return Some(Some(Token::Line));
                    }
                }
                b'`' if self.style == Style::Go => {
                    self.at += memchr::memchr(b'`', &rest[1..])? + 2;
                    return Some(Some(Token::Literal));
                }
                b'"' if self.style == Style::Java && rest.starts_with(b"\"\"\"") => return self.text_block(),
                b'"' | b'\'' => return self.quoted(*byte),
                byte if is_word(*byte) => {
                    let length = rest.iter().position(|byte| !is_word(*byte)).unwrap_or(rest.len());
                    self.at += length;
                    return Some(Some(Token::Word(&rest[..length])));
                }
                byte => {
                    self.at += 1;
                    return Some(Some(Token::Mark(*byte)));
                }
            }
        }
    }

    fn quoted(&mut self, quote: u8) -> Option<Option<Token<'t>>> {
        let mut at = self.at + 1;
        loop {
            match self.bytes.get(at)? {
                b'\\' => at += 2,
                b'\n' => return None,
                byte if *byte == quote => break,
                _ => at += 1,
            }
        }
        self.at = at + 1;
        Some(Some(Token::Literal))
    }

    fn text_block(&mut self) -> Option<Option<Token<'t>>> {
        let mut at = self.at + 3;
        loop {
            match self.bytes.get(at)? {
                b'\\' => at += 2,
                b'"' if self.bytes[at..].starts_with(b"\"\"\"") => break,
                _ => at += 1,
            }
        }
        self.at = at + 3;
        Some(Some(Token::Literal))
    }
}

impl Member {
    fn note(&mut self, word: &[u8]) {
        // `record` is a class's word only before its name; methods may be called so.
        self.is_class |= matches!(word, b"class" | b"interface" | b"enum") && !self.has_value && !self.has_parameters;
        self.has_throws |= word == b"throws";
        // What an annotation's element is by default.
        self.has_value |= word == b"default" && self.has_parameters;
        self.after_record = (self.after_record || word == b"record") && !self.has_parameters && !self.has_value;
        self.words += 1;
    }

    /// Whether a comma is a part of it; otherwise it parts the constants of an enumeration.
    fn goes_on(&self) -> bool {
        self.has_throws || self.is_class || self.after_record
    }

    /// `Type name(…)` or `public Name(…)`: one word alone is an enumeration's constant, or a constructor that could be one.
    fn is_method(&self) -> bool {
        self.has_parameters && self.words >= 2 && !self.has_value
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || byte >= 0x80
}

fn keep(found: &mut Bodies, inside: Range<usize>) {
    if inside.len() >= LEAST_BYTES {
        found.push(inside);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str, found: Bodies) -> Vec<&str> {
        found.into_iter().map(|inside| text[inside].trim()).collect()
    }

    #[test]
    fn bodies_of_go_functions_and_methods() {
        let text = r#"package p

type T struct { a int; f func() error }

var table = map[string]func(){ "a": func() { panic("not this, it is a value") } }

func external(a int) error

func (t *T) Run(a interface{ String() string }) (x struct{ a int }) {
	return call("}", '}', `}`) // }
}

func typed() map[string]struct{ A int } { /* } */ return makeTheMapOfStructs() }

func generic[K interface{ ~int }](k K) interface{} {
	if k > 0 { return "a long enough body" }
	return nil
}
func short() { a() }
"#;
        let found = texts(text, go(text));
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found[0].starts_with("return call(") && found[0].ends_with("// }"));
        assert_eq!(found[1], "/* } */ return makeTheMapOfStructs()");
        assert!(found[2].starts_with("if k > 0") && found[2].ends_with("return nil"));
    }

    #[test]
    fn bodies_of_java_methods_and_constructors() {
        let text = r#"package p;
@A(value = {"x", "}"}, k = B.class)
public class Own<K, V> extends Base<Map<K, V>> implements C, D {
  private final Runnable r = new Runnable() { public void run() { valueOfAField("not this one"); } };
  int[] numbers = {1, 2}, more = {3, 4, 5, 6, 7, 8, 9, 10};
  static { initialise("not this one either, it runs"); }
  public Own(int a) { this.a = a; super_long_enough(); }
  public Own() { /* no statement */ super("this is left where it is"); }
  @Get("/{id}") public <T extends Comparable<T>, U> Map<String, List<U>> find(@P("}") String id) throws E, F {
    char c = '}'; String s = """
        } text "block" \""" }
        """;
    return new Object() { void inner() { } };
  }
  enum Kind { A("a") { void f() { constantOfAnEnumeration(); } }, B { }; String text() { return "longer than the least"; } }
  record Pair<A, B>(A a, B b) { A first() { return aLongNameForTheFirstOne; } }
  @interface Mark { String[] value() default { "a default is no body", "b" }; }
  interface I { default void f() throws A, B { defaultMethodOfAnInterface(); } void g(); }
}
"#;
        let found = texts(text, java(text));
        let starts: Vec<&str> = found.iter().map(|body| &body[..8]).collect();
        assert_eq!(starts, ["this.a =", "char c =", "return \"", "return a", "defaultM"]);
        assert!(found[1].ends_with("void inner() { } };"));
    }

    #[test]
    fn what_does_not_fit_has_no_bodies() {
        for text in ["func f() { a(\n}\n", "func f() { \"a\n }", "func f() { /* }", "func f() { ( } )"] {
            assert!(go(text).is_empty(), "{text}");
        }
        for text in
            ["class A { void f() { if (x) { return anythingElse; } ", "class A { void f() ) { } }", "} class A {"]
        {
            assert!(java(text).is_empty(), "{text}");
        }
    }
}
