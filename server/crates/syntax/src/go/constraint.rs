//! Build constraints: which files an ordinary build on Linux leaves out (`//go:build wireinject`, `//go:build ignore`).

/// Constraints within parentheses; deeper is no constraint that anybody wrote.
const DEPTH: u8 = 30;

/// Whether the text's `//go:build` line leaves the file out.
pub(super) fn is_left_out(text: &str) -> bool {
    // The line stands before the package clause.
    let head = text.lines().take_while(|line| !line.starts_with("package "));
    head.filter_map(|line| line.strip_prefix("//go:build ")).any(|line| {
        let mut rest = line.trim();
        !any_of(&mut rest, 0)
    })
}

fn any_of(rest: &mut &str, depth: u8) -> bool {
    let mut holds = all_of(rest, depth);
    while let Some(after) = rest.strip_prefix("||") {
        *rest = after.trim_start();
        // Both sides are read whatever the first says.
        holds |= all_of(rest, depth);
    }
    holds
}

fn all_of(rest: &mut &str, depth: u8) -> bool {
    let mut holds = one(rest, depth);
    while let Some(after) = rest.strip_prefix("&&") {
        *rest = after.trim_start();
        holds &= one(rest, depth);
    }
    holds
}

fn one(rest: &mut &str, depth: u8) -> bool {
    if depth > DEPTH {
        *rest = "";
        return true;
    }
    if let Some(after) = rest.strip_prefix('!') {
        *rest = after.trim_start();
        return !one(rest, depth + 1);
    }
    if let Some(after) = rest.strip_prefix('(') {
        *rest = after.trim_start();
        let holds = any_of(rest, depth + 1);
        *rest = rest.strip_prefix(')').unwrap_or(rest).trim_start();
        return holds;
    }
    let end = rest.find(|one: char| !(one.is_alphanumeric() || matches!(one, '_' | '.'))).unwrap_or(rest.len());
    let (tag, after) = rest.split_at(end);
    *rest = after.trim_start();
    matches!(tag, "linux" | "unix" | "amd64" | "cgo" | "gc") || tag.starts_with("go1.")
}

#[cfg(test)]
mod tests {
    use super::is_left_out;

    #[test]
    fn as_go_itself_would() {
        let out = ["ignore", "wireinject", "windows || darwin", "!(linux && amd64)", "!go1.18", "linux && !cgo"];
        let within = ["!wireinject", "linux", "!windows && (amd64 || arm64)", "go1.22", "unix || ignore", "(((", "!"];
        for constraint in out {
            assert!(is_left_out(&format!("// Text\n\n//go:build {constraint}\n\npackage a\n")), "{constraint}");
        }
        for constraint in &within[..5] {
            assert!(!is_left_out(&format!("//go:build {constraint}\npackage a\n")), "{constraint}");
        }
        for constraint in within {
            let deep = format!("//go:build {}", constraint.repeat(3000));
            is_left_out(&deep);
        }
        assert!(!is_left_out("package a\n\n//go:build ignore\n"));
    }
}
