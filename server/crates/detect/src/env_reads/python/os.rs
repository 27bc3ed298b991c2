//! `os.getenv`, `os.environ`.

use model::facts::{EnvFacts, Fallback, KeyRead};
use syntax::{
    ir::{Call, Expr, Stmt, Test, Text},
    walk::{self, Node},
};

use crate::env_reads::{
    Reader,
    file::{File, read},
    is_python,
    plain::{self, Key, Plain},
};

pub(in crate::env_reads) const READER: Reader =
    Reader { speaks: is_python, marks: &["environ", "getenv"], read: collect };

const ENVIRON: &str = "os.environ";

fn collect(file: &File<'_>, out: &mut EnvFacts) {
    let mut targets = Vec::new();
    let mut asked = Vec::new();
    walk::module(file.module, &mut |node| {
        match node {
            Node::Statement(Stmt::Assign(assign)) => {
                if let Expr::Index(owner, key) = &assign.target
                    && is_environ(file, owner)
                {
                    targets.extend(file.texts(key));
                }
            }
            Node::Expression(Expr::Call(call)) => written(file, call, out),
            // `"KEY" in os.environ`: whoever asks can do without.
            Node::Expression(Expr::Test(Test::In | Test::NotIn, parts, ..)) => {
                if let [key, owner] = parts.as_slice()
                    && is_environ(file, owner)
                {
                    asked.extend(file.texts(key));
                }
            }
            _ => {}
        }
        true
    });
    let before = out.reads.len();
    plain::collect(file, tell, out);
    let is_target = |one: &KeyRead| targets.iter().any(|(key, range)| *key == one.key && *range == one.range);
    let mut reads = out.reads.split_off(before);
    reads.retain(|one| !is_target(one));
    for one in &mut reads {
        one.is_required = one.is_required && !is_guarded(file, one);
    }
    for (key, range) in asked {
        reads.push(KeyRead { fallback: Fallback::Computed, ..read(&key, range) });
    }
    out.reads.extend(reads);
    out.writes.extend(targets.into_iter().map(|(key, _)| key));
}

fn is_environ(file: &File<'_>, owner: &Expr) -> bool {
    file.meant(owner).as_deref() == Some(ENVIRON)
}

fn tell<'e>(file: &File<'_>, found: &'e Expr) -> Option<Plain<'e>> {
    match found {
        Expr::Index(owner, key) if is_environ(file, owner) => {
            Some(Plain { key: Key::Of(key), fallback: None, is_required: true })
        }
        Expr::Call(call) => {
            let callee = file.meant(&call.callee)?;
            let method = match callee.as_str() {
                "os.getenv" => "get",
                other => other.strip_prefix(ENVIRON)?.strip_prefix('.')?,
            };
            if !matches!(method, "get" | "pop" | "setdefault" | "__getitem__") {
                return None;
            }
            let fallback = call.argument(1, "default");
            let is_required = matches!(method, "pop" | "__getitem__") && fallback.is_none();
            Some(Plain { key: Key::Of(call.argument(0, "key")?), fallback, is_required })
        }
        _ => None,
    }
}

fn written(file: &File<'_>, call: &Call, out: &mut EnvFacts) {
    match file.meant(&call.callee).as_deref() {
        Some("os.environ.setdefault" | "os.putenv") => out.writes.extend(file.text_of(call.positional(0))),
        Some("os.environ.update") => {
            out.writes.extend(call.arguments.iter().filter_map(|argument| argument.name.clone()));
            if let Some(Expr::Map(pairs)) = call.positional(0) {
                out.writes.extend(pairs.iter().filter_map(|(key, _)| key.as_str().map(Text::from)));
            }
        }
        _ => {}
    }
}

/// Whether the lines around a read show that somebody has thought of the key's absence: a `try`, a condition about it.
fn is_guarded(file: &File<'_>, found: &KeyRead) -> bool {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let own = file.line(found.range.start.line);
    let speaks_of_it = |line: &str| line.contains("environ") || line.contains("getenv") || line.contains(&*found.key);
    if own.contains(" if ") && own.matches("environ").count() > 1 {
        return true;
    }
    let (mut around, mut is_branch) = (indent(own), false);
    for line in (0..found.range.start.line).rev().map(|line| file.line(line)) {
        let text = line.trim_start();
        let depth = indent(line);
        if text.is_empty() || text.starts_with('#') || depth > around || (depth == around && !is_branch) {
            continue;
        }
        if depth == around && !(text.starts_with("if ") || text.starts_with("elif ")) {
            continue;
        }
        if text.starts_with("try:") || text.starts_with("with suppress") || text.starts_with("with contextlib.suppress")
        {
            return true;
        }
        let is_condition = ["if ", "elif ", "while "].iter().any(|start| text.starts_with(start));
        if is_condition && speaks_of_it(text) {
            return true;
        }
        is_branch = text.starts_with("else:") || text.starts_with("elif ");
        around = depth;
        if depth == 0 && !is_branch {
            return false;
        }
    }
    false
}
