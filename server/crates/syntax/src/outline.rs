//! Functions, methods and classes of a module with the lines they span.

use crate::ir::{Class, Expr, Function, Module, Stmt, Text};

/// A named piece of code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// Dotted from the outermost class or function (`Billing.charge`).
    pub name: String,
    /// What it is.
    pub kind: SymbolKind,
    /// First line, decorators and annotations left out. Zero-based.
    pub first_line: u32,
    /// Last line. Zero-based.
    pub last_line: u32,
}

/// What a symbol is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SymbolKind {
    /// A function outside a class.
    Function,
    /// A function in a class, or with a Go receiver.
    Method,
    /// A class, interface, struct or enum.
    Class,
}

/// Every symbol, outer before inner.
#[must_use]
pub fn symbols(module: &Module) -> Vec<Symbol> {
    let mut out = Vec::new();
    walk(&module.body, "", false, &mut out);
    out
}

/// The innermost symbol around a zero-based line.
#[must_use]
pub fn enclosing(module: &Module, line: u32) -> Option<Symbol> {
    // Inner symbols come later in the outline than those around them.
    symbols(module).into_iter().rev().find(|symbol| symbol.first_line <= line && line <= symbol.last_line)
}

fn walk(body: &[Stmt], prefix: &str, is_class: bool, out: &mut Vec<Symbol>) {
    for statement in body {
        match statement {
            Stmt::Function(function) => push_function(function, prefix, is_class, out),
            Stmt::Class(class) => push_class(class, prefix, out),
            // `const handler = async () => {…}` is a function by another name.
            Stmt::Assign(assign) => {
                if let (Some(name), Some(Expr::Lambda(function))) = (assign.target.last_name(), &assign.value) {
                    push(
                        name,
                        prefix,
                        if is_class { SymbolKind::Method } else { SymbolKind::Function },
                        (function.range.start.line, function.end_line),
                        out,
                    );
                    walk(&function.body, &join(prefix, name), false, out);
                }
            }
            Stmt::Block(inner) => walk(inner, prefix, is_class, out),
            Stmt::If(found) => {
                walk(&found.body, prefix, is_class, out);
                walk(&found.otherwise, prefix, is_class, out);
            }
            Stmt::For(found) => walk(&found.body, prefix, is_class, out),
            Stmt::Import(_) | Stmt::Expr(_) | Stmt::Return(_) => {}
        }
    }
}

fn push_function(function: &Function, prefix: &str, is_class: bool, out: &mut Vec<Symbol>) {
    let receiver: Option<Text> = function
        .parameters
        .first()
        .filter(|_| function.has_receiver)
        .and_then(|parameter| parameter.annotation.as_ref())
        .and_then(|annotation| annotation.last_name().map(Text::from));
    let prefix = receiver.as_deref().unwrap_or(prefix);
    let kind = if is_class || receiver.is_some() { SymbolKind::Method } else { SymbolKind::Function };
    push(&function.name, prefix, kind, (function.range.start.line, function.end_line), out);
    walk(&function.body, &join(prefix, &function.name), false, out);
}

fn push_class(class: &Class, prefix: &str, out: &mut Vec<Symbol>) {
    push(&class.name, prefix, SymbolKind::Class, (class.range.start.line, class.end_line), out);
    walk(&class.body, &join(prefix, &class.name), true, out);
}

fn push(name: &str, prefix: &str, kind: SymbolKind, (first_line, last_line): (u32, u32), out: &mut Vec<Symbol>) {
    if !name.is_empty() {
        out.push(Symbol { name: join(prefix, name), kind, first_line, last_line });
    }
}

fn join(prefix: &str, name: &str) -> String {
    if prefix.is_empty() { name.to_owned() } else { format!("{prefix}.{name}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Language, ecma::Dialect, parse};

    fn at(language: Language, text: &str, line: u32) -> Option<String> {
        enclosing(&parse(language, text), line).map(|symbol| symbol.name)
    }

    #[test]
    fn python_methods_and_nested_functions() {
        let text =
            "class A:\n    @x\n    def f(self):\n        def g():\n            pass\n        return g\n\nY = 1\n";
        assert_eq!(at(Language::Python, text, 4).as_deref(), Some("A.f.g"));
        assert_eq!(at(Language::Python, text, 5).as_deref(), Some("A.f"));
        assert_eq!(at(Language::Python, text, 7), None);
    }

    #[test]
    fn typescript_classes_and_arrow_functions() {
        let text = "export class A {\n  f(x: string) {\n    return x;\n  }\n}\nexport const h = async () => {\n  await x();\n};\n";
        let language = Language::Ecma(Dialect::TypeScript);
        assert_eq!(at(language, text, 2).as_deref(), Some("A.f"));
        assert_eq!(at(language, text, 6).as_deref(), Some("h"));
    }

    #[test]
    fn go_methods_carry_their_receiver() {
        let text = "package p\n\nfunc (s *Store) Find(id string) error {\n\treturn nil\n}\n";
        assert_eq!(at(Language::Go, text, 3).as_deref(), Some("Store.Find"));
    }

    #[test]
    fn java_methods() {
        let text = "package p;\nclass A {\n  @Get\n  void f() {\n    g();\n  }\n}\n";
        assert_eq!(at(Language::Java, text, 4).as_deref(), Some("A.f"));
    }

    #[test]
    fn broken_code_still_has_an_outline() {
        let text = "def f():\n    x = (\n\ndef g():\n    return 1\n";
        let module = parse(Language::Python, text);
        assert!(module.is_partial);
        assert!(symbols(&module).iter().any(|symbol| symbol.name == "f"));
    }
}
