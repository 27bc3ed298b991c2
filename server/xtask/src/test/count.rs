//! How many tests each runner says it ran.

/// Passed and failed tests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub passed: u32,
    pub failed: u32,
}

impl Counts {
    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// `test result: ok. 12 passed; 0 failed; …`, summed over binaries.
pub fn cargo(output: &str) -> Counts {
    let mut counts = Counts::default();
    for line in output.lines().filter(|line| line.starts_with("test result:")) {
        counts.passed += before(line, " passed");
        counts.failed += before(line, " failed");
    }
    counts
}

/// vitest: `Tests  2 failed | 40 passed (42)`; pytest: `3 passed, 1 failed in 2.1s`. The last such line counts.
pub fn summary(output: &str) -> Counts {
    let plain = without_colour(output);
    let is_summary = |line: &&str| {
        let line = line.trim_start();
        (line.starts_with("Tests ") || line.contains(" in ")) && (line.contains(" passed") || line.contains(" failed"))
    };
    let line = plain.lines().rev().find(is_summary).unwrap_or_default();
    Counts { passed: before(line, " passed"), failed: before(line, " failed") }
}

/// node's test runner: `ℹ pass 12` and `ℹ fail 0` (or `# pass 12`), summed over files.
pub fn node(output: &str) -> Counts {
    let plain = without_colour(output);
    let sum = |word: &str| {
        plain
            .lines()
            .filter_map(|line| line.trim_start_matches(['ℹ', '#', ' ']).strip_prefix(word)?.trim().parse::<u32>().ok())
            .sum()
    };
    Counts { passed: sum("pass "), failed: sum("fail ") }
}

fn before(line: &str, word: &str) -> u32 {
    let Some(at) = line.find(word) else { return 0 };
    let digits: String = line[..at].chars().rev().take_while(char::is_ascii_digit).collect();
    digits.chars().rev().collect::<String>().parse().unwrap_or(0)
}

fn without_colour(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        if character == '\u{1b}' {
            rest.by_ref().find(char::is_ascii_alphabetic);
        } else {
            out.push(character);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_each_runner() {
        assert_eq!(
            cargo("test result: ok. 3 passed; 0 failed; 0 ignored\ntest result: FAILED. 1 passed; 2 failed;"),
            Counts { passed: 4, failed: 2 }
        );
        assert_eq!(
            summary("\u{1b}[2m Tests \u{1b}[22m \u{1b}[1m1 failed\u{1b}[22m | \u{1b}[32m40 passed\u{1b}[39m (41)"),
            Counts { passed: 40, failed: 1 }
        );
        assert_eq!(summary("==== 3 passed, 1 failed in 2.10s ===="), Counts { passed: 3, failed: 1 });
        assert_eq!(node("ℹ pass 12\nℹ fail 1\n# pass 2\n"), Counts { passed: 14, failed: 1 });
    }
}
