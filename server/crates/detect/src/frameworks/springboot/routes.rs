//! Routes of Spring: mappings on classes and methods, what they inherit, and routes made by functions.

mod dsl;
mod functional;
mod mapping;

use std::{rc::Rc, sync::Arc};

use model::{Endpoint, Method, Place};
use syntax::ir::{Expr, Stmt};
use trace::{ClassValue, FileId, Machine, Settings, Value};

use self::mapping::Mapping;
use crate::routes::{
    GeneratedMethod, RouteContext, RouteReader, endpoint,
    path::{braces, join},
};

pub(in crate::frameworks) static ROUTES: RouteReader = RouteReader {
    settings: Settings {
        is_claimed: functional::is_claimed,
        enters: |method| matches!(method, "path" | "nest" | "add"),
    },
    marks: &["org.springframework."],
    paths: None,
    read,
};

/// Classes above classes; deeper is a cycle.
const DEPTH: u8 = 30;

fn read(machine: &mut Machine<'_>, files: &[FileId], context: &RouteContext) -> Vec<Endpoint> {
    let base = base_path(context);
    let scanned = scanned_packages(machine, files);
    let mut out = Vec::new();
    for file in files {
        let package = machine.program().unit(*file).module.package.as_deref().unwrap_or_default();
        let is_within = |known: &String| {
            package == known || package.strip_prefix(known.as_str()).is_some_and(|rest| rest.starts_with('.'))
        };
        let is_mounted = scanned.is_empty() || scanned.iter().any(is_within);
        for statement in &machine.program().unit(*file).module.body {
            let Stmt::Class(class) = statement else { continue };
            if let Some(Value::Class(class)) = machine.global(*file, &class.name) {
                with_inner(machine, &class, &mut |machine, class| {
                    let mut reader = Reader { machine, context, base: &base, is_mounted, out: &mut out };
                    reader.controller(class);
                    functional::read(&mut reader, class);
                    dsl::read_class(&mut reader, class);
                });
            }
        }
        dsl::read_file(&mut Reader { machine, context, base: &base, is_mounted, out: &mut out }, *file);
    }
    out
}

/// The class and those in it.
fn with_inner<'p>(
    machine: &mut Machine<'p>,
    class: &Rc<ClassValue<'p>>,
    found: &mut dyn FnMut(&mut Machine<'p>, &Rc<ClassValue<'p>>),
) {
    found(machine, class);
    for statement in &class.class.body {
        if let Stmt::Class(inner) = statement
            && let Value::Class(inner) = machine.member_of(&Value::Class(Rc::clone(class)), &inner.name, class.file)
        {
            with_inner(machine, &inner, found);
        }
    }
}

/// What stands before every path by the application's settings.
fn base_path(context: &RouteContext) -> String {
    let keys = ["server.servlet.context-path", "server.servlet.contextPath"];
    let servlet = ["spring.mvc.servlet.path", "spring.webflux.base-path"];
    let first = |keys: [&str; 2]| keys.iter().find_map(|key| context.setting(key)).unwrap_or_default().to_owned();
    let resolved = |path: String| mapping::resolved(&path, context);
    let path = join(&join(&context.base_path, &resolved(first(keys))), &resolved(first(servlet)));
    path.trim_end_matches('/').to_owned()
}

/// Packages in which the applications look for controllers; empty when no application is in sight. What a library has looked
/// through says nothing of what the applications that take it in look through.
fn scanned_packages(machine: &mut Machine<'_>, files: &[FileId]) -> Vec<String> {
    let (mut out, mut has_application) = (Vec::new(), false);
    for file in files {
        let module = &machine.program().unit(*file).module;
        for statement in &module.body {
            let Stmt::Class(class) = statement else { continue };
            for annotation in &class.decorators {
                let (name, call) = named(annotation);
                has_application |=
                    matches!(name, Some("SpringBootApplication" | "EnableAutoConfiguration" | "EnableWebMvc"));
                let is_scan = matches!(name, Some("SpringBootApplication" | "ComponentScan"));
                if !is_scan {
                    continue;
                }
                let keys = ["scanBasePackages", "basePackages", "value"];
                let given =
                    call.and_then(|call| keys.iter().find_map(|key| call.keyword(key)).or_else(|| call.positional(0)));
                match given {
                    Some(given) => {
                        let value = machine.value_in(*file, given);
                        out.extend(value.elements().iter().filter_map(Value::text).map(|text| text.to_string()));
                    }
                    None => out.extend(module.package.as_deref().map(str::to_owned)),
                }
            }
        }
    }
    if has_application { out } else { Vec::new() }
}

/// An annotation's name and its call.
fn named(annotation: &Expr) -> (Option<&str>, Option<&syntax::ir::Call>) {
    match annotation.as_call() {
        Some(call) => (call.callee.last_name(), Some(call)),
        None => (annotation.last_name(), None),
    }
}

struct Reader<'m, 'p> {
    machine: &'m mut Machine<'p>,
    context: &'m RouteContext,
    base: &'m str,
    is_mounted: bool,
    out: &'m mut Vec<Endpoint>,
}

impl<'p> Reader<'_, 'p> {
    fn controller(&mut self, class: &Rc<ClassValue<'p>>) {
        if !self.is_controller(class, 0) {
            return;
        }
        let outer = self.type_mapping(class, 0).unwrap_or_default();
        let mut seen = Vec::new();
        self.methods(class, class, &outer, &mut seen, 0);
        self.generated(class, &outer, &seen);
    }

    /// The mappings of interfaces that the build makes of a description: they stand in no file of the workspace.
    fn generated(&mut self, class: &Rc<ClassValue<'p>>, outer: &Mapping, seen: &[(&'p str, usize)]) {
        let made: Vec<GeneratedMethod> = class
            .bases
            .iter()
            .filter_map(|base| match base {
                Value::External(name) => self.context.generated.get(&**name),
                _ => None,
            })
            .flatten()
            .filter(|it| !seen.iter().any(|(name, _)| *name == &*it.name))
            .cloned()
            .collect();
        for it in made {
            let own = class.class.body.iter().find_map(|statement| match statement {
                Stmt::Function(function) if function.name == it.name => Some(function.range),
                _ => None,
            });
            let range = own.unwrap_or(class.class.range);
            let place = Place::new(self.machine.program().unit(class.file).path.clone(), range);
            let name = if it.name.is_empty() { "{?}" } else { &*it.name };
            let handler = format!("{}.{name}", class.class.name);
            for first in outer.paths_or_none() {
                let path = join(&join("", first), &it.path);
                self.route(&path, &[Method::Named(Arc::clone(&it.method))], &place, &handler);
            }
        }
    }

    /// Whether the class says so itself, or by an annotation of the program that does.
    fn is_controller(&mut self, class: &Rc<ClassValue<'p>>, depth: u8) -> bool {
        class.class.decorators.iter().any(|annotation| match named(annotation).0 {
            Some("RestController" | "Controller") => true,
            _ if depth > 3 => false,
            _ => {
                let callee = annotation.as_call().map_or(annotation, |call| &call.callee);
                match self.machine.value_on(class, callee) {
                    Value::Class(meta) => self.is_controller(&meta, depth + 1),
                    _ => false,
                }
            }
        })
    }

    /// The mapping on a class, else on what it inherits.
    fn type_mapping(&mut self, class: &Rc<ClassValue<'p>>, depth: u8) -> Option<Mapping> {
        let own = self.mapping(class, &class.class.decorators, true);
        own.or_else(|| bases(class, depth).find_map(|base| self.type_mapping(&base, depth + 1)))
    }

    fn mapping(&mut self, class: &Rc<ClassValue<'p>>, annotations: &'p [Expr], of_type: bool) -> Option<Mapping> {
        annotations.iter().find_map(|annotation| {
            let read = Mapping::read(self.machine, class, annotation);
            // On methods only what is called like one is looked up: most annotations there say other things.
            let may_be_composed = of_type || named(annotation).0.is_some_and(|name| name.ends_with("Mapping"));
            let composed = |machine: &mut Machine<'p>| Mapping::composed(machine, class, annotation, 0);
            let mut found = read.or_else(|| may_be_composed.then(|| composed(self.machine)).flatten())?;
            found.paths.iter_mut().for_each(|path| *path = mapping::resolved(path, self.context));
            Some(found)
        })
    }

    /// The mapped methods of a class and of what it inherits. A method that is written again keeps the mapping of the one it
    /// overrides unless it has its own.
    fn methods(
        &mut self,
        controller: &Rc<ClassValue<'p>>,
        class: &Rc<ClassValue<'p>>,
        outer: &Mapping,
        seen: &mut Vec<(&'p str, usize)>,
        depth: u8,
    ) {
        let mut mapped = Vec::new();
        for statement in &class.class.body {
            let (name, parameters, annotations) = match statement {
                Stmt::Function(function) => (&*function.name, function.parameters.len(), &function.decorators),
                // Kotlin: a property whose getter is mapped.
                Stmt::Assign(property) => (property.target.last_name().unwrap_or_default(), 0, &property.decorators),
                _ => continue,
            };
            if let Some(found) = self.mapping(class, annotations, false)
                && !seen.contains(&(name, parameters))
            {
                mapped.push((name, parameters));
                self.push(controller, class, name, outer, &found);
            }
        }
        seen.extend(mapped);
        for base in bases(class, depth) {
            self.methods(controller, &base, outer, seen, depth + 1);
        }
    }

    fn push(
        &mut self,
        controller: &Rc<ClassValue<'p>>,
        class: &Rc<ClassValue<'p>>,
        name: &str,
        outer: &Mapping,
        own: &Mapping,
    ) {
        let place = Place::new(self.machine.program().unit(class.file).path.clone(), own.range);
        let mut methods: Vec<Method> = outer.methods.iter().chain(&own.methods).cloned().collect();
        methods.dedup();
        let handler = format!("{}.{name}", controller.class.name);
        for first in outer.paths_or_none() {
            for second in own.paths_or_none() {
                self.route(&join(&join("", first), second), &methods, &place, &handler);
            }
        }
    }

    fn route(&mut self, path: &str, methods: &[Method], place: &Place, handler: &str) {
        let path = braces(&join(self.base, path));
        let path =
            if path.starts_with('/') || path.starts_with(trace::Holes::START) { path } else { format!("/{path}") };
        let any = [Method::Any];
        let methods = if methods.is_empty() { &any } else { methods };
        let one = |method: &Method| endpoint(method.clone(), &path, place, Some(handler.to_owned()), self.is_mounted);
        self.out.extend(methods.iter().map(one));
    }
}

fn bases<'c, 'p>(class: &'c Rc<ClassValue<'p>>, depth: u8) -> impl Iterator<Item = Rc<ClassValue<'p>>> + use<'c, 'p> {
    let found = class.bases.iter().filter_map(|base| match base {
        Value::Class(base) => Some(Rc::clone(base)),
        _ => None,
    });
    found.take(if depth > DEPTH { 0 } else { usize::MAX })
}
