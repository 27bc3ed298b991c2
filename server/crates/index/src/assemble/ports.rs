//! Ports of a project, and who says so.

mod setting;

use std::{collections::BTreeSet, sync::Arc};

use model::{
    Command, CommandRole, EnvKey, Layer, Place, Port, PortRole, RelPath,
    facts::{Dockerfile, FileFacts, NamedCommand, PortFact, PortValue},
};

use super::{
    containers::Matched,
    reads,
    roots::Root,
    view::{Owners, View},
};

/// Names of env keys that hold the port a process listens on.
const KEYS: [&str; 5] = ["PORT", "APP_PORT", "SERVER_PORT", "HTTP_PORT", "API_PORT"];
/// Those that code reads for itself: a client may read the others to find its server.
const OWN_KEYS: [&str; 4] = ["PORT", "APP_PORT", "SERVER_PORT", "HTTP_PORT"];

/// What files of a project say of ports, by file.
pub(super) type InCode<'f> = Vec<(&'f RelPath, &'f [PortFact])>;

/// All that ports are drawn from.
pub(super) struct Source<'a, 'f> {
    pub(super) view: &'a View<'f>,
    pub(super) services: &'a [&'a Matched<'f>],
    pub(super) dockerfiles: &'a [(&'f RelPath, &'f Dockerfile)],
    pub(super) commands: &'a [Command],
    pub(super) code: &'a InCode<'f>,
    pub(super) env: &'a [EnvKey],
    pub(super) reads: &'a reads::Facts,
}

/// Ports as they are found.
#[derive(Default)]
struct Found {
    ports: Vec<Port>,
    /// What libraries and programs take by themselves.
    defaults: Vec<(u16, Place)>,
    /// Something says a port that is not known: then no default counts.
    is_open: bool,
}

impl Found {
    fn add(&mut self, port: u16, role: PortRole, place: Place, is_fallback: bool) {
        if port != 0 {
            self.ports.push(Port { port, role, place, is_fallback });
        }
    }
}

/// What the files of each project say of ports; tests and examples say nothing.
pub(super) fn in_code<'f>(view: &View<'f>, owners: &Owners, roots: &[Root<'f>]) -> Vec<InCode<'f>> {
    let mut found = reads::owned(view.ports(), owners, roots.len());
    for (root, files) in roots.iter().zip(&mut found) {
        files.retain(|(path, _)| detect::routes::is_product_code(path.below(&root.folder).unwrap_or(path.as_str())));
    }
    found
}

/// By role and number, each once a role and file.
pub(super) fn ports(source: &Source<'_, '_>) -> Vec<Port> {
    let mut found = Found::default();
    published(source, &mut found);
    in_containers(source, &mut found);
    let chosen = setting::chosen(source.code);
    if let Some(setting::Setting { key, default, place }) = &chosen {
        match (key, default) {
            (Some(key), _) => by_key(source, key, *default, place, &mut found),
            (None, Some(port)) => found.add(*port, PortRole::App, place.clone(), false),
            (None, None) => {}
        }
    }
    // What is chosen wins over what other settings say, and not over what code does.
    for (path, facts) in source.code.iter().filter(|(path, _)| chosen.is_none() || detect::ports::is_of_code(path)) {
        for fact in *facts {
            app(source, &fact.value, &Place::new(RelPath::clone(path), fact.range), &mut found);
        }
    }
    for command in source.commands.iter().filter(|it| matches!(it.role, CommandRole::Dev | CommandRole::Start)) {
        if let Some(value) = of_command(source, command) {
            app(source, &value, &command.place, &mut found);
        }
    }
    by_names(source, &mut found);
    let has_app = found.ports.iter().any(|port| port.role == PortRole::App);
    if !has_app && !found.is_open {
        for (port, place) in std::mem::take(&mut found.defaults) {
            found.add(port, PortRole::App, place, true);
        }
    }
    let mut ports = found.ports;
    ports.sort_by(|a, b| (a.role, a.port, &a.place, a.is_fallback).cmp(&(b.role, b.port, &b.place, b.is_fallback)));
    let mut seen = BTreeSet::new();
    ports.retain(|port| seen.insert((port.role, port.port, port.place.file.clone())));
    ports
}

fn published(source: &Source<'_, '_>, found: &mut Found) {
    for it in source.services {
        for port in it.service.ports.iter().filter(|port| !port.is_udp) {
            let place = || Place::new(it.file.clone(), port.range);
            port.published.into_iter().for_each(|number| found.add(number, PortRole::Published, place(), false));
            port.target.into_iter().for_each(|number| found.add(number, PortRole::Container, place(), false));
        }
    }
}

fn in_containers(source: &Source<'_, '_>, found: &mut Found) {
    for (path, dockerfile) in source.dockerfiles {
        for (port, range) in &dockerfile.exposed {
            found.add(*port, PortRole::Container, Place::new(RelPath::clone(path), *range), false);
        }
        let set = |key: &str| {
            let mut last = dockerfile.env.iter().rev().filter(|it| !it.is_build_time);
            last.find(|it| &*it.key == key).and_then(|it| it.value.as_deref()?.parse().ok())
        };
        if let Some((line, range)) = &dockerfile.command {
            let port = match detect::ports::of_command(line, &|_| None) {
                Some(PortValue::Literal(port)) => Some(port),
                Some(PortValue::Env(key, fallback)) => set(&key).or(fallback),
                _ => None,
            };
            if let Some(port) = port {
                found.add(port, PortRole::Container, Place::new(RelPath::clone(path), *range), false);
            }
        }
    }
}

/// A port that the process listens on, as far as `value` and the dotenv files tell it.
fn app(source: &Source<'_, '_>, value: &PortValue, place: &Place, found: &mut Found) {
    match value {
        PortValue::Literal(port) => found.add(*port, PortRole::App, place.clone(), false),
        PortValue::Env(key, fallback) => by_key(source, key, *fallback, place, found),
        PortValue::Setting(path, own) => match setting::find(source.env, source.reads, source.code, path) {
            Some(setting::Setting { key: Some(key), default, place }) => {
                by_key(source, &key, default.or(*own), &place, found);
            }
            Some(setting::Setting { key: None, default: Some(port), place }) => {
                found.add(port, PortRole::App, place, true);
            }
            _ => match own {
                Some(port) => found.add(*port, PortRole::App, place.clone(), true),
                None => found.is_open = true,
            },
        },
        PortValue::Named(..) | PortValue::Layer(_) => {}
        PortValue::Default(port) => found.defaults.push((*port, place.clone())),
        PortValue::Unknown => found.is_open = true,
    }
}

/// The value in the dotenv files, else the default.
fn by_key(source: &Source<'_, '_>, key: &str, fallback: Option<u16>, place: &Place, found: &mut Found) {
    let set = in_dotenv(source.env, &|name| name == key);
    match (set.is_empty(), fallback) {
        (false, _) => {
            set.into_iter().for_each(|(place, port)| found.add(port, PortRole::App, place.clone(), false));
        }
        (true, Some(port)) => found.add(port, PortRole::App, place.clone(), true),
        (true, None) => found.is_open = true,
    }
}

/// Keys whose names say that they hold the port. What code reads by such a name counts where nothing else tells: other
/// parts of a program read it too, each with a default of its own.
fn by_names(source: &Source<'_, '_>, found: &mut Found) {
    for (place, port) in in_dotenv(source.env, &|name| KEYS.contains(&name)) {
        found.add(port, PortRole::App, place.clone(), false);
    }
    let is_set = |key: &EnvKey| key.definitions.iter().any(|it| matches!(it.layer, Layer::Dotenv | Layer::Example));
    let is_told = found.ports.iter().any(|port| port.role == PortRole::App);
    let read = source.env.iter().filter(|_| !is_told).filter(|key| OWN_KEYS.contains(&&*key.key) && !is_set(key));
    for read in read.flat_map(|key| &key.reads) {
        if let Some(port) = read.default.as_deref().and_then(|text| text.trim().parse().ok()) {
            found.add(port, PortRole::App, read.place.clone(), true);
        }
    }
}

/// What a command says: as its file writes it, else as it is typed.
fn of_command(source: &Source<'_, '_>, command: &Command) -> Option<PortValue> {
    let scripts: &[NamedCommand] = match source.view.facts(&command.place.file) {
        Some(FileFacts::Makefile(found)) => &found.commands,
        Some(FileFacts::Manifest(manifest)) => &manifest.scripts,
        _ => &[],
    };
    let by_name = |name: &str| scripts.iter().find(|it| &*it.name == name).map(|it| Arc::clone(&it.line));
    let written = scripts.iter().find(|it| it.range == command.place.range).map(|it| Arc::clone(&it.line));
    let typed = || Arc::from(command.line.as_str());
    detect::ports::of_command(&written.unwrap_or_else(typed), &by_name)
}

/// The real file counts; the template only when there is none. Where it is known which file wins, it counts as filled in.
fn in_dotenv<'e>(env: &'e [EnvKey], is_wanted: &dyn Fn(&str) -> bool) -> Vec<(&'e Place, u16)> {
    let of_layer = |layer: Layer| -> Vec<(&'e Place, u16)> {
        let definitions = env.iter().filter(|key| is_wanted(&key.key)).flat_map(|key| &key.definitions);
        let definitions = definitions.filter(|it| it.layer == layer && !is_for_tests(&it.place.file));
        let values = definitions.flat_map(|it| {
            let won = it.wins.iter().flatten().filter(|win| &*win.mode != "test").map(|win| &win.value);
            let written = it.wins.is_none().then_some(&it.value);
            won.chain(written).flatten().map(|value| (&it.place, value))
        });
        values.filter_map(|(place, value)| Some((place, value.trim().parse().ok()?))).collect()
    };
    let real = of_layer(Layer::Dotenv);
    if real.is_empty() { of_layer(Layer::Example) } else { real }
}

/// `.env.test` sets nothing for the program as it is started by hand.
fn is_for_tests(path: &RelPath) -> bool {
    path.file_name().split(['.', '-', '_']).any(|word| matches!(word, "test" | "tests" | "testing"))
}
