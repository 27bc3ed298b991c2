//! Classes below `@ConfigurationProperties`: which of their fields are settings.

use std::sync::Arc;

use model::facts::{EnvConfig, EnvFacts, EnvField, EnvSchema, Fallback, SchemaKind};
use syntax::ir::{Assign, Class, Expr, Function, Stmt, Text};

use crate::env_reads::file::File;

const MAPS: [&str; 6] = ["Map", "HashMap", "LinkedHashMap", "MutableMap", "SortedMap", "TreeMap"];
const DEPTH: u8 = 8;

/// A marked class, and the classes of its file that may be types of its fields.
pub(super) fn collect(file: &File<'_>, class: &Class, out: &mut EnvFacts) {
    if !is_marked(class) {
        return;
    }
    schemas(file, class, "", out, 0);
    parts(file, out);
}

/// The classes of a file that have no prefix of their own.
pub(super) fn parts(file: &File<'_>, out: &mut EnvFacts) {
    for statement in &file.module.body {
        if let Stmt::Class(other) = statement
            && !is_marked(other)
            && !out.schemas.iter().any(|known| known.name == other.name)
        {
            schemas(file, other, "", out, 0);
        }
    }
}

fn annotation<'e>(found: &'e Expr, name: &str) -> Option<&'e Expr> {
    (found.as_call().map_or(found.last_name(), |call| call.callee.last_name()) == Some(name)).then_some(found)
}

fn marker(class: &Class) -> Option<&Expr> {
    class.decorators.iter().find_map(|found| annotation(found, "ConfigurationProperties"))
}

pub(super) fn is_marked(class: &Class) -> bool {
    marker(class).is_some()
}

/// A class and those inside it: the inner ones may be types of its fields.
fn schemas(file: &File<'_>, class: &Class, outer: &str, out: &mut EnvFacts, depth: u8) {
    if depth > DEPTH {
        return;
    }
    let marker = marker(class);
    let prefix = marker.and_then(|found| {
        let call = found.as_call()?;
        let given = call.positional(0).or_else(|| call.keyword("prefix")).or_else(|| call.keyword("value"))?;
        // A constant of the class itself may stand there with its name.
        file.text_of(Some(given)).or_else(|| match given {
            Expr::Attr(owner, name) if owner.last_name() == Some(&*class.name) => constant(class, name),
            _ => None,
        })
    });
    // A prefix that is not known makes no key that is.
    let is_known =
        prefix.is_some() || marker.is_none_or(|found| found.as_call().is_none_or(|it| it.arguments.is_empty()));
    let name = if outer.is_empty() { class.name.to_string() } else { format!("{outer}.{}", class.name) };
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
        fields: fields(file, class),
        // Without a prefix it is the inside of another class.
        config: EnvConfig {
            prefix: marker.filter(|_| is_known).map(|_| prefix.unwrap_or_default()),
            ..EnvConfig::default()
        },
    });
}

fn constant(class: &Class, name: &str) -> Option<Text> {
    class.body.iter().find_map(|statement| match statement {
        Stmt::Assign(assign) if assign.target.last_name() == Some(name) => {
            assign.value.as_ref().and_then(Expr::as_str).map(Text::from)
        }
        _ => None,
    })
}

/// Fields, or what the only constructor takes.
fn fields(file: &File<'_>, class: &Class) -> Vec<EnvField> {
    let functions = || {
        class.body.iter().filter_map(|statement| match statement {
            Stmt::Function(function) => Some(&**function),
            _ => None,
        })
    };
    let constructors: Vec<&Function> = functions().filter(|it| it.name == class.name).collect();
    if let [only] = constructors.as_slice()
        && !only.parameters.is_empty()
    {
        let made = |one: &syntax::ir::Parameter| {
            let target = Expr::Name(Arc::clone(&one.name), only.range.start);
            let (annotation, decorators) = (one.annotation.clone(), one.decorators.clone());
            let kind = syntax::ir::AssignKind::Declares;
            Assign { target, annotation, value: None, kind, decorators }
        };
        return only.parameters.iter().filter_map(|one| field(file, class, &made(one), true)).collect();
    }
    let is_lombok = |found: &Expr| annotation(found, "Data").or_else(|| annotation(found, "Setter")).is_some();
    let has_setters = class.decorators.iter().any(is_lombok);
    let assigns = class.body.iter().filter_map(|statement| match statement {
        Stmt::Assign(assign) => Some(&**assign),
        _ => None,
    });
    let is_set = |assign: &Assign| {
        let Some(name) = assign.target.last_name() else { return false };
        let is_setter = |it: &Function| it.name.strip_prefix("set").is_some_and(|rest| rest.eq_ignore_ascii_case(name));
        has_setters || assign.decorators.iter().any(is_lombok) || functions().any(is_setter)
    };
    assigns.filter_map(|assign| field(file, class, assign, is_set(assign))).collect()
}

/// What stands around the name of a field: what leads to it since the last statement or parameter, and its type behind it
/// in Kotlin.
struct Declared<'t> {
    is_component: bool,
    before: &'t str,
    behind: &'t str,
}

fn declared<'t>(file: &File<'t>, class: &Class, at: model::Position, name: &str) -> Declared<'t> {
    // The fields of a record, and what a constructor takes, stand nowhere by themselves.
    if !file.from(at).starts_with(name) {
        return Declared { is_component: true, before: "", behind: "" };
    }
    let before = file.between(class.range.end, at);
    let depth = before.bytes().fold(0_i32, |depth, byte| match byte {
        b'(' => depth + 1,
        b')' => depth - 1,
        _ => depth,
    });
    let start = before.rfind([';', '{', '}', ',', '(', '\n']).map_or(0, |at| at + 1);
    let rest = &file.from(at)[name.len()..];
    let behind = rest.find(['=', ',', ')', '\n']).map_or(rest, |end| &rest[..end]);
    Declared { is_component: depth > 0, before: &before[start..], behind }
}

fn field(file: &File<'_>, class: &Class, assign: &Assign, is_set: bool) -> Option<EnvField> {
    let Expr::Name(name, at) = &assign.target else { return None };
    let kind = assign.annotation.as_ref();
    let shape = declared(file, class, *at, name);
    let words: Vec<&str> = shape.before.split_whitespace().collect();
    let is_kotlin = words.iter().any(|word| matches!(*word, "val" | "var"));
    if words.contains(&"static") || words.contains(&"const") {
        return None;
    }
    // What is inside of a list of objects or of a map has keys by number or by whatever name.
    if kind.is_some_and(|kind| is_open(file, kind)) {
        return None;
    }
    let mark = |name: &str| assign.decorators.iter().find_map(|found| annotation(found, name));
    let is_marked = |names: &[&str]| names.iter().any(|name| mark(name).is_some());
    let last = kind.and_then(Expr::last_name);
    let is_made = assign
        .value
        .as_ref()
        .and_then(Expr::as_call)
        .is_some_and(|made| last.is_some() && made.callee.last_name() == last);
    let is_object = is_made || mark("NestedConfigurationProperty").is_some();
    let is_bound = shape.is_component || is_object || if is_kotlin { words.contains(&"var") } else { is_set };
    if !is_bound {
        return is_nested(kind, class).then(|| plain(file, name, *at, kind, true));
    }
    let own = mark("Name").and_then(Expr::as_call).and_then(|it| it.positional(0)).and_then(Expr::as_str);
    let mut found = plain(file, own.unwrap_or(name), *at, kind, is_object);
    found.range = file.word(*at, name);
    found.fallback = file.fallback(assign.value.as_ref());
    if let Some(given) = mark("DefaultValue").and_then(Expr::as_call) {
        found.fallback = given.argument(0, "value").map_or(Fallback::Computed, |value| file.fallback(Some(value)));
    }
    let is_needed = is_kotlin && shape.is_component && !shape.behind.contains('?');
    found.is_optional = !is_needed && !is_marked(&["NotNull", "NotBlank", "NotEmpty"]);
    Some(found)
}

/// A field that is no setting of its own may hold one of the classes inside.
fn is_nested(kind: Option<&Expr>, class: &Class) -> bool {
    let Some(last) = kind.and_then(Expr::last_name) else { return false };
    class.body.iter().any(|it| matches!(it, Stmt::Class(inner) if &*inner.name == last))
}

fn is_open(file: &File<'_>, kind: &Expr) -> bool {
    let Expr::Index(outer, inner) = kind else { return false };
    if outer.last_name().is_some_and(|name| MAPS.contains(&name)) {
        return true;
    }
    let of = match &**inner {
        Expr::List(kinds) => kinds.first().and_then(Expr::last_name),
        one => one.last_name(),
    };
    fn holds(body: &[Stmt], name: &str, depth: u8) -> bool {
        depth < DEPTH
            && body
                .iter()
                .any(|it| matches!(it, Stmt::Class(it) if &*it.name == name || holds(&it.body, name, depth + 1)))
    }
    of.is_some_and(|name| holds(&file.module.body, name, 0))
}

fn plain(file: &File<'_>, name: &str, at: model::Position, kind: Option<&Expr>, is_object: bool) -> EnvField {
    let last = kind.and_then(Expr::last_name);
    EnvField {
        name: Text::from(name),
        range: file.word(at, name),
        aliases: Vec::new(),
        env: Vec::new(),
        kind: last.map(Text::from),
        classes: kind.filter(|_| last.is_some()).and_then(|it| file.full(it)).map(Text::from).into_iter().collect(),
        fallback: Fallback::None,
        is_optional: true,
        prefix: None,
        // An object has no key of its own.
        is_hidden: is_object,
        is_annotated: true,
    }
}
