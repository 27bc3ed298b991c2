//! Routes of NestJS: the controllers of the modules that the root module reaches, under the prefixes of the application.

mod config;
mod module;
mod prefix;

use model::{Endpoint, Method, Place};
use syntax::ir::{Expr, Stmt};
use trace::{ClassValue, FileId, Machine, ObjectId, Origin, Settings, Value};

use self::{
    config::Config,
    module::Modules,
    prefix::{Prefixes, Versions},
};
use crate::routes::{
    RouteContext, RouteReader, endpoint,
    path::{colons, texts},
};

pub(in crate::frameworks) static ROUTES: RouteReader =
    RouteReader { settings: Settings { is_claimed, enters: |_| false }, marks: &["@nestjs/"], paths: None, read };

const CREATE: &str = "@nestjs/core.NestFactory.create";
const VERBS: [(&str, &str); 9] = [
    ("Get", "GET"),
    ("Post", "POST"),
    ("Put", "PUT"),
    ("Delete", "DELETE"),
    ("Patch", "PATCH"),
    ("Options", "OPTIONS"),
    ("Head", "HEAD"),
    ("Sse", "GET"),
    ("All", ""),
];

fn is_claimed(name: &str) -> bool {
    match common(name) {
        Some(name) => {
            matches!(name, "Controller" | "Module" | "Version" | "applyDecorators" | "forwardRef")
                || VERBS.iter().any(|(verb, _)| *verb == name)
        }
        None => matches!(
            name,
            config::REGISTER
                | config::LOAD
                | CREATE
                | "@nestjs/core.RouterModule.register"
                | "@nestjs/core.RouterModule.forRoutes"
        ),
    }
}

/// A name of the common package, from wherever in it: `@nestjs/common.Get`, `@nestjs/common/decorators.Get`.
fn common(name: &str) -> Option<&str> {
    let rest = name.strip_prefix("@nestjs/common")?;
    match rest.strip_prefix('.') {
        Some(name) => Some(name),
        None => rest.strip_prefix('/')?.rsplit_once('.').map(|(_, name)| name),
    }
}

fn read(machine: &mut Machine<'_>, files: &[FileId], _: &RouteContext) -> Vec<Endpoint> {
    let config = Config::of(machine, files);
    let mut out = Vec::new();
    let mut reached = Vec::new();
    for app in apps(machine) {
        let prefixes = Prefixes::of(machine, app, &config);
        let Origin::Called { arguments, .. } = &machine.record().object(app).origin else { continue };
        let Some(root) = arguments.positional().next().cloned() else { continue };
        let mut modules = Modules::default();
        modules.visit(machine, &root, 0);
        for (module, controller) in modules.controllers() {
            controller_routes(machine, controller, &modules.path_of(*module), Some(&prefixes), &mut out);
            reached.push(std::ptr::from_ref(controller.class));
        }
    }
    for file in files {
        for statement in &machine.program().unit(*file).module.body {
            let Stmt::Class(class) = statement else { continue };
            if reached.contains(&std::ptr::from_ref(&**class)) {
                continue;
            }
            if let Some(Value::Class(class)) = machine.global(*file, &class.name) {
                controller_routes(machine, &class, "", None, &mut out);
            }
        }
    }
    out
}

/// The applications that answer. One that is made of a module to be asked or described, while another of the same module
/// listens, does not.
fn apps(machine: &Machine<'_>) -> Vec<ObjectId> {
    let record = machine.record();
    let root = |id: ObjectId| match &record.object(id).origin {
        Origin::Called { arguments, .. } => match arguments.positional().next() {
            Some(Value::Class(class)) => Some(std::ptr::from_ref(class.class)),
            _ => None,
        },
        _ => None,
    };
    let listens = |id: ObjectId| {
        record.object(id).calls.iter().any(|call| matches!(&*call.method, "listen" | "init" | "getHttpAdapter"))
    };
    let all: Vec<ObjectId> = record.iter().map(|(id, _)| id).filter(|id| record.callee(*id) == Some(CREATE)).collect();
    let served: Vec<_> = all.iter().copied().filter(|id| listens(*id)).filter_map(root).collect();
    let answers = |id: &ObjectId| listens(*id) || !root(*id).is_some_and(|root| served.contains(&root));
    all.iter().copied().filter(answers).collect()
}

/// The library's decorators on a class or a method, those inside `applyDecorators` and the program's own too.
fn decorators<'p>(
    machine: &mut Machine<'p>,
    class: &std::rc::Rc<ClassValue<'p>>,
    expressions: &'p [Expr],
) -> Vec<(ObjectId, Place)> {
    let mut out = Vec::new();
    for expression in expressions {
        let Expr::Call(call) = expression else { continue };
        let place = Place::new(machine.program().unit(class.file).path.clone(), call.range);
        let value = machine.value_on(class, expression);
        flatten(machine, &value, &mut |id| out.push((id, place.clone())), 0);
    }
    out
}

fn flatten(machine: &Machine<'_>, value: &Value<'_>, found: &mut dyn FnMut(ObjectId), depth: u8) {
    let Value::Object(id) = value else { return };
    if let Origin::Called { callee, arguments } = &machine.record().object(*id).origin {
        if common(callee) == Some("applyDecorators") && depth < 8 {
            arguments.0.iter().for_each(|(_, inner)| flatten(machine, inner, found, depth + 1));
            return;
        }
        found(*id);
    }
}

/// The decorator's name and its first argument.
fn decorator<'p>(machine: &Machine<'p>, id: ObjectId) -> Option<(String, Option<Value<'p>>)> {
    let Origin::Called { callee, arguments } = &machine.record().object(id).origin else { return None };
    let name = common(callee)?.to_owned();
    Some((name, arguments.positional().next().cloned()))
}

/// The routes of a controller; without prefixes it is one that nobody mounts.
fn controller_routes<'p>(
    machine: &mut Machine<'p>,
    class: &std::rc::Rc<ClassValue<'p>>,
    module_path: &str,
    prefixes: Option<&Prefixes>,
    out: &mut Vec<Endpoint>,
) {
    let found = decorators(machine, class, &class.class.decorators);
    let mut arguments = found.into_iter().filter_map(|(id, _)| decorator(machine, id));
    let Some((_, options)) = arguments.find(|(name, _)| name == "Controller") else { return };
    let is_options = matches!(options, Some(Value::Map(_)));
    let field = |name: &str| options.as_ref().and_then(|options| options.get(name));
    let paths = if is_options { texts(field("path").as_ref()) } else { texts(options.as_ref()) };
    let paths = if paths.is_empty() { vec![String::new()] } else { paths };
    let version = field("version").map(|value| Versions::of(&value));
    let mut seen = Vec::new();
    for method in methods(machine, class, &mut seen, 0) {
        for own in &method.paths {
            let version = method.version.as_ref().or(version.as_ref());
            for controller in &paths {
                let parts = [module_path, controller, own];
                let full = match prefixes {
                    Some(prefixes) => prefixes.full(&parts, &method.verb, version),
                    None => vec![prefix::appended("", &parts)],
                };
                let handler = format!("{}.{}", class.class.name, method.name);
                out.extend(full.iter().map(|path| {
                    let path = colons(path);
                    endpoint(method.verb.clone(), &path, &method.place, Some(handler.clone()), prefixes.is_some())
                }));
            }
        }
    }
}

struct MethodRoutes {
    name: String,
    verb: Method,
    paths: Vec<String>,
    version: Option<Versions>,
    place: Place,
}

/// The decorated methods of a class and of what it inherits; a method that is written again hides the inherited one.
fn methods<'p>(
    machine: &mut Machine<'p>,
    class: &std::rc::Rc<ClassValue<'p>>,
    seen: &mut Vec<&'p str>,
    depth: u8,
) -> Vec<MethodRoutes> {
    let mut out = Vec::new();
    for statement in &class.class.body {
        let Stmt::Function(function) = statement else { continue };
        if seen.contains(&&*function.name) {
            continue;
        }
        seen.push(&function.name);
        let found = decorators(machine, class, &function.decorators);
        let named: Vec<_> = found.iter().filter_map(|(id, place)| Some((decorator(machine, *id)?, place))).collect();
        let version = named.iter().find(|((name, _), _)| name == "Version");
        let version = version.and_then(|((_, value), _)| value.as_ref()).map(Versions::of);
        // Decorators are applied from the last to the first, and the metadata keeps the last write.
        let route = named.iter().find_map(|((name, value), place)| {
            let (_, verb) = VERBS.iter().find(|(known, _)| known == name)?;
            Some((*verb, value, (*place).clone()))
        });
        let Some((verb, value, place)) = route else { continue };
        let paths = texts(value.as_ref());
        out.push(MethodRoutes {
            name: function.name.to_string(),
            verb: if verb.is_empty() { Method::Any } else { Method::Named(verb.into()) },
            paths: if paths.is_empty() { vec![String::new()] } else { paths },
            version,
            place,
        });
    }
    if depth < 16 {
        for base in &class.bases {
            if let Value::Class(base) = base {
                out.extend(methods(machine, base, seen, depth + 1));
            }
        }
    }
    out
}
