/// A version as somebody wrote it: exact (`3.10.19`), partial (`3.10`), or a range (`>=3.10,<4`).
pub type VersionText = std::sync::Arc<str>;

/// The leading `major.minor` numbers of an exact or partial version, `v` and `go` prefixes allowed.
/// A major alone gives `(major, None)`. `None` for a range, a name (`lts/*`, `latest`) or nonsense.
#[must_use]
pub fn major_minor(text: &str) -> Option<(u32, Option<u32>)> {
    let text = text.trim().trim_start_matches('v').trim_start_matches("go");
    let mut parts = text.split('.');
    let major = parts.next()?.parse().ok()?;
    let minor = match parts.next() {
        None | Some("x" | "X" | "*") => None,
        Some(minor) => {
            let digits: &str = &minor[..minor.bytes().take_while(u8::is_ascii_digit).count()];
            Some(digits.parse().ok()?)
        }
    };
    Some((major, minor))
}

#[cfg(test)]
mod tests {
    use super::major_minor;

    #[test]
    fn reads_exact_and_partial_versions() {
        assert_eq!(major_minor("3.10.19"), Some((3, Some(10))));
        assert_eq!(major_minor("v20"), Some((20, None)));
        assert_eq!(major_minor("20.x"), Some((20, None)));
        assert_eq!(major_minor("go1.22rc1"), Some((1, Some(22))));
        assert_eq!(major_minor(">=3.10"), None);
        assert_eq!(major_minor("lts/iron"), None);
    }
}
