use std::sync::Arc;

use memory::{Entry, Query};
use model::{Finding, FindingId, LineMap, Piece, PieceSource, Place, RelPath, Runtime, Severity, VersionText};
use redact::Redactor;

use crate::{Related, Site, View, enclosing};

/// All that is known about a place, within a budget. Secrets are masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packet {
    /// The project; `None` outside every project.
    pub project: Option<PacketProject>,
    /// What it is about.
    pub site: Site,
    /// The enclosing code.
    pub code: Option<CodeBlock>,
    /// Related places of the diagnostic with their lines.
    pub related: Vec<CodeBlock>,
    /// The doctor's view of the project, worst first.
    pub health: Vec<HealthLine>,
    /// Names (never values) of the env keys that the enclosing code mentions.
    pub env_names: Vec<Arc<str>>,
    /// Memory entries that go along.
    pub memory: Vec<Entry>,
    /// Every piece above with its source and size.
    pub pieces: Vec<Piece>,
    /// What did not fit, and why.
    pub omitted: Vec<String>,
}

impl Packet {
    /// Tokens of all pieces.
    #[must_use]
    pub fn tokens(&self) -> u32 {
        self.pieces.iter().map(|piece| piece.tokens).sum()
    }
}

/// The project as a packet names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PacketProject {
    /// Its name.
    pub name: Arc<str>,
    /// Its folder.
    pub path: RelPath,
    /// The kit, else the framework, else the runtime.
    pub kind: String,
    /// What runs it.
    pub runtime: Runtime,
    /// The version that counts.
    pub runtime_version: Option<VersionText>,
    /// As `slug@version`.
    pub modules: Vec<String>,
}

/// Lines of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeBlock {
    /// File.
    pub file: RelPath,
    /// First line, from 1.
    pub first_line: u32,
    /// Last line.
    pub last_line: u32,
    /// The function or class around the place.
    pub symbol: Option<String>,
    /// The text, secrets masked.
    pub text: String,
}

/// A finding in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HealthLine {
    /// The finding.
    pub id: FindingId,
    /// The rule.
    pub rule: &'static str,
    /// How bad.
    pub severity: Severity,
    /// Where.
    pub place: Place,
    /// The message.
    pub message: String,
}

impl HealthLine {
    fn of(finding: &Finding) -> Self {
        Self {
            id: finding.id.clone(),
            rule: finding.rule,
            severity: finding.severity,
            place: finding.place.clone(),
            message: finding.message.clone(),
        }
    }
}

/// More findings than this say less.
const MOST_FINDINGS: usize = 20;
/// Lines before and after a related place.
const AROUND_RELATED: u32 = 3;

/// Builds the packet of a place. What matters most comes first, so that a small budget still has the error, its code and
/// its project; what does not fit is named in [`Packet::omitted`].
///
/// `budget_tokens` is never exceeded but by the error itself, which always goes along.
#[must_use]
pub fn context_packet(view: &View<'_>, redactor: &Redactor, site: &Site, budget_tokens: u32) -> Packet {
    let mut build = Build { view, redactor, left: budget_tokens, packet: blank(view, redactor, site) };
    build.error();
    build.project();
    build.code();
    build.env_names();
    build.related();
    build.memory();
    build.health();
    build.packet
}

fn blank(view: &View<'_>, redactor: &Redactor, site: &Site) -> Packet {
    let masked = |text: &str| redactor.redact(text).text.into_owned();
    let related = |related: &Related| Related { message: masked(&related.message), ..related.clone() };
    let site = Site {
        message: site.message.as_deref().map(masked),
        related: site.related.iter().map(related).collect(),
        ..site.clone()
    };
    let project = view.snapshot.project_of(&site.file).map(|project| PacketProject {
        name: Arc::clone(&project.name),
        path: project.root().clone(),
        kind: project.project_type().to_owned(),
        runtime: project.runtime,
        runtime_version: project.runtime_version.as_ref().map(|claim| Arc::clone(&claim.value)),
        modules: project
            .modules
            .iter()
            .map(|module| match &module.version {
                Some(version) => format!("{}@{version}", module.slug),
                None => module.slug.to_string(),
            })
            .collect(),
    });
    Packet {
        project,
        site,
        code: None,
        related: Vec::new(),
        health: Vec::new(),
        env_names: Vec::new(),
        memory: Vec::new(),
        pieces: Vec::new(),
        omitted: Vec::new(),
    }
}

struct Build<'b> {
    view: &'b View<'b>,
    redactor: &'b Redactor,
    left: u32,
    packet: Packet,
}

impl Build<'_> {
    /// Takes tokens from the budget; `false` when they do not fit.
    fn take(&mut self, piece: Piece) -> bool {
        let fits = piece.tokens <= self.left;
        if fits {
            self.left -= piece.tokens;
            self.packet.pieces.push(piece);
        }
        fits
    }

    fn error(&mut self) {
        let site = &self.packet.site;
        let text = site.message.as_deref().unwrap_or("");
        let label = [site.source.as_deref(), site.code.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let piece = Piece {
            source: PieceSource::Error,
            file: Some(site.file.clone()),
            lines: Some((site.line, site.end_line)),
            tokens: tokens::count(&format!("{}:{} {label} {text}", site.file, site.line)),
            why: "what it is about".to_owned(),
        };
        self.left = self.left.saturating_sub(piece.tokens);
        self.packet.pieces.push(piece);
    }

    fn project(&mut self) {
        let Some(project) = &self.packet.project else { return };
        let Some(found) = self.view.snapshot.project_of(&self.packet.site.file) else { return };
        let version = project.runtime_version.as_deref().unwrap_or("");
        let head = format!("{} {} {} {} {version}", project.name, project.path, project.kind, project.runtime.name());
        let piece = Piece {
            source: PieceSource::Project,
            file: Some(found.manifest.clone()),
            lines: None,
            tokens: tokens::count(&format!("{head} {}", project.modules.join(" "))),
            why: "the project of the file".to_owned(),
        };
        if !self.take(piece) {
            let count = self.packet.project.as_mut().map_or(0, |project| std::mem::take(&mut project.modules).len());
            if count > 0 {
                self.packet.omitted.push(format!("{count} modules: the budget is used up"));
            }
        }
    }

    fn code(&mut self) {
        let site = &self.packet.site;
        let Some(text) = self.view.text(&site.file) else {
            self.packet.omitted.push(format!("the text of {}: it cannot be read", site.file));
            return;
        };
        let found = enclosing(&site.file, &text, site.line);
        // Half of what is left: the rest of the packet must have a place as well.
        let budget = if self.left > 400 { self.left - self.left / 3 } else { self.left };
        let map = LineMap::new(&text);
        let last = found.last_line.max(site.end_line).min(u32::try_from(map.lines()).unwrap_or(u32::MAX));
        let Some(window) = window(&map, (found.first_line, last), site.line, budget, self.redactor) else {
            let why = "the code around the place: the budget is used up".to_owned();
            self.packet.omitted.push(why);
            return;
        };
        let Window { first, last: shown, text, tokens } = window;
        if (first, shown) != (found.first_line, last) {
            let what = found.symbol.as_deref().unwrap_or("the place");
            let (of, to) = (found.first_line, last);
            self.packet.omitted.push(format!("{what}: lines {of}–{to} do not fit, {first}–{shown} are here"));
        }
        let why = match &found.symbol {
            Some(symbol) => format!("{symbol} encloses line {}", self.packet.site.line),
            None => format!("the lines around line {}", self.packet.site.line),
        };
        let file = self.packet.site.file.clone();
        let piece =
            Piece { source: PieceSource::Code, file: Some(file.clone()), lines: Some((first, shown)), tokens, why };
        if self.take(piece) {
            let symbol = found.symbol;
            self.packet.code = Some(CodeBlock { file, first_line: first, last_line: shown, symbol, text });
        }
    }

    fn env_names(&mut self) {
        let (Some(project), Some(code)) =
            (self.view.snapshot.project_of(&self.packet.site.file), self.packet.code.as_ref())
        else {
            return;
        };
        let said = without_markers(self.packet.site.message.as_deref().unwrap_or(""));
        let text = without_markers(&code.text);
        let is_mentioned = |key: &str| has_word(&text, key) || has_word(&said, key);
        let names: Vec<Arc<str>> =
            project.env.iter().map(|env| Arc::clone(&env.key)).filter(|key| is_mentioned(key)).collect();
        if names.is_empty() {
            return;
        }
        let piece = Piece {
            source: PieceSource::Env,
            file: Some(code.file.clone()),
            lines: None,
            tokens: tokens::count(&names.join(" ")),
            why: "names of env keys that the code mentions, never their values".to_owned(),
        };
        if self.take(piece) {
            self.packet.env_names = names;
        }
    }

    fn related(&mut self) {
        for related in self.packet.site.related.clone() {
            let Some(text) = self.view.text(&related.file) else { continue };
            let map = LineMap::new(&text);
            let lines = u32::try_from(map.lines()).unwrap_or(u32::MAX);
            let first = related.line.saturating_sub(AROUND_RELATED).max(1);
            let last = related.line.saturating_add(AROUND_RELATED).min(lines);
            let text = masked_lines(&map, first, last, self.redactor);
            let tokens = tokens::count(&text) + tokens::count(&related.message);
            let file = Some(related.file.clone());
            let why = format!("the diagnostic refers to it: {}", related.message);
            let piece = Piece { source: PieceSource::Related, file, lines: Some((first, last)), tokens, why };
            if self.take(piece) {
                let symbol = enclosing(&related.file, map.text(), related.line).symbol;
                let block = CodeBlock { file: related.file, first_line: first, last_line: last, symbol, text };
                self.packet.related.push(block);
            } else {
                self.packet.omitted.push(format!("{}:{}: the budget is used up", related.file, related.line));
            }
        }
    }

    fn memory(&mut self) {
        let file = self.packet.site.file.clone();
        let entries = memory::entries_for(self.view.snapshot, Some(&file));
        let text =
            [self.packet.site.message.as_deref(), self.packet.code.as_ref().and_then(|code| code.symbol.as_deref())];
        let text = text.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let runtime = self.packet.project.as_ref().map(|project| project.runtime);
        let query = Query { text: &text, file: Some(&file), runtime };
        let budget = if self.left > 200 { self.left / 2 } else { self.left };
        let selection = memory::select(&entries, &query, budget, &tokens::count);
        for (entry, tokens) in selection.taken {
            let line = entry.place.line_number();
            let piece = Piece {
                source: PieceSource::Memory,
                file: Some(entry.place.file.clone()),
                lines: Some((line, line)),
                tokens,
                why: format!("a {} of the workspace's memory", entry.kind.name()),
            };
            if self.take(piece) {
                let masked = self.redactor.redact(&entry.text).text.into_owned();
                self.packet.memory.push(Entry { text: masked.into(), ..entry });
            }
        }
        if !selection.skipped.is_empty() {
            self.packet.omitted.push(format!("{} memory entries: the budget is used up", selection.skipped.len()));
        }
    }

    fn health(&mut self) {
        let project = self.view.snapshot.project_of(&self.packet.site.file).map(|project| &project.id);
        let own: Vec<&Finding> = self
            .view
            .report
            .findings
            .iter()
            .filter(|finding| finding.project.is_none() || finding.project.as_ref() == project)
            .collect();
        let mut own = own;
        // What bears on the place comes before what is merely worse elsewhere.
        let bears = |finding: &Finding| {
            finding.place.file == self.packet.site.file
                || self.packet.env_names.iter().any(|name| has_word(&finding.message, name))
        };
        own.sort_by_key(|finding| !bears(finding));
        let mut shown = 0;
        for finding in own.iter().take(MOST_FINDINGS) {
            let mut line = HealthLine::of(finding);
            line.message = self.redactor.redact(&line.message).text.into_owned();
            let number = line.place.line_number();
            let tokens = tokens::count(&format!("{} {} {}:{number}", line.rule, line.message, line.place.file));
            let piece = Piece {
                source: PieceSource::Health,
                file: Some(line.place.file.clone()),
                lines: Some((number, number)),
                tokens,
                why: format!(
                    "{} of {}",
                    line.rule,
                    if finding.project.is_some() { "this project" } else { "the workspace" }
                ),
            };
            if !self.take(piece) {
                break;
            }
            self.packet.health.push(line);
            shown += 1;
        }
        if shown < own.len() {
            self.packet.omitted.push(format!("{} of {} findings", own.len() - shown, own.len()));
        }
    }
}

struct Window {
    first: u32,
    last: u32,
    text: String,
    tokens: u32,
}

/// The whole range when it fits, else as many lines around `line` as do.
fn window(map: &LineMap<'_>, (first, last): (u32, u32), line: u32, budget: u32, redactor: &Redactor) -> Option<Window> {
    let line = line.clamp(first, last);
    let cut = |around: u32| {
        let (first, last) = (line.saturating_sub(around).max(first), line.saturating_add(around).min(last));
        let text = masked_lines(map, first, last, redactor);
        let tokens = tokens::count(&text);
        Window { first, last, text, tokens }
    };
    let (mut low, mut high) = (0, (line - first).max(last - line));
    let whole = cut(high);
    if whole.tokens <= budget {
        return Some(whole);
    }
    let mut best = Some(cut(0)).filter(|window| window.tokens <= budget)?;
    while low + 1 < high {
        let middle = low + (high - low) / 2;
        let window = cut(middle);
        if window.tokens <= budget {
            (low, best) = (middle, window);
        } else {
            high = middle;
        }
    }
    Some(best)
}

/// Lines from 1. Masked as a whole, so that a secret of several lines is seen.
fn masked_lines(map: &LineMap<'_>, first: u32, last: u32, redactor: &Redactor) -> String {
    let lines: Vec<&str> = (first..=last).map(|line| map.line_text(line as usize - 1)).collect();
    redactor.redact(&lines.join("\n")).text.into_owned()
}

/// A marker names the key whose value was taken out, which the code itself may not mention.
fn without_markers(text: &str) -> String {
    let mut parts = text.split("‹redacted:");
    let first = parts.next().unwrap_or("").to_owned();
    parts.fold(first, |out, part| out + part.split_once('›').map_or(part, |(_, rest)| rest))
}

/// Whether `word` stands in `text`, not as a part of a longer name.
pub(crate) fn has_word(text: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| {
        !text[..at].chars().next_back().is_some_and(is_part)
            && !text[at + word.len()..].chars().next().is_some_and(is_part)
    })
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::{Expect, expect};

    use super::*;
    use crate::{secrets, testing::Bench};

    const FIXTURE: &str = r#"
//- /.rapidkit/workspace-memory.json
{
  "context": "Billing for clinics",
  "decisions": ["Tokens live 15 minutes"]
}
//- /saas-api/pyproject.toml
[project]
name = "saas-api"
requires-python = ">=3.10"
dependencies = ["fastapi==0.115.0"]
//- /saas-api/.python-version
3.10.19
//- /saas-api/registry.json
{"installed_modules": [{"slug": "free/auth/core", "version": "0.1.10", "display_name": "auth_core"}]}
//- /saas-api/.env
JWT_SECRET=s3cr3t-value
//- /saas-api/.env.example
JWT_SECRET=
STRIPE_KEY=
//- /saas-api/src/tokens.py
import os


def sign(user):
    secret = os.environ["JWT_SECRET"]
    fallback = "s3cr3t-value"
    return encode(user, secret)


def other():
    pass
"#;

    fn render(packet: &Packet) -> String {
        let mut out = String::new();
        if let Some(project) = &packet.project {
            let version = project.runtime_version.as_deref().unwrap_or("?");
            let _ = writeln!(
                out,
                "{} ({}) {} {version} {:?}",
                project.name,
                project.kind,
                project.runtime.name(),
                project.modules
            );
        }
        for block in packet.code.iter().chain(&packet.related) {
            let symbol = block.symbol.as_deref().unwrap_or("-");
            let _ = writeln!(out, "{}:{}-{} {symbol}\n{}", block.file, block.first_line, block.last_line, block.text);
        }
        let _ = writeln!(out, "env {:?}", packet.env_names);
        for line in &packet.health {
            let _ = writeln!(out, "health {} {}", line.rule, line.message);
        }
        for entry in &packet.memory {
            let _ = writeln!(out, "memory {}:{} {}", entry.place.file, entry.place.line_number(), entry.text);
        }
        for piece in &packet.pieces {
            let _ = writeln!(out, "piece {} {:?} {}", piece.source, piece.lines, piece.why);
        }
        for omitted in &packet.omitted {
            let _ = writeln!(out, "omitted {omitted}");
        }
        out
    }

    fn packet(budget: u32) -> Packet {
        let bench = Bench::new(FIXTURE);
        let view = bench.view();
        let file = RelPath::new("saas-api/src/tokens.py").expect("a path");
        let related = Related { file: file.clone(), line: 1, message: "declared here".into() };
        let site = Site {
            message: Some("\"encode\" is not defined, s3cr3t-value".into()),
            code: Some("reportUndefinedVariable".into()),
            source: Some("Pylance".into()),
            related: vec![related],
            ..Site::line(file, 7)
        };
        context_packet(&view, &secrets::redactor(&view), &site, budget)
    }

    #[track_caller]
    fn check(budget: u32, expect: Expect) {
        let packet = packet(budget);
        assert!(packet.tokens() <= budget.max(packet.pieces[0].tokens), "{} of {budget}", packet.tokens());
        expect.assert_eq(&render(&packet));
    }

    #[test]
    fn holds_all_that_is_known_and_no_secret() {
        assert!(!render(&packet(6_000)).contains("s3cr3t-value"));
        check(
            6_000,
            expect![[r#"
            saas-api (fastapi) python 3.10.19 ["free/auth/core@0.1.10"]
            saas-api/src/tokens.py:4-7 sign
            def sign(user):
                secret = os.environ["JWT_SECRET"]
                fallback = "‹redacted:JWT_SECRET›"
                return encode(user, secret)
            saas-api/src/tokens.py:1-4 -
            import os


            def sign(user):
            env ["JWT_SECRET"]
            health env-missing STRIPE_KEY is in .env.example, but saas-api/.env does not set it, nor does any other layer
            memory .rapidkit/workspace-memory.json:2 Billing for clinics
            memory .rapidkit/workspace-memory.json:3 Tokens live 15 minutes
            piece error Some((7, 7)) what it is about
            piece project None the project of the file
            piece code Some((4, 7)) sign encloses line 7
            piece env None names of env keys that the code mentions, never their values
            piece related Some((1, 4)) the diagnostic refers to it: declared here
            piece memory Some((2, 2)) a context of the workspace's memory
            piece memory Some((3, 3)) a decision of the workspace's memory
            piece health Some((2, 2)) env-missing of this project
        "#]],
        );
    }

    #[test]
    fn a_small_budget_names_what_is_left_out() {
        check(
            60,
            expect![[r#"
            saas-api (fastapi) python 3.10.19 ["free/auth/core@0.1.10"]
            saas-api/src/tokens.py:7-7 sign
                return encode(user, secret)
            env []
            piece error Some((7, 7)) what it is about
            piece project None the project of the file
            piece code Some((7, 7)) sign encloses line 7
            omitted sign: lines 4–7 do not fit, 7–7 are here
            omitted saas-api/src/tokens.py:1: the budget is used up
            omitted 2 memory entries: the budget is used up
            omitted 1 of 1 findings
        "#]],
        );
        assert_eq!(packet(0).pieces.len(), 1, "the error always goes along");
    }
}
