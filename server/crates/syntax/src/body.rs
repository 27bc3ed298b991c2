//! The statements of a function, read when somebody looks.

use std::{
    fmt,
    ops::{Deref, Range},
    sync::{Arc, OnceLock},
};

use crate::{Language, ir::Stmt};

/// A function's statements. Those of a body that was left out are parsed on the first look; looks from several threads
/// parse it once.
#[derive(Default)]
pub struct Body {
    parsed: OnceLock<Box<[Stmt]>>,
    left_out: Option<LeftOut>,
}

/// A body in its text.
#[derive(Clone)]
pub(crate) struct LeftOut {
    /// The file's text.
    pub(crate) text: Arc<str>,
    pub(crate) language: Language,
    /// The braces and what is between them, or all statements where there are no braces; in bytes.
    pub(crate) block: Range<usize>,
    /// Where its first line starts, in bytes.
    pub(crate) line_start: usize,
    /// That line.
    pub(crate) line: u32,
}

impl Body {
    pub(crate) fn later(left_out: LeftOut) -> Self {
        Self { parsed: OnceLock::new(), left_out: Some(left_out) }
    }

    /// The text of a body that nobody has looked at.
    #[must_use]
    pub fn unread(&self) -> Option<&str> {
        let left_out = self.left_out.as_ref().filter(|_| self.parsed.get().is_none())?;
        left_out.text.get(left_out.block.clone())
    }
}

impl Deref for Body {
    type Target = [Stmt];

    fn deref(&self) -> &[Stmt] {
        self.parsed.get_or_init(|| match &self.left_out {
            Some(left_out) if left_out.language == Language::Python => crate::python::body(left_out).into(),
            Some(left_out) if left_out.language == Language::Go => crate::go::body(left_out).into(),
            Some(left_out) => crate::java::body(left_out).into(),
            None => Box::default(),
        })
    }
}

impl From<Vec<Stmt>> for Body {
    fn from(body: Vec<Stmt>) -> Self {
        Self { parsed: OnceLock::from(body.into_boxed_slice()), left_out: None }
    }
}

impl<'b> IntoIterator for &'b Body {
    type Item = &'b Stmt;
    type IntoIter = std::slice::Iter<'b, Stmt>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Clone for Body {
    fn clone(&self) -> Self {
        Self { parsed: self.parsed.clone(), left_out: self.left_out.clone() }
    }
}

impl PartialEq for Body {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}
