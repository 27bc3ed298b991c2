//! A name that nothing in scope declares: does the project declare it elsewhere?

use disk::incident::Confidence;
use model::RelPath;

use super::{Judgement, proof};
use crate::{Site, View, code, search};

pub(super) fn judge(view: &View<'_>, site: &Site, name: &str, out: &mut Judgement) {
    let project = view.snapshot.project_of(&site.file);
    let folder = project.map_or_else(RelPath::root, |project| project.root().clone());
    let short = name.rsplit(['.', ':']).next().unwrap_or(name);
    if site.file.extension() == "py" && STANDARD.contains(&short) {
        let text =
            format!("{} is a module of Python's standard library, and this file does not import it.", code(short));
        out.add(Confidence::Likely, text, vec![super::at(view, site)]);
        out.advise(format!("Add `import {short}` at the top of the file"));
        return;
    }
    let found = search::declarations(view, short, &folder);
    let mut elsewhere = found
        .declarations
        .into_iter()
        .filter(|declaration| declaration.place.file != site.file || declaration.place.line_number() != site.line);
    let family = site.file.extension();
    let first: Vec<_> = elsewhere.by_ref().filter(|found| found.place.file.extension() == family).take(3).collect();
    if first.is_empty() {
        let partly = if found.is_partial { ", as far as they were looked into" } else { "" };
        let text =
            format!("None of the {} code files of {} declares {}{partly}.", found.files, shown(&folder), code(short));
        out.add(Confidence::Likely, text, Vec::new());
        return;
    }
    let is_here = first.iter().any(|declaration| declaration.place.file == site.file);
    let places: Vec<String> =
        first.iter().map(|found| format!("`{}:{}`", found.place.file, found.place.line_number())).collect();
    let evidence = first.iter().map(|found| proof(view, &found.place)).collect();
    let text = format!("{} is declared at {}.", code(short), places.join(", "));
    out.add(Confidence::Certain, text, evidence);
    out.advise(if is_here {
        format!("Use {} where it is in scope, or move its declaration", code(short))
    } else {
        format!("Import {} from `{}`", code(short), first[0].place.file)
    });
}

/// Modules that are used by their own name, as in `os.environ`.
const STANDARD: [&str; 34] = [
    "argparse",
    "asyncio",
    "base64",
    "collections",
    "contextlib",
    "copy",
    "csv",
    "dataclasses",
    "datetime",
    "decimal",
    "enum",
    "functools",
    "hashlib",
    "hmac",
    "io",
    "itertools",
    "json",
    "logging",
    "math",
    "os",
    "pathlib",
    "random",
    "re",
    "secrets",
    "shutil",
    "socket",
    "subprocess",
    "sys",
    "tempfile",
    "threading",
    "time",
    "traceback",
    "typing",
    "uuid",
];

fn shown(folder: &RelPath) -> String {
    if folder.is_root() { "the workspace".to_owned() } else { format!("`{folder}`") }
}
