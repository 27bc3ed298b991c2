//! Whether an edit of a file can matter to a run. Most edits are made inside functions that no run enters (handlers): they
//! cost a parse, not a run.

use model::Position;
use rustc_hash::FxHashSet;
use syntax::ir::{Class, Function, Module, Stmt};

use crate::machine::collect_callees;

/// Whether a run that entered these functions of `before`, given by the place of their names, would do the same with
/// `after`, places of what it meets included.
#[must_use]
pub fn is_alike(before: &Module, after: &Module, entered: &FxHashSet<Position>) -> bool {
    before.package == after.package
        && before.is_left_out == after.is_left_out
        && statements(&before.body, &after.body, entered)
}

fn statements(before: &[Stmt], after: &[Stmt], entered: &FxHashSet<Position>) -> bool {
    before.len() == after.len() && before.iter().zip(after).all(|(before, after)| statement(before, after, entered))
}

fn statement(before: &Stmt, after: &Stmt, entered: &FxHashSet<Position>) -> bool {
    match (before, after) {
        (Stmt::Function(before), Stmt::Function(after)) => function(before, after, entered),
        (Stmt::Class(before), Stmt::Class(after)) => class(before, after, entered),
        (before, after) => before == after,
    }
}

fn class(before: &Class, after: &Class, entered: &FxHashSet<Position>) -> bool {
    let Class { name, range, end_line, bases, keywords, decorators, body } = before;
    *name == after.name
        && *range == after.range
        && *end_line == after.end_line
        && *bases == after.bases
        && *keywords == after.keywords
        && *decorators == after.decorators
        && statements(body, &after.body, entered)
}

fn function(before: &Function, after: &Function, entered: &FxHashSet<Position>) -> bool {
    let Function { name, range, end_line, parameters, has_receiver, returns, decorators, body } = before;
    let is_same_outside = *name == after.name
        && *range == after.range
        && *end_line == after.end_line
        && *parameters == after.parameters
        && *has_receiver == after.has_receiver
        && *returns == after.returns
        && *decorators == after.decorators;
    is_same_outside
        && if entered.contains(&range.start) {
            *body == after.body
        } else {
            // What it calls can make it worth entering.
            callees(body) == callees(&after.body)
        }
}

/// What is asked of the calls of a function that nobody entered.
fn callees(body: &[Stmt]) -> Vec<(Option<String>, Option<&str>)> {
    let mut found = Vec::new();
    collect_callees(body, &mut found);
    found.into_iter().map(|callee| (callee.dotted(), callee.last_name())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use syntax::{Language, parse};

    fn alike(before: &str, after: &str, entered: &[(u32, u32)]) -> bool {
        let entered = entered.iter().map(|(line, column)| Position { line: *line, column: *column }).collect();
        let [before, after] = [before, after].map(|text| parse(Language::Python, text));
        is_alike(&before, &after, &entered)
    }

    #[test]
    fn what_nobody_enters_may_change_but_not_whom_it_calls() {
        let before = "@app.get('/a')\ndef f():\n    return x\n\nclass A:\n    def g(self):\n        y = 1\n";
        assert!(alike(before, &before.replace("return x", "return z"), &[]));
        assert!(alike(before, &before.replace("y = 1", "y = 2  # why"), &[]));
        assert!(!alike(before, &before.replace("return x", "return z"), &[(1, 4)]));
        assert!(!alike(before, &before.replace("return x", "return z()"), &[]));
        assert!(!alike(before, &before.replace("/a", "/b"), &[]));
        assert!(!alike(before, &before.replace("y = 1", "y = 1\n        z = 2"), &[]));
        assert!(!alike(before, &format!("\n{before}"), &[]));
    }
}
