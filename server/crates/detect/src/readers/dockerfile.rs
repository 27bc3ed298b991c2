//! Dockerfiles: stages, `ENV` and `ARG`, exposed ports and the command.

mod images;
mod instruction;
mod variable;

use std::{collections::BTreeMap, sync::Arc};

use model::{
    LineMap, RelPath,
    facts::{DockerArgument, DockerStage, Dockerfile, FileFacts},
};

use super::{HAND_WRITTEN_LIMIT, Reader};
use instruction::Instruction;

pub(crate) const READER: Reader =
    Reader { id: "dockerfile", claims, limit_bytes: HAND_WRITTEN_LIMIT, read: |_, text| read(text) };

fn claims(path: &RelPath) -> bool {
    let name = path.file_name();
    let is_named = |stem: &str| stem.eq_ignore_ascii_case("dockerfile") || stem.eq_ignore_ascii_case("containerfile");
    if let Some((stem, rest)) = name.split_once(['.', '-']) {
        return (is_named(stem) && !OTHER_FORMAT.iter().any(|end| rest.ends_with(end)))
            || name.rsplit_once('.').is_some_and(|(_, end)| is_named(end));
    }
    is_named(name)
}

/// Ends of files that only begin like one.
const OTHER_FORMAT: [&str; 12] =
    ["md", "dockerignore", "j2", "jinja", "jinja2", "tmpl", "tpl", "template", "erb", "sh", "py", "txt"];

fn read(text: &str) -> Option<FileFacts> {
    let map = LineMap::new(text);
    let mut reading = Reading { map, file: Dockerfile::default(), known: BTreeMap::new(), parts: Vec::new() };
    for instruction in instruction::all(text) {
        reading.accept(&instruction);
    }
    let Reading { mut file, parts, .. } = reading;
    images::settle(&mut file, &parts);
    // Without a stage it is something else by that name.
    (!file.stages.is_empty()).then_some(FileFacts::Dockerfile(file))
}

struct Reading<'t> {
    map: LineMap<'t>,
    file: Dockerfile,
    /// Values of `ARG` and `ENV` so far.
    known: BTreeMap<String, String>,
    /// For each stage what it has and takes.
    parts: Vec<images::Part>,
}

impl Reading<'_> {
    fn accept(&mut self, instruction: &Instruction) {
        match instruction.name.as_str() {
            "FROM" => self.stage(instruction),
            "ARG" | "ENV" => self.arguments(instruction),
            "EXPOSE" => self.expose(instruction),
            "CMD" | "ENTRYPOINT" => self.command(instruction),
            "COPY" | "ADD" | "RUN" => self.takes(instruction),
            _ => {}
        }
    }

    fn stage(&mut self, instruction: &Instruction) {
        let words = instruction.words();
        let mut words = words.iter().filter(|word| !word.text.starts_with("--"));
        let Some(reference) = words.next() else { return };
        let name = words.next().filter(|word| word.text.eq_ignore_ascii_case("as")).and_then(|_| words.next());
        let filled = variable::fill(&reference.text, &self.known);
        let (image, tag) = split_reference(&filled);
        self.file.stages.push(DockerStage {
            image: Arc::from(image),
            tag: tag.map(Arc::from),
            name: name.map(|word| Arc::from(word.text.as_str())),
            range: self.map.range(reference.span.clone()),
            base: None,
        });
        self.parts.push(images::Part { exposed: self.file.exposed.len(), takes: Vec::new() });
        // The command of an earlier stage does not count.
        self.file.command = None;
    }

    fn arguments(&mut self, instruction: &Instruction) {
        let is_argument = instruction.name == "ARG";
        let stage = self.file.stages.len().checked_sub(1);
        for (key, value) in instruction.pairs() {
            let value = value.map(|text| variable::fill(&text, &self.known));
            if let Some(value) = &value {
                self.known.insert(key.text.clone(), value.clone());
            }
            self.file.env.push(DockerArgument {
                key: Arc::from(key.text.as_str()),
                value: value.map(Arc::from),
                is_build_time: is_argument,
                is_argument,
                stage,
                range: self.map.range(key.span),
            });
        }
    }

    fn expose(&mut self, instruction: &Instruction) {
        for word in instruction.words() {
            let filled = variable::fill(&word.text, &self.known);
            let port = filled.split('/').next().unwrap_or("");
            if let Some(port) = port.parse::<u16>().ok().filter(|port| *port > 0) {
                self.file.exposed.push((port, self.map.range(word.span)));
            }
        }
    }

    /// `COPY --from=builder`, `RUN --mount=type=bind,from=builder`.
    fn takes(&mut self, instruction: &Instruction) {
        let Some(part) = self.parts.last_mut() else { return };
        let words = instruction.words();
        let is_of_stage = words.iter().any(|word| word.text.starts_with("--from="));
        let is_mount =
            |text: &str| text.starts_with("--mount=") && text.contains("type=bind") && !text.contains("from=");
        self.file.takes_context |= match instruction.name.as_str() {
            // `ADD https://…` takes nothing of the folder either, but who would copy nothing else.
            "COPY" | "ADD" => !is_of_stage,
            _ => words.iter().any(|word| is_mount(&word.text)),
        };
        let options = words.iter().map(|word| word.text.as_str()).take_while(|text| text.starts_with("--"));
        let named = options.flat_map(|text| text.split(',')).filter_map(|text| {
            text.strip_prefix("--from=")
                .or_else(|| text.strip_prefix("from="))
                .or_else(|| text.strip_prefix("--mount=from="))
        });
        part.takes.extend(named.map(str::to_owned));
    }

    /// `CMD` is the argument of `ENTRYPOINT` when a stage has both.
    fn command(&mut self, instruction: &Instruction) {
        let text = instruction.command();
        let range = self.map.range(instruction.argument_span());
        self.file.command = match self.file.command.take() {
            Some((entrypoint, range)) if instruction.name == "CMD" => {
                Some((Arc::from(format!("{entrypoint} {text}")), range))
            }
            _ => Some((Arc::from(text), range)),
        };
    }
}

/// `localhost:5000/python:3.12-slim@sha256:…` → image and tag.
fn split_reference(text: &str) -> (&str, Option<&str>) {
    let text = text.split('@').next().unwrap_or(text);
    match text.rsplit_once(':') {
        Some((image, tag)) if !tag.contains('/') => (image, Some(tag)),
        _ => (text, None),
    }
}

#[cfg(test)]
mod tests;
