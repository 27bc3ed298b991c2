use model::{Range, Severity};

/// A way in which a lock does not fit its manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Gap<'s> {
    /// The dependency.
    pub(super) name: &'s str,
    /// As the manifest declares it.
    pub(super) constraint: &'s str,
    /// Where the manifest declares it.
    pub(super) range: Range,
    pub(super) kind: Kind<'s>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind<'s> {
    /// The lock does not have it.
    Absent,
    /// The lock has it in a version that does not fit.
    Unfit { locked: &'s str },
    /// The lock was made for another specifier, but what it has fits.
    Reworded { before: &'s str },
    /// Nothing is known to be wrong, but the manifest's digest is another one.
    Hash { found: &'s str, at: Range },
}

impl Gap<'_> {
    pub(super) fn severity(&self) -> Severity {
        match self.kind {
            Kind::Absent | Kind::Unfit { .. } => Severity::Error,
            Kind::Reworded { .. } | Kind::Hash { .. } => Severity::Warning,
        }
    }

    pub(super) fn message(&self, manifest: &str, lock: &str) -> String {
        let wanted = format!("{}{}{}", self.name, if self.constraint.is_empty() { "" } else { " " }, self.constraint);
        match &self.kind {
            Kind::Absent => format!("{wanted} is declared in {manifest}, but {lock} does not have it"),
            Kind::Unfit { locked } => format!("{wanted} is declared in {manifest}, but {lock} has {locked}"),
            Kind::Reworded { before: "" } => {
                format!("{wanted} is declared in {manifest}, but {lock} was made for it without a version")
            }
            Kind::Reworded { before } => {
                format!("{wanted} is declared in {manifest}, but {lock} was made for {before}")
            }
            Kind::Hash { .. } => {
                format!("{manifest} was changed after {lock} was written: its content hash is another one")
            }
        }
    }

    /// What the lock says instead, and where if that is known.
    pub(super) fn locked_line(&self) -> Option<(String, Option<Range>)> {
        match &self.kind {
            Kind::Absent => None,
            Kind::Unfit { locked } => Some((format!("{} {locked} is locked", self.name), None)),
            Kind::Reworded { before: "" } => None,
            Kind::Reworded { before } => Some((format!("{} {before} was asked for", self.name), None)),
            Kind::Hash { found, at } => Some((format!("content-hash = \"{found}\""), Some(*at))),
        }
    }
}
