//! What an expression says about a port.

use std::sync::Arc;

use model::facts::PortValue;
use syntax::ir::{Call, Expr, Stmt};

use super::file::{File, entry};

/// Names lead on to others so far.
const DEPTH: u8 = 8;
/// Expressions that one port may lead to: in a bundle every name is assigned to a hundred times.
const STEPS: u16 = 2000;

impl File<'_> {
    /// The port that an expression is, as a number or in an address.
    pub(super) fn port(&self, found: &Expr) -> Option<PortValue> {
        self.steps.set(STEPS);
        self.value(found, 0)
    }

    fn value(&self, found: &Expr, depth: u8) -> Option<PortValue> {
        let steps = self.steps.get();
        if depth > DEPTH || steps == 0 {
            return None;
        }
        self.steps.set(steps - 1);
        let inner = |found: &Expr| self.value(found, depth + 1);
        match found {
            Expr::Int(number) => port(*number).map(PortValue::Literal),
            Expr::Str(text, _) => of_address(text).map(PortValue::Literal),
            Expr::Template(parts) => self.last_part(parts, depth),
            // `host + ":" + port`
            Expr::Add(_, right) => inner(right),
            Expr::Or(left, right) => merged([inner(left), inner(right)]),
            Expr::Cond(_, then, otherwise) => merged([inner(then), inner(otherwise)]),
            Expr::Operation(parts, ..) => match parts.as_slice() {
                // `+process.env.PORT`
                [only] => inner(only),
                _ => None,
            },
            Expr::List(items) => items.first().and_then(inner),
            Expr::Name(name, _) => self.name(name, depth),
            Expr::Attr(owner, name) => self.member(found, owner, name, depth),
            Expr::Index(owner, key) => {
                let key = key.as_str()?;
                self.is_environment(owner).then(|| PortValue::Env(Arc::from(key), None))
            }
            Expr::Call(call) => self.call(call, depth),
            _ => None,
        }
    }

    /// `0.0.0.0:${port}`
    fn last_part(&self, parts: &[Expr], depth: u8) -> Option<PortValue> {
        let (last, before) = parts.split_last()?;
        let is_behind_colon = match before.last() {
            None => true,
            Some(Expr::Str(text, _)) => text.ends_with(':'),
            Some(_) => matches!(last, Expr::Str(text, _) if text.starts_with(':')),
        };
        is_behind_colon.then(|| self.value(last, depth + 1)).flatten()
    }

    fn name(&self, name: &Arc<str>, depth: u8) -> Option<PortValue> {
        let values = self.values(name);
        if values.is_empty() {
            return self.is_imported(name).then(|| PortValue::Setting(Arc::clone(name), None));
        }
        merged(values.iter().map(|value| self.value(value, depth + 1)))
    }

    fn member(&self, whole: &Expr, owner: &Expr, name: &Arc<str>, depth: u8) -> Option<PortValue> {
        if self.is_environment(owner) {
            return Some(PortValue::Env(Arc::clone(name), None));
        }
        if let Expr::Name(of, _) = owner {
            // `config.port` of an object in the same file.
            let objects = self.values(of).iter().filter_map(|value| match value {
                Expr::Map(pairs) => Some(pairs),
                _ => None,
            });
            let mut found = objects.filter_map(|pairs| entry(pairs, name));
            if let Some((_, value)) = found.next() {
                return self.value(value, depth + 1);
            }
            if matches!(&**of, "args" | "opts" | "options" | "arguments")
                && let Some(default) = self.option(name)
            {
                return self.value(default, depth + 1);
            }
        }
        let own = self.field(owner, name).and_then(|value| self.value(value, depth + 1));
        match own {
            Some(PortValue::Literal(number)) => Some(PortValue::Setting(dotted(whole)?, Some(number))),
            Some(other) => Some(other),
            None => dotted(whole).map(|path| PortValue::Setting(path, None)),
        }
    }

    /// The default of a field of a class in the same file.
    fn field(&self, owner: &Expr, name: &str) -> Option<&Expr> {
        let Expr::Name(of, _) = owner else { return None };
        let made = self.values(of).iter().find_map(|value| value.as_call()?.callee.last_name());
        let class = self.class(of).or_else(|| self.class(made?))?;
        class.body.iter().find_map(|statement| match statement {
            Stmt::Assign(assign) if assign.target.last_name() == Some(name) => assign.value.as_ref(),
            _ => None,
        })
    }

    fn call(&self, call: &Call, depth: u8) -> Option<PortValue> {
        let inner = |found: Option<&Expr>| self.value(found?, depth + 1);
        let called = call.callee.last_name().unwrap_or("");
        let full = self.full(&call.callee).unwrap_or_default();
        match full.as_str() {
            "fmt.Sprintf" => {
                let is_address = call
                    .positional(0)?
                    .as_str()?
                    .rsplit_once(':')
                    .is_some_and(|(_, rest)| matches!(rest, "%s" | "%d" | "%v") || rest.parse::<u16>().is_ok());
                let last = call.arguments.last().map(|it| &it.value);
                return if is_address { inner(last) } else { None };
            }
            "net.JoinHostPort" => return inner(call.positional(1)),
            "flag.Int" | "flag.String" | "flag.Uint" => return inner(call.positional(1)),
            _ => {}
        }
        // Conversions, and validators of defaults (`Field(default=8000)`, `Field(8000)`).
        if matches!(
            called,
            "int"
                | "str"
                | "Number"
                | "parseInt"
                | "String"
                | "Itoa"
                | "Atoi"
                | "toString"
                | "Field"
                | "Argument"
                | "normalizePort"
        ) && let Some(first) = call.keyword("default").or_else(|| call.positional(0))
        {
            return inner(Some(first));
        }
        if let Some(key) = call.positional(0).and_then(Expr::as_str).filter(|key| is_key(key)) {
            let rest = call.arguments.iter().skip(1).filter(|it| it.name.is_none()).map(|it| &it.value);
            let given = call.keyword("default").or_else(|| call.keyword("fallback")).into_iter().chain(rest);
            let fallback = given.filter_map(|value| match self.value(value, depth + 1)? {
                PortValue::Literal(number) => Some(number),
                _ => None,
            });
            return Some(PortValue::Env(Arc::from(key), fallback.into_iter().next()));
        }
        // What a configuration is asked for by a path of its own: `config.getOrThrow('app.port')`.
        if matches!(called, "get" | "getOrThrow")
            && let Some(path) = call.positional(0).and_then(Expr::as_str).filter(|path| is_setting(path))
        {
            let fallback = match inner(call.positional(1)) {
                Some(PortValue::Literal(number)) => Some(number),
                _ => None,
            };
            return Some(PortValue::Setting(Arc::from(path), fallback));
        }
        // `env.get("PORT").default("3000").asPortNumber()`
        let Expr::Attr(owner, method) = &call.callee else { return None };
        let made = matches!(&**owner, Expr::Call(_)).then(|| inner(Some(owner))).flatten()?;
        match (&made, inner(call.positional(0))) {
            (PortValue::Env(key, None), Some(PortValue::Literal(number)))
                if matches!(&**method, "default" | "orElse" | "or" | "getOrElse") =>
            {
                Some(PortValue::Env(Arc::clone(key), Some(number)))
            }
            _ => Some(made),
        }
    }

    fn is_environment(&self, found: &Expr) -> bool {
        let name = self.full(found).unwrap_or_default();
        ["process.env", "import.meta.env", "Bun.env", "os.environ"].contains(&name.as_str())
    }
}

/// What several values say together: a key wins over settings and numbers, which become what it falls back on.
fn merged(values: impl IntoIterator<Item = Option<PortValue>>) -> Option<PortValue> {
    let mut named: Option<PortValue> = None;
    let mut numbers: Vec<u16> = Vec::new();
    for value in values.into_iter().flatten() {
        match value {
            PortValue::Literal(number) | PortValue::Default(number) => numbers.push(number),
            PortValue::Env(..) if !matches!(named, Some(PortValue::Env(..))) => named = Some(value),
            PortValue::Env(_, Some(number)) => numbers.push(number),
            PortValue::Setting(..) if named.is_none() => named = Some(value),
            PortValue::Env(..)
            | PortValue::Setting(..)
            | PortValue::Named(..)
            | PortValue::Layer(_)
            | PortValue::Unknown => {}
        }
    }
    numbers.dedup();
    let number = match numbers.as_slice() {
        [only] => Some(*only),
        _ => None,
    };
    match named {
        Some(PortValue::Env(key, own)) => Some(PortValue::Env(key, own.or(number))),
        Some(PortValue::Setting(path, own)) => Some(PortValue::Setting(path, own.or(number))),
        _ => number.map(PortValue::Literal),
    }
}

fn dotted(found: &Expr) -> Option<Arc<str>> {
    found.dotted().map(Arc::from)
}

/// A port that a program can be told to listen on.
pub(super) fn port(number: i64) -> Option<u16> {
    u16::try_from(number).ok().filter(|port| *port > 0)
}

/// `:8080`, `0.0.0.0:8080`, `[::]:8080`, `8080`.
pub(super) fn of_address(text: &str) -> Option<u16> {
    let text = text.trim();
    let digits = text.rsplit_once(':').map_or(text, |(_, digits)| digits);
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten().filter(|port| *port > 0)
}

/// As paths of settings are written that hold a port.
fn is_setting(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
        && is_port_name(text.rsplit('.').next().unwrap_or(text))
}

/// `port`, `httpPort`, `http_port`; no `support`.
pub(super) fn is_port_name(name: &str) -> bool {
    name.eq_ignore_ascii_case("port") || ["Port", "_port", "-port", "_PORT"].iter().any(|ending| name.ends_with(ending))
}

/// As env keys are written.
fn is_key(text: &str) -> bool {
    text.len() > 2
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
        && text.starts_with(|first: char| first.is_ascii_uppercase())
}
