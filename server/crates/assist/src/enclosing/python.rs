use super::Enclosing;

/// A line that starts a statement.
#[derive(Debug)]
struct Statement<'t> {
    line: u32,
    indent: usize,
    text: &'t str,
}

pub(super) fn enclosing(lines: &[&str], line: u32) -> Option<Enclosing> {
    let statements = statements(lines);
    // The statement that holds the line: the last one that starts at or before it.
    let own = statements.iter().rposition(|statement| statement.line <= line)?;
    let mut at = own;
    // A decorator belongs to what it decorates.
    while statements[at].text.starts_with('@') {
        at = (at + 1 < statements.len()).then_some(at + 1)?;
    }
    let mut names = Vec::new();
    let mut innermost = None;
    let mut indent =
        if definition(statements[at].text).is_some() { statements[at].indent + 1 } else { statements[at].indent };
    for (place, statement) in statements[..=at].iter().enumerate().rev() {
        let is_outer = statement.indent < indent;
        if !is_outer {
            continue;
        }
        indent = statement.indent;
        if let Some((_, name)) = definition(statement.text) {
            names.push(name.to_owned());
            innermost.get_or_insert(place);
        }
        if indent == 0 {
            break;
        }
    }
    let at = innermost?;
    names.reverse();
    let header = &statements[at];
    let is_body = |statement: &&Statement<'_>| statement.indent > header.indent;
    let after = statements[at + 1..].iter().find(|statement| !is_body(statement));
    let end = after.map_or(lines.len(), |statement| statement.line as usize - 1);
    let last = (header.line as usize..=end).rev().find(|number| is_code(lines[number - 1]))?;
    let first = statements[..at]
        .iter()
        .rev()
        .take_while(|statement| statement.text.starts_with('@') && statement.indent == header.indent)
        .last()
        .map_or(header.line, |decorator| decorator.line);
    if u32::try_from(last).is_ok_and(|last| line > last) {
        return None;
    }
    Some(Enclosing { first_line: first, last_line: u32::try_from(last).ok()?, symbol: Some(names.join(".")) })
}

fn is_code(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && !line.starts_with('#')
}

/// `def name`, `async def name`, `class Name`.
fn definition(text: &str) -> Option<(&str, &str)> {
    let text = text.strip_prefix("async").map_or(text, str::trim_start);
    let (keyword, rest) = text.split_once([' ', '\t'])?;
    if !matches!(keyword, "def" | "class") {
        return None;
    }
    let rest = rest.trim_start();
    let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
    (end > 0).then_some((keyword, &rest[..end]))
}

/// Lines that start a statement: neither blank nor comment, nor inside a bracket or a string of several lines.
fn statements<'t>(lines: &[&'t str]) -> Vec<Statement<'t>> {
    let mut found = Vec::new();
    let mut depth = 0_usize;
    let mut quote: Option<&str> = None;
    let mut is_continued = false;
    for (line, number) in lines.iter().zip(1..) {
        if depth == 0 && quote.is_none() && !is_continued && is_code(line) {
            let text = line.trim_start();
            // A tab reaches to the next multiple of eight, as in Python itself.
            let indent = line[..line.len() - text.len()]
                .chars()
                .fold(0, |column, c| if c == '\t' { (column / 8 + 1) * 8 } else { column + 1 });
            found.push(Statement { line: number, indent, text });
        }
        is_continued = scan(line, &mut depth, &mut quote);
    }
    found
}

/// Follows brackets and strings through a line; whether a backslash continues it.
fn scan(line: &str, depth: &mut usize, quote: &mut Option<&'static str>) -> bool {
    let bytes = line.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &line.as_bytes()[at..];
        if let Some(end) = *quote {
            if rest[0] == b'\\' {
                at += 2;
            } else if rest.starts_with(end.as_bytes()) {
                at += end.len();
                *quote = None;
            } else {
                at += 1;
            }
            continue;
        }
        match rest[0] {
            b'#' => return false,
            b'(' | b'[' | b'{' => *depth += 1,
            b')' | b']' | b'}' => *depth = depth.saturating_sub(1),
            b'"' | b'\'' => {
                let found = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quote| rest.starts_with(quote.as_bytes()));
                *quote = found;
                at += found.map_or(1, str::len);
                continue;
            }
            b'\\' if rest.len() == 1 => return true,
            _ => {}
        }
        at += 1;
    }
    // A string of one line ends with it, closed or not.
    if quote.is_some_and(|quote| quote.len() == 1) && !line.ends_with('\\') {
        *quote = None;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn functions_methods_and_decorators() {
        let text = "\
import os

@router.post(
    '/x',
)
async def create(
    body: Body,
):
    '''Text
def not_code():
    '''
    return {
        'a': 1,
    }

# about the class
class Orders:
    limit = 1

    def total(self):
        def inner(x):
            return x

        return inner(1)

    # trailing

x = 1
";
        check(
            "a.py",
            text,
            &[
                (1, "1-13 -"),
                (3, "3-14 create"),
                (4, "3-14 create"),
                (6, "3-14 create"),
                (10, "3-14 create"),
                (13, "3-14 create"),
                (18, "17-24 Orders"),
                (21, "21-22 Orders.total.inner"),
                (22, "21-22 Orders.total.inner"),
                (24, "20-24 Orders.total"),
                (28, "16-28 -"),
            ],
        );
    }

    #[test]
    fn half_typed_code_still_has_its_function() {
        check("a.py", "def f():\n    x = (1,\n", &[(2, "1-2 f")]);
        check("a.py", "class A:\n\tdef g(self):\n\t\treturn 'it\\'s'  # def h():\n", &[(3, "2-3 A.g")]);
    }
}
