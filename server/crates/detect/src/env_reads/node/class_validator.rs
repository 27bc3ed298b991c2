//! class-validator: a class whose fields the environment is checked against.

use model::facts::{EnvFacts, Fallback, KeyRead};
use syntax::{
    ir::{Assign, Class, Expr, Stmt},
    walk::{self, Node},
};

use super::{has_environment, is_upper};
use crate::env_reads::{
    Reader,
    file::{File, read},
    is_ecma,
};

pub(in crate::env_reads) const READER: Reader = Reader {
    speaks: is_ecma,
    marks: &["process.env", "EnvironmentVariables", "EnvVariables", "EnvConfig", "EnvSchema"],
    read: collect,
};

fn collect(file: &File<'_>, out: &mut EnvFacts) {
    // `validateConfig(process.env, EnvironmentVariables)`.
    let mut checked = Vec::new();
    walk::module(file.module, &mut |node| {
        if let Node::Expression(Expr::Call(call)) = node
            && call.arguments.iter().any(|argument| has_environment(file, &argument.value))
        {
            checked.extend(call.arguments.iter().filter_map(|argument| match &argument.value {
                Expr::Name(name, _) => Some(name.clone()),
                _ => None,
            }));
        }
        true
    });
    for statement in &file.module.body {
        let Stmt::Class(class) = statement else { continue };
        let fields = fields(file, class, 0);
        // Checked in another file: its name and its keys tell.
        let is_named = class.name.to_ascii_lowercase().contains("env")
            && !fields.is_empty()
            && fields.iter().all(|field| field.target.last_name().is_some_and(is_upper));
        if checked.contains(&class.name) || is_named {
            let is_sure = checked.contains(&class.name);
            let reads = fields.into_iter().filter_map(|field| one(file, field));
            out.reads.extend(reads.map(|one| KeyRead { has_other_sources: !is_sure, ..one }));
        }
    }
}

/// The fields of a class and of its base classes in the same file.
fn fields<'m>(file: &File<'m>, class: &'m Class, depth: u8) -> Vec<&'m Assign> {
    let assigns = class.body.iter().filter_map(|statement| match statement {
        Stmt::Assign(assign) => Some(&**assign),
        _ => None,
    });
    let own = assigns.filter(|assign| !assign.decorators.is_empty());
    let bases = file.module.body.iter().filter_map(|statement| match statement {
        Stmt::Class(base) if depth < 8 && class.bases.iter().any(|it| it.last_name() == Some(&*base.name)) => {
            Some(base)
        }
        _ => None,
    });
    own.chain(bases.flat_map(|base| fields(file, base, depth + 1))).collect()
}

fn one(file: &File<'_>, field: &Assign) -> Option<KeyRead> {
    let Expr::Name(name, at) = &field.target else { return None };
    let decorator = |found: &Expr| match found {
        Expr::Call(call) => call.callee.last_name().map(str::to_owned),
        other => other.last_name().map(str::to_owned),
    };
    let decorators: Vec<String> = field.decorators.iter().filter_map(decorator).collect();
    let is_optional = decorators.iter().any(|name| matches!(name.as_str(), "IsOptional" | "ValidateIf" | "Allow"));
    let fallback = match file.fallback(field.value.as_ref()) {
        Fallback::None if is_optional => Fallback::Computed,
        other => other,
    };
    let kind = decorators.iter().find_map(|name| match name.as_str() {
        "IsString" | "IsEmail" => Some("string"),
        "IsUrl" => Some("url"),
        "IsInt" | "IsPort" => Some("int"),
        "IsNumber" => Some("number"),
        "IsBoolean" => Some("boolean"),
        "IsEnum" | "IsIn" => Some("enum"),
        _ => None,
    });
    Some(KeyRead {
        is_required: fallback == Fallback::None,
        fallback,
        kind: kind.map(Into::into),
        ..read(name, file.word(*at, name))
    })
}
