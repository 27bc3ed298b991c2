//! viper: settings that `BindEnv` and `AutomaticEnv` look up in the environment. Prefix and replacer hold for the whole
//! program: see `resolve::go`.

use model::facts::{EnvFacts, EnvScope, Fallback, KeyForm, KeyRead};
use syntax::{
    ir::{Call, Expr, Stmt, Text},
    walk::{self, Node},
};

use crate::env_reads::{
    Reader,
    file::{File, read},
    is_go,
    plain::is_key,
};

pub(in crate::env_reads) const READER: Reader = Reader { speaks: is_go, marks: &["viper"], read: collect };

const MODULE: &str = "github.com/spf13/viper";

fn collect(file: &File<'_>, out: &mut EnvFacts) {
    let typed = typed(file);
    let mut bound = Vec::new();
    walk::module(file.module, &mut |node| {
        if let Node::Expression(Expr::Call(call)) = node {
            match &call.callee {
                Expr::Attr(owner, method) if is_viper(file, owner, &typed) => {
                    one(file, method, call, &mut bound, out);
                }
                _ => {}
            }
        }
        true
    });
    // What is bound to a name is read by that name; the default stands with the setting.
    for (setting, mut read) in bound {
        let has_default =
            out.scopes.iter().any(|it| matches!(it, EnvScope::Default(of) if of.eq_ignore_ascii_case(&setting)));
        if has_default {
            read.fallback = Fallback::Computed;
        }
        out.reads.push(read);
    }
}

fn is_made(file: &File<'_>, call: &Call) -> bool {
    file.full(&call.callee)
        .and_then(|name| Some(matches!(name.strip_prefix(MODULE)?, ".New" | ".NewWithOptions")))
        .unwrap_or_default()
}

/// Names of what is typed `viper.Viper`: variables, parameters, fields, and functions that give one.
fn typed(file: &File<'_>) -> Vec<Text> {
    let is_kind = |found: &Expr| {
        file.full(found).and_then(|name| Some(name.strip_prefix(MODULE)? == ".Viper")).unwrap_or_default()
    };
    let mut names = Vec::new();
    walk::module(file.module, &mut |node| {
        match node {
            Node::Statement(Stmt::Assign(assign)) if assign.annotation.as_ref().is_some_and(is_kind) => {
                names.extend(assign.target.last_name().map(Text::from));
            }
            Node::Statement(Stmt::Class(class)) => {
                let fields = class.body.iter().filter_map(|it| match it {
                    Stmt::Assign(assign) if assign.annotation.as_ref().is_some_and(is_kind) => {
                        assign.target.last_name()
                    }
                    _ => None,
                });
                names.extend(fields.map(Text::from));
            }
            Node::Statement(Stmt::Function(function)) => {
                let parameters = function.parameters.iter();
                names.extend(
                    parameters.filter(|it| it.annotation.as_ref().is_some_and(is_kind)).map(|it| it.name.clone()),
                );
                if function.returns.as_ref().is_some_and(is_kind) {
                    names.push(Text::clone(&function.name));
                }
            }
            _ => {}
        }
        true
    });
    let gives = |value: &Expr| {
        let call = value.as_call();
        call.is_some_and(|it| is_made(file, it) || it.callee.last_name().is_some_and(|name| is_one_of(&names, name)))
    };
    let mut held = Vec::new();
    walk::module(file.module, &mut |node| {
        if let Node::Statement(Stmt::Assign(assign)) = node
            && assign.value.as_ref().is_some_and(gives)
        {
            let targets = match &assign.target {
                Expr::List(targets) => targets.as_slice(),
                one => std::slice::from_ref(one),
            };
            held.extend(targets.first().and_then(Expr::last_name).map(Text::from));
        }
        true
    });
    names.extend(held);
    names
}

fn is_one_of(names: &[Text], name: &str) -> bool {
    names.iter().any(|it| **it == *name)
}

/// The module itself, or what is called like something that holds a viper in this file.
fn is_viper(file: &File<'_>, owner: &Expr, typed: &[Text]) -> bool {
    let is_held = |found: &Expr| found.last_name().is_some_and(|name| is_one_of(typed, name));
    file.full(owner).as_deref() == Some(MODULE)
        || is_held(owner)
        || owner.as_call().is_some_and(|made| is_made(file, made) || is_held(&made.callee))
}

/// `strings.NewReplacer(".", "_")`, or a variable that holds it.
fn replacer(file: &File<'_>, given: Option<&Expr>, out: &mut EnvFacts) {
    let Some(given) = given else { return };
    let Some(made) = given.as_call().or_else(|| file.made_by(given)) else { return };
    for pair in made.arguments.chunks_exact(2) {
        if let (Some(from), Some(to)) = (pair[0].value.as_str(), pair[1].value.as_str()) {
            out.scopes.push(EnvScope::Replace(Text::from(from), Text::from(to)));
        }
    }
}

/// `viper.NewWithOptions(viper.EnvKeyReplacer(…))`.
fn options(file: &File<'_>, made: &Call, out: &mut EnvFacts) {
    for option in made.arguments.iter().filter_map(|it| it.value.as_call()) {
        if option.callee.last_name() == Some("EnvKeyReplacer") {
            replacer(file, option.positional(0), out);
        }
    }
}

fn one(file: &File<'_>, method: &str, call: &Call, bound: &mut Vec<(Text, KeyRead)>, out: &mut EnvFacts) {
    let first = || call.positional(0).map(|key| file.texts(key)).unwrap_or_default();
    let setting = |(key, range): (Text, _)| KeyRead { form: KeyForm::Setting, ..read(&key, range) };
    match method {
        "SetEnvPrefix" => out.scopes.extend(first().into_iter().map(|(text, _)| EnvScope::Prefix(text))),
        "AutomaticEnv" => out.scopes.push(EnvScope::Automatic),
        "NewWithOptions" => options(file, call, out),
        "SetEnvKeyReplacer" => replacer(file, call.positional(0), out),
        // A setting that has a default is one that the environment may set.
        "SetDefault" => {
            let keys = || first().into_iter().filter(|(key, _)| is_key(key));
            out.scopes.extend(keys().map(|(text, _)| EnvScope::Default(text)));
            let fallback = file.fallback(call.positional(1));
            out.reads.extend(keys().map(|key| KeyRead { fallback: fallback.clone(), ..setting(key) }));
        }
        "BindEnv" | "MustBindEnv" => {
            let names: Vec<_> = call.arguments.iter().skip(1).flat_map(|it| file.texts(&it.value)).collect();
            let keys = first();
            if call.arguments.len() > 1 {
                let key = keys.first().map(|(key, _)| Text::clone(key)).unwrap_or_default();
                bound.extend(names.into_iter().map(|(name, range)| (Text::clone(&key), read(&name, range))));
            } else {
                // Bound by name: looked up without `AutomaticEnv` too.
                out.scopes.extend(keys.iter().map(|(key, _)| EnvScope::Replace(Text::clone(key), Text::clone(key))));
                out.reads.extend(keys.into_iter().map(setting));
            }
        }
        method if method.starts_with("Get") || method == "IsSet" => {
            let kind =
                method.strip_prefix("Get").filter(|kind| !kind.is_empty()).map(|kind| Text::from(kind.to_lowercase()));
            for key in first().into_iter().filter(|(key, _)| is_key(key)) {
                let fallback = if method == "IsSet" { Fallback::Computed } else { Fallback::None };
                out.reads.push(KeyRead { kind: kind.clone(), fallback, ..setting(key) });
            }
        }
        _ => {}
    }
}
