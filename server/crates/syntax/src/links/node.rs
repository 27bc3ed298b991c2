//! Small questions to nodes of tree-sitter.

use tree_sitter::Node;

/// The named children without comments.
pub(super) fn children(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let mut cursor = node.walk();
    let mut has_more = cursor.goto_first_child();
    std::iter::from_fn(move || {
        while has_more {
            let child = cursor.node();
            has_more = cursor.goto_next_sibling();
            if child.is_named() && !child.is_extra() {
                return Some(child);
            }
        }
        None
    })
}

pub(super) fn field<'n>(node: Node<'n>, name: &str) -> Option<Node<'n>> {
    node.child_by_field_name(name)
}

/// Every child of a field.
pub(super) fn fields<'n>(node: Node<'n>, name: &str) -> Vec<Node<'n>> {
    let mut cursor = node.walk();
    node.children_by_field_name(name, &mut cursor).filter(Node::is_named).collect()
}

/// The first named child of a kind.
pub(super) fn child<'n>(node: Node<'n>, kind: &str) -> Option<Node<'n>> {
    children(node).find(|child| child.kind() == kind)
}

pub(super) fn str_of<'t>(text: &'t str, node: Node<'_>) -> &'t str {
    // What was parsed may be a line break longer.
    text.get(node.start_byte()..node.end_byte().min(text.len())).unwrap_or("")
}
