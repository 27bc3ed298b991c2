//! Routes of Django and of its REST framework: the patterns that the settings' root leads to.

mod regex;
mod router;
mod view;

use std::collections::BTreeSet;

use model::{Endpoint, Place};
use syntax::ir::Stmt;
use trace::{Arguments, FileId, Holes, Machine, ObjectId, Origin, Resolved, Settings, Value};

use crate::routes::{
    RouteContext, RouteReader, endpoint, is_product_code,
    path::{angles, text},
};

pub(in crate::frameworks) static ROUTES: RouteReader = RouteReader {
    settings: Settings { is_claimed, enters: |_| false },
    // What patterns import is run on demand: models and the rest are not needed.
    marks: &[PATTERNS, ROOT],
    // The settings have to be known before patterns are run.
    paths: Some(is_product_code),
    read,
};

/// What code outside of the settings' file calls them.
const SETTINGS: &str = "django.conf.settings";
const ROOT: &str = "ROOT_URLCONF";
const PATTERNS: &str = "urlpatterns";
/// Patterns within patterns; deeper is a cycle.
const DEPTH: usize = 24;
/// Patterns that are looked at: what includes itself twice over would have no end.
const LIMIT: u32 = 200_000;

fn is_claimed(name: &str) -> bool {
    let Some((module, last)) = name.rsplit_once('.') else { return false };
    match last {
        "path" | "re_path" | "include" | "url" => {
            matches!(module, "django.urls" | "django.urls.conf" | "django.conf.urls")
        }
        "i18n_patterns" => module == "django.conf.urls.i18n",
        "static" => module == "django.conf.urls.static",
        "format_suffix_patterns" => module == "rest_framework.urlpatterns",
        "action" => module == "rest_framework.decorators",
        _ => router::is_router(name) || view::is_claimed(name),
    }
}

fn read(machine: &mut Machine<'_>, files: &[FileId], _: &RouteContext) -> Vec<Endpoint> {
    if let Some(settings) = files.iter().find(|file| names_root(machine, **file)) {
        machine.stand_for(SETTINGS, *settings);
    }
    machine.run(files);
    let roots: BTreeSet<FileId> = files.iter().filter_map(|file| root(machine, *file)).collect();
    let mut reader = Reader::new(machine, true);
    for root in roots {
        reader.module(root, "", 0);
    }
    let (mut out, reached) = (reader.out, reader.reached);
    // What the root does not lead to is declared and never answers; what others include comes with them.
    let (mut lost, mut inner) = (Vec::new(), BTreeSet::new());
    for file in files.iter().filter(|file| !reached.contains(file)) {
        let mut reader = Reader::new(machine, false);
        reader.module(*file, "", 0);
        inner.extend(reader.reached.into_iter().filter(|other| other != file));
        lost.push((file, reader.out));
    }
    out.extend(lost.into_iter().filter(|(file, _)| !inner.contains(file)).flat_map(|(_, found)| found));
    out
}

/// Whether a file says what the root of all patterns is: then it is the settings.
fn names_root(machine: &Machine<'_>, file: FileId) -> bool {
    let says = |statement: &Stmt| matches!(statement, Stmt::Assign(it) if it.target.last_name() == Some(ROOT));
    machine.program().unit(file).module.body.iter().any(says)
}

/// The file that settings name as the root of all patterns.
fn root(machine: &mut Machine<'_>, file: FileId) -> Option<FileId> {
    let name = machine.global(file, ROOT)?.text()?;
    match machine.program().resolve(file, &name) {
        Resolved::File(found) => Some(found),
        _ => None,
    }
}

struct Reader<'m, 'p> {
    machine: &'m mut Machine<'p>,
    is_mounted: bool,
    out: Vec<Endpoint>,
    reached: BTreeSet<FileId>,
    /// Files whose patterns are being read.
    within: Vec<FileId>,
    /// Lists that are being read, by their address.
    lists: Vec<usize>,
    left: u32,
}

impl<'m, 'p> Reader<'m, 'p> {
    fn new(machine: &'m mut Machine<'p>, is_mounted: bool) -> Self {
        Self {
            machine,
            is_mounted,
            out: Vec::new(),
            reached: BTreeSet::new(),
            within: Vec::new(),
            lists: Vec::new(),
            left: LIMIT,
        }
    }

    /// The patterns of a file.
    fn module(&mut self, file: FileId, prefix: &str, depth: usize) {
        if self.within.contains(&file) {
            return;
        }
        self.reached.insert(file);
        let Some(patterns) = self.machine.global(file, PATTERNS) else { return };
        self.within.push(file);
        let place = Place::new(self.machine.program().unit(file).path.clone(), model::Range::default());
        self.patterns(&patterns, prefix, &place, depth);
        self.within.pop();
    }

    /// Patterns in whatever form they are included, at `place`.
    fn patterns(&mut self, value: &Value<'p>, prefix: &str, place: &Place, depth: usize) {
        if depth > DEPTH || self.left == 0 {
            return;
        }
        self.left -= 1;
        match value {
            Value::List(list) => {
                // A list may come to hold itself.
                let same = std::rc::Rc::as_ptr(list).addr();
                if self.lists.contains(&same) {
                    return;
                }
                self.lists.push(same);
                let values = list.borrow().clone();
                // `(patterns, "namespace")`.
                let count = if is_named_tuple(&values) { 1 } else { values.len() };
                for value in values.iter().take(count) {
                    self.patterns(value, prefix, place, depth + 1);
                }
                self.lists.pop();
            }
            Value::Module(file) => self.module(*file, prefix, depth + 1),
            Value::Str(name) => {
                let from = self.machine.program().file(&place.file);
                if let Some(Resolved::File(file)) = from.map(|from| self.machine.program().resolve(from, name)) {
                    self.module(file, prefix, depth + 1);
                }
            }
            Value::Method(id, name) if &**name == "urls" => self.router(*id, prefix),
            Value::Object(id) => self.pattern(*id, prefix, depth + 1),
            _ => {}
        }
    }

    fn pattern(&mut self, id: ObjectId, prefix: &str, depth: usize) {
        let object = self.machine.record().object(id);
        let place = object.place.clone();
        let (callee, arguments) = match &object.origin {
            Origin::Called { callee, arguments } => (callee.clone(), arguments.clone()),
            // `router.get_urls()`.
            Origin::Result { of, method, .. } if &**method == "get_urls" => {
                let of = *of;
                return self.router(of, prefix);
            }
            _ => return,
        };
        match callee.rsplit('.').next().unwrap_or_default() {
            "i18n_patterns" => {
                // Which languages there are is asked when a request comes.
                let prefix = format!("{prefix}{}/", Holes::of("language"));
                for pattern in arguments.positional() {
                    self.patterns(pattern, &prefix, &place, depth);
                }
            }
            "format_suffix_patterns" => {
                if let Some(patterns) = arguments.get(0, "urlpatterns") {
                    self.patterns(patterns, prefix, &place, depth);
                }
            }
            "path" => {
                let route = angles(&text(arguments.get(0, "route")));
                self.routed(&arguments, &format!("{prefix}{route}"), &place, depth);
            }
            "re_path" | "url" => {
                let route = arguments.get(0, "route").or_else(|| arguments.keyword("regex"));
                let route = regex::spelled(&text(route));
                self.routed(&arguments, &format!("{prefix}{route}"), &place, depth);
            }
            _ => {}
        }
    }

    /// What answers below a path: more patterns, or a view.
    fn routed(&mut self, arguments: &Arguments<'p>, path: &str, place: &Place, depth: usize) {
        let Some(view) = arguments.get(1, "view") else { return };
        match view {
            Value::List(_) => self.patterns(view, path, place, depth),
            Value::Object(id) if self.is_include(*id) => {
                let Origin::Called { arguments, .. } = &self.machine.record().object(*id).origin else { return };
                if let Some(included) = arguments.get(0, "arg").cloned() {
                    self.patterns(&included, path, place, depth);
                }
            }
            // Patterns of somebody else (`admin.site.urls`).
            Value::External(name) if name.ends_with(".urls") => {}
            Value::Method(_, name) if &**name == "urls" => {}
            view => {
                let found = view::read(self.machine, view, 0);
                self.push(&found, path, place);
            }
        }
    }

    fn is_include(&self, id: ObjectId) -> bool {
        self.machine.record().callee(id).is_some_and(|callee| callee.ends_with(".include"))
    }

    fn push(&mut self, view: &view::View, path: &str, place: &Place) {
        let path = format!("/{}", path.trim_start_matches('/'));
        let one =
            |method: &model::Method| endpoint(method.clone(), &path, place, view.handler.clone(), self.is_mounted);
        self.out.extend(view.methods.iter().map(one));
    }
}

/// Whether a list is patterns with the names of an application and a namespace behind them.
fn is_named_tuple(values: &[Value<'_>]) -> bool {
    let [first, rest @ ..] = values else { return false };
    let is_name = |value: &Value<'_>| matches!(value, Value::Str(_) | Value::Null);
    matches!(rest.len(), 1 | 2) && !matches!(first, Value::Object(_)) && rest.iter().all(is_name)
}
