//! The port in a command line: what the program is told, else what it takes by itself.

use std::sync::Arc;

use model::facts::PortValue;

use super::{Program, programs, value::of_address};

/// Commands that start no server, or one elsewhere; their `-p` and `--port` mean something else.
const ASIDE: [&str; 22] = [
    "echo",
    "printf",
    "install",
    "add",
    "pip",
    "pip3",
    "pkill",
    "kill",
    "killall",
    "rm",
    "mkdir",
    "cp",
    "docker",
    "docker-compose",
    "podman",
    "kubectl",
    "ssh",
    "curl",
    "wget",
    "wait-on",
    "psql",
    "pg_isready",
];
/// Scripts lead on to others so far.
const DEPTH: u8 = 4;

/// The port that a command line says. `script` gives the line of a named script of the same file.
#[must_use]
pub fn of_command(line: &str, script: &dyn Fn(&str) -> Option<Arc<str>>) -> Option<PortValue> {
    read(line, script, 0)
}

fn read(line: &str, script: &dyn Fn(&str) -> Option<Arc<str>>, depth: u8) -> Option<PortValue> {
    let line = line.replace(['"', '\'', ',', '[', ']', '`'], " ");
    let mut default = None;
    for part in line.split("&&").flat_map(|part| part.split([';', '|', '&', '\n'])) {
        let words: Vec<&str> = part.split_whitespace().collect();
        match of_words(&words, script, depth) {
            Some(PortValue::Default(port)) => default = default.or(Some(PortValue::Default(port))),
            None => {}
            told => return told,
        }
    }
    default
}

fn of_words(words: &[&str], script: &dyn Fn(&str) -> Option<Arc<str>>, depth: u8) -> Option<PortValue> {
    let name_of = |word: &'_ str| word.rsplit('/').next().unwrap_or(word).to_owned();
    let started = words.iter().enumerate().find_map(|(at, word)| {
        let (name, after) = (name_of(word), &words[at + 1..]);
        let is_aside = words[..at].iter().any(|before| ASIDE.contains(before));
        programs().find(|row| !is_aside && row.is(&name, after)).map(|row| (row, at))
    });
    if let Some((row, at)) = started {
        let (before, after) = words.split_at(at);
        return told(after, row.options)
            .or_else(|| generic(after))
            .or_else(|| row.takes_address.then(|| after.iter().skip(1).find_map(|word| port_of(word))).flatten())
            .or_else(|| assigned(before))
            .or(row.default.map(PortValue::Default));
    }
    if words.iter().any(|word| ASIDE.contains(word)) {
        return None;
    }
    generic(words).or_else(|| assigned(words)).or_else(|| {
        let next = script(called(words)?).filter(|_| depth < DEPTH)?;
        read(&next, script, depth + 1)
    })
}

/// The script that `npm run dev`, `yarn dev` or `make dev` calls.
fn called<'w>(words: &[&'w str]) -> Option<&'w str> {
    let at = words.iter().position(|word| matches!(*word, "npm" | "pnpm" | "yarn" | "bun" | "make"))?;
    let mut rest = words[at + 1..].iter().filter(|word| !word.starts_with('-'));
    match *rest.next()? {
        "run" => rest.next().copied(),
        name => Some(name),
    }
}

fn told(words: &[&str], options: &[&str]) -> Option<PortValue> {
    words.iter().enumerate().find_map(|(at, word)| {
        options.iter().find_map(|option| {
            if word == option {
                return port_of(words.get(at + 1)?);
            }
            let rest = word.strip_prefix(option)?;
            rest.strip_prefix('=').and_then(port_of)
        })
    })
}

/// What most programs understand.
fn generic(words: &[&str]) -> Option<PortValue> {
    told(words, &["--port", "--bind", "-Dserver.port", "--server.port"])
}

fn assigned(words: &[&str]) -> Option<PortValue> {
    words.iter().find_map(|word| port_of(word.strip_prefix("PORT=")?))
}

/// `8000`, `0.0.0.0:8000`, `$PORT`, `${PORT:-8000}`, `:$PORT`.
fn port_of(word: &str) -> Option<PortValue> {
    if let Some((before, variable)) = word.split_once('$') {
        if !(before.is_empty() || before.ends_with(':')) {
            return None;
        }
        let inner = variable.strip_prefix('{').map_or(variable, |rest| rest.trim_end_matches('}'));
        let inner = inner.trim_matches(['(', ')']);
        let (key, fallback) = inner.split_once(":-").or_else(|| inner.split_once('-')).unwrap_or((inner, ""));
        let is_key = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        return is_key.then(|| PortValue::Env(Arc::from(key), of_address(fallback)));
    }
    of_address(word).map(PortValue::Literal)
}

impl Program {
    fn is(&self, name: &str, after: &[&str]) -> bool {
        self.names.contains(&name)
            && (self.words.is_empty() || after.iter().any(|word| self.words.contains(word)))
            && !after.iter().any(|word| self.others.contains(word))
    }
}
