use std::sync::Arc;

use model::{
    Edit, Evidence, Finding, FindingId, Fix, FixAction, Place, ProjectId, RelPath, Severity, facts::FileFacts,
};

use crate::context::Context;

/// A defect that the doctor looks for.
pub struct Rule {
    /// Kebab-case; names the defect, not the fix.
    pub id: &'static str,
    /// The worst it reports.
    pub severity: Severity,
    /// The version it came with.
    pub since: &'static str,
    /// The part of the health score it counts for.
    pub area: Area,
    /// Markdown with the sections "What it finds", "Why it matters" and "Fix"; published as it is.
    pub doc: &'static str,
    /// What it reads: it is asked again only when one of these changed.
    pub reads: &'static [Input],
    pub(crate) check: fn(&Context<'_>, &mut Vec<Finding>),
}

/// A part of the health score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are the documentation")]
pub enum Area {
    Env,
    Dependencies,
    Ports,
    Runtime,
    Modules,
    Files,
}

impl Area {
    /// Every area, in the order they are shown.
    pub const ALL: [Self; 6] = [Self::Env, Self::Dependencies, Self::Ports, Self::Runtime, Self::Modules, Self::Files];

    /// The name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Env => "env",
            Self::Dependencies => "dependencies",
            Self::Ports => "ports",
            Self::Runtime => "runtime",
            Self::Modules => "modules",
            Self::Files => "files",
        }
    }
}

/// A kind of thing that can change between two snapshots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Input {
    /// Dotenv files and templates.
    Dotenv,
    /// Compose files.
    Compose,
    /// Dockerfiles.
    Dockerfile,
    /// Manifests of packages.
    Manifest,
    /// Lock files.
    Lock,
    /// Files that pin a runtime's version, workspace-wide ones included.
    Runtime,
    /// Workflows and Kubernetes manifests.
    EnvLayer,
    /// Module registries, hashes of module files, and the modules on disk.
    Modules,
    /// `.gitignore`.
    Ignore,
    /// Files that could not be read or parsed.
    Broken,
    /// What git tracks.
    Tracked,
    /// Which files there are.
    Paths,
    /// What code reads from the environment.
    Reads,
}

impl Input {
    /// What facts of this kind are an input for; `None` when no rule looks at them.
    pub(crate) fn of(facts: &FileFacts) -> Option<Self> {
        Some(match facts {
            FileFacts::Dotenv(_) => Self::Dotenv,
            FileFacts::Compose(_) => Self::Compose,
            FileFacts::Dockerfile(_) => Self::Dockerfile,
            FileFacts::Manifest(_) => Self::Manifest,
            FileFacts::Lock(_) => Self::Lock,
            FileFacts::RuntimePin(_) | FileFacts::WorkspaceMarker(_) | FileFacts::WorkspaceContract(_) => Self::Runtime,
            FileFacts::EnvLayer(_) => Self::EnvLayer,
            FileFacts::ModuleRegistry(_) | FileFacts::FileHashes(_) => Self::Modules,
            FileFacts::Ignore(_) => Self::Ignore,
            FileFacts::Broken(_) => Self::Broken,
            _ => return None,
        })
    }
}

impl Rule {
    /// A finding of this rule at `place`. `subject` tells it from others of the rule in the same file; it must not
    /// change when lines move.
    pub(crate) fn at(&self, place: Place, subject: &str) -> Draft {
        let id = format!("{}:{}:{subject}", self.id, place.file);
        Draft(Finding {
            id: FindingId(Arc::from(id)),
            rule: self.id,
            severity: self.severity,
            project: None,
            place,
            message: String::new(),
            evidence: Vec::new(),
            fixes: Vec::new(),
        })
    }
}

/// A finding in the making.
pub(crate) struct Draft(Finding);

impl Draft {
    pub(crate) fn severity(mut self, severity: Severity) -> Self {
        self.0.severity = severity;
        self
    }

    pub(crate) fn project(mut self, project: Option<&ProjectId>) -> Self {
        self.0.project = project.cloned();
        self
    }

    pub(crate) fn message(mut self, message: impl Into<String>) -> Self {
        self.0.message = message.into();
        self
    }

    pub(crate) fn evidence(mut self, evidence: impl IntoIterator<Item = Evidence>) -> Self {
        for evidence in evidence {
            if !self.0.evidence.contains(&evidence) {
                self.0.evidence.push(evidence);
            }
        }
        self
    }

    pub(crate) fn fixes(mut self, fixes: impl IntoIterator<Item = Fix>) -> Self {
        self.0.fixes.extend(fixes);
        self
    }

    /// Completes the finding. Its own place is evidence when nothing else is.
    pub(crate) fn push(mut self, cx: &Context<'_>, out: &mut Vec<Finding>) {
        if self.0.evidence.is_empty() {
            self.0.evidence.push(cx.snapshot.evidence(&self.0.place));
        }
        if self.0.project.is_none() {
            self.0.project = cx.snapshot.project_of(&self.0.place.file).map(|project| project.id.clone());
        }
        out.push(self.0);
    }
}

/// A fix by edits.
pub(crate) fn edit(id: &str, title: impl Into<String>, is_safe: bool, edits: Vec<Edit>) -> Fix {
    Fix { id: Arc::from(id), title: title.into(), is_safe, action: FixAction::Edits(edits) }
}

/// A fix by a command. Never safe: it reaches the network, or changes more than can be shown.
pub(crate) fn command(id: &str, title: impl Into<String>, line: impl Into<String>, folder: &RelPath) -> Fix {
    let action = FixAction::Command { line: line.into(), folder: folder.clone() };
    Fix { id: Arc::from(id), title: title.into(), is_safe: false, action }
}
