use std::sync::Arc;

use model::{DependencyGroup, Range, facts::DeclaredDependency};

use crate::{source::Source, versions};

/// A dependency specifier of PEP 508: `name[extra] >=1,<2 ; marker` or `name @ url ; marker`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Requirement<'t> {
    /// As written.
    pub(crate) name: &'t str,
    /// Without blanks and parentheses; a URL as written; `""` for any version.
    pub(crate) constraint: String,
    /// Only needed on some platforms or Python versions, or for an extra.
    pub(crate) has_marker: bool,
    /// A path, not a package of an index.
    pub(crate) is_local: bool,
}

/// Reads one specifier; `None` for what does not start with a name.
pub(crate) fn parse(text: &str) -> Option<Requirement<'_>> {
    let text = text.trim();
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || "-_.".contains(c))).unwrap_or(text.len());
    let (name, mut rest) = text.split_at(end);
    if !name.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    rest = rest.trim_start();
    if let Some(extras) = rest.strip_prefix('[') {
        rest = extras.split_once(']')?.1.trim_start();
    }
    if let Some(url) = rest.strip_prefix('@') {
        // In a URL only a semicolon after a blank starts a marker.
        let (url, marker) = url.trim().split_once(" ;").unwrap_or((url.trim(), ""));
        let url = url.trim();
        let is_local = url.starts_with("file:") || url.starts_with('.');
        return Some(Requirement { name, constraint: url.to_owned(), has_marker: !marker.is_empty(), is_local });
    }
    let (specifier, marker) = rest.split_once(';').unwrap_or((rest, ""));
    let specifier = specifier.trim().trim_start_matches('(').trim_end_matches(')');
    if !specifier.is_empty() && !specifier.starts_with(['<', '>', '=', '!', '~']) {
        return None;
    }
    let constraint = specifier.split_whitespace().collect();
    Some(Requirement { name, constraint, has_marker: !marker.trim().is_empty(), is_local: false })
}

/// A specifier as a declaration. `text` must be a slice of the source for its range to be right.
pub(crate) fn declared(
    source: &Source<'_>,
    text: &str,
    start: usize,
    group: DependencyGroup,
) -> Option<DeclaredDependency> {
    let requirement = parse(text)?;
    let at = start + (text.len() - text.trim_start().len());
    Some(DeclaredDependency {
        name: Arc::from(requirement.name),
        constraint: versions::without_credentials(&requirement.constraint),
        group,
        range: range(source, at, requirement.name),
        is_optional: requirement.has_marker,
        is_local: requirement.is_local,
    })
}

fn range(source: &Source<'_>, at: usize, name: &str) -> Range {
    source.range(at..at + name.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<(&str, String, bool, bool)> {
        parse(text).map(|it| (it.name, it.constraint, it.has_marker, it.is_local))
    }

    #[test]
    fn reads_every_form_of_a_specifier() {
        assert_eq!(shown("fastapi"), Some(("fastapi", String::new(), false, false)));
        assert_eq!(shown("uvicorn[standard] >=0.30, <1"), Some(("uvicorn", ">=0.30,<1".into(), false, false)));
        assert_eq!(shown("a (==1.0); python_version<'3.9'"), Some(("a", "==1.0".into(), true, false)));
        assert_eq!(shown("own @ file:///x"), Some(("own", "file:///x".into(), false, true)));
        assert_eq!(
            shown("own@git+https://h/x;y ; os_name=='nt'"),
            Some(("own", "git+https://h/x;y".into(), true, false))
        );
    }

    #[test]
    fn nonsense_is_no_requirement() {
        for text in ["", "-r other.txt", "==1.0", "a[b", "a b", "{{ name }}"] {
            assert_eq!(shown(text), None, "{text}");
        }
    }
}
