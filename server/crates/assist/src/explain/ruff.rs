use super::{About, Family, Row};

pub(super) static FAMILY: Family =
    Family { id: "Ruff", sources: &["ruff", "flake8", "pyflakes"], extensions: &["py", "pyi"], rows: ROWS };

const ROWS: &[Row] = &[
    Row {
        codes: &["F821"],
        pattern: r"Undefined name `([^`]+)`",
        means: "Nothing defines or imports `$1`: running it raises a NameError.",
        next: "Import or define `$1`, or correct its spelling",
        about: About::Name,
    },
    Row {
        codes: &["F401"],
        pattern: r"`([^`]+)` imported but unused",
        means: "Nothing in this file uses the import `$1`.",
        next: "Remove the import; in an `__init__.py` add it to `__all__` if it is meant to be taken from there",
        about: About::Nothing,
    },
    Row {
        codes: &["F841"],
        pattern: r"Local variable `([^`]+)` is assigned to but never used",
        means: "The value of `$1` is never read.",
        next: "Remove the assignment, or use the value",
        about: About::Nothing,
    },
    Row {
        codes: &["E722"],
        pattern: "Do not use bare `except`",
        means: "`except:` also catches KeyboardInterrupt and SystemExit, and hides mistakes.",
        next: "Name the exceptions that are meant; at least `except Exception`",
        about: About::Nothing,
    },
    Row {
        codes: &["B904"],
        pattern: "",
        means: "An exception is raised inside `except` without `from`: the traceback does not tell which one caused which.",
        next: "Write `raise … from error`, or `from None` to hide the cause",
        about: About::Nothing,
    },
    Row {
        codes: &["B008"],
        pattern: "",
        means: "The default is computed once, when the function is defined. In FastAPI's `Depends(…)` that is the intended way.",
        next: "In FastAPI routes use `Annotated[…, Depends(…)]`, or allow the call in Ruff's settings",
        about: About::Nothing,
    },
    Row {
        codes: &["B006"],
        pattern: "",
        means: "The mutable default is shared by all calls: what one call puts in, the next one finds.",
        next: "Default to None and make the value inside the function",
        about: About::Nothing,
    },
    Row {
        codes: &["E711", "E712"],
        pattern: "",
        means: "None, True and False are compared with `==`. In queries of SQLAlchemy that is intended; elsewhere `is` is meant.",
        next: "Write `is None`; in a query `.is_(None)`",
        about: About::Nothing,
    },
    Row {
        codes: &["S105", "S106", "S107"],
        pattern: "",
        means: "A literal looks like a password: whoever reads the repository has it.",
        next: "Read it from the environment, and replace it wherever it is in use",
        about: About::Nothing,
    },
];
