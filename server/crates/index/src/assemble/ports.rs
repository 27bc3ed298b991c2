//! Ports of a project, and who says so.

use std::collections::BTreeSet;

use model::{
    Command, CommandRole, Layer, Place, Port, PortRole, Range, RelPath,
    facts::{Dockerfile, DotenvFile, FileFacts},
};

use super::{containers::Matched, roots::Root, view::View};

/// Names of env keys that hold the port a process listens on.
const KEYS: [&str; 5] = ["PORT", "APP_PORT", "SERVER_PORT", "HTTP_PORT", "API_PORT"];

/// By role and number, each once a role and file.
pub(super) fn ports<'f>(
    view: &View<'f>,
    root: &Root<'f>,
    services: &[&Matched<'f>],
    dockerfiles: &[(&'f RelPath, &'f Dockerfile)],
    commands: &[Command],
    dotenvs: &[(&'f RelPath, &'f DotenvFile)],
) -> Vec<Port> {
    let mut found: Vec<Port> = Vec::new();
    let mut add = |port: u16, role, file: &RelPath, range| {
        if port != 0 {
            found.push(Port { port, role, place: Place::new(file.clone(), range) });
        }
    };
    for it in services {
        for port in it.service.ports.iter().filter(|port| !port.is_udp) {
            port.published.into_iter().for_each(|number| add(number, PortRole::Published, it.file, port.range));
            port.target.into_iter().for_each(|number| add(number, PortRole::Container, it.file, port.range));
        }
    }
    for (path, dockerfile) in dockerfiles {
        dockerfile.exposed.iter().for_each(|(port, range)| add(*port, PortRole::Container, path, *range));
        if let Some((line, range)) = &dockerfile.command {
            in_line(line).into_iter().for_each(|port| add(port, PortRole::Container, path, *range));
        }
    }
    for command in commands.iter().filter(|it| matches!(it.role, CommandRole::Dev | CommandRole::Start)) {
        for port in written(view, root, command).into_iter().filter_map(|line| in_line(&line)) {
            add(port, PortRole::App, &command.place.file, command.place.range);
        }
    }
    for (path, range, port) in by_env(dotenvs) {
        add(port, PortRole::App, path, range);
    }
    found.sort_by(|a, b| (a.role, a.port, &a.place).cmp(&(b.role, b.port, &b.place)));
    let mut seen = BTreeSet::new();
    found.retain(|port| seen.insert((port.role, port.port, port.place.file.clone())));
    found
}

/// What a command runs, as its file writes it.
fn written(view: &View<'_>, root: &Root<'_>, command: &Command) -> Vec<String> {
    let scripts = match view.facts(&command.place.file) {
        Some(FileFacts::Makefile(targets)) => targets.as_slice(),
        Some(FileFacts::Manifest(manifest)) => manifest.scripts.as_slice(),
        _ => &[],
    };
    debug_assert!(command.place.file.is_within(&root.folder) || scripts.is_empty());
    scripts.iter().filter(|it| it.range == command.place.range).map(|it| it.line.to_string()).collect()
}

/// `--port 8000`, `--port=8000`, `-p 3000`, `PORT=8000`, `--bind 0.0.0.0:8000`, `runserver 8000`.
fn in_line(line: &str) -> Option<u16> {
    let line = line.replace(['"', '\'', ',', '[', ']'], " ");
    let words: Vec<&str> = line.split_whitespace().collect();
    let number = |text: &str| text.rsplit(':').next()?.parse::<u16>().ok().filter(|port| *port > 0);
    words.iter().enumerate().find_map(|(at, word)| {
        let next = words.get(at + 1).copied().unwrap_or("");
        match *word {
            "--port" | "-p" | "--bind" | "-b" | "runserver" => number(next),
            _ => ["--port=", "--bind=", "PORT=", "-Dserver.port=", "--server.port="]
                .iter()
                .find_map(|start| number(word.strip_prefix(start)?)),
        }
    })
}

/// The real file counts; the template only when there is none.
fn by_env<'f>(dotenvs: &[(&'f RelPath, &'f DotenvFile)]) -> Vec<(&'f RelPath, Range, u16)> {
    let of_layer = |layer: Layer| -> Vec<(&'f RelPath, Range, u16)> {
        let files = dotenvs.iter().filter(|(_, file)| file.layer == layer);
        files
            .flat_map(|(path, file)| {
                file.entries.iter().filter(|entry| KEYS.contains(&&*entry.key)).filter_map(move |entry| {
                    Some((*path, entry.key_range, entry.value.as_deref()?.trim().parse().ok()?))
                })
            })
            .collect()
    };
    let real = of_layer(Layer::Dotenv);
    if real.is_empty() { of_layer(Layer::Example) } else { real }
}

#[cfg(test)]
mod tests {
    use super::in_line;

    #[test]
    fn ports_are_read_from_command_lines() {
        assert_eq!(in_line("uvicorn src.main:app --reload --port 8001"), Some(8001));
        assert_eq!(in_line(r#"["uvicorn", "a:b", "--port=80"]"#), Some(80));
        assert_eq!(in_line("PORT=3001 node x.js"), Some(3001));
        assert_eq!(in_line("gunicorn -b 0.0.0.0:8000 app"), Some(8000));
        assert_eq!(in_line("python manage.py runserver"), None);
        assert_eq!(in_line("mkdir -p build"), None);
        assert_eq!(in_line("next dev -p 99999"), None);
    }
}
