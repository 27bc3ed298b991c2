use std::{
    fmt::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};

use assist::{Buffers, Packet, Site, View};
use clap::Args;
use host::{Host, OsHost};
use model::RelPath;

use super::{
    Refusal, open,
    paint::{Paint, Style},
    print,
};
use crate::convert;

/// Shows what an AI action about a line would receive: project, error, enclosing code, health, memory, and the size of
/// each piece. Secrets are taken out. Reads only; sends nothing.
#[derive(Args)]
pub(crate) struct Context {
    /// The folder of the workspace.
    #[arg(default_value = ".")]
    path: PathBuf,
    /// The file, relative to the workspace or absolute.
    #[arg(long, value_name = "F")]
    file: PathBuf,
    /// The line, counted from 1.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    line: u32,
    /// The error's or diagnostic's message.
    #[arg(long, value_name = "M")]
    message: Option<String>,
    /// Most tokens that it may take.
    #[arg(long, value_name = "TOKENS", default_value_t = 6_000)]
    budget: u32,
    /// Print one JSON document and nothing else (schema `workspai/context@1`).
    #[arg(long)]
    json: bool,
}

pub(crate) fn context(options: &Context) -> Result<ExitCode, Refusal> {
    let host = open(&options.path)?;
    let file = located(&host, &options.file)?;
    let snapshot = index::build(&host);
    let report = doctor::Doctor::new(&host).check(&snapshot);
    let buffers = Buffers::new();
    let view = View { snapshot: &snapshot, report: &report, host: &host, buffers: &buffers };
    let Some(text) = view.text(&file) else {
        return Err(Refusal(format!("{file} cannot be read as text, or is too large")));
    };
    let lines = text.lines().count().max(1);
    if options.line as usize > lines {
        return Err(Refusal(format!("{file} has {lines} lines, there is no line {}", options.line)));
    }
    let site = Site { message: options.message.clone(), ..Site::line(file, options.line) };
    let packet = assist::context_packet(&view, &assist::redactor(&view), &site, options.budget);
    if options.json {
        let document = convert::context_packet(&packet);
        print(&(serde_json::to_string_pretty(&document).map_err(|error| Refusal(error.to_string()))? + "\n"))?;
    } else {
        print(&render(&packet, Paint::of_stdout(&host)))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The workspace path of a file, given relative to the workspace, to the current folder, or absolute.
fn located(host: &OsHost, file: &Path) -> Result<RelPath, Refusal> {
    let is_file = |path: &RelPath| host.stat(path).is_some_and(|stat| !stat.is_folder);
    let below = file.to_str().and_then(|text| RelPath::new(text).ok()).filter(is_file);
    let elsewhere = || {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let folder = OsHost::open(folder).ok()?.roots().folders().first()?.path.clone();
        host.roots().relative(&folder.join(file.file_name()?)).filter(is_file)
    };
    below.or_else(elsewhere).ok_or_else(|| Refusal(format!("{} is no file of this workspace", file.display())))
}

fn render(packet: &Packet, paint: Paint) -> String {
    let mut out = String::new();
    let site = &packet.site;
    let _ = writeln!(out, "{}", paint.style(Style::Bold, &format!("{}:{}", site.file, site.line)));
    if let Some(message) = &site.message {
        let _ = writeln!(out, "{message}");
    }
    if let Some(project) = &packet.project {
        let version = project.runtime_version.as_deref().map(|version| format!(" {version}")).unwrap_or_default();
        let _ = writeln!(out, "{} ({}, {}{version})", project.name, project.kind, project.runtime.name());
    }
    for block in packet.code.iter().chain(&packet.related) {
        let symbol = block.symbol.as_deref().map(|symbol| format!(" {symbol}")).unwrap_or_default();
        let title = format!("\n{}:{}-{}{symbol}", block.file, block.first_line, block.last_line);
        let _ = writeln!(out, "{}", paint.style(Style::Dim, &title));
        let _ = writeln!(out, "{}", block.text);
    }
    for (title, lines) in [
        ("Env keys", packet.env_names.iter().map(ToString::to_string).collect::<Vec<_>>()),
        ("Health", packet.health.iter().map(|line| format!("{} {}", line.rule, line.message)).collect()),
        ("Memory", packet.memory.iter().map(|entry| format!("{}: {}", entry.kind.name(), entry.text)).collect()),
        ("Receipt", packet.pieces.iter().map(receipt_line).collect()),
        ("Left out", packet.omitted.clone()),
    ] {
        if !lines.is_empty() {
            let _ = writeln!(out, "\n{}\n  {}", paint.style(Style::Bold, title), lines.join("\n  "));
        }
    }
    let _ = writeln!(out, "\n{} tokens", packet.tokens());
    out
}

fn receipt_line(piece: &model::Piece) -> String {
    let file = piece.file.as_ref().map(ToString::to_string).unwrap_or_default();
    let lines = piece.lines.map(|(first, last)| format!(":{first}-{last}")).unwrap_or_default();
    format!("{:>6}  {} {file}{lines} ({})", piece.tokens, piece.source, piece.why)
}
