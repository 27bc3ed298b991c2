use super::{About, Family, Row};

pub(super) static FAMILY: Family = Family { id: "mypy", sources: &["mypy"], extensions: &["py", "pyi"], rows: ROWS };

const ROWS: &[Row] = &[
    Row {
        codes: &["import-not-found", "import"],
        pattern: r#"Cannot find implementation or library stub for module named "([^"]+)""#,
        means: "mypy finds no module `$1` in the environment that it runs in.",
        next: "Install the project's dependencies where mypy runs",
        about: About::Import,
    },
    Row {
        codes: &["import-untyped"],
        pattern: r#"(?:Library stubs not installed for|Skipping analyzing) "([^"]+)""#,
        means: "`$1` is installed, but has no types that mypy could read.",
        next: "Install its stubs (mostly `types-…`), or tell mypy to ignore missing imports of it",
        about: About::Nothing,
    },
    Row {
        codes: &["name-defined"],
        pattern: r#"Name "([^"]+)" is not defined"#,
        means: "Nothing defines or imports `$1`: running it raises a NameError.",
        next: "Import or define `$1`, or correct its spelling",
        about: About::Name,
    },
    Row {
        codes: &["attr-defined"],
        pattern: r#"Module "([^"]+)" has no attribute "([^"]+)""#,
        means: "The module `$1` defines no `$2`.",
        next: "Check the name, and the version of the package",
        about: About::Nothing,
    },
    Row {
        codes: &["union-attr"],
        pattern: r#"Item "None" of "([^"]+)" has no attribute "([^"]+)""#,
        means: "The value may be None here, and None has no `$2`.",
        next: "Test for None before this line",
        about: About::Nothing,
    },
    Row {
        codes: &["assignment"],
        pattern: r#"Incompatible types in assignment \(expression has type "([^"]+)", variable has type "([^"]+)"\)"#,
        means: "The name is declared as `$2`, this line assigns `$1`.",
        next: "Convert the value, or correct the declaration",
        about: About::Nothing,
    },
    Row {
        codes: &["arg-type"],
        pattern: r#"has incompatible type "([^"]+)"; expected "([^"]+)""#,
        means: "The parameter takes `$2`, the call passes `$1`.",
        next: "Convert the value, or widen the parameter's type if the function copes with it",
        about: About::Nothing,
    },
    Row {
        codes: &["return-value"],
        pattern: r#"Incompatible return value type \(got "([^"]+)", expected "([^"]+)"\)"#,
        means: "The function promises to return `$2`, this line returns `$1`.",
        next: "Return what is promised, or correct the return type",
        about: About::Nothing,
    },
];
