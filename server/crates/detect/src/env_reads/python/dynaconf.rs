//! Dynaconf: `settings.KEY` is the key with a prefix.

use model::facts::{EnvFacts, Fallback, KeyRead};
use syntax::{
    ir::{Call, Expr, Text},
    walk::{self, Node},
};

use crate::env_reads::{
    Reader,
    file::{File, read},
    is_python,
    plain::is_key,
};

pub(in crate::env_reads) const READER: Reader = Reader { speaks: is_python, marks: &["dynaconf"], read: collect };

fn collect(file: &File<'_>, out: &mut EnvFacts) {
    // Validators may be registered apart from the settings of the file that they are for.
    let mut own = None;
    walk::module(file.module, &mut |node| {
        if let Node::Expression(Expr::Call(call)) = node
            && is_dynaconf(file, &call.callee)
        {
            own.get_or_insert_with(|| prefix_of(call));
        }
        own.is_none()
    });
    walk::module(file.module, &mut |node| {
        let Node::Expression(found) = node else { return true };
        match found {
            Expr::Call(call) if file.full(&call.callee).as_deref() == Some("dynaconf.Validator") => {
                if let Some(prefix) = &own {
                    validator(file, prefix, call, out);
                }
            }
            Expr::Call(call) => {
                if let Expr::Attr(owner, method) = &call.callee
                    && matches!(&**method, "get" | "exists" | "as_int" | "as_bool" | "as_float" | "as_json")
                    && let Some(prefix) = prefix(file, owner)
                    && let Some(key) = call.positional(0)
                {
                    let fallback = file.fallback(call.argument(1, "default"));
                    let fallback = if fallback == Fallback::None { Fallback::Computed } else { fallback };
                    for (key, range) in file.texts(key) {
                        push(&prefix, &key, KeyRead { fallback: fallback.clone(), ..read(&key, range) }, out);
                    }
                }
            }
            Expr::Attr(owner, name) if is_setting(name) => {
                // `settings.DB.HOST` is `DB__HOST`.
                if let Expr::Attr(root, outer) = &**owner
                    && is_setting(outer)
                    && let Some(prefix) = prefix(file, root)
                {
                    let whole = Text::from(format!("{outer}.{name}"));
                    push(&prefix, &whole, read(&whole, file.member(owner, name)), out);
                    return false;
                }
                if let Some(prefix) = prefix(file, owner) {
                    push(&prefix, name, read(name, file.member(owner, name)), out);
                }
            }
            Expr::Index(owner, key) => {
                if let Some(prefix) = prefix(file, owner) {
                    for (key, range) in file.texts(key) {
                        push(&prefix, &key, read(&key, range), out);
                    }
                }
            }
            _ => {}
        }
        true
    });
}

fn is_dynaconf(file: &File<'_>, callee: &Expr) -> bool {
    matches!(file.full(callee).as_deref(), Some("dynaconf.Dynaconf" | "dynaconf.LazySettings"))
}

fn is_setting(name: &str) -> bool {
    name.len() > 1 && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

/// What stands before the keys of a settings object; `None` for anything else.
fn prefix(file: &File<'_>, owner: &Expr) -> Option<String> {
    if file.full(owner)? == "dynaconf.settings" {
        return Some("DYNACONF_".to_owned());
    }
    let made = file.made_by(owner).filter(|made| is_dynaconf(file, &made.callee))?;
    Some(prefix_of(made))
}

fn prefix_of(made: &Call) -> String {
    match made.keyword("envvar_prefix") {
        Some(Expr::Bool(false)) => String::new(),
        Some(Expr::Str(text, _)) if text.is_empty() => String::new(),
        // Several prefixes may be given; the first stands for all.
        Some(Expr::Str(text, _)) => format!("{}_", text.split(',').next().unwrap_or(text).to_ascii_uppercase()),
        _ => "DYNACONF_".to_owned(),
    }
}

/// `Validator("KEY", must_exist=True, default=…)`.
fn validator(file: &File<'_>, prefix: &str, call: &Call, out: &mut EnvFacts) {
    let fallback = file.fallback(call.keyword("default"));
    let must_exist = matches!(call.keyword("must_exist").or_else(|| call.keyword("required")), Some(Expr::Bool(true)));
    let kind = call.keyword("is_type_of").and_then(Expr::last_name).map(Text::from);
    for (key, range) in call.arguments.iter().filter(|it| it.name.is_none()).flat_map(|it| file.texts(&it.value)) {
        let is_required = must_exist && fallback == Fallback::None;
        let one = KeyRead { fallback: fallback.clone(), is_required, kind: kind.clone(), ..read(&key, range) };
        push(prefix, &key, one, out);
    }
}

/// Other sources (files) may have the value: only validators make it required. `db.host` is `DB__HOST`.
fn push(prefix: &str, key: &Text, one: KeyRead, out: &mut EnvFacts) {
    let name = format!("{prefix}{}", key.to_ascii_uppercase().replace('.', "__"));
    if is_key(&name) {
        out.reads.push(KeyRead { key: Text::from(name), has_other_sources: true, ..one });
    }
}
