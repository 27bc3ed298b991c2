//! Schemas of a project by file and name.

use std::{cell::Cell, collections::BTreeMap};

use model::{
    RelPath,
    facts::{EnvFacts, EnvSchema, SchemaKind},
};

/// A schema and its file.
pub(super) type Found<'f> = (&'f RelPath, &'f EnvSchema);

/// Classes inside of one class that are followed, and the most of what may be found there: classes that stand several times in
/// each other would take for ever. Programs have some hundreds.
const MOST_STEPS: u32 = 4_000;
/// The same for all classes of a project.
const MOST_STEPS_OF_ALL: u32 = 200_000;

pub(super) struct Index<'f> {
    pub(super) files: Vec<(&'f RelPath, &'f EnvFacts)>,
    by_name: BTreeMap<&'f str, Vec<Found<'f>>>,
    steps: Cell<u32>,
    steps_of_all: Cell<u32>,
}

impl<'f> Index<'f> {
    pub(super) fn new(files: &BTreeMap<&'f RelPath, &'f EnvFacts>) -> Self {
        let mut by_name: BTreeMap<&str, Vec<Found<'f>>> = BTreeMap::new();
        for (path, facts) in files {
            for schema in &facts.schemas {
                by_name.entry(&schema.name).or_default().push((path, schema));
            }
        }
        Self {
            files: files.iter().map(|(path, facts)| (*path, *facts)).collect(),
            by_name,
            steps: Cell::new(0),
            steps_of_all: Cell::new(0),
        }
    }

    /// Begins with another class.
    pub(super) fn start(&self) {
        self.steps.set(0);
    }

    /// Counts a step into a schema, with all that it may yield; `false` when there were too many.
    pub(super) fn step(&self, schema: &EnvSchema) -> bool {
        let cost = u32::try_from(schema.fields.len() / 8).unwrap_or(MOST_STEPS).saturating_add(1);
        let add = |steps: &Cell<u32>| {
            steps.set(steps.get().saturating_add(cost));
            steps.get()
        };
        add(&self.steps) <= MOST_STEPS && add(&self.steps_of_all) <= MOST_STEPS_OF_ALL
    }

    pub(super) fn schemas(&self) -> impl Iterator<Item = Found<'f>> {
        self.files.iter().flat_map(|(path, facts)| facts.schemas.iter().map(move |schema| (*path, schema)))
    }

    /// The schema that `name` means in the file `from`: one of the same file, of the module it names, or the only one of
    /// its last name.
    pub(super) fn find(&self, from: &RelPath, name: &str, kind: SchemaKind) -> Option<Found<'f>> {
        let of_kind = |found: &&Found<'f>| found.1.kind == kind;
        let here = self.by_name.get(name).into_iter().flatten().filter(of_kind).find(|(path, _)| *path == from);
        if let Some(found) = here {
            return Some(*found);
        }
        let (module, last) = name.rsplit_once('.').unwrap_or(("", name));
        let mut candidates: Vec<Found<'f>> =
            self.by_name.get(last).into_iter().flatten().filter(of_kind).copied().collect();
        if candidates.len() > 1 {
            let named: Vec<Found<'f>> =
                candidates.iter().filter(|(path, _)| is_module(path, from, module, kind)).copied().collect();
            candidates = named;
        }
        match candidates.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }
}

/// Whether a file is the module that an import in `from` names.
pub(super) fn is_module(path: &RelPath, from: &RelPath, module: &str, kind: SchemaKind) -> bool {
    let folder = || path.parent().map(|folder| folder.as_str().to_owned()).unwrap_or_default();
    match kind {
        SchemaKind::Python => {
            let dots = module.bytes().take_while(|byte| *byte == b'.').count();
            let below = module[dots..].replace('.', "/");
            let text = path.as_str();
            let stem = text.strip_suffix("/__init__.py").or_else(|| text.strip_suffix(".py")).unwrap_or(text);
            if dots == 0 {
                return !below.is_empty() && (stem == below || stem.ends_with(&format!("/{below}")));
            }
            let base = std::iter::successors(from.parent(), RelPath::parent).nth(dots - 1);
            base.and_then(|base| base.join(&below).ok()).is_some_and(|wanted| wanted.as_str() == stem)
        }
        // Go: a package is a folder; without a package the file's own.
        SchemaKind::GoEnv | SchemaKind::GoEnvconfig => {
            match module.rsplit('/').next().filter(|last| !last.is_empty()) {
                None => path.parent() == from.parent(),
                Some(last) => folder().rsplit('/').next() == Some(last),
            }
        }
        SchemaKind::Spring => module.is_empty() || folder().ends_with(&module.replace('.', "/")),
    }
}
