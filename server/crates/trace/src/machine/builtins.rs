//! What the languages' own libraries do to values, as far as paths and lists of routers need it.

use std::sync::Arc;

use super::{Frame, Machine, paths};
use crate::{
    record::Arguments,
    value::{Holes, Value},
};

impl<'p> Machine<'p> {
    /// A method of a list, map or string.
    pub(super) fn builtin(
        &mut self,
        owner: &Value<'p>,
        name: &str,
        arguments: &Arguments<'p>,
        frame: &Frame<'p>,
    ) -> Option<Value<'p>> {
        match owner {
            Value::List(values) => match name {
                "append" | "push" | "add" => {
                    values.borrow_mut().extend(arguments.positional().cloned());
                    Some(Value::Null)
                }
                "extend" => {
                    let more = arguments.positional().next()?.elements();
                    values.borrow_mut().extend(more);
                    Some(Value::Null)
                }
                "concat" => Some(Value::list(
                    values.borrow().iter().cloned().chain(arguments.positional().flat_map(Value::elements)).collect(),
                )),
                "forEach" | "map" | "flatMap" => {
                    let function = arguments.positional().next()?.clone();
                    let elements = values.borrow().clone();
                    let results = elements.into_iter().map(|element| self.apply(&function, element, frame));
                    let results: Vec<Value<'p>> = results.collect();
                    let flatten = |value: &Value<'p>| value.elements();
                    let is_flat = name == "flatMap";
                    Some(Value::list(if is_flat { results.iter().flat_map(flatten).collect() } else { results }))
                }
                "filter" | "values" | "flat" | "reverse" | "sort" => Some(owner.clone()),
                "join" => {
                    let separator =
                        arguments.positional().next().and_then(Value::text).unwrap_or_else(|| Arc::from(","));
                    let parts: Option<Vec<Arc<str>>> = values.borrow().iter().map(Value::text).collect();
                    Some(Value::str(parts?.join(&separator)))
                }
                _ => None,
            },
            Value::Map(pairs) => match name {
                "items" | "entries" => Some(Value::list(
                    pairs.borrow().iter().map(|(key, value)| Value::list(vec![key.clone(), value.clone()])).collect(),
                )),
                "values" => Some(Value::list(pairs.borrow().iter().map(|(_, value)| value.clone()).collect())),
                "keys" => Some(Value::list(pairs.borrow().iter().map(|(key, _)| key.clone()).collect())),
                // A comprehension over a dictionary is one over its keys.
                "map" | "flatMap" => {
                    let keys = Value::list(pairs.borrow().iter().map(|(key, _)| key.clone()).collect());
                    self.builtin(&keys, name, arguments, frame)
                }
                "update" => {
                    let given = arguments.positional().find_map(|other| match other {
                        Value::Map(others) => Some(others.borrow().clone()),
                        _ => None,
                    });
                    let named =
                        arguments.0.iter().filter_map(|(name, value)| Some((Value::Str(name.clone()?), value.clone())));
                    pairs.borrow_mut().extend(given.into_iter().flatten().chain(named));
                    Some(Value::Null)
                }
                "get" => owner
                    .get(&arguments.positional().next()?.text()?)
                    .or_else(|| arguments.positional().nth(1).cloned()),
                _ => None,
            },
            Value::Str(text) if Holes::are_in(text) && starts_or_ends(text, name, arguments).is_some() => None,
            Value::Str(text) => {
                let asked = starts_or_ends(text, name, arguments).map(Value::Bool);
                // JavaScript's `split` counts otherwise.
                let is_plain = arguments.0.len() < 2 || self.language(frame) == syntax::Language::Python;
                let parts = || split(text, name, arguments).filter(|_| is_plain);
                asked.or_else(parts).or_else(|| string_method(text, name, arguments))
            }
            Value::Path(path) => paths::method(self.program, path, name, arguments),
            _ => None,
        }
    }

    fn apply(&mut self, function: &Value<'p>, element: Value<'p>, frame: &Frame<'p>) -> Value<'p> {
        let place = self.place(frame.file, model::Range::default());
        self.call(function, Arguments(vec![(None, element)]), &place, frame).unwrap_or(Value::Null)
    }

    /// A function from outside that is not claimed.
    pub(super) fn library(&mut self, name: &str, arguments: &Arguments<'p>, frame: &Frame<'p>) -> Option<Value<'p>> {
        let first = || arguments.positional().next().cloned();
        match name {
            "require" | "import" => match self.program.resolve(frame.file, &first()?.text()?) {
                crate::Resolved::File(file) => Some(Value::Module(file)),
                crate::Resolved::Folder(folder) => Some(Value::Folder(folder)),
                crate::Resolved::External(name) => Some(Value::External(name)),
            },
            "super" => self.inherited(frame),
            // Go has no expression for it: libraries have `Ternary(test, then, otherwise)`.
            _ if name.ends_with(".Ternary") && arguments.0.len() == 3 => {
                let mut given = arguments.positional().cloned();
                let (test, then, otherwise) = (given.next()?, given.next()?, given.next()?);
                Some(match test.truth() {
                    Some(is_true) => {
                        if is_true {
                            then
                        } else {
                            otherwise
                        }
                    }
                    None => then.either(otherwise, name),
                })
            }
            "new" => {
                let place = self.place(frame.file, model::Range::default());
                self.call(&first()?, Arguments::default(), &place, frame)
            }
            "make" => match first()? {
                Value::Unknown(kind) if kind.starts_with("[]") => Some(Value::list(Vec::new())),
                Value::Unknown(kind) if kind.starts_with("map[") => Some(Value::map(Vec::new())),
                Value::List(_) => Some(Value::list(Vec::new())),
                _ => None,
            },
            "append" => match first()? {
                Value::List(values) => {
                    values.borrow_mut().extend(arguments.positional().skip(1).cloned());
                    Some(Value::List(values))
                }
                Value::Null => Some(Value::list(arguments.positional().skip(1).cloned().collect())),
                _ => None,
            },
            "copy" => match (first()?, arguments.positional().nth(1)?) {
                (Value::List(into), Value::List(from)) if into.borrow().is_empty() => {
                    let values = from.borrow().clone();
                    into.borrow_mut().extend(values);
                    Some(Value::Null)
                }
                _ => None,
            },
            "Object.entries" | "Object.values" | "Object.keys" => {
                let method = name.rsplit('.').next().unwrap_or_default();
                self.builtin(&first()?, method, arguments, frame)
            }
            "path.join" | "path.resolve" | "node:path.join" | "node:path.resolve"
                if matches!(first(), Some(Value::Path(_))) =>
            {
                arguments.positional().skip(1).try_fold(first()?, |path, part| paths::join(&path, part))
            }
            // `fileURLToPath(import.meta.url)`.
            "url.fileURLToPath" | "node:url.fileURLToPath" => first(),
            // `join(import.meta.url, …)`: from the folder of the file.
            "desm.join" => {
                let Value::Path(file) = first()? else { return None };
                arguments
                    .positional()
                    .skip(1)
                    .try_fold(Value::Path(file.parent()?), |path, part| paths::join(&path, part))
            }
            "path.join" | "path.posix.join" | "node:path.join" | "path.Join" | "net/url.JoinPath" => {
                let parts: Option<Vec<Arc<str>>> = arguments.positional().map(Value::text).collect();
                Some(Value::str(join_path(&parts?)))
            }
            "fmt.Sprintf" => sprintf(arguments),
            // A conversion.
            "net/http.HandlerFunc" => first(),
            "strings.HasPrefix" | "strings.HasSuffix" => {
                let (text, end) = (first()?.text()?, arguments.positional().nth(1)?.text()?);
                let is_known = |text: &str| !text.contains(Holes::START);
                let holds = if name.ends_with("Prefix") { text.starts_with(&*end) } else { text.ends_with(&*end) };
                Some(Value::Bool(holds)).filter(|_| is_known(&text) && is_known(&end))
            }
            "strings.TrimSuffix" | "strings.TrimPrefix" | "strings.TrimRight" | "strings.TrimLeft" => {
                let (text, cut) = (first()?.text()?, arguments.positional().nth(1)?.text()?);
                let trimmed = if name.ends_with("Suffix") || name.ends_with("Right") {
                    text.strip_suffix(&*cut)
                } else {
                    text.strip_prefix(&*cut)
                };
                Some(Value::str(trimmed.unwrap_or(&text)))
            }
            "os.path.dirname" | "path.dirname" | "node:path.dirname" => match first()? {
                Value::Path(path) => path.parent().map(Value::Path),
                _ => None,
            },
            _ => self.python_library(name, arguments, frame),
        }
    }
}

fn string_method<'p>(text: &Arc<str>, name: &str, arguments: &Arguments<'p>) -> Option<Value<'p>> {
    let argument = |index: usize| arguments.positional().nth(index).and_then(Value::text);
    let set = |index: usize| argument(index).map_or_else(|| vec![' ', '\n', '\t'], |chars| chars.chars().collect());
    Some(Value::str(match name {
        "strip" | "trim" => text.trim_matches(set(0).as_slice()).to_owned(),
        "rstrip" | "trimEnd" => text.trim_end_matches(set(0).as_slice()).to_owned(),
        "lstrip" | "trimStart" => text.trim_start_matches(set(0).as_slice()).to_owned(),
        "lower" | "toLowerCase" => text.to_lowercase(),
        "upper" | "toUpperCase" => text.to_uppercase(),
        "removeprefix" => text.strip_prefix(&*argument(0)?).unwrap_or(text).to_owned(),
        "removesuffix" => text.strip_suffix(&*argument(0)?).unwrap_or(text).to_owned(),
        "replace" => text.replace(&*argument(0)?, &argument(1)?),
        "concat" => arguments.positional().filter_map(Value::text).fold(text.to_string(), |all, part| all + &part),
        "toString" => text.to_string(),
        "format" => format(text, arguments)?,
        "__mod__" => {
            let values = arguments.positional().next()?.elements();
            let given = std::iter::once(Value::Str(Arc::clone(text))).chain(values).map(|value| (None, value));
            return sprintf(&Arguments(given.collect()));
        }
        "join" => {
            let parts: Option<Vec<Arc<str>>> =
                arguments.positional().next()?.elements().iter().map(Value::text).collect();
            parts?.join(text)
        }
        _ => return None,
    }))
}

/// Whether a text begins or ends with another.
fn starts_or_ends(text: &str, name: &str, arguments: &Arguments<'_>) -> Option<bool> {
    let Some(Value::Str(part)) = arguments.positional().next() else { return None };
    match name {
        "startswith" | "startsWith" => Some(text.starts_with(&**part)),
        "endswith" | "endsWith" => Some(text.ends_with(&**part)),
        _ => None,
    }
}

/// The parts of a text between separators.
fn split<'p>(text: &str, name: &str, arguments: &Arguments<'p>) -> Option<Value<'p>> {
    let separator = arguments.positional().next()?.text().filter(|it| !it.is_empty())?;
    let most = match arguments.get(1, "maxsplit") {
        Some(Value::Int(most)) => usize::try_from(*most).ok()?.saturating_add(1),
        _ => usize::MAX,
    };
    let parts: Vec<&str> = match name {
        "split" => text.splitn(most, &*separator).collect(),
        "rsplit" => text.rsplitn(most, &*separator).collect::<Vec<_>>().into_iter().rev().collect(),
        _ => return None,
    };
    Some(Value::list(parts.into_iter().map(Value::str).collect()))
}

/// Python's `"{}/{name}".format(…)`.
fn format(text: &str, arguments: &Arguments<'_>) -> Option<String> {
    let (mut out, mut rest, mut next) = (String::new(), text, 0);
    while let Some((before, after)) = rest.split_once('{') {
        let (field, tail) = after.split_once('}')?;
        let value = match field.parse::<usize>() {
            Ok(index) => arguments.positional().nth(index),
            Err(_) if field.is_empty() => arguments.positional().nth(next),
            Err(_) => arguments.keyword(field),
        };
        next += usize::from(field.is_empty());
        out.push_str(before);
        out.push_str(&value.and_then(Value::text).unwrap_or_else(|| Arc::from(Holes::of(field))));
        rest = tail;
    }
    out.push_str(rest);
    Some(out)
}

/// Go's `fmt.Sprintf` with `%s`, `%v` and `%d`.
fn sprintf<'p>(arguments: &Arguments<'p>) -> Option<Value<'p>> {
    let mut values = arguments.positional();
    let pattern = values.next()?.text()?;
    let (mut out, mut rest) = (String::new(), &*pattern);
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let verb = after.chars().next()?;
        match verb {
            '%' => out.push('%'),
            's' | 'v' | 'd' => out.push_str(&values.next()?.text()?),
            _ => return None,
        }
        rest = &after[verb.len_utf8()..];
    }
    out.push_str(rest);
    Some(Value::str(out))
}

fn join_path(parts: &[Arc<str>]) -> String {
    let is_absolute = parts.first().is_some_and(|part| part.starts_with('/'));
    let inner: Vec<&str> =
        parts.iter().flat_map(|part| part.split('/')).filter(|part| !part.is_empty() && *part != ".").collect();
    format!("{}{}", if is_absolute { "/" } else { "" }, inner.join("/"))
}
