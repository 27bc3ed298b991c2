//! Struct tags: caarlos0/env, cleanenv, go-envconfig (`env:"KEY,required"`) and kelseyhightower/envconfig
//! (`envconfig:"KEY" default:"x"`). Which structs stand inside which is known only with all files: see `resolve::go`.

use std::sync::Arc;

use model::facts::{EnvConfig, EnvFacts, EnvField, EnvSchema, Fallback, SchemaKind};
use syntax::{
    ir::{Assign, Class, Expr, Stmt, Text},
    walk::{self, Node},
};

use crate::env_reads::{Reader, file::File, is_go};

pub(in crate::env_reads) const READER: Reader =
    Reader { speaks: is_go, marks: &["env:\"", "envconfig:\"", "envPrefix:\"", "envconfig"], read: collect };

/// Options of an `env` tag that are no further names.
const OPTIONS: [&str; 9] =
    ["required", "notEmpty", "unset", "file", "expand", "init", "overwrite", "noinit", "decodeunset"];

fn collect(file: &File<'_>, out: &mut EnvFacts) {
    let is_envconfig = file.has_any(&["kelseyhightower/envconfig", "envconfig:\""]) && !file.has_any(&["sethvargo/"]);
    walk::module(file.module, &mut |node| {
        match node {
            Node::Statement(Stmt::Class(class)) => out.schemas.extend(schema(file, class, is_envconfig)),
            Node::Expression(Expr::Call(call)) => {
                let name = file.full(&call.callee).unwrap_or_default();
                if name.ends_with("envconfig.Process") || name.ends_with("envconfig.MustProcess") {
                    let target = call.positional(1).and_then(|target| kind_of(file, target));
                    // go-envconfig has a context first and no prefix.
                    let prefix = file.text_of(call.positional(0)).unwrap_or_default();
                    out.made.extend(target.map(|target| (target, Some(prefix))));
                }
            }
            _ => {}
        }
        true
    });
}

/// The struct that a variable holds: `var c Config`, `c := Config{}`.
fn kind_of(file: &File<'_>, target: &Expr) -> Option<Text> {
    let Expr::Name(name, _) = target else {
        return target.as_call().and_then(|it| file.full(&it.callee)).map(Text::from);
    };
    if let Some(made) = file.made_by(target) {
        return file.full(&made.callee).map(Text::from);
    }
    let mut kind = None;
    walk::module(file.module, &mut |node| {
        match node {
            Node::Statement(Stmt::Assign(assign)) if assign.target.last_name() == Some(name) => {
                kind = assign.annotation.as_ref().and_then(|it| file.full(it)).or(kind.take());
            }
            Node::Statement(Stmt::Function(function)) => {
                let own = function.parameters.iter().find(|one| one.name == *name);
                kind = own.and_then(|one| one.annotation.as_ref()).and_then(|it| file.full(it)).or(kind.take());
            }
            _ => {}
        }
        true
    });
    kind.map(Text::from)
}

fn schema(file: &File<'_>, class: &Class, is_envconfig: bool) -> Option<EnvSchema> {
    let assigns = class.body.iter().filter_map(|statement| match statement {
        Stmt::Assign(assign) => Some(&**assign),
        _ => None,
    });
    let fields: Vec<EnvField> = assigns.filter_map(|assign| field(file, assign, is_envconfig)).collect();
    let bases: Vec<Text> = class.bases.iter().filter_map(|base| file.full(base)).map(Text::from).collect();
    (!fields.is_empty() || !bases.is_empty()).then(|| EnvSchema {
        name: Arc::clone(&class.name),
        range: class.range,
        kind: if is_envconfig { SchemaKind::GoEnvconfig } else { SchemaKind::GoEnv },
        bases,
        fields,
        config: EnvConfig::default(),
    })
}

fn field(file: &File<'_>, assign: &Assign, is_envconfig: bool) -> Option<EnvField> {
    let Expr::Name(name, at) = &assign.target else { return None };
    if !name.starts_with(char::is_uppercase) {
        return None;
    }
    let tag = assign.decorators.first().and_then(Expr::as_str).unwrap_or_default();
    let annotation = assign.annotation.as_ref()?;
    let mut found = EnvField {
        name: Arc::clone(name),
        range: file.word(*at, name),
        aliases: Vec::new(),
        env: Vec::new(),
        kind: annotation.last_name().map(Text::from),
        classes: file.full(annotation).filter(|name| is_struct(name)).map(Text::from).into_iter().collect(),
        fallback: Fallback::None,
        is_optional: true,
        prefix: part(tag, "envPrefix").or_else(|| part(tag, "env-prefix")).map(Text::from),
        is_hidden: false,
        is_annotated: true,
    };
    if is_envconfig {
        envconfig(tag, &mut found);
    } else {
        env(tag, &mut found);
    }
    Some(found)
}

/// Whether a type is none of Go's own.
fn is_struct(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or(name);
    !name.starts_with("time.")
        && !name.starts_with("net/url")
        && last.starts_with(char::is_alphabetic)
        && !matches!(
            last,
            "string"
                | "bool"
                | "int"
                | "int8"
                | "int16"
                | "int32"
                | "int64"
                | "uint"
                | "uint8"
                | "uint16"
                | "uint32"
                | "uint64"
                | "float32"
                | "float64"
                | "byte"
                | "rune"
                | "any"
                | "error"
        )
}

fn literal(text: &str) -> Fallback {
    Fallback::Literal(Arc::from(text))
}

/// `env:"A,B,required,default=x,prefix=P_"`, with `envDefault:"x"` or `env-default:"x"`.
fn env(tag: &str, field: &mut EnvField) {
    let Some(own) = part(tag, "env") else {
        return;
    };
    for option in own.split(',').map(str::trim) {
        match option.split_once('=') {
            Some(("default", value)) => field.fallback = literal(value),
            Some(("prefix", value)) => field.prefix = Some(Arc::from(value)),
            Some(_) => {}
            None if matches!(option, "required" | "notEmpty") => field.is_optional = false,
            None if option == "-" => field.is_hidden = true,
            None if OPTIONS.contains(&option) || option.is_empty() => {}
            None => field.aliases.push(Arc::from(option)),
        }
    }
    if let Some(value) = part(tag, "envDefault").or_else(|| part(tag, "env-default")) {
        field.fallback = literal(value);
    }
    if part(tag, "env-required") == Some("true") {
        field.is_optional = false;
    }
}

/// `envconfig:"KEY" default:"x" required:"true" split_words:"true" ignored:"true"`.
fn envconfig(tag: &str, field: &mut EnvField) {
    let is = |name: &str| part(tag, name) == Some("true");
    field.is_hidden = is("ignored");
    field.is_optional = !is("required");
    if let Some(value) = part(tag, "default") {
        field.fallback = literal(value);
    }
    match part(tag, "envconfig").filter(|own| !own.is_empty()) {
        Some(own) => field.env.push(Arc::from(own.to_uppercase())),
        None if is("split_words") => field.aliases.push(Arc::from(split_words(&field.name).to_uppercase())),
        None => field.aliases.push(Arc::from(field.name.to_uppercase())),
    }
}

/// `MaxHTTPConns` is `Max_HTTP_Conns`.
fn split_words(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut out = String::new();
    for (at, letter) in letters.iter().enumerate() {
        let is_start = letter.is_uppercase()
            && at > 0
            && (letters[at - 1].is_lowercase() || letters.get(at + 1).is_some_and(|next| next.is_lowercase()));
        if is_start {
            out.push('_');
        }
        out.push(*letter);
    }
    out
}

/// The value of a key of a struct tag: `key:"value" …`.
fn part<'t>(tag: &'t str, key: &str) -> Option<&'t str> {
    let mut rest = tag;
    loop {
        let (name, after) = rest.trim_start().split_once(":\"")?;
        let (value, tail) = after.split_once('"')?;
        if name == key {
            return Some(value);
        }
        rest = tail;
    }
}
