//! Struct tags: caarlos0/env, cleanenv, go-envconfig (`env:"KEY,required"`) and kelseyhightower/envconfig
//! (`envconfig:"KEY" default:"x"`). Which structs stand inside which is known only with all files: see `resolve::go`.

use std::{borrow::Cow, sync::Arc};

use model::{
    Position, Range,
    facts::{EnvConfig, EnvFacts, EnvField, EnvSchema, Fallback, SchemaKind},
};
use syntax::{
    ir::{Class, Expr, Stmt, Text},
    walk::{self, Node},
};

use super::{filled, load, words};
use crate::env_reads::{Reader, file::File, is_go, plain::is_key};

pub(in crate::env_reads) const READER: Reader = Reader {
    speaks: is_go,
    marks: &["env:\"", "envconfig:\"", "envPrefix:\"", "split_words:\"", "envconfig", "caarlos0/env"],
    read: collect,
};

/// Options of an `env` tag that are no further names.
const OPTIONS: [&str; 9] =
    ["required", "notEmpty", "unset", "file", "expand", "init", "overwrite", "noinit", "decodeunset"];

/// Methods by which a struct takes its value as one text.
const DECODERS: [&str; 4] = ["Decode", "Set", "UnmarshalText", "UnmarshalBinary"];

const DEPTH: u8 = 12;

/// What the tags of a file mean.
struct Tags<'f, 'm> {
    file: &'f File<'m>,
    is_envconfig: bool,
    /// Whether pointers to structs are followed without being asked for.
    makes_pointers: bool,
}

fn collect(file: &File<'_>, out: &mut EnvFacts) {
    let makes_pointers = file.has_any(&["sethvargo/"]);
    let is_envconfig =
        file.has_any(&["kelseyhightower/envconfig", "envconfig:\"", "split_words:\""]) && !makes_pointers;
    let tags = Tags { file, is_envconfig, makes_pointers };
    let mut decoded = Vec::new();
    walk::module(file.module, &mut |node| {
        match node {
            Node::Statement(Stmt::Class(class)) => tags.class(class, &mut out.schemas),
            Node::Statement(Stmt::Function(function)) if function.has_receiver => {
                let of = function.parameters.first().and_then(|it| it.annotation.as_ref()).and_then(Expr::last_name);
                decoded.extend(of.filter(|_| DECODERS.contains(&&*function.name)).map(Text::from));
            }
            Node::Expression(Expr::Call(call)) => load::call(file, call, out),
            _ => {}
        }
        true
    });
    for schema in out.schemas.iter_mut().filter(|schema| decoded.contains(&schema.name)) {
        schema.config.has_own_sources = true;
    }
    filled::fill(file, &mut out.schemas);
}

impl Tags<'_, '_> {
    fn class(&self, class: &Class, out: &mut Vec<EnvSchema>) {
        let is_embedded = |name: &Expr, kind: &Expr| class.bases.contains(kind) && name.last_name() == kind.last_name();
        let (mut fields, mut tagged) = (Vec::new(), Vec::new());
        for statement in &class.body {
            let Stmt::Assign(assign) = statement else { continue };
            let Some(kind) = &assign.annotation else { continue };
            if is_embedded(&assign.target, kind) {
                // envconfig goes into embedded structs whatever their tags say.
                if self.is_envconfig {
                    continue;
                }
                tagged.push(kind);
            }
            let tag = assign.decorators.first().and_then(Expr::as_str).unwrap_or_default();
            fields.extend(self.field(&class.name, &assign.target, tag, kind, 0, out));
        }
        let bases = class.bases.iter().filter(|base| !tagged.contains(base) && !self.is_left_nil(base, ""));
        let bases: Vec<Text> = bases.filter_map(|base| self.file.full(base)).map(Text::from).collect();
        self.push(&class.name, class.range, bases, fields, out);
    }

    fn push(&self, name: &str, range: Range, bases: Vec<Text>, fields: Vec<EnvField>, out: &mut Vec<EnvSchema>) {
        if !fields.is_empty() || !bases.is_empty() {
            let kind = if self.is_envconfig { SchemaKind::GoEnvconfig } else { SchemaKind::GoEnv };
            out.push(EnvSchema { name: Arc::from(name), range, kind, bases, fields, config: EnvConfig::default() });
        }
    }

    /// Whether a struct is behind a pointer that nobody makes: caarlos0/env and cleanenv look only where one was made.
    fn is_left_nil(&self, kind: &Expr, tag: &str) -> bool {
        let is_asked_for = || {
            part(tag, "env").is_some_and(|own| own.split(',').skip(1).any(|it| it == "init" || it.contains("prefix=")))
        };
        !self.is_envconfig && !self.makes_pointers && self.file.is_pointer(kind) && !is_asked_for()
    }

    fn field(
        &self,
        outer: &str,
        target: &Expr,
        tag: &str,
        kind: &Expr,
        depth: u8,
        out: &mut Vec<EnvSchema>,
    ) -> Option<EnvField> {
        let Expr::Name(name, at) = target else { return None };
        if !name.starts_with(char::is_uppercase) {
            return None;
        }
        let mut found = EnvField {
            name: Arc::clone(name),
            range: self.file.word(*at, name),
            aliases: Vec::new(),
            env: Vec::new(),
            kind: kind.last_name().map(Text::from),
            classes: self.file.full(kind).filter(|name| is_struct(name)).map(Text::from).into_iter().collect(),
            fallback: Fallback::None,
            is_optional: true,
            prefix: part(tag, "envPrefix").or_else(|| part(tag, "env-prefix")).map(Text::from),
            is_hidden: false,
            is_annotated: true,
        };
        if let Expr::Map(fields) = kind
            && depth < DEPTH
        {
            found.classes = vec![self.anonymous(outer, name, *at, fields, depth, out)];
        }
        if self.is_envconfig {
            envconfig(tag, &mut found);
        } else {
            env(tag, &mut found);
            found.is_hidden |= found.aliases.is_empty() && self.is_left_nil(kind, tag);
        }
        Some(found)
    }

    /// The struct without a name of a field: called like the field in the struct around it.
    fn anonymous(
        &self,
        outer: &str,
        name: &str,
        at: Position,
        fields: &[(Expr, Expr)],
        depth: u8,
        out: &mut Vec<EnvSchema>,
    ) -> Text {
        let own = format!("{outer}.{name}");
        let (mut inner, mut bases) = (Vec::new(), Vec::new());
        for (target, value) in fields {
            let Expr::Cast(tag, kind) = value else { continue };
            if *target == Expr::Null {
                bases.extend(self.file.full(kind).map(Text::from));
            }
            inner.extend(self.field(&own, target, tag.as_str().unwrap_or_default(), kind, depth + 1, out));
        }
        self.push(&own, self.file.word(at, name), bases, inner, out);
        Text::from(own)
    }
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

/// `env:"A,B,required,default=x,prefix=P_"`, with `envDefault:"x"` or `env-default:"x"`.
fn env(tag: &str, field: &mut EnvField) {
    if let Some(value) = part(tag, "envDefault").or_else(|| part(tag, "env-default")) {
        field.fallback = Fallback::Literal(Arc::from(value));
    }
    // Its value does not matter to cleanenv.
    if part(tag, "env-required").is_some() {
        field.is_optional = false;
    }
    let Some(own) = part(tag, "env") else { return };
    let mut is_expanded = false;
    for option in own.split(',').map(str::trim) {
        match option.split_once('=') {
            Some(("default", value)) => field.fallback = Fallback::Literal(Arc::from(value)),
            Some(("prefix", value)) => field.prefix = Some(Arc::from(value)),
            Some(_) => {}
            None if matches!(option, "required" | "notEmpty") => field.is_optional = false,
            None if option == "-" => field.is_hidden = true,
            None if option == "expand" => is_expanded = true,
            None if OPTIONS.contains(&option) || option.is_empty() => {}
            // `LINK_#_NAME`: a pattern of the program's own.
            None if !is_key(option) => {}
            None => field.aliases.push(Arc::from(option)),
        }
    }
    if is_expanded && matches!(&field.fallback, Fallback::Literal(text) if text.contains('$')) {
        field.fallback = Fallback::Computed;
    }
}

/// `envconfig:"KEY" default:"x" required:"true" split_words:"true" ignored:"true"`.
fn envconfig(tag: &str, field: &mut EnvField) {
    let is =
        |name: &str| part(tag, name).is_some_and(|value| matches!(&*value, "1" | "t" | "T" | "TRUE" | "true" | "True"));
    field.is_hidden = is("ignored");
    field.is_optional = !is("required");
    if let Some(value) = part(tag, "default").filter(|value| !value.is_empty()) {
        field.fallback = Fallback::Literal(Arc::from(value));
    }
    match part(tag, "envconfig").filter(|own| !own.is_empty()) {
        Some(own) => field.env.push(Arc::from(own.to_uppercase())),
        None if is("split_words") => field.aliases.push(Arc::from(words::split(&field.name).to_uppercase())),
        None => field.aliases.push(Arc::from(field.name.to_uppercase())),
    }
}

/// The value of a key of a struct tag: `key:"value" …`, where `\` stands before a quote inside.
fn part<'t>(tag: &'t str, key: &str) -> Option<Cow<'t, str>> {
    let mut rest = tag;
    loop {
        let (name, after) = rest.trim_start().split_once(":\"")?;
        let mut is_escaped = false;
        let end = after.bytes().position(|byte| {
            let is_end = byte == b'"' && !is_escaped;
            is_escaped = byte == b'\\' && !is_escaped;
            is_end
        })?;
        let value = &after[..end];
        if name == key {
            return Some(if value.contains('\\') { unquoted(value).into() } else { value.into() });
        }
        rest = &after[end + 1..];
    }
}

fn unquoted(text: &str) -> String {
    let mut letters = text.chars();
    let mut out = String::new();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => out.extend(letters.next().map(|next| match next {
                'n' => '\n',
                't' => '\t',
                other => other,
            })),
            other => out.push(other),
        }
    }
    out
}
