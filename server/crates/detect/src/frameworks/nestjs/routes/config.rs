//! What an application asks its configuration for, as far as the program says it: namespaces of `registerAs`, functions that
//! `ConfigModule.forRoot` loads, and defaults that are given along.

use trace::{Arguments, FileId, Machine, ObjectId, Origin, Value};

pub(super) const REGISTER: &str = "@nestjs/config.registerAs";
pub(super) const LOAD: &str = "@nestjs/config.ConfigModule.forRoot";
const SERVICE: &str = "@nestjs/config.ConfigService";

/// What the program's configuration functions return.
pub(super) struct Config<'p> {
    file: Option<FileId>,
    /// Each with the namespace that it stands under; `None` at the top.
    loaded: Vec<(Option<String>, Value<'p>)>,
}

impl<'p> Config<'p> {
    /// Runs the configuration functions. `files`: where the run started.
    pub(super) fn of(machine: &mut Machine<'p>, files: &[FileId]) -> Self {
        let made = machine.record().iter().filter_map(|(_, object)| match &object.origin {
            Origin::Called { callee, arguments } if matches!(&**callee, REGISTER | LOAD) => Some(arguments.clone()),
            _ => None,
        });
        let made: Vec<Arguments<'p>> = made.collect();
        let mut loaded = Vec::new();
        for arguments in made {
            let mut given = arguments.positional();
            match (given.next(), given.next()) {
                (Some(name @ Value::Str(_)), Some(function)) => {
                    let name = name.text().map(|name| name.to_string());
                    loaded.extend(machine.result_of(function, Arguments::default()).map(|value| (name, value)));
                }
                (Some(options), _) => {
                    for function in options.get("load").map(|list| list.elements()).unwrap_or_default() {
                        loaded.extend(machine.result_of(&function, Arguments::default()).map(|value| (None, value)));
                    }
                }
                (None, _) => {}
            }
        }
        Self { file: files.first().copied(), loaded }
    }

    /// The value itself, or what the configuration says when it was asked for it.
    pub(super) fn known(&self, machine: &mut Machine<'p>, value: &Value<'p>) -> Value<'p> {
        let Some((key, default)) = value.object().and_then(|id| asked(machine, id)) else { return value.clone() };
        let mut found = self.loaded.iter().filter_map(|(namespace, loaded)| {
            let path = match namespace {
                Some(namespace) => key.strip_prefix(&**namespace)?.strip_prefix('.')?,
                None => &key,
            };
            let step = |value: Value<'p>, name: &str| Some(machine.member_of(&value, name, self.file?));
            path.split('.').try_fold(loaded.clone(), step).filter(|value| matches!(value, Value::Str(_)))
        });
        found.next().or(default).unwrap_or_else(|| value.clone())
    }
}

/// The key and the default of `app.get(ConfigService).get("key", "default")`.
fn asked<'p>(machine: &Machine<'p>, id: ObjectId) -> Option<(String, Option<Value<'p>>)> {
    let record = machine.record();
    let Origin::Result { of, method, arguments } = &record.object(id).origin else { return None };
    let Origin::Result { method: resolved, arguments: asked_for, .. } = &record.object(*of).origin else { return None };
    let is_service = |value: &Value<'p>| match value {
        Value::External(name) => &**name == SERVICE,
        Value::Class(class) => class.inherits(&|name| name == SERVICE),
        _ => false,
    };
    let is_asked = matches!(&**method, "get" | "getOrThrow") && matches!(&**resolved, "get" | "resolve");
    (is_asked && asked_for.positional().next().is_some_and(is_service)).then_some(())?;
    let mut given = arguments.positional();
    let Value::Str(key) = given.next()? else { return None };
    Some((key.to_string(), given.next().filter(|value| matches!(value, Value::Str(_))).cloned()))
}
