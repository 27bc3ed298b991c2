//! The tail kills you, not the average.

use super::Source;

const FAILS_AT: usize = 600;
/// Files that may be longer, each with the reason.
const ALLOWED: &[(&str, &str)] = &[];

pub fn check(sources: &[Source]) -> Vec<String> {
    sources
        .iter()
        .filter(|source| source.path.ends_with(".rs") || source.path.ends_with(".ts") || source.path.ends_with(".mjs"))
        .filter(|source| !source.path.contains(".test.") && !source.path.contains("/tests/"))
        .filter(|source| !ALLOWED.iter().any(|(path, _)| *path == source.path))
        .filter_map(|source| {
            let lines = product_lines(&source.text);
            (lines > FAILS_AT).then(|| {
                format!("{} has {lines} lines without tests; split it below {FAILS_AT} (aim at 400)", source.path)
            })
        })
        .collect()
}

/// Lines before the unit tests, which are data.
fn product_lines(text: &str) -> usize {
    text.lines().take_while(|line| !line.starts_with("#[cfg(test)]") && !line.starts_with("#[cfg(all(test")).count()
}

#[cfg(test)]
mod tests {
    #[test]
    fn unit_tests_do_not_count() {
        assert_eq!(super::product_lines("a\nb\n#[cfg(test)]\nmod tests {}\n"), 2);
    }
}
