use super::{About, Family, Row};

/// What Python itself says when it runs.
pub(super) static FAMILY: Family =
    Family { id: "Python", sources: &["python", "pytest"], extensions: &["py"], rows: ROWS };

const ROWS: &[Row] = &[
    Row {
        codes: &[],
        pattern: r"(?:ModuleNotFoundError|ImportError): No module named '([^']+)'",
        means: "Python finds no module `$1` in the environment that ran this, nor in the folders on `sys.path`.",
        next: "Install the project's dependencies in the environment that runs it",
        about: About::Import,
    },
    Row {
        codes: &[],
        pattern: r"ImportError: cannot import name '([^']+)' from '([^']+)'",
        means: "The module `$2` was found, but has no `$1`: another version, or two modules that import each other.",
        next: "Check the installed version of `$2`; if `$2` is your own, look for a circle of imports",
        about: About::Name,
    },
    Row {
        codes: &[],
        pattern: r#"KeyError: ['"]([^'"]+)['"]"#,
        means: "The mapping has no key `$1`. If it is `os.environ`, the process was started without this variable.",
        next: "Use `.get`, or set the key before it is read",
        about: About::Key,
    },
    Row {
        codes: &[],
        pattern: r"NameError: name '([^']+)' is not defined",
        means: "Nothing defined or imported `$1` before this line ran.",
        next: "Import or define `$1`, or correct its spelling",
        about: About::Name,
    },
    Row {
        codes: &[],
        pattern: r"AttributeError: 'NoneType' object has no attribute '([^']+)'",
        means: "The value was None, and None has no `$1`: what should have made it returned nothing.",
        next: "Look where the value comes from, and test for None",
        about: About::Nothing,
    },
    Row {
        codes: &[],
        pattern: r"AttributeError: '([^']+)' object has no attribute '([^']+)'",
        means: "A `$1` has no attribute `$2`.",
        next: "Correct the name, or check that the value is what it should be",
        about: About::Nothing,
    },
    Row {
        codes: &[],
        pattern: r"RuntimeWarning: coroutine '([^']+)' was never awaited",
        means: "`$1` is async and was called without `await`: its body never ran.",
        next: "Put `await` before the call",
        about: About::Nothing,
    },
    Row {
        codes: &[],
        pattern: r"(?s)ValidationError: \d+ validation errors? for (\w+)",
        means: "The values given to `$1` do not have its types, or a required one is missing; the lines below name each.",
        next: "For a settings class: set the named variables in the environment or the dotenv file",
        about: About::Nothing,
    },
];
