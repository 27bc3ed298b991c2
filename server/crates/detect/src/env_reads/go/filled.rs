//! Structs that are filled before the environment is read (`c := Config{Port: 80}`, `c.Port = 80`): what stands in them stays
//! where a key is not set.

use std::{collections::BTreeMap, sync::Arc};

use model::facts::{EnvSchema, Fallback};
use syntax::{
    ir::{Assign, Call, Expr, Function, Stmt, Text},
    walk::{self, Node},
};

use super::load;
use crate::env_reads::file::File;

/// Struct and field → what it is filled with, unless that differs.
type Values = BTreeMap<(Text, Text), Option<Text>>;

/// Gives fields of the file's structs that name no default what the file fills them with.
pub(super) fn fill(file: &File<'_>, schemas: &mut [EnvSchema]) {
    let mut filler = Filler { file, schemas, values: Values::new() };
    walk::module(file.module, &mut |node| {
        match node {
            Node::Expression(Expr::Call(call)) => filler.literal(call),
            Node::Statement(Stmt::Function(function)) => filler.function(function),
            _ => {}
        }
        true
    });
    for ((owner, name), value) in filler.values {
        let fields = schemas.iter_mut().filter(|schema| schema.name == owner).flat_map(|schema| &mut schema.fields);
        // What is required has to be set all the same.
        for field in fields.filter(|it| it.name == name && it.is_optional && it.fallback == Fallback::None) {
            field.fallback = value.clone().map_or(Fallback::Computed, Fallback::Literal);
        }
    }
}

struct Filler<'a, 'm> {
    file: &'a File<'m>,
    schemas: &'a [EnvSchema],
    values: Values,
}

impl Filler<'_, '_> {
    /// `Config{Port: 80}`.
    fn literal(&mut self, call: &Call) {
        let Some(owner) = self.own(&call.callee) else { return };
        for (name, value) in call.arguments.iter().filter_map(|it| Some((it.name.as_ref()?, &it.value))) {
            self.add(&owner, name, value);
        }
    }

    /// `c := &Config{}` or `var c Config`, then `c.Port = 80`, in the same function and under no condition.
    fn function(&mut self, function: &Function) {
        let mut made: BTreeMap<&Text, Text> = BTreeMap::new();
        for statement in function.body.iter() {
            let Stmt::Assign(assign) = statement else { continue };
            if let Expr::Name(name, _) = &assign.target {
                match self.kind_of(assign) {
                    Some(owner) => drop(made.insert(name, owner)),
                    None => drop(made.remove(name)),
                }
            } else if let (Expr::Attr(around, name), Some(value)) = (&assign.target, &assign.value)
                && let Some(owner) = self.owner(around, &made)
            {
                self.add(&owner, name, value);
            }
        }
    }

    /// The struct of the file that a variable is made as.
    fn kind_of(&self, assign: &Assign) -> Option<Text> {
        let made = || load::made(assign.value.as_ref()?.as_call()?);
        assign.annotation.as_ref().and_then(|kind| self.own(kind)).or_else(|| self.own(made()?))
    }

    fn own(&self, kind: &Expr) -> Option<Text> {
        let Expr::Name(name, _) = kind else { return None };
        self.schemas.iter().any(|schema| schema.name == *name).then(|| Arc::clone(name))
    }

    /// The struct of the file that `c` or `c.HTTP` is.
    fn owner(&self, found: &Expr, made: &BTreeMap<&Text, Text>) -> Option<Text> {
        match found {
            Expr::Name(name, _) => made.get(name).cloned(),
            Expr::Attr(around, name) => {
                let outer = self.owner(around, made)?;
                let fields = self.schemas.iter().filter(|schema| schema.name == outer).flat_map(|it| &it.fields);
                let class = fields.filter(|field| field.name == *name).find_map(|field| field.classes.first())?;
                self.schemas.iter().find(|schema| schema.name == *class).map(|schema| Arc::clone(&schema.name))
            }
            _ => None,
        }
    }

    fn add(&mut self, owner: &Text, name: &Text, value: &Expr) {
        // What is made of the value itself (`c.Path = trim(c.Path)`) is made of it as it was read.
        let mut is_changed = false;
        walk::expression(value, &mut |node| {
            is_changed |= matches!(node, Node::Expression(Expr::Attr(_, member)) if member == name);
            true
        });
        if is_changed {
            return;
        }
        let text = match value {
            Expr::Int(number) => Some(Text::from(number.to_string())),
            Expr::Bool(is) => Some(Text::from(is.to_string())),
            // Nothing, as if nobody had written it.
            Expr::Str(text, _) if text.is_empty() => return,
            Expr::Null => return,
            _ => self.file.text_of(Some(value)),
        };
        let key = (Arc::clone(owner), Arc::clone(name));
        let known = self.values.entry(key).or_insert_with(|| text.clone());
        if *known != text {
            *known = None;
        }
    }
}
