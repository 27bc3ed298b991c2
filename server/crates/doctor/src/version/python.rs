use std::str::FromStr;

use pep440_rs::{Version, VersionSpecifiers};

/// The conditions of a Python constraint, PEP 440 or Poetry: any of the sets will do. `None` when it is neither.
pub(crate) fn alternatives(text: &str) -> Option<Vec<VersionSpecifiers>> {
    if text.trim().is_empty() {
        return None;
    }
    text.split('|').filter(|part| !part.trim().is_empty()).map(conditions).collect()
}

fn conditions(text: &str) -> Option<VersionSpecifiers> {
    let parts: Option<Vec<String>> =
        text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(condition).collect();
    let joined: Vec<String> = parts?.into_iter().filter(|part| !part.is_empty()).collect();
    VersionSpecifiers::from_str(&joined.join(",")).ok()
}

/// One condition in the words of PEP 440.
fn condition(text: &str) -> Option<String> {
    if text == "*" {
        return Some(String::new());
    }
    // Poetry separates by blanks as well: `>=3.10 <4`.
    if let Some((first, rest)) = text.split_once(' ').filter(|(first, _)| first.ends_with(|c: char| c.is_ascii_digit()))
    {
        return Some(format!("{},{}", condition(first)?, condition(rest.trim())?));
    }
    if let Some(version) = text.strip_prefix('^') {
        let numbers = release(version)?;
        // The first number that is not zero may not change; of zeros alone, the last one.
        let at = numbers.iter().position(|number| *number > 0).unwrap_or(numbers.len() - 1);
        return Some(format!(">={},<{}", version.trim(), raised(&numbers, at)));
    }
    if let Some(version) = text.strip_prefix('~').filter(|rest| !rest.starts_with('=')) {
        let numbers = release(version)?;
        return Some(format!(">={},<{}", version.trim(), raised(&numbers, 1.min(numbers.len() - 1))));
    }
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return Some(format!("=={text}"));
    }
    Some(text.to_owned())
}

fn release(text: &str) -> Option<Vec<u64>> {
    Some(Version::from_str(text.trim()).ok()?.release().to_vec()).filter(|numbers| !numbers.is_empty())
}

/// The numbers up to `at`, that one raised by one.
fn raised(numbers: &[u64], at: usize) -> String {
    let mut kept: Vec<u64> = numbers[..=at].to_vec();
    kept[at] += 1;
    kept.iter().map(u64::to_string).collect::<Vec<_>>().join(".")
}

/// Whether a locked version is one that a constraint admits; `None` when either cannot be read.
pub(crate) fn satisfies(constraint: &str, locked: &str) -> Option<bool> {
    let version = Version::from_str(locked).ok()?;
    if constraint.trim().is_empty() {
        return Some(true);
    }
    Some(alternatives(constraint)?.iter().any(|set| set.contains(&version)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_both_dialects() {
        for (constraint, locked, expected) in [
            ("^0.115.2", "0.115.9", true),
            ("^0.115.2", "0.116.0", false),
            ("^0.0.3", "0.0.4", false),
            ("^0.0.3", "0.0.3", true),
            ("^1", "1.9", true),
            ("^1.2", "2.0", false),
            ("~1.2.3", "1.2.9", true),
            ("~1.2.3", "1.3.0", false),
            ("~1", "1.9", true),
            ("1.2.*", "1.2.7", true),
            ("1.2.3", "1.2.4", false),
            (">=1,<2", "1.5", true),
            (">=1 <2", "2.5", false),
            ("*", "9", true),
            ("", "9", true),
            ("~=1.4.2", "1.4.9", true),
            ("^1.0 || ^2.0", "2.3", true),
            ("^0.30.0,!=0.30.1", "0.30.1", false),
        ] {
            assert_eq!(satisfies(constraint, locked), Some(expected), "{constraint} {locked}");
        }
        assert_eq!(satisfies("not a version", "1"), None);
        assert_eq!(satisfies("^", "1"), None);
    }
}
