//! TypeORM: classes that implement `MigrationInterface`, in the order of the timestamps at the end of their names.

use std::sync::Arc;

use model::facts::{MigrationFacts, MigrationTool};
use syntax::{
    Language,
    ir::{Class, Expr, Stmt},
    walk::{self, Node},
};

use super::{Judgement, Step, Tool, series};

pub(super) const TOOL: Tool = Tool {
    name: MigrationTool::Typeorm,
    claims: |path| matches!(path.extension(), "ts" | "js" | "mts" | "cts"),
    marks: &["MigrationInterface"],
    read: |path, text| read(Language::of(path)?, text),
    judge,
};

fn read(language: Language, text: &str) -> Option<MigrationFacts> {
    let module = syntax::parse(language, text);
    let mut found = None;
    walk::module(&module, &mut |node| {
        if let Node::Statement(Stmt::Class(class)) = node
            && found.is_none()
            && class.bases.iter().any(|base| base.last_name() == Some("MigrationInterface"))
        {
            found = Some(facts(class));
        }
        found.is_none()
    });
    found
}

/// A property `name` stands before the name of the class.
fn facts(class: &Class) -> MigrationFacts {
    let given = class.body.iter().find_map(|statement| match statement {
        Stmt::Assign(assign) if assign.target.last_name() == Some("name") => match &assign.value {
            Some(Expr::Str(text, _)) => Some(Arc::clone(text)),
            _ => None,
        },
        _ => None,
    });
    MigrationFacts {
        tool: MigrationTool::Typeorm,
        id: given.unwrap_or_else(|| Arc::clone(&class.name)),
        parents: Vec::new(),
        replaces: Vec::new(),
        range: class.range,
    }
}

/// The thirteen digits at the end: milliseconds.
fn timestamp(name: &str) -> Option<u64> {
    name.get(name.len().checked_sub(13)?..)?.parse().ok()
}

fn judge(steps: &[Step<'_>]) -> Judgement {
    let mut found = series::judge(steps, |(_, it)| (timestamp(&it.id), Arc::clone(&it.id)), "name");
    for (path, it) in steps.iter().filter(|(_, it)| timestamp(&it.id).is_none()) {
        found.problems.push(format!("{}: the name {} does not end with a timestamp", path.file_name(), it.id));
    }
    found
}
