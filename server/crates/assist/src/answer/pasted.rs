//! A place in a pasted output: the innermost frame of a traceback that lies in the workspace.

use std::sync::LazyLock;

use model::RelPath;
use regex::Regex;

use crate::{Site, View};

struct Form {
    regex: LazyLock<Regex>,
    /// Whether the innermost frame comes last.
    is_last_innermost: bool,
}

macro_rules! form {
    ($regex:literal, $is_last_innermost:literal) => {
        Form {
            regex: LazyLock::new(|| Regex::new($regex).expect("a regular expression")),
            is_last_innermost: $is_last_innermost,
        }
    };
}

/// Python, Node, Java, Go: group 1 is the path, group 2 the line.
static FORMS: [Form; 4] = [
    form!(r#"File "([^"]+)", line (\d+)"#, true),
    form!(r"(?m)^\s*at .*?\(?((?:file://)?[^\s()]+\.[cm]?[jt]sx?):(\d+):\d+\)?", false),
    form!(r"(?m)^\s*at [\w.$<>/]+\(([\w$]+\.(?:java|kt)):(\d+)\)", false),
    form!(r"(?m)([\w./-]+\.go):(\d+)", false),
];

/// The place and the error's own line; `None` when no frame lies in the workspace.
pub(super) fn site(view: &View<'_>, text: &str) -> Option<Site> {
    FORMS.iter().find_map(|form| {
        let mut frames: Vec<(RelPath, u32)> = form
            .regex
            .captures_iter(text)
            .filter_map(|captures| Some((in_workspace(view, &captures[1])?, captures[2].parse().ok()?)))
            .collect();
        if form.is_last_innermost {
            frames.reverse();
        }
        let (file, line) = frames.into_iter().next()?;
        Some(Site { message: error_line(text), ..Site::line(file, line) })
    })
}

/// Absolute paths of containers and other machines end as the workspace's do: the longest such end counts.
fn in_workspace(view: &View<'_>, path: &str) -> Option<RelPath> {
    let path = path.trim_start_matches("file://").replace('\\', "/");
    if ["site-packages", "node_modules", "/usr/lib", "/pkg/mod/"].iter().any(|foreign| path.contains(foreign)) {
        return None;
    }
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    (0..parts.len()).find_map(|from| super::subject::file(view, &parts[from..].join("/")))
}

/// The line that names the error: the last of a Python traceback, the first that names one elsewhere.
pub(super) fn error_line(text: &str) -> Option<String> {
    let names_error = |line: &&str| {
        let head = line.split([':', '(']).next().unwrap_or("");
        let last = head.rsplit('.').next().unwrap_or("");
        !line.starts_with("at ")
            && !head.contains(' ')
            && (last.ends_with("Error") || last.ends_with("Exception") || last.ends_with("Warning"))
    };
    let lines = || text.lines().map(str::trim);
    let panic = || lines().find(|line| line.starts_with("panic:"));
    lines().rfind(names_error).or_else(panic).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Bench;

    #[test]
    fn finds_the_innermost_frame_in_the_workspace() {
        let bench =
            Bench::new("//- /api/src/main.py\nx\n//- /web/src/main.ts\nx\n//- /java/src/com/acme/Orders.java\nx\n");
        let check = |text: &str, expected: Option<(&str, u32, Option<&str>)>| {
            let found = site(&bench.view(), text);
            let found = found.as_ref().map(|site| (site.file.as_str(), site.line, site.message.as_deref()));
            assert_eq!(found, expected, "{text}");
        };
        check(
            "Traceback (most recent call last):\n  File \"/app/api/src/main.py\", line 3, in <module>\n    run()\n  File \"/usr/lib/site-packages/x.py\", line 9, in run\nKeyError: 'JWT_SECRET'",
            Some(("api/src/main.py", 3, Some("KeyError: 'JWT_SECRET'"))),
        );
        check(
            "TypeError: x is not a function\n    at Object.<anonymous> (/repo/web/node_modules/a/b.js:1:2)\n    at run (/repo/web/src/main.ts:7:13)",
            Some(("web/src/main.ts", 7, Some("TypeError: x is not a function"))),
        );
        check(
            "java.lang.NullPointerException: no\n\tat com.acme.Orders.all(Orders.java:12)",
            Some(("java/src/com/acme/Orders.java", 12, Some("java.lang.NullPointerException: no"))),
        );
        check("File \"/elsewhere/y.py\", line 3", None);
    }
}
