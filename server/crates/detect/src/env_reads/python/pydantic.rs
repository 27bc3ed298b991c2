//! Classes that pydantic fills from the environment, and those that may stand inside them. Which of them are settings is
//! known only when their base classes are: see `resolve::python`.

use std::sync::Arc;

use model::facts::{EnvConfig, EnvFacts, EnvField, EnvSchema, Fallback, SchemaKind};
use syntax::{
    ir::{Assign, Call, Class, Expr, Stmt, Text},
    walk::{self, Node},
};

use crate::env_reads::{Reader, file::File, is_python};

pub(in crate::env_reads) const READER: Reader =
    Reader { speaks: is_python, marks: &["Settings", "BaseModel"], read: collect };

/// Bases of classes that hold no settings.
const OTHERS: [&str; 10] = [
    "enum.Enum",
    "enum.StrEnum",
    "enum.IntEnum",
    "Exception",
    "ValueError",
    "typing.Protocol",
    "typing.NamedTuple",
    "typing.TypedDict",
    "typing_extensions.TypedDict",
    "abc.ABC",
];

fn collect(file: &File<'_>, out: &mut EnvFacts) {
    for statement in &file.module.body {
        classes(file, statement, "", 0, out);
    }
    if out.schemas.is_empty() && !file.has_any(&["Settings"]) {
        return;
    }
    walk::module(file.module, &mut |node| {
        if let Node::Expression(Expr::Call(call)) = node {
            made(file, call, out);
        }
        true
    });
}

/// `Settings()`, `default_factory=Settings`.
fn made(file: &File<'_>, call: &Call, out: &mut EnvFacts) {
    let is_class = |name: &str| name.rsplit('.').next().is_some_and(|last| last.starts_with(char::is_uppercase));
    if call.arguments.iter().all(|argument| argument.name.as_deref().is_some_and(|name| name.starts_with("_env")))
        && let Some(name) = file.full(&call.callee).filter(|name| is_class(name))
    {
        out.made.push((Text::from(name), None));
    }
    if let Some(name) = call.keyword("default_factory").and_then(|found| file.full(found)).filter(|name| is_class(name))
    {
        out.made.push((Text::from(name), None));
    }
}

fn classes(file: &File<'_>, statement: &Stmt, outer: &str, depth: u8, out: &mut EnvFacts) {
    let inner: &[Stmt] = match statement {
        Stmt::Class(class) => return one(file, class, outer, depth, out),
        Stmt::Block(body) => body,
        Stmt::If(found) => {
            found.otherwise.iter().for_each(|inner| classes(file, inner, outer, depth, out));
            &found.body
        }
        // Classes made in a function are of this file only.
        Stmt::Function(function) => &function.body,
        _ => return,
    };
    if depth < 20 {
        inner.iter().for_each(|inner| classes(file, inner, outer, depth + 1, out));
    }
}

fn one(file: &File<'_>, class: &Class, outer: &str, depth: u8, out: &mut EnvFacts) {
    if matches!(&*class.name, "Config" | "Meta") {
        return;
    }
    let name = if outer.is_empty() { class.name.to_string() } else { format!("{outer}.{}", class.name) };
    let bases: Vec<Text> = class.bases.iter().filter_map(|base| file.full(unindexed(base))).map(Text::from).collect();
    if depth < 20 {
        class.body.iter().filter(|it| matches!(it, Stmt::Class(_))).for_each(|inner| {
            classes(file, inner, &name, depth + 1, out);
        });
    }
    let fields = fields(file, class);
    if bases.iter().any(|base| OTHERS.contains(&&**base)) || (bases.is_empty() && fields.is_empty()) {
        return;
    }
    out.schemas.push(EnvSchema {
        name: Arc::from(name),
        range: class.range,
        kind: SchemaKind::Python,
        bases,
        fields,
        config: config(file, class),
    });
}

/// `Generic[T]` is `Generic`.
fn unindexed(found: &Expr) -> &Expr {
    match found {
        Expr::Index(inner, _) => inner,
        other => other,
    }
}

fn config(file: &File<'_>, class: &Class) -> EnvConfig {
    let mut config = EnvConfig::default();
    let keywords = class.keywords.iter().filter_map(|it| Some((it.name.as_deref()?, &it.value)));
    keywords.for_each(|(name, value)| setting(file, name, value, &mut config));
    for statement in &class.body {
        match statement {
            Stmt::Assign(assign) if assign.target.last_name() == Some("model_config") => {
                assign.value.iter().for_each(|value| settings(file, value, &mut config));
            }
            Stmt::Class(inner) if &*inner.name == "Config" => {
                for assign in assigns(&inner.body) {
                    if let (Some(name), Some(value)) = (assign.target.last_name(), &assign.value) {
                        setting(file, name, value, &mut config);
                    }
                }
            }
            Stmt::Function(function)
                if matches!(&*function.name, "settings_customise_sources" | "customise_sources") =>
            {
                config.has_own_sources = true;
            }
            _ => {}
        }
    }
    config
}

fn assigns(body: &[Stmt]) -> impl Iterator<Item = &Assign> {
    body.iter().filter_map(|statement| match statement {
        Stmt::Assign(assign) => Some(&**assign),
        _ => None,
    })
}

/// `SettingsConfigDict(…)`, `{…}`, `Base.model_config | {…}`.
fn settings(file: &File<'_>, found: &Expr, config: &mut EnvConfig) {
    match found {
        Expr::Call(call) => {
            for argument in &call.arguments {
                if let Some(name) = &argument.name {
                    setting(file, name, &argument.value, config);
                }
            }
        }
        Expr::Map(pairs) => {
            let known = pairs.iter().filter_map(|(key, value)| Some((key.as_str()?, value)));
            known.for_each(|(name, value)| setting(file, name, value, config));
        }
        Expr::Or(left, right) => {
            settings(file, left, config);
            settings(file, right, config);
        }
        _ => {}
    }
}

fn setting(file: &File<'_>, name: &str, value: &Expr, config: &mut EnvConfig) {
    let truth = match value {
        Expr::Bool(value) => Some(*value),
        _ => None,
    };
    match name {
        "env_prefix" => config.prefix = file.text_of(Some(value)),
        "env_nested_delimiter" => config.nested_delimiter = file.text_of(Some(value)),
        "case_sensitive" => config.is_case_sensitive = truth,
        "populate_by_name" | "validate_by_name" | "allow_population_by_field_name" => {
            config.is_by_name_too = truth.or(config.is_by_name_too);
        }
        "env_file" => {
            let items = match value {
                Expr::List(items) => items.iter().collect(),
                other => vec![other],
            };
            config.env_files = items.into_iter().filter_map(|item| file.text_of(Some(item))).collect();
        }
        // pydantic 1: `fields = {"name": {"env": "KEY"}}`.
        "fields" => {
            if let Expr::Map(pairs) = value {
                let named = pairs.iter().filter_map(|(field, how)| {
                    let env = match how {
                        Expr::Map(how) => {
                            how.iter().find(|(key, _)| key.as_str() == Some("env")).map(|(_, env)| env)?
                        }
                        _ => return None,
                    };
                    Some((Text::from(field.as_str()?), names(file, env)))
                });
                config.names = named.collect();
            }
        }
        _ => {}
    }
}

fn fields(file: &File<'_>, class: &Class) -> Vec<EnvField> {
    assigns(&class.body).filter_map(|assign| field(file, assign)).collect()
}

fn field(file: &File<'_>, assign: &Assign) -> Option<EnvField> {
    let Expr::Name(name, at) = &assign.target else { return None };
    if name.starts_with('_') || &**name == "model_config" {
        return None;
    }
    let annotation = assign.annotation.as_ref();
    let mut field = EnvField {
        name: Arc::clone(name),
        range: file.word(*at, name),
        aliases: Vec::new(),
        env: Vec::new(),
        kind: annotation.and_then(kind),
        classes: Vec::new(),
        fallback: Fallback::None,
        is_optional: annotation.is_some_and(is_nullable),
        prefix: None,
        is_hidden: annotation.is_some_and(|found| unindexed(found).last_name() == Some("ClassVar")),
        is_annotated: annotation.is_some(),
    };
    if let Some(annotation) = annotation {
        class_names(file, annotation, &mut field.classes, 0);
        if let Expr::Index(outer, inner) = annotation
            && let (Some("Annotated"), Expr::List(parts)) = (outer.last_name(), &**inner)
        {
            parts.iter().skip(1).for_each(|part| value(file, part, false, &mut field));
        }
    }
    if let Some(found) = &assign.value {
        value(file, found, true, &mut field);
    }
    Some(field)
}

/// What is assigned to a field, or annotates it: `Field(…)`, or a plain default.
fn value(file: &File<'_>, found: &Expr, is_default: bool, field: &mut EnvField) {
    let call = found.as_call().filter(|call| call.callee.last_name() == Some("Field"));
    let Some(call) = call else {
        let is_private = found.as_call().and_then(|call| call.callee.last_name()) == Some("PrivateAttr");
        field.is_hidden |= is_default && is_private;
        if is_default {
            field.fallback = fallback(file, found);
        }
        return;
    };
    if let Some(default) = call.argument(0, "default") {
        field.fallback = fallback(file, default);
    } else if call.keyword("default_factory").is_some() {
        field.fallback = Fallback::Computed;
    }
    if let Some(alias) = call.keyword("validation_alias").or_else(|| call.keyword("alias")) {
        field.aliases = names(file, alias);
    }
    if let Some(env) = call.keyword("env") {
        field.env = names(file, env);
    }
}

fn fallback(file: &File<'_>, found: &Expr) -> Fallback {
    match found {
        Expr::Other(text, _) if &**text == "..." => Fallback::None,
        other => file.fallback(Some(other)),
    }
}

/// A name, a list of names, `AliasChoices("a", AliasPath("b", 0))`.
fn names(file: &File<'_>, found: &Expr) -> Vec<Text> {
    match found {
        Expr::List(items) => items.iter().flat_map(|item| names(file, item)).collect(),
        Expr::Call(call) if call.callee.last_name() == Some("AliasChoices") => {
            call.arguments.iter().flat_map(|argument| names(file, &argument.value)).collect()
        }
        // The rest of the path leads into the value.
        Expr::Call(call) if call.callee.last_name() == Some("AliasPath") => {
            call.positional(0).into_iter().flat_map(|first| names(file, first)).collect()
        }
        other => file.text_of(Some(other)).into_iter().collect(),
    }
}

/// The type as people name it: `Optional[int]` and `Annotated[int, …]` are `int`.
fn kind(found: &Expr) -> Option<Text> {
    match found {
        Expr::Name(name, _) | Expr::Attr(_, name) => Some(Arc::clone(name)),
        Expr::Index(outer, inner) => match (outer.last_name(), &**inner) {
            (Some("Optional"), inner) => kind(inner),
            (Some("Annotated"), Expr::List(parts)) => kind(parts.first()?),
            (outer, _) => outer.map(Arc::from),
        },
        Expr::Or(left, right) => kind(left).or_else(|| kind(right)),
        _ => None,
    }
}

fn is_nullable(found: &Expr) -> bool {
    match found {
        Expr::Null => true,
        Expr::Index(outer, inner) => match (outer.last_name(), &**inner) {
            (Some("Optional" | "Any"), _) => true,
            (Some("Union"), Expr::List(parts)) => parts.iter().any(is_nullable),
            (Some("Annotated"), Expr::List(parts)) => parts.first().is_some_and(is_nullable),
            _ => false,
        },
        Expr::Or(left, right) => is_nullable(left) || is_nullable(right),
        Expr::Name(name, _) => &**name == "Any",
        _ => false,
    }
}

/// Full names of classes in a type that may be nested schemas.
fn class_names(file: &File<'_>, found: &Expr, out: &mut Vec<Text>, depth: u8) {
    match found {
        Expr::Name(..) | Expr::Attr(..) => {
            if let Some(name) = file.full(found)
                && name.rsplit('.').next().is_some_and(|last| last.starts_with(char::is_uppercase))
                && !["typing.", "collections.", "datetime.", "pathlib."].iter().any(|start| name.starts_with(start))
            {
                out.push(Text::from(name));
            }
        }
        // A string is a type that is not there yet.
        Expr::Str(name, _) => out.push(Arc::clone(name)),
        Expr::Index(outer, inner)
            if depth < 10 && matches!(outer.last_name(), Some("Optional" | "Union" | "Annotated")) =>
        {
            class_names(file, inner, out, depth + 1);
        }
        Expr::List(parts) if depth < 10 => parts.iter().for_each(|part| class_names(file, part, out, depth + 1)),
        Expr::Or(left, right) if depth < 10 => {
            class_names(file, left, out, depth + 1);
            class_names(file, right, out, depth + 1);
        }
        _ => {}
    }
}
