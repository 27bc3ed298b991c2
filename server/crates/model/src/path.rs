use std::{borrow::Borrow, fmt, sync::Arc};

/// A path below the workspace root, `/`-separated, without `.`, `..` or empty segments. The root itself is `""`.
///
/// With several workspace folders the first segment is the folder's mount name (see `host::Roots`).
/// Cheap to clone. Ordered by bytes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelPath(Arc<str>);

/// Why a text is no [`RelPath`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RelPathError {
    /// It starts at a root or a drive.
    Absolute,
    /// `..` leads out of the workspace.
    Escapes,
}

impl fmt::Display for RelPathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Absolute => "the path is absolute; write it relative to the workspace",
            Self::Escapes => "the path leads out of the workspace",
        })
    }
}

impl std::error::Error for RelPathError {}

impl RelPath {
    /// The workspace root.
    #[must_use]
    pub fn root() -> Self {
        Self(Arc::from(""))
    }

    /// Normalises `text`: both separators, `.` and inner `..` are resolved.
    ///
    /// # Errors
    /// An absolute path, or one whose `..` leads above the root.
    pub fn new(text: &str) -> Result<Self, RelPathError> {
        Self::root().join(text)
    }

    /// `self` followed by the relative `text`, normalised.
    ///
    /// # Errors
    /// As [`RelPath::new`].
    pub fn join(&self, text: &str) -> Result<Self, RelPathError> {
        let bytes = text.as_bytes();
        if bytes.first().is_some_and(|byte| *byte == b'/' || *byte == b'\\') || bytes.get(1) == Some(&b':') {
            return Err(RelPathError::Absolute);
        }
        // Most texts are in order already, and walks ask for every file of a workspace.
        let is_in_order = |part: &str| !matches!(part, "" | "." | "..") && !part.contains('\\');
        if !self.is_root() && text.is_empty() {
            return Ok(self.clone());
        }
        if self.is_root() && text.split('/').all(is_in_order) {
            return Ok(Self(Arc::from(text)));
        }
        let mut parts: Vec<&str> = self.segments().collect();
        for part in text.split(['/', '\\']) {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop().ok_or(RelPathError::Escapes)?;
                }
                other => parts.push(other),
            }
        }
        Ok(Self(Arc::from(parts.join("/"))))
    }

    /// `self` followed by one name, as a folder lists it; `None` when the name is none, or would mean another place.
    #[must_use]
    pub fn child(&self, name: &str) -> Option<Self> {
        let bytes = name.as_bytes();
        let is_name = !matches!(bytes, b"" | b"." | b"..") && !bytes.iter().any(|byte| matches!(byte, b'/' | b'\\'));
        let is_drive = self.is_root() && bytes.get(1) == Some(&b':');
        if !is_name || is_drive {
            return None;
        }
        if self.is_root() {
            return Some(Self(Arc::from(name)));
        }
        Some(Self(Arc::from([self.as_str(), "/", name].concat())))
    }

    /// The text, `/`-separated.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is the workspace root.
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// The segments, first to last; none for the root.
    pub fn segments(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split('/').filter(|part| !part.is_empty())
    }

    /// The last segment; `""` for the root.
    #[must_use]
    pub fn file_name(&self) -> &str {
        &self.0[self.name_start()..]
    }

    /// Where the last segment starts. Names are short: a search from the end is done after some bytes.
    fn name_start(&self) -> usize {
        self.0.bytes().rposition(|byte| byte == b'/').map_or(0, |slash| slash + 1)
    }

    /// What follows the last dot of the file name; `""` without one. `.env` has none.
    #[must_use]
    pub fn extension(&self) -> &str {
        let name = self.file_name();
        match name.bytes().rposition(|byte| byte == b'.') {
            None | Some(0) => "",
            Some(dot) => &name[dot + 1..],
        }
    }

    /// The folder that holds this path; `None` for the root.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        if self.is_root() {
            return None;
        }
        Some(match self.name_start() {
            0 => Self::root(),
            start => Self(Arc::from(&self.0[..start - 1])),
        })
    }

    /// Whether this path is `folder` or lies below it.
    #[must_use]
    pub fn is_within(&self, folder: &Self) -> bool {
        folder.is_root()
            || self.0.strip_prefix(folder.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The part of this path below `folder`; `None` when it is not within it, `""` when it is the folder itself.
    #[must_use]
    pub fn below<'p>(&'p self, folder: &Self) -> Option<&'p str> {
        if !self.is_within(folder) {
            return None;
        }
        Some(self.0[folder.0.len()..].trim_start_matches('/'))
    }

    /// Number of segments.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.segments().count()
    }
}

impl Borrow<str> for RelPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RelPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_root() { "." } else { &self.0 })
    }
}

impl fmt::Debug for RelPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> RelPath {
        RelPath::new(text).expect("a relative path")
    }

    #[test]
    fn normalises_separators_and_dots() {
        assert_eq!(path("a\\b/./c/../d").as_str(), "a/b/d");
    }

    #[test]
    fn a_child_is_one_name_below() {
        for above in [RelPath::root(), path("a/b")] {
            for name in ["c", "c.d", ".env", "...", "é f"] {
                assert_eq!(above.child(name), above.join(name).ok(), "{name} below {above}");
            }
            for name in ["", ".", "..", "a/b", "a\\b", "/"] {
                assert_eq!(above.child(name), None, "{name:?} below {above}");
            }
        }
        assert_eq!(RelPath::root().child("C:"), None);
    }

    #[test]
    fn takes_a_path_apart() {
        for (text, name, extension, parent) in [
            ("a", "a", "", ""),
            ("a/b.c.py", "b.c.py", "py", "a"),
            ("a/b/.env", ".env", "", "a/b"),
            ("é/ü.ß", "ü.ß", "ß", "é"),
        ] {
            let path = path(text);
            assert_eq!((path.file_name(), path.extension()), (name, extension), "{text}");
            assert_eq!(path.parent(), RelPath::new(parent).ok(), "{text}");
        }
        assert_eq!((RelPath::root().file_name(), RelPath::root().parent()), ("", None));
    }

    #[test]
    fn refuses_to_leave_the_workspace() {
        assert_eq!(RelPath::new("a/../../b"), Err(RelPathError::Escapes));
        assert_eq!(RelPath::new("/etc/passwd"), Err(RelPathError::Absolute));
        assert_eq!(RelPath::new("C:/x"), Err(RelPathError::Absolute));
    }

    #[test]
    fn within_compares_whole_segments() {
        assert!(path("api/src").is_within(&path("api")));
        assert!(!path("api2/src").is_within(&path("api")));
        assert_eq!(path("api/src/x.py").below(&path("api")), Some("src/x.py"));
    }

    #[test]
    fn extension_of_a_dot_file_is_empty() {
        assert_eq!(path("x/.env").extension(), "");
        assert_eq!(path("x/a.b.py").extension(), "py");
    }
}
