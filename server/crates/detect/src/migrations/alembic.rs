//! Alembic: `revision` and `down_revision` at the top of each file.

use std::sync::Arc;

use model::{
    Range,
    facts::{MigrationFacts, MigrationTool},
};
use syntax::{
    Language,
    ir::{Expr, Stmt},
};

use super::{Judgement, Step, Tool, graph};

pub(super) const TOOL: Tool = Tool {
    name: MigrationTool::Alembic,
    claims: |path| path.extension() == "py",
    marks: &["down_revision", "revision"],
    read: |_, text| read(text),
    judge,
};

fn read(text: &str) -> Option<MigrationFacts> {
    // What a migration does begins with the first function.
    let top = &text[..text.find("\ndef ").unwrap_or(text.len())];
    let module = syntax::parse(Language::Python, top);
    let value = |wanted: &str| {
        module.body.iter().find_map(|statement| match statement {
            Stmt::Assign(assign) => match (&assign.target, &assign.value) {
                (Expr::Name(name, at), Some(value)) if &**name == wanted => Some((value, *at)),
                _ => None,
            },
            _ => None,
        })
    };
    let (revision, at) = value("revision")?;
    let (before, _) = value("down_revision")?;
    let parents = match before {
        Expr::Null => Vec::new(),
        Expr::Str(text, _) => vec![Arc::clone(text)],
        Expr::List(items) => items.iter().map(|item| item.as_str().map(Arc::from)).collect::<Option<_>>()?,
        _ => return None,
    };
    let Expr::Str(id, range) = revision else { return None };
    let range = if range.end == range.start { Range { start: at, end: at } } else { *range };
    Some(MigrationFacts { tool: MigrationTool::Alembic, id: Arc::clone(id), parents, replaces: Vec::new(), range })
}

fn judge(steps: &[Step<'_>]) -> Judgement {
    let mut found = graph::judge(steps, "revision");
    if found.heads.len() > 1 {
        let heads: Vec<&str> = found.heads.iter().map(|head| &**head).collect();
        found.problems.push(format!("{} heads: {}", heads.len(), heads.join(", ")));
    }
    found
}
