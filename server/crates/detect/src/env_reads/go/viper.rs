//! viper: settings that `BindEnv` and `AutomaticEnv` look up in the environment. Prefix and replacer hold for the whole
//! program: see `resolve::go`.

use model::facts::{EnvFacts, EnvScope, Fallback, KeyForm, KeyRead};
use syntax::{
    ir::{Call, Expr, Text},
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
    walk::module(file.module, &mut |node| {
        if let Node::Expression(Expr::Call(call)) = node
            && let Expr::Attr(owner, method) = &call.callee
            && is_viper(file, owner)
        {
            one(file, method, call, out);
        }
        true
    });
}

/// The module itself, `viper.New()`, or what is typed so and called so.
fn is_viper(file: &File<'_>, owner: &Expr) -> bool {
    let made = file.made_by(owner).and_then(|made| file.full(&made.callee));
    file.full(owner).as_deref() == Some(MODULE)
        || made.is_some_and(|name| name == format!("{MODULE}.New") || name == format!("{MODULE}.NewWithOptions"))
}

fn one(file: &File<'_>, method: &str, call: &Call, out: &mut EnvFacts) {
    let first = || call.positional(0).map(|key| file.texts(key)).unwrap_or_default();
    match method {
        "SetEnvPrefix" => out.scopes.extend(first().into_iter().map(|(text, _)| EnvScope::Prefix(text))),
        "AutomaticEnv" => out.scopes.push(EnvScope::Automatic),
        "SetEnvKeyReplacer" => {
            let pairs =
                call.positional(0).and_then(Expr::as_call).map(|made| made.arguments.as_slice()).unwrap_or_default();
            for pair in pairs.chunks_exact(2) {
                if let (Some(from), Some(to)) = (pair[0].value.as_str(), pair[1].value.as_str()) {
                    out.scopes.push(EnvScope::Replace(Text::from(from), Text::from(to)));
                }
            }
        }
        "SetDefault" => out.scopes.extend(first().into_iter().map(|(text, _)| EnvScope::Default(text))),
        "BindEnv" | "MustBindEnv" => {
            let names: Vec<_> = call.arguments.iter().skip(1).flat_map(|it| file.texts(&it.value)).collect();
            let bound = |form: KeyForm| move |(key, range): (Text, _)| KeyRead { form, ..read(&key, range) };
            if names.is_empty() {
                // Bound by name: looked up without `AutomaticEnv` too.
                let keys = first();
                out.scopes.extend(keys.iter().map(|(key, _)| EnvScope::Replace(Text::clone(key), Text::clone(key))));
                out.reads.extend(keys.into_iter().map(bound(KeyForm::Setting)));
            } else {
                out.reads.extend(names.into_iter().map(bound(KeyForm::Exact)));
            }
        }
        method if method.starts_with("Get") || method == "IsSet" => {
            let kind =
                method.strip_prefix("Get").filter(|kind| !kind.is_empty()).map(|kind| Text::from(kind.to_lowercase()));
            for (key, range) in first().into_iter().filter(|(key, _)| is_key(key)) {
                let fallback = if method == "IsSet" { Fallback::Computed } else { Fallback::None };
                out.reads.push(KeyRead { form: KeyForm::Setting, kind: kind.clone(), fallback, ..read(&key, range) });
            }
        }
        _ => {}
    }
}
