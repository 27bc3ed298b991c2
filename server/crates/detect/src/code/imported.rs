//! Whether a text imports a package, told line by line without a parse: enough to choose among packages that are declared.

use memchr::memmem::Finder;
use model::Runtime;

/// Whether code of a runtime imports packages by the names under which they are declared.
pub(super) fn has_names(runtime: Runtime) -> bool {
    runtime != Runtime::Java
}

/// Whether a text imports the package, or a part of it, that `finder` looks for. What is commented out, only named in a
/// text or imported for its types alone is not imported.
pub(super) fn is_imported(runtime: Runtime, finder: &Finder<'_>, text: &str) -> bool {
    let length = finder.needle().len();
    finder.find_iter(text.as_bytes()).any(|at| {
        let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let (before, after) = (text[start..at].trim_start(), &text[at + length..]);
        match runtime {
            Runtime::Python => is_python(before, after),
            Runtime::Node => is_ecma(before, after),
            Runtime::Go => is_go(before, after),
            Runtime::Java => false,
        }
    })
}

fn is_python(before: &str, after: &str) -> bool {
    let ends = !after.starts_with(|next: char| next == '_' || next == '-' || next.is_alphanumeric());
    // `import os, flask`
    let is_listed = before.starts_with("import ") && before.ends_with([' ', ',']) && !before.contains([';', '#']);
    ends && (before == "from " || is_listed)
}

fn is_ecma(before: &str, after: &str) -> bool {
    let Some(quote) = before.chars().next_back().filter(|last| matches!(last, '"' | '\'' | '`')) else { return false };
    let verb = before[..before.len() - 1].trim_end();
    let is_import = ["from", "require(", "import", "import("].iter().any(|ending| verb.ends_with(ending));
    let is_aside = ["//", "*", "/*", "import type ", "export type "].iter().any(|start| before.starts_with(start));
    is_import && !is_aside && after.starts_with([quote, '/'])
}

fn is_go(before: &str, after: &str) -> bool {
    let Some(name) = before.strip_suffix('"') else { return false };
    let name = name.strip_prefix("import ").unwrap_or(name).trim();
    let is_name = name.chars().all(|one| one == '_' || one == '.' || one.is_alphanumeric());
    is_name && after.starts_with(['"', '/'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn imports(runtime: Runtime, package: &str, text: &str) -> bool {
        is_imported(runtime, &Finder::new(package), text)
    }

    #[test]
    fn imports_of_all_kinds_count() {
        for text in ["import a\n", "from a.b import c", "if x:\n    from a import c\n", "import os, a"] {
            assert!(imports(Runtime::Python, "a", text), "{text}");
        }
        for text in [
            "import a from 'a'",
            "import {\n  b,\n} from \"a/b\";",
            "const a = require('a')()",
            "await import('a')",
            "import 'a'",
            "export * from 'a'",
        ] {
            assert!(imports(Runtime::Node, "a", text), "{text}");
        }
        for text in ["import \"x.y/a\"", "import (\n\tb \"x.y/a/v2\"\n)", "import _ \"x.y/a\""] {
            assert!(imports(Runtime::Go, "x.y/a", text), "{text}");
        }
    }

    #[test]
    fn comments_texts_types_and_longer_names_do_not() {
        for text in ["# import a", "x = 'import a'", "import ab", "from a_b import c", "from b import a", "a = 1"] {
            assert!(!imports(Runtime::Python, "a", text), "{text}");
        }
        for text in [
            "// import a from 'a'",
            " * const a = require('a')",
            "import type { A } from 'a'",
            "import a from 'a-b'",
            "import a from './a'",
            "const names = ['a']",
            "const a = 'from a'",
        ] {
            assert!(!imports(Runtime::Node, "a", text), "{text}");
        }
        for text in ["// import \"x.y/a\"", "f(\"x.y/a\")", "x := \"x.y/a\"", "import \"x.y/ab\""] {
            assert!(!imports(Runtime::Go, "x.y/a", text), "{text}");
        }
    }
}
