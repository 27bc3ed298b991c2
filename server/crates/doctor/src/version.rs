//! What versions a text asks for, and whether two texts can both be had.

mod python;

use model::{Runtime, major_minor};
use nodejs_semver::{Range, Version};
use pep440_rs::VersionSpecifiers;

use python::alternatives;
pub(crate) use python::satisfies as python_satisfies;

/// What a claim about a runtime admits.
#[derive(Debug, Clone)]
pub(crate) enum Wanted {
    /// Numbers from the left: `3`, `3.12`, `3.12.4`.
    Pin(Runtime, Vec<u64>),
    /// Any of these sets of conditions.
    Python(Vec<VersionSpecifiers>),
    /// A range of npm.
    Node(Range),
    /// At least this.
    Floor(Vec<u64>),
}

impl Wanted {
    /// Reads a claim. `None` when it cannot be compared: a name (`latest`, `lts/*`) or nonsense.
    pub(crate) fn parse(runtime: Runtime, text: &str, is_floor: bool) -> Option<Self> {
        let text = text.trim();
        let pin = release_name(runtime, text).or_else(|| numbers(text));
        if let Some(pin) = pin {
            return Some(if is_floor { Self::Floor(pin) } else { Self::Pin(runtime, pin) });
        }
        match runtime {
            Runtime::Python => alternatives(text).map(Self::Python),
            Runtime::Node => Range::parse(text).ok().map(Self::Node),
            Runtime::Go | Runtime::Java => None,
        }
    }

    /// Whether it names one version or one line of versions.
    pub(crate) fn is_pin(&self) -> bool {
        matches!(self, Self::Pin(..))
    }

    /// Whether some version pleases both. Of two pins only the part counts that decides what works: `3.12` of a Python,
    /// `20` of a Node.
    pub(crate) fn agrees(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Pin(runtime, a), Self::Pin(_, b)) => {
                let shared = a.len().min(b.len()).min(granularity(*runtime));
                a[..shared] == b[..shared]
            }
            (Self::Pin(_, pin), range) | (range, Self::Pin(_, pin)) => {
                versions_of(pin).any(|version| range.admits(version))
            }
            (Self::Python(_), Self::Python(_)) => versions_of(&[3])
                .chain(versions_of(&[2, 7]))
                .any(|version| self.admits(version) && other.admits(version)),
            (Self::Node(a), Self::Node(b)) => a.allows_any(b),
            _ => true,
        }
    }

    fn admits(&self, version: [u64; 3]) -> bool {
        match self {
            Self::Pin(_, pin) => version.starts_with(pin),
            Self::Python(sets) => {
                let version = pep440_rs::Version::new(version);
                sets.iter().any(|set| set.contains(&version))
            }
            Self::Node(range) => range.satisfies(&Version::from((version[0], version[1], version[2]))),
            Self::Floor(floor) => version.as_slice() >= floor.as_slice(),
        }
    }
}

/// How many numbers of a version decide whether a program runs.
fn granularity(runtime: Runtime) -> usize {
    match runtime {
        Runtime::Python | Runtime::Go => 2,
        Runtime::Node | Runtime::Java => 1,
    }
}

/// Every version that a pin stands for, as far as there will be such versions.
fn versions_of(pin: &[u64]) -> impl Iterator<Item = [u64; 3]> + use<> {
    let part = |at: usize| pin.get(at).map_or(0..=60, |value| *value..=*value);
    let (major, minor, patch) = (part(0), part(1), part(2));
    major.flat_map(move |major| {
        let patch = patch.clone();
        minor.clone().flat_map(move |minor| patch.clone().map(move |patch| [major, minor, patch]))
    })
}

/// The numbers of an exact or partial version; `None` for a range or a name.
fn numbers(text: &str) -> Option<Vec<u64>> {
    let text = text.trim_start_matches(['v', '=']).trim_start_matches("go").trim();
    major_minor(text)?;
    let mut found = Vec::new();
    for part in text.split(['.', '+', '_']).take(3) {
        if matches!(part, "x" | "X" | "*") {
            break;
        }
        let digits = &part[..part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len())];
        // `3.13.0rc1` is still a 3.13.0; `3.10 || 3.11` is a range.
        if digits.is_empty() || part[digits.len()..].contains([' ', '|', ',', '<', '>', '-']) && found.is_empty() {
            return None;
        }
        if text.contains(['|', ',', '<', '>', ' ']) {
            return None;
        }
        found.push(digits.parse().ok()?);
    }
    (!found.is_empty()).then_some(found)
}

/// Names of Node's long-term releases.
fn release_name(runtime: Runtime, text: &str) -> Option<Vec<u64>> {
    const NAMES: [(&str, u64); 8] = [
        ("dubnium", 10),
        ("erbium", 12),
        ("fermium", 14),
        ("gallium", 16),
        ("hydrogen", 18),
        ("iron", 20),
        ("jod", 22),
        ("krypton", 24),
    ];
    let name = text.to_ascii_lowercase();
    let name = name.trim_start_matches("lts/");
    NAMES.iter().find(|(known, _)| runtime == Runtime::Node && *known == name).map(|(_, major)| vec![*major])
}

/// Whether a locked version is one that a specifier of npm admits; `None` when the specifier is no range (a tag, an
/// address, an alias).
pub(crate) fn node_satisfies(specifier: &str, locked: &str) -> Option<bool> {
    let range = Range::parse(specifier).ok()?;
    let version = Version::parse(locked).ok()?;
    Some(range.satisfies(&version) || range.satisfies_with_prerelease(&version, true))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agrees(runtime: Runtime, a: &str, b: &str) -> bool {
        let read = |text: &str| {
            let (text, is_floor) = text.strip_prefix("floor ").map_or((text, false), |text| (text, true));
            Wanted::parse(runtime, text, is_floor).unwrap_or_else(|| panic!("{text} is a version"))
        };
        let (a, b) = (read(a), read(b));
        assert_eq!(a.agrees(&b), b.agrees(&a), "both ways alike");
        a.agrees(&b)
    }

    #[test]
    fn a_range_that_admits_the_pin_agrees() {
        for (runtime, a, b) in [
            (Runtime::Python, "3.12", ">=3.10,<4"),
            (Runtime::Python, "3.10.19", "^3.10"),
            (Runtime::Python, "3.10.19", "3.10"),
            (Runtime::Python, "3.10.19", "3.10.4"),
            (Runtime::Python, "3", ">=3.11"),
            (Runtime::Python, ">=3.9", "<3.13"),
            (Runtime::Python, "3.11", "~3.11"),
            (Runtime::Python, "3.11", "^2.7 || ^3.8"),
            (Runtime::Python, "3.12", "==3.12.*"),
            (Runtime::Node, "20", ">=18"),
            (Runtime::Node, "v20.11.1", "20.9.0"),
            (Runtime::Node, "lts/iron", "^20.0.0"),
            (Runtime::Node, "22", "18 || >=20"),
            (Runtime::Node, ">=18", "<23"),
            (Runtime::Go, "floor 1.22", "1.25"),
            (Runtime::Go, "floor 1.22.3", "1.22"),
            (Runtime::Java, "floor 17", "21"),
        ] {
            assert!(agrees(runtime, a, b), "{a} and {b}");
        }
    }

    #[test]
    fn what_cannot_both_be_had_disagrees() {
        for (runtime, a, b) in [
            (Runtime::Python, "3.11", ">=3.12"),
            (Runtime::Python, "3.11", "3.12"),
            (Runtime::Python, "3.13", "^3.10,<3.13"),
            (Runtime::Python, "3", "<3"),
            (Runtime::Node, "18", ">=20"),
            (Runtime::Node, "20.9.0", ">=20.11"),
            (Runtime::Node, "20", "22"),
            (Runtime::Node, "lts/iron", "22"),
            (Runtime::Node, ">=20", "<18"),
            (Runtime::Go, "floor 1.25", "1.22"),
            (Runtime::Java, "floor 21", "17"),
        ] {
            assert!(!agrees(runtime, a, b), "{a} and {b}");
        }
    }

    #[test]
    fn names_without_a_number_are_not_compared() {
        for (runtime, text) in [
            (Runtime::Node, "lts/*"),
            (Runtime::Node, "latest"),
            (Runtime::Python, "pypy"),
            (Runtime::Python, "system"),
            (Runtime::Go, "latest"),
            (Runtime::Python, ""),
        ] {
            assert!(Wanted::parse(runtime, text, false).is_none(), "{text}");
        }
    }
}
