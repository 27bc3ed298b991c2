//! What of a failed stage's output is worth a second look.

use crate::shell::tail;

/// More lines than this are not told of one stage: the whole output is in its log.
const LINES: usize = 150;

/// The parts that name failures: of `cargo test`, each binary's block `failures:` (they stand far from the end when other
/// binaries ran after them); of every other program its last lines.
pub fn failures(output: &str) -> String {
    let mut is_inside = false;
    let blocks: Vec<&str> = output
        .lines()
        .filter(|line| {
            is_inside = (is_inside || *line == "failures:") && !line.starts_with("test result:");
            is_inside
        })
        .collect();
    if blocks.is_empty() { tail(output, LINES) } else { tail(&blocks.join("\n"), LINES) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_cargo_the_blocks_of_failures_only() {
        let output = "test a ... ok\ntest b ... FAILED\n\nfailures:\n\n---- b stdout ----\nb panicked at b.rs:1\n\nfailures:\n    b\n\n\
                      test result: FAILED. 1 passed; 1 failed;\ntest c ... ok\ntest result: ok. 1 passed; 0 failed;";
        assert_eq!(
            failures(output).trim(),
            "failures:\n\n---- b stdout ----\nb panicked at b.rs:1\n\nfailures:\n    b"
        );
    }

    #[test]
    fn of_other_programs_the_last_lines() {
        let output: String = (0..200).map(|line| format!("line {line}\n")).collect();
        let told = failures(&output);
        assert!(told.starts_with("line 50\n") && told.trim_end().ends_with("line 199"), "{told}");
    }
}
