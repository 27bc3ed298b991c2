//! The JSON document, made and printed project by project, several at a time: a large workspace has tens of thousands of
//! endpoints, and nobody needs all of their texts at once.

use std::{
    io::{self, BufWriter, Write},
    sync::mpsc::{Receiver, Sender, channel, sync_channel},
    thread::{self, Scope},
};

use model::Project;
use serde::Serialize;
use serde_json::ser::Serializer;
use wire::inspect::InspectReport;

use crate::{cli::pretty::Pretty, convert};

/// Texts of projects that wait to be printed, for each thread that makes them.
const MOST_WAITING: usize = 2;
const MOST_THREADS: usize = 4;
/// What this thread makes is written in pieces of this size.
const PIECE_BYTES: usize = 64 << 10;

/// Writes `head`, which has no projects, with these in their place.
///
/// # Errors
/// What the writer says.
pub(super) fn write(out: &mut dyn Write, head: &InspectReport<'_>, projects: &[&Project]) -> io::Result<()> {
    const PLACE: &str = "\"projects\": []";
    let text = serde_json::to_string_pretty(head)?;
    match text.split_once(PLACE) {
        Some((before, after)) if !projects.is_empty() => {
            write!(out, "{before}\"projects\": [")?;
            write_projects(out, projects)?;
            write!(out, "\n  ]{after}\n")
        }
        _ => writeln!(out, "{text}"),
    }
}

fn write_projects(out: &mut dyn Write, projects: &[&Project]) -> io::Result<()> {
    let threads = host::threads().min(MOST_THREADS).min(projects.len());
    thread::scope(|scope| {
        // This thread makes texts too.
        let makers: Vec<_> = (1..threads).map(|first| Maker::start(scope, projects, first, threads)).collect();
        let mut out = BufWriter::with_capacity(PIECE_BYTES, out);
        for (at, project) in projects.iter().enumerate() {
            out.write_all(if at == 0 { b"\n    ".as_slice() } else { b",\n    " })?;
            if let Some(maker) = (at % threads).checked_sub(1) {
                let text = makers[maker].texts.recv().map_err(io::Error::other)??;
                out.write_all(&text)?;
                // A maker that is done needs it no more.
                let _ = makers[maker].used.send(text);
            } else {
                write_project(project, &mut out)?;
            }
        }
        out.flush()
    })
}

/// A thread that makes the texts of some projects, in order.
struct Maker {
    texts: Receiver<io::Result<Vec<u8>>>,
    /// Memory to be used again.
    used: Sender<Vec<u8>>,
}

impl Maker {
    /// Makes the text of each `step`th project from `first` on.
    fn start<'s>(scope: &'s Scope<'s, '_>, projects: &'s [&'s Project], first: usize, step: usize) -> Self {
        let (made, texts) = sync_channel(MOST_WAITING);
        let (used, memory) = channel();
        scope.spawn(move || {
            for project in projects.iter().skip(first).step_by(step) {
                let mut text: Vec<u8> = memory.try_recv().unwrap_or_default();
                text.clear();
                text.reserve(most_bytes(project));
                // Nobody waits any more when the reader of the document went away.
                if made.send(write_project(project, &mut text).map(|()| text)).is_err() {
                    return;
                }
            }
        });
        Self { texts, used }
    }
}

/// Writes a project as it stands inside of the document.
fn write_project(project: &Project, out: &mut impl Write) -> io::Result<()> {
    // The document and its list are around it.
    convert::project_report(project).serialize(&mut Serializer::with_formatter(out, Pretty::at(2)))?;
    Ok(())
}

/// More than the text of most projects takes: room that stays empty costs nothing, a text that moves does.
fn most_bytes(project: &Project) -> usize {
    (16 << 10) + 512 * (project.endpoints.len() + project.env.len()) + 256 * project.dependencies.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_what_the_whole_report_would_be() {
        for names in [&[][..], &["a"][..], &["a", "b", "c", "d", "e"][..]] {
            let manifest = |name: &&str| {
                format!(
                    "//- /{name}/package.json\n{{\"name\": \"\\\"projects\\\": []{name}\", \"dependencies\": {{\"express\": \"4\"}}}}\n"
                )
            };
            let code = "//- /a/app.js\nconst app = require('express')();\napp.get('/a', f);\napp.get('/b', f);\n";
            let files = names.iter().map(manifest).collect::<String>() + if names.is_empty() { "" } else { code };
            let snapshot = index::build(&fixture::mem_host(&files));
            assert_eq!(snapshot.projects.len(), names.len());
            let projects: Vec<&Project> = snapshot.projects.iter().collect();
            let mut written = Vec::new();
            write(&mut written, &convert::inspect_report(&snapshot, &[]), &projects).expect("written");
            let whole = convert::inspect_report(&snapshot, &projects);
            let expected = serde_json::to_string_pretty(&whole).expect("JSON") + "\n";
            assert_eq!(String::from_utf8(written).expect("a text"), expected);
        }
    }
}
