//! The context of a question that is about no single place: the workspace in short.

use std::fmt::Write;

use memory::Query;
use model::{Method, Piece, PieceSource, PortRole, Project, RelPath};

use super::{Build, memory_section, symbol};
use crate::{Question, Site, packet::has_word};

/// Endpoints of one project; more are counted.
const MOST_ENDPOINTS: usize = 40;
const MOST_FINDINGS: usize = 15;

impl Build<'_> {
    /// Projects, services, health and memory, within what is left of the budget.
    pub(super) fn overview(&mut self, question: &Question, site: Option<&Site>) -> String {
        self.prompt.is_whole_workspace = true;
        let mut out = self.memory(question, site);
        if let Some(site) = site {
            let symbol =
                symbol(self.view, &site.file, site.line).map(|symbol| format!(" in {symbol}")).unwrap_or_default();
            let text = format!("# The place in question\n{}:{}{symbol}\n", site.file, site.line);
            out += &self.fitting(PieceSource::Project, Some(&site.file), text, "the place that it is about");
        }
        let lower = question.prompt.to_lowercase();
        let is_named = |project: &&Project| has_word(&lower, &project.name.to_lowercase());
        let any_named = self.view.snapshot.projects.iter().any(|project| is_named(&project));
        let text = format!("# Workspace {}\n", self.view.snapshot.name);
        out += &text;
        // Named projects first: of a large workspace the others may not fit.
        let (named, others): (Vec<&Project>, Vec<&Project>) = self.view.snapshot.projects.iter().partition(is_named);
        for project in named.into_iter().chain(others) {
            let is_whole = !any_named || is_named(&project);
            let text = project_text(project, is_whole);
            let manifest = project.manifest.clone();
            out += &self.fitting(PieceSource::Project, Some(&manifest), text, "a project of the workspace");
        }
        out += &self.services();
        out += &self.findings();
        out
    }

    fn memory(&mut self, question: &Question, site: Option<&Site>) -> String {
        let file =
            site.map(|site| &site.file).or_else(|| question.references.iter().find_map(|found| found.file.as_ref()));
        let entries = memory::entries_for(self.view.snapshot, file);
        let query = Query { text: &question.prompt, file, runtime: None };
        let selection = memory::select(&entries, &query, self.left / 3, &tokens::count);
        for (entry, tokens) in &selection.taken {
            let line = entry.place.line_number();
            self.left = self.left.saturating_sub(*tokens);
            self.prompt.pieces.push(Piece {
                source: PieceSource::Memory,
                file: Some(entry.place.file.clone()),
                lines: Some((line, line)),
                tokens: *tokens,
                why: format!("a {} of the workspace's memory", entry.kind.name()),
            });
        }
        if !selection.skipped.is_empty() {
            self.prompt.omitted.push(format!("{} memory entries: the budget is used up", selection.skipped.len()));
        }
        memory_section(&selection.taken.into_iter().map(|(entry, _)| entry).collect::<Vec<_>>())
    }

    fn services(&mut self) -> String {
        let mut text = String::new();
        let mut first = None;
        for (file, service, project) in self.view.snapshot.compose_services() {
            first.get_or_insert(file);
            let image = service.image.as_deref().unwrap_or("built here");
            let built = project.map(|project| format!(", builds {project}")).unwrap_or_default();
            let ports: Vec<String> =
                service.ports.iter().filter_map(|port| port.published).map(|port| port.to_string()).collect();
            let line = service.name_range.start.line + 1;
            let _ =
                writeln!(text, "- {} ({file}:{line}): {image}{built}, publishes [{}]", service.name, ports.join(", "));
        }
        let Some(file) = first.cloned().filter(|_| !text.is_empty()) else { return String::new() };
        self.fitting(
            PieceSource::Project,
            Some(&file),
            format!("# Compose services\n{text}"),
            "what runs beside the projects",
        )
    }

    fn findings(&mut self) -> String {
        let mut text = String::new();
        for finding in self.view.report.findings.iter().take(MOST_FINDINGS) {
            let (file, line) = (&finding.place.file, finding.place.line_number());
            let _ = writeln!(text, "- {} {file}:{line} {}", finding.rule, finding.message);
        }
        if text.is_empty() {
            return String::new();
        }
        let text = format!("# Findings of the doctor, worst first\n{text}");
        self.fitting(PieceSource::Health, None, text, "the health of the workspace")
    }

    /// The text when it fits into the budget; else it is named as left out.
    fn fitting(&mut self, source: PieceSource, file: Option<&RelPath>, text: String, why: &str) -> String {
        let tokens = tokens::count(&text);
        if tokens > self.left {
            let name = file.map_or_else(|| source.to_string(), ToString::to_string);
            self.prompt.omitted.push(format!("{name}: the budget is used up"));
            return String::new();
        }
        self.left -= tokens;
        self.add(source, file.map(|file| (file, None)), &text, why);
        text
    }
}

fn project_text(project: &Project, is_whole: bool) -> String {
    let version = project.runtime_version.as_ref().map_or("unknown", |claim| &claim.value);
    let mut out = format!(
        "## {} ({})\ntype {}, {} {version}, manifest {}\n",
        project.name,
        project.root(),
        project.project_type(),
        project.runtime.name(),
        project.manifest
    );
    for port in &project.ports {
        let role = match port.role {
            PortRole::App => "app",
            PortRole::Published => "published",
            PortRole::Container => "container",
        };
        let _ = writeln!(out, "port {} ({role}, {}:{})", port.port, port.place.file, port.place.line_number());
    }
    for command in &project.commands {
        let (file, line) = (&command.place.file, command.place.line_number());
        let _ = writeln!(out, "{}: {} ({file}:{line})", command.role.name(), command.line);
    }
    let modules: Vec<&str> = project.modules.iter().map(|module| &*module.slug).collect();
    if !modules.is_empty() {
        let _ = writeln!(out, "modules: {}", modules.join(", "));
    }
    if !is_whole {
        return out;
    }
    let dependencies: Vec<String> = project
        .dependencies
        .iter()
        .map(|dependency| {
            format!("{} {}", dependency.name, dependency.locked.as_deref().unwrap_or(&dependency.constraint))
        })
        .collect();
    if !dependencies.is_empty() {
        let _ = writeln!(out, "dependencies: {}", dependencies.join(", "));
    }
    if !project.env.is_empty() {
        let keys: Vec<&str> = project.env.iter().map(|env| &*env.key).collect();
        let _ = writeln!(out, "env keys (names only): {}", keys.join(", "));
    }
    for endpoint in project.endpoints.iter().take(MOST_ENDPOINTS) {
        let method = match &endpoint.method {
            Method::Named(name) => name,
            Method::Any => "ANY",
        };
        let (file, line) = (&endpoint.place.file, endpoint.place.line_number());
        let _ = writeln!(out, "{method} {} → {} ({file}:{line})", endpoint.path, endpoint.handler);
    }
    if project.endpoints.len() > MOST_ENDPOINTS {
        let _ = writeln!(out, "… and {} more endpoints", project.endpoints.len() - MOST_ENDPOINTS);
    }
    out
}
