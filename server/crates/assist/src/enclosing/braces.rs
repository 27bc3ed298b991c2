use super::Enclosing;

/// Whose comments, strings and headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    Script,
    Go,
    Java,
}

/// A pair of braces and what stands before it.
struct Block {
    /// Byte where the header starts.
    header: usize,
    open: usize,
    close: usize,
    name: Option<String>,
}

pub(super) fn enclosing(text: &str, line: u32, language: Language) -> Option<Enclosing> {
    let starts: Vec<usize> = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let line_of = |byte: usize| starts.partition_point(|start| *start <= byte);
    let blocks = blocks(text, language);
    let wanted = line as usize;
    let around: Vec<&Block> = blocks
        .iter()
        .filter(|block| block.name.is_some() && (line_of(block.header)..=line_of(block.close)).contains(&wanted))
        .collect();
    // Blocks are in the order of their closing brace, so inner ones come first.
    let innermost = around.first()?;
    let names: Vec<&str> = around.iter().rev().filter_map(|block| block.name.as_deref()).collect();
    Some(Enclosing {
        first_line: u32::try_from(line_of(innermost.header)).ok()?,
        last_line: u32::try_from(line_of(innermost.close)).ok()?,
        symbol: Some(names.join(".")),
    })
}

/// A brace that is not closed yet.
struct Open {
    header: usize,
    open: usize,
    name: Option<String>,
    /// For a brace within a header: where that header starts, and how deep in round brackets it was.
    outer: Option<(usize, i32)>,
}

/// Named blocks with their ends; a block that never ends reaches to the end of the text.
fn blocks(text: &str, language: Language) -> Vec<Block> {
    let masked = masked(text, language);
    let bytes = masked.as_bytes();
    let mut open: Vec<Open> = Vec::new();
    let mut found = Vec::new();
    let mut header_from = 0;
    let mut round = 0_i32;
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'(' | b'[' => round += 1,
            b')' | b']' => round = (round - 1).max(0),
            b'{' => {
                let header = masked[header_from..at].trim();
                let start = at - masked[header_from..at].trim_start().len();
                // A type or value within a header: the header goes on behind it.
                let is_inner =
                    header.ends_with(['<', ',', ':', '(', '|', '&', '=', '?', '[']) && !header.ends_with("=>");
                let name = if is_inner { None } else { named(header, language) };
                open.push(Open { header: start, open: at, name, outer: is_inner.then_some((header_from, round)) });
                (header_from, round) = (at + 1, 0);
            }
            b'}' => {
                (header_from, round) = (at + 1, 0);
                if let Some(Open { header, open, name, outer }) = open.pop() {
                    found.push(Block { header, open, close: at, name });
                    (header_from, round) = outer.unwrap_or((at + 1, 0));
                }
            }
            b';' if round == 0 => header_from = at + 1,
            b'\n' if round == 0 && ends_statement(&masked[header_from..at], &masked[at..], language) => {
                header_from = at + 1;
            }
            _ => {}
        }
    }
    while let Some(Open { header, open, name, .. }) = open.pop() {
        found.push(Block { header, open, close: text.len().saturating_sub(1).max(open), name });
    }
    found.retain(|block| block.open <= block.close);
    found
}

/// Whether a line break ends what stands before it. Decorators and annotations on lines of their own do not end.
fn ends_statement(before: &str, after: &str, language: Language) -> bool {
    let before = before.trim();
    let next = after.trim_start().chars().next();
    if before.is_empty() {
        return true;
    }
    if language == Language::Java {
        return false;
    }
    let starts_with_decorator = before.starts_with('@');
    !starts_with_decorator
        && !before.ends_with([',', '=', '(', ':', '.', '+', '|', '&', '>'])
        && !matches!(next, Some('{' | ':' | '.' | ')' | '=' | '|' | '&'))
        && !before.ends_with("extends")
        && !before.ends_with("implements")
}

/// The name that a header declares; `None` for `if`, loops, object literals and what is not understood.
fn named(header: &str, language: Language) -> Option<String> {
    let header = without_decorators(header);
    match language {
        Language::Go => go_name(header),
        Language::Java => java_name(header),
        Language::Script => script_name(header),
    }
}

fn without_decorators(header: &str) -> &str {
    let mut rest = header.trim_start();
    while let Some(after) = rest.strip_prefix('@') {
        let end = after.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.')).unwrap_or(after.len());
        let mut tail = after[end..].trim_start_matches([' ', '\t']);
        if tail.starts_with('(') {
            let mut depth = 0;
            let close = tail.char_indices().find(|(_, c)| {
                depth += match c {
                    '(' => 1,
                    ')' => -1,
                    _ => 0,
                };
                depth == 0
            });
            tail = close.map_or("", |(at, _)| &tail[at + 1..]);
        }
        rest = tail.trim_start();
    }
    rest
}

fn word(text: &str) -> Option<String> {
    let text = text.trim_start();
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$' || c == '#')).unwrap_or(text.len());
    (end > 0).then(|| text[..end].to_owned())
}

/// What follows `keyword` as a word of its own.
fn after<'h>(header: &'h str, keyword: &str) -> Option<&'h str> {
    header.match_indices(keyword).find_map(|(at, _)| {
        let is_start = header[..at].chars().next_back().is_none_or(|c| !(c.is_alphanumeric() || c == '_' || c == '.'));
        let rest = &header[at + keyword.len()..];
        (is_start && rest.starts_with([' ', '\t', '\n', '*', '(']))
            .then(|| rest.trim_start_matches(['*', ' ', '\t', '\n']))
    })
}

fn go_name(header: &str) -> Option<String> {
    if let Some(rest) = header.strip_prefix("func").filter(|rest| rest.starts_with([' ', '('])) {
        let rest = rest.trim_start();
        let Some(receiver) = rest.strip_prefix('(') else { return word(rest) };
        let (receiver, rest) = receiver.split_once(')')?;
        let kind = receiver.split_whitespace().last()?.trim_start_matches('*');
        let kind = kind.split('[').next()?;
        return Some(format!("{kind}.{}", word(rest)?));
    }
    after(header, "type").filter(|_| header.starts_with("type")).and_then(word)
}

fn java_name(header: &str) -> Option<String> {
    for keyword in ["class", "interface", "enum", "record", "object"] {
        if let Some(name) = after(header, keyword).and_then(word).filter(|_| !header.contains("->")) {
            return Some(name);
        }
    }
    if let Some(rest) = after(header, "fun") {
        return word(rest);
    }
    call_like(header).filter(|_| !header.contains('=') && !header.contains("->"))
}

fn script_name(header: &str) -> Option<String> {
    for keyword in ["class", "interface", "namespace", "module", "enum"] {
        if let Some(name) = after(header, keyword).and_then(word).filter(|_| !header.contains("=>")) {
            return Some(name);
        }
    }
    if let Some(rest) = after(header, "function") {
        return word(rest).or_else(|| assigned(header));
    }
    if header.ends_with("=>") {
        return assigned(header);
    }
    call_like(header).filter(|_| !header.contains(" = ") && !header.starts_with('.'))
}

/// `const name = …`, `name: …`, `export const name: Type = …`, `this.name = …`.
fn assigned(header: &str) -> Option<String> {
    let equals = header.match_indices('=').map(|(at, _)| at).find(|at| !header[at + 1..].starts_with(['>', '=']));
    let left = header[..equals.unwrap_or(header.len())].split(':').next()?;
    // A parameter of a call or of the function itself.
    if left.contains('(') {
        return None;
    }
    let left = ["const", "let", "var"].iter().find_map(|keyword| after(left, keyword)).unwrap_or(left).trim();
    let left = left.strip_prefix("this.").unwrap_or(left).rsplit(',').next()?.trim();
    let left = ["export ", "static ", "private ", "public ", "protected ", "readonly "]
        .iter()
        .fold(left, |left, modifier| left.strip_prefix(modifier).unwrap_or(left));
    word(left).filter(|name| !KEYWORDS.contains(&name.as_str()))
}

const KEYWORDS: [&str; 18] = [
    "if",
    "for",
    "while",
    "switch",
    "catch",
    "else",
    "do",
    "try",
    "finally",
    "return",
    "new",
    "with",
    "synchronized",
    "throw",
    "await",
    "yield",
    "super",
    "async",
];

/// `name(…)` with what may follow a method's parameters: a type, `throws …`.
fn call_like(header: &str) -> Option<String> {
    let open = header.find('(')?;
    let before = header[..open].trim_end();
    let before = without_type_parameters(before);
    let start = before
        .rfind(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$' || c == '#'))
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let name = &before[start..];
    let is_call = before[..start].trim_end().ends_with(['.', '=', '(', ',', '&', '|', '?']);
    let is_named = !name.is_empty() && !KEYWORDS.contains(&name) && !name.starts_with(|c: char| c.is_ascii_digit());
    (is_named && !is_call).then(|| name.to_owned())
}

/// `name<T, U<V>>` without what is in the angle brackets at its end.
fn without_type_parameters(text: &str) -> &str {
    if !text.ends_with('>') {
        return text;
    }
    let mut depth = 0;
    let open = text.char_indices().rev().find(|(_, c)| {
        depth += match c {
            '>' => 1,
            '<' => -1,
            _ => 0,
        };
        depth == 0
    });
    open.map_or(text, |(at, _)| text[..at].trim_end())
}

/// The text with every character of strings and comments blanked, so that braces and names in them do not count. Same
/// length, same lines.
fn masked(text: &str, language: Language) -> String {
    let mut out: Vec<u8> = text.as_bytes().to_vec();
    let bytes = text.as_bytes();
    // Braces of `${…}` that are open, per template.
    let mut templates: Vec<usize> = Vec::new();
    let mut at = 0;
    let mut last_code = b'\n';
    while at < bytes.len() {
        let rest = &bytes[at..];
        let end = if rest.starts_with(b"//") {
            find(bytes, at, b"\n").unwrap_or(bytes.len())
        } else if rest.starts_with(b"/*") {
            find(bytes, at + 2, b"*/").map_or(bytes.len(), |end| end + 2)
        } else if language == Language::Java && rest.starts_with(b"\"\"\"") {
            find(bytes, at + 3, b"\"\"\"").map_or(bytes.len(), |end| end + 3)
        } else if rest[0] == b'"' || (rest[0] == b'\'' && language != Language::Java) || is_char(rest, language) {
            line_string(bytes, at)
        } else if rest[0] == b'`' && language == Language::Go {
            find(bytes, at + 1, b"`").map_or(bytes.len(), |end| end + 1)
        } else if rest[0] == b'`' && language == Language::Script {
            template(bytes, at + 1, &mut templates)
        } else if rest[0] == b'}' && templates.last() == Some(&0) {
            templates.pop();
            template(bytes, at + 1, &mut templates)
        } else if rest[0] == b'/' && language == Language::Script && starts_regex(last_code) {
            regex(bytes, at)
        } else {
            at
        };
        if end > at {
            let is_comment = rest.starts_with(b"//") || rest.starts_with(b"/*");
            blank(&mut out[at..end]);
            last_code = if is_comment { last_code } else { b'"' };
            at = end;
            continue;
        }
        match (rest[0], templates.last_mut()) {
            (b'{', Some(depth)) => *depth += 1,
            (b'}', Some(depth)) => *depth -= 1,
            _ => {}
        }
        if !rest[0].is_ascii_whitespace() {
            last_code = rest[0];
        }
        at += 1;
    }
    // Blanked bytes are ASCII and whole characters were blanked.
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

fn blank(bytes: &mut [u8]) {
    for byte in bytes {
        if !matches!(byte, b'\n' | b'\r') {
            *byte = b' ';
        }
    }
}

fn find(bytes: &[u8], from: usize, what: &[u8]) -> Option<usize> {
    bytes.get(from..)?.windows(what.len()).position(|window| window == what).map(|at| from + at)
}

/// Java's character literals: an apostrophe alone is none.
fn is_char(rest: &[u8], language: Language) -> bool {
    language == Language::Java && rest[0] == b'\'' && rest.iter().take(10).skip(1).any(|byte| *byte == b'\'')
}

/// The end of a string that ends with its line at the latest.
fn line_string(bytes: &[u8], start: usize) -> usize {
    let quote = bytes[start];
    let mut at = start + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'\n' => return at,
            byte if byte == quote => return at + 1,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

/// The end of a template's text: after its quote, or at the brace of the next `${`, which is left to be counted.
fn template(bytes: &[u8], start: usize, templates: &mut Vec<usize>) -> usize {
    let mut at = start;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'`' => return at + 1,
            b'$' if bytes.get(at + 1) == Some(&b'{') => {
                templates.push(0);
                // The brace is blanked with the text; its partner is met as `}` at depth zero.
                return at + 2;
            }
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

/// Whether a slash after this character starts a regular expression, and is no division.
fn starts_regex(last: u8) -> bool {
    matches!(last, b'(' | b',' | b'=' | b':' | b'[' | b'!' | b'&' | b'|' | b'?' | b'{' | b'}' | b';' | b'\n')
}

fn regex(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    let mut is_class = false;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'[' => is_class = true,
            b']' => is_class = false,
            b'/' if !is_class => return at + 1,
            // No regular expression after all.
            b'\n' => return start,
            _ => {}
        }
        at += 1;
    }
    start
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn typescript() {
        let text = r#"
import { x } from "y";

@Controller("a{b")
export class Orders extends Base<{ a: 1 }> {
  constructor(private readonly db: Db) {}

  @Get(":id")
  async show(@Param("id") id: string): Promise<Order> {
    // } not code
    if (id === "}") {
      return `a ${f({ a: 1 })} } b`;
    }
    const re = /[/}]\/{/;
    return this.db.find({ where: { id } });
  }
}

export const total = (a: number): number => {
  return a / 2 / 3;
};

function plain<T>(
  a: T,
): T {
  return a;
}

const config = {
  handler: async () => {
    return 1;
  },
};
"#;
        check(
            "a.ts",
            text,
            &[
                (2, "1-14 -"),
                (4, "4-17 Orders"),
                (6, "6-6 Orders.constructor"),
                (8, "8-16 Orders.show"),
                (12, "8-16 Orders.show"),
                (15, "8-16 Orders.show"),
                (20, "19-21 total"),
                (24, "23-27 plain"),
                (31, "30-32 handler"),
            ],
        );
    }

    #[test]
    fn go() {
        let text = r#"package main

// Serve { is a comment
func (s *Server[T]) Serve(ctx context.Context) (err error) {
	for i := 0; i < 3; i++ {
		s.log(`}`, "}", '}')
	}
	return nil
}

type Book struct {
	Name string
}

func main() {
	go func() {
		run()
	}()
}
"#;
        check("a.go", text, &[(6, "4-9 Server.Serve"), (12, "11-13 Book"), (17, "15-19 main"), (1, "1-13 -")]);
    }

    #[test]
    fn java() {
        let text = r#"package a;

@Service
public class Orders implements Repo<Order> {
    private final int[] sizes = {1, 2};

    @Transactional(readOnly = true)
    public List<Order> all(final String name) throws IOException {
        try {
            return repo.find(o -> { return o.name().charAt(0) == '}'; });
        } catch (Error e) {
            throw new RuntimeException("}", e);
        }
    }

    record Pair(int a, int b) {}
}
"#;
        check(
            "A.java",
            text,
            &[
                (3, "3-17 Orders"),
                (5, "3-17 Orders"),
                (10, "7-14 Orders.all"),
                (12, "7-14 Orders.all"),
                (16, "16-16 Orders.Pair"),
            ],
        );
    }

    #[test]
    fn half_typed_code_still_has_its_function() {
        check("a.ts", "function f() {\n  const x = {\n", &[(2, "1-2 f")]);
    }
}
