//! Django: `migrations/0001_initial.py` of each application, with `dependencies` and `replaces`.

use std::sync::Arc;

use model::{
    RelPath,
    facts::{MigrationFacts, MigrationTool},
};
use syntax::{
    Language,
    ir::{Class, Expr, Stmt},
};

use super::{Judgement, Step, Tool, graph, series::stem};

pub(super) const TOOL: Tool = Tool {
    name: MigrationTool::Django,
    claims: |path| path.extension() == "py" && path.parent().is_some_and(|folder| folder.file_name() == "migrations"),
    marks: &["Migration", "migrations"],
    read,
    judge,
};

fn read(path: &RelPath, text: &str) -> Option<MigrationFacts> {
    let label = path.parent()?.parent().filter(|app| !app.is_root())?.file_name().to_owned();
    // What it does is long and says nothing here.
    let top = text.find("\n    operations = ").map_or(text, |end| &text[..end]);
    let of = |text: &str| {
        let module = syntax::parse(Language::Python, text);
        module.body.into_iter().find_map(|statement| match statement {
            Stmt::Class(class) if &*class.name == "Migration" => Some(class),
            _ => None,
        })
    };
    let has_all = |class: &Class| list(class, "dependencies").is_some();
    let class = of(top).filter(|class| has_all(class)).or_else(|| of(text))?;
    let own = |key: &str| -> Vec<Arc<str>> {
        let pairs = list(&class, key).unwrap_or_default().iter().filter_map(pair);
        pairs.filter(|(app, _)| *app == label).map(|(app, name)| Arc::from(format!("{app}.{name}"))).collect()
    };
    Some(MigrationFacts {
        tool: MigrationTool::Django,
        id: Arc::from(format!("{label}.{}", stem(path))),
        // Other applications' histories are their own.
        parents: own("dependencies").into_iter().filter(|it| !it.ends_with("__")).collect(),
        replaces: own("replaces"),
        range: class.range,
    })
}

fn list<'c>(class: &'c Class, key: &str) -> Option<&'c [Expr]> {
    class.body.iter().find_map(|statement| match statement {
        Stmt::Assign(assign) if assign.target.last_name() == Some(key) => match &assign.value {
            Some(Expr::List(items)) => Some(items.as_slice()),
            _ => None,
        },
        _ => None,
    })
}

fn pair(item: &Expr) -> Option<(&str, &str)> {
    match item {
        Expr::List(parts) => match parts.as_slice() {
            [Expr::Str(app, _), Expr::Str(name, _)] => Some((app, name)),
            _ => None,
        },
        _ => None,
    }
}

fn judge(steps: &[Step<'_>]) -> Judgement {
    let mut found = graph::judge(steps, "migration");
    if found.heads.len() > 1 {
        let heads: Vec<&str> = found.heads.iter().map(|head| &**head).collect();
        found
            .problems
            .push(format!("conflicting migrations: {}; `makemigrations --merge` joins them", heads.join(", ")));
    }
    found
}
