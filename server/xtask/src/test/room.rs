//! Whether the disk has room for what the stages build.

use crate::{root::root, shell::line};

/// Gigabytes that a run of all stages from a clean clone takes.
const NEEDED: u64 = 8;

/// Says so when there may not be enough room. `is_built`: an earlier run has built most of it.
pub fn warn() {
    let is_built = root().join("target/debug").is_dir() && root().join("target/release").is_dir();
    if is_built {
        return;
    }
    // Elsewhere than on Unix nobody answers, and nothing is said.
    let free = line("df", &["-Pk", "."]).read().ok().as_deref().and_then(free);
    if let Some(free) = free.filter(|free| *free < NEEDED) {
        println!(
            "the disk has {free} GB free; a run from a clean clone takes up to {NEEDED} GB. If a stage fails for want of \
             room, delete old builds (`cargo clean` in other folders) and run it again."
        );
    }
}

/// The gigabytes that `df -Pk` names as available.
fn free(answer: &str) -> Option<u64> {
    let kilobytes: u64 = answer.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()?;
    Some(kilobytes >> 20)
}

#[cfg(test)]
mod tests {
    use super::free;

    #[test]
    fn the_fourth_column_counts() {
        let answer = "Filesystem     1024-blocks     Used Available Capacity Mounted on\n\
                      /dev/vda         264103740 91163712   4823040      95% /\n";
        assert_eq!(free(answer), Some(4));
        assert_eq!(free("df: no such file\n"), None);
    }
}
