//! Spring: `@Value("${key:default}")`, `Environment.getProperty`, classes below `@ConfigurationProperties`.

use std::sync::Arc;

use model::facts::{EnvConfig, EnvFacts, EnvField, EnvSchema, Fallback, KeyRead, SchemaKind};
use syntax::{
    ir::{Assign, Call, Class, Expr, Stmt, Text},
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
            Node::Statement(Stmt::Class(class)) => schemas(file, class, "", out, 0),
            _ => {}
        }
        // Inner classes are gone into with their outer ones.
        !matches!(node, Node::Statement(Stmt::Class(class)) if is_marked(class))
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

fn marker(class: &Class) -> Option<&Expr> {
    class.decorators.iter().find(|found| match found {
        Expr::Call(call) => call.callee.last_name() == Some("ConfigurationProperties"),
        other => other.last_name() == Some("ConfigurationProperties"),
    })
}

fn is_marked(class: &Class) -> bool {
    marker(class).is_some()
}

/// A class and those inside it: the inner ones may be types of its fields.
fn schemas(file: &File<'_>, class: &Class, outer: &str, out: &mut EnvFacts, depth: u8) {
    let marker = marker(class);
    if (marker.is_none() && outer.is_empty()) || depth > 8 {
        return;
    }
    let prefix = marker.and_then(|found| {
        let call = found.as_call()?;
        file.text_of(call.positional(0).or_else(|| call.keyword("prefix")).or_else(|| call.keyword("value")))
    });
    let name = if outer.is_empty() { class.name.to_string() } else { format!("{outer}.{}", class.name) };
    let assigns = class.body.iter().filter_map(|statement| match statement {
        Stmt::Assign(assign) => Some(&**assign),
        _ => None,
    });
    let fields = assigns.filter_map(|assign| field(file, assign)).collect();
    for statement in &class.body {
        if let Stmt::Class(inner) = statement {
            schemas(file, inner, &name, out, depth + 1);
        }
    }
    out.schemas.push(EnvSchema {
        name: Arc::from(name),
        range: class.range,
        kind: SchemaKind::Spring,
        bases: class.bases.iter().filter_map(|base| file.full(base)).map(Text::from).collect(),
        fields,
        // Without a prefix it is the inside of another class.
        config: EnvConfig { prefix: marker.map(|_| prefix.unwrap_or_default()), ..EnvConfig::default() },
    });
}

fn field(file: &File<'_>, assign: &Assign) -> Option<EnvField> {
    let Expr::Name(name, at) = &assign.target else { return None };
    if name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_') {
        return None;
    }
    let annotation = assign.annotation.as_ref();
    let marked = |wanted: &[&str]| {
        assign.decorators.iter().any(|found| {
            let name = found.as_call().map_or(found.last_name(), |call| call.callee.last_name());
            name.is_some_and(|name| wanted.contains(&name))
        })
    };
    let is_nested = annotation.and_then(Expr::last_name).is_some();
    Some(EnvField {
        name: Arc::clone(name),
        range: file.word(*at, name),
        aliases: Vec::new(),
        env: Vec::new(),
        kind: annotation.and_then(Expr::last_name).map(Text::from),
        classes: annotation.filter(|_| is_nested).and_then(|it| file.full(it)).map(Text::from).into_iter().collect(),
        fallback: file.fallback(assign.value.as_ref()),
        is_optional: !marked(&["NotNull", "NotBlank", "NotEmpty"]),
        prefix: None,
        is_hidden: false,
        is_annotated: true,
    })
}
