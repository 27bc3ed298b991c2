//! YAML as a small tree with positions. Anchors are followed, `<<` is merged on reading, several documents are kept
//! apart. Depth, size and alias expansion are capped, so that a hostile file costs no more than a large one.

mod parse;

use std::{collections::BTreeSet, sync::Arc};

use model::{Range, facts::Problem};

pub(crate) use parse::parse;

/// What a text holds. With an `error` the documents before it are complete and the one it is in is absent.
#[derive(Debug, Default)]
pub(crate) struct Documents {
    /// In file order; an empty document is a null node.
    pub(crate) roots: Vec<Arc<Node>>,
    /// Keys that one mapping has twice: at the second one.
    pub(crate) duplicates: Vec<Problem>,
    /// Why reading stopped.
    pub(crate) error: Option<Problem>,
}

/// A value and where it stands. What an alias stands for keeps the position of its anchor.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) range: Range,
    pub(crate) kind: Kind,
    /// A tag such as `!reset`, `!Ref`.
    pub(crate) tag: Option<Box<str>>,
}

/// The shapes of YAML.
#[derive(Debug)]
pub(crate) enum Kind {
    Scalar {
        text: Box<str>,
        /// Quoted or a block: then it is a string whatever it looks like.
        is_string: bool,
    },
    Sequence(Vec<Arc<Node>>),
    /// In file order, duplicates included, `<<` not merged.
    Mapping(Vec<(Arc<Node>, Arc<Node>)>),
}

impl Node {
    /// The text of a scalar that is not null.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar { text, .. } if !self.is_null() => Some(text),
            _ => None,
        }
    }

    /// Whether it is written as nothing, `~` or `null`.
    pub(crate) fn is_null(&self) -> bool {
        matches!(&self.kind, Kind::Scalar { text, is_string: false }
            if matches!(&**text, "" | "~" | "null" | "Null" | "NULL"))
    }

    /// `true` or `false` unquoted.
    pub(crate) fn boolean(&self) -> Option<bool> {
        match &self.kind {
            Kind::Scalar { text, is_string: false } => match &**text {
                "true" | "True" | "TRUE" => Some(true),
                "false" | "False" | "FALSE" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }

    /// The items of a sequence; none for other shapes.
    pub(crate) fn items(&self) -> &[Arc<Node>] {
        match &self.kind {
            Kind::Sequence(items) => items,
            _ => &[],
        }
    }

    /// Whether it is a mapping.
    pub(crate) fn is_mapping(&self) -> bool {
        matches!(self.kind, Kind::Mapping(_))
    }

    /// Whether it is a sequence.
    pub(crate) fn is_sequence(&self) -> bool {
        matches!(self.kind, Kind::Sequence(_))
    }

    /// The entries of a mapping as `(key, value)`, each key once: its own entries win over merged ones, the first
    /// merged mapping over the next. None for other shapes.
    pub(crate) fn entries(&self) -> Vec<(&Node, &Node)> {
        let (mut found, mut known) = (Vec::new(), BTreeSet::new());
        self.collect(&mut found, &mut known, 0);
        found
    }

    /// The value of a key, merged mappings included.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|(_, value)| value)
    }

    /// The key and value of a key, merged mappings included.
    pub(crate) fn entry(&self, key: &str) -> Option<(&Node, &Node)> {
        self.find(key, 0)
    }

    fn pairs(&self) -> &[(Arc<Self>, Arc<Self>)] {
        match &self.kind {
            Kind::Mapping(pairs) => pairs,
            _ => &[],
        }
    }

    /// The mappings that `<<` names, in order.
    fn merged(&self) -> impl Iterator<Item = &Self> {
        self.pairs().iter().filter(|(key, _)| key.text() == Some("<<")).flat_map(|(_, value)| {
            std::iter::once(&**value).filter(|value| value.is_mapping()).chain(value.items().iter().map(|item| &**item))
        })
    }

    fn collect<'n>(&'n self, found: &mut Vec<(&'n Self, &'n Self)>, known: &mut BTreeSet<&'n str>, depth: usize) {
        for (key, value) in self.pairs() {
            let text = key.text().unwrap_or("");
            if text != "<<" && known.insert(text) {
                found.push((key, value));
            }
        }
        // A mapping cannot contain itself, so depth is bounded by the parser's limit; this is a second lock on the door.
        if depth <= parse::DEPTH_LIMIT {
            self.merged().for_each(|mapping| mapping.collect(found, known, depth + 1));
        }
    }

    fn find(&self, key: &str, depth: usize) -> Option<(&Self, &Self)> {
        let own = self.pairs().iter().find(|(found, _)| found.text() == Some(key));
        match own {
            Some((key, value)) => Some((key, value)),
            None if depth <= parse::DEPTH_LIMIT => self.merged().find_map(|mapping| mapping.find(key, depth + 1)),
            None => None,
        }
    }
}

#[cfg(test)]
mod tests;
