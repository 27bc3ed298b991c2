//! What Python's own library does to values, as far as routers are found, loaded and named by it.

use std::sync::Arc;

use model::RelPath;

use super::{Frame, Machine, paths};
use crate::{
    record::Arguments,
    value::{Holes, Value},
};

/// A parsed address: a method of its text, so to say.
pub(super) const URL: &str = "urlparse";

impl<'p> Machine<'p> {
    /// A function of Python's library, or of one that is as usual.
    pub(super) fn python_library(
        &mut self,
        name: &str,
        arguments: &Arguments<'p>,
        frame: &Frame<'p>,
    ) -> Option<Value<'p>> {
        let first = || arguments.positional().next().cloned();
        match name {
            "importlib.import_module" => {
                let module = first()?.text()?;
                // Relative names are relative to the package that is given.
                match self.program.resolve(frame.file, &module) {
                    crate::Resolved::File(file) => Some(Value::Module(file)),
                    crate::Resolved::Folder(folder) => Some(Value::Folder(folder)),
                    crate::Resolved::External(name) => Some(Value::External(name)),
                }
            }
            "dict" => Some(Value::map(
                arguments
                    .0
                    .iter()
                    .filter_map(|(name, value)| Some((Value::Str(name.clone()?), value.clone())))
                    .collect(),
            )),
            "pydantic.Field" | "pydantic.fields.Field" | "dataclasses.field" => {
                arguments.get(0, "default").cloned().filter(|value| !matches!(value, Value::Unknown(_)))
            }
            "zip" => {
                let lists: Vec<Vec<Value<'p>>> = arguments.positional().map(Value::elements).collect();
                let length = lists.iter().map(Vec::len).min().unwrap_or(0);
                let row = |at: usize| Value::list(lists.iter().map(|list| list[at].clone()).collect());
                Some(Value::list((0..length).map(row).collect()))
            }
            "os.getenv" | "os.environ.get" => {
                arguments.get(1, "default").cloned().filter(|value| !matches!(value, Value::Null))
            }
            "urllib.parse.urlparse" | "urllib.parse.urlsplit" => {
                let address = first().filter(|address| matches!(address, Value::Str(text) if !Holes::are_in(text)))?;
                Some(Value::Builtin(Box::new(address), Arc::from(URL)))
            }
            "pathlib.Path" | "os.path.abspath" | "os.path.realpath" | "str" => {
                Some(first()?).filter(|value| matches!(value, Value::Path(_) | Value::Str(_)))
            }
            "os.path.join" => arguments.positional().skip(1).try_fold(first()?, |path, part| paths::join(&path, part)),
            "importlib.util.spec_from_file_location" => match arguments.get(1, "location")? {
                Value::Path(path) => self.program.file(path).map(Value::Module),
                _ => None,
            },
            "importlib.util.module_from_spec" => first(),
            "os.listdir" => {
                let Some(Value::Path(folder)) = first() else { return None };
                let names = self.program.entries(&folder);
                Some(Value::list(names.iter().map(|entry| Value::str(entry.file_name())).collect()))
            }
            "list" | "set" | "tuple" | "sorted" | "reversed" => Some(match first() {
                Some(Value::List(values)) => {
                    let mut values = values.borrow().clone();
                    if name == "reversed" || matches!(arguments.keyword("reverse"), Some(Value::Bool(true))) {
                        values.reverse();
                    }
                    Value::list(values)
                }
                Some(other) => other,
                None => Value::list(Vec::new()),
            }),
            "pkgutil.iter_modules" | "pkgutil.walk_packages" => {
                let folders = arguments.get(0, "path")?.elements();
                let prefix = arguments.get(1, "prefix").and_then(Value::text).unwrap_or_default();
                let is_deep = name.ends_with("walk_packages");
                let mut found = Vec::new();
                for folder in &folders {
                    if let Value::Path(folder) = folder {
                        self.modules_in(folder, &prefix, is_deep, &mut found);
                    }
                }
                Some(Value::list(found))
            }
            "getattr" => {
                let name = arguments.positional().nth(1)?.text()?;
                match (self.attribute(&first()?, &name, frame), arguments.positional().nth(2)) {
                    (Value::Unknown(_), Some(default)) => Some(default.clone()),
                    (found, _) => Some(found),
                }
            }
            "enumerate" => {
                let elements = first()?.elements().into_iter().zip(0..);
                Some(Value::list(elements.map(|(value, at)| Value::list(vec![Value::Int(at), value])).collect()))
            }
            _ => None,
        }
    }

    /// Modules as `pkgutil` lists them: `(finder, name, ispkg)`.
    fn modules_in(&self, folder: &RelPath, prefix: &str, is_deep: bool, out: &mut Vec<Value<'p>>) {
        for entry in self.program.entries(folder) {
            let file = entry.file_name().strip_suffix(".py").filter(|name| *name != "__init__");
            let is_package =
                file.is_none() && entry.join("__init__.py").is_ok_and(|it| self.program.file(&it).is_some());
            let Some(name) = file.or_else(|| is_package.then(|| entry.file_name())) else { continue };
            let full = format!("{prefix}{name}");
            let finder = Value::Unknown(Arc::from("finder"));
            out.push(Value::list(vec![finder, Value::str(full.as_str()), Value::Bool(is_package)]));
            if is_package && is_deep {
                self.modules_in(&entry, &format!("{full}."), is_deep, out);
            }
        }
    }
}

/// A part of a parsed address (`urlparse(address).path`).
pub(super) fn url_part<'p>(address: &Value<'p>, name: &str) -> Option<Value<'p>> {
    let Value::Str(text) = address else { return None };
    let (scheme, rest) = text.split_once("://").unwrap_or(("", text));
    let (place, path) =
        if scheme.is_empty() { ("", rest) } else { rest.split_at(rest.find('/').unwrap_or(rest.len())) };
    Some(Value::str(match name {
        "scheme" => scheme,
        "netloc" => place,
        "path" => path.split(['?', '#']).next().unwrap_or(path),
        _ => return None,
    }))
}
