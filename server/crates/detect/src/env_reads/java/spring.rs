//! Spring: `@Value("${key:default}")`, `Environment.getProperty`.

mod properties;

use std::sync::Arc;

use model::{
    RelPath,
    facts::{EnvFacts, Fallback, KeyRead},
};
use syntax::{
    ir::{Call, Expr, Stmt, Text},
    walk::{self, Node},
};

use crate::env_reads::{
    Reader,
    file::{File, read},
    is_java,
    settings::{form_of, placeholders},
};

pub(in crate::env_reads) const READER: Reader = Reader {
    speaks: is_java,
    marks: &["@Value", "ConfigurationProperties", "getProperty", "getRequiredProperty"],
    read: collect,
};

/// Classes that may be types of settings in another file. Such files hold no mark; what they are called tells.
pub(in crate::env_reads) const PARTS: Reader = Reader { speaks: is_java, marks: &[], read: properties::parts };

/// Whether a file may hold such classes: its name ends like one of settings, and nothing in it is made by Spring.
pub(in crate::env_reads) fn is_part(path: &RelPath, text: &str) -> bool {
    const ENDS: [&str; 7] = ["Properties", "Settings", "Props", "Options", "Credentials", "Config", "Configuration"];
    const MADE: [&str; 4] = ["@Configuration", "@Component", "@Bean", "@Service"];
    let stem = path.file_name().split('.').next().unwrap_or_default();
    ENDS.iter().any(|end| stem.ends_with(end)) && !MADE.iter().any(|mark| text.contains(mark))
}

fn collect(file: &File<'_>, out: &mut EnvFacts) {
    let environments = environments(file);
    // Kotlin's `environment.getProperty("key") ?: "x"`.
    let mut chained = Vec::new();
    walk::module(file.module, &mut |node| {
        match node {
            Node::Expression(Expr::Call(call)) => match call.callee.last_name() {
                Some("Value") => value(call, out),
                Some("getProperty" | "getRequiredProperty") if !chained.contains(&call.range.start) => {
                    property(file, call, None, &environments, out);
                }
                _ => {}
            },
            Node::Expression(Expr::Or(left, right)) => match &**left {
                Expr::Call(call) if matches!(call.callee.last_name(), Some("getProperty")) => {
                    chained.push(call.range.start);
                    property(file, call, Some(right), &environments, out);
                }
                // `environment["key"] ?: "x"`: noted with the default, so that what follows finds it noted.
                Expr::Index(owner, key) => entry(file, owner, key, Some(right), &environments, out),
                _ => {}
            },
            Node::Expression(Expr::Index(owner, key)) => entry(file, owner, key, None, &environments, out),
            Node::Statement(Stmt::Class(class)) => properties::collect(file, class, out),
            _ => {}
        }
        // Inner classes are gone into with their outer ones.
        !matches!(node, Node::Statement(Stmt::Class(class)) if properties::is_marked(class))
    });
}

/// `@Value("${a.b:default}")`, `@Value("#{'${list}'.split(',')}")`.
fn value(call: &Call, out: &mut EnvFacts) {
    let Some(Expr::Str(text, range)) = call.argument(0, "value") else { return };
    for (key, fallback) in placeholders(text) {
        let is_required = fallback == Fallback::None;
        let form = form_of(&key);
        out.reads.push(KeyRead {
            fallback,
            is_required,
            has_other_sources: true,
            form,
            ..read(&Text::from(key), *range)
        });
    }
}

/// Names of what is typed `Environment`.
fn environments(file: &File<'_>) -> Vec<Text> {
    let mut names = Vec::new();
    let is_environment = |found: &Expr| {
        matches!(found.last_name(), Some("Environment" | "ConfigurableEnvironment" | "PropertyResolver"))
    };
    walk::module(file.module, &mut |node| {
        match node {
            Node::Statement(Stmt::Assign(assign)) if assign.annotation.as_ref().is_some_and(is_environment) => {
                names.extend(assign.target.last_name().map(Text::from));
            }
            Node::Statement(Stmt::Function(function)) => {
                let typed = function.parameters.iter().filter(|it| it.annotation.as_ref().is_some_and(is_environment));
                names.extend(typed.map(|it| Arc::clone(&it.name)));
            }
            _ => {}
        }
        true
    });
    names
}

fn is_one_of(owner: &Expr, environments: &[Text]) -> bool {
    owner.last_name().is_some_and(|owner| environments.iter().any(|name| **name == *owner))
}

/// Kotlin's `environment["key"]`.
fn entry(file: &File<'_>, owner: &Expr, key: &Expr, default: Option<&Expr>, environments: &[Text], out: &mut EnvFacts) {
    if !is_one_of(owner, environments) {
        return;
    }
    for (key, range) in file.texts(key) {
        if !out.reads.iter().any(|known| known.key == key && known.range.start == range.start) {
            let form = form_of(&key);
            out.reads.push(KeyRead {
                fallback: file.fallback(default),
                has_other_sources: true,
                form,
                ..read(&key, range)
            });
        }
    }
}

fn property(file: &File<'_>, call: &Call, behind: Option<&Expr>, environments: &[Text], out: &mut EnvFacts) {
    let Expr::Attr(owner, method) = &call.callee else { return };
    if !is_one_of(owner, environments) {
        return;
    }
    // `(key, default)`, `(key, Class, default)`.
    let is_class = |found: &&Expr| {
        matches!(found, Expr::Other(text, _) if text.ends_with(".class") || text.contains("::class"))
            || found.last_name() == Some("class")
    };
    let default = call.positional(2).or_else(|| call.positional(1).filter(|second| !is_class(second))).or(behind);
    for (key, range) in call.positional(0).map(|key| file.texts(key)).unwrap_or_default() {
        let fallback = file.fallback(default);
        let is_required = &**method == "getRequiredProperty" && fallback == Fallback::None;
        out.reads.push(KeyRead {
            fallback,
            is_required,
            has_other_sources: true,
            form: form_of(&key),
            ..read(&key, range)
        });
    }
}
