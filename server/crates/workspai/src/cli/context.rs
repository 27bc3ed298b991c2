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
    let packet = packet(&host, options)?;
    if options.json {
        let document = convert::context_packet(&packet);
        super::print_json(&document)?;
    } else {
        print(&render(&packet, Paint::of_stdout(&host)))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn packet(host: &OsHost, options: &Context) -> Result<Packet, Refusal> {
    let file = located(host, &options.file)?;
    let (index, _writing) = super::index(host, false);
    let snapshot = index.snapshot();
    let report = doctor::Doctor::new(host).check(&snapshot);
    let buffers = Buffers::new();
    let view = View { snapshot: &snapshot, report: &report, host, buffers: &buffers };
    let Some(text) = view.text(&file) else {
        return Err(Refusal(format!("{file} cannot be read as text, or is too large")));
    };
    let lines = text.lines().count().max(1);
    if options.line as usize > lines {
        return Err(Refusal(format!("{file} has {lines} lines, there is no line {}", options.line)));
    }
    let site = Site { message: options.message.clone(), ..Site::line(file, options.line) };
    Ok(assist::context_packet(&view, &assist::redactor(&view), &site, options.budget))
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

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests prepare a real folder")]
mod tests {
    use std::fs;

    use super::*;

    const SECRET: &str = "tr0ub4dor-and-3";

    fn workspace() -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let put = |path: &str, text: &str| {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, text).expect("written");
        };
        put(".rapidkit/workspace-memory.json", r#"{ "decisions": ["Tokens live 15 minutes"] }"#);
        put("api/pyproject.toml", "[project]\nname = \"api\"\ndependencies = [\"fastapi==0.115.0\"]\n");
        put("api/.python-version", "3.12.4\n");
        put("api/.env", &format!("JWT_SECRET={SECRET}\n"));
        put("api/main.py", &format!("def sign(user):\n    return encode(user, \"{SECRET}\")\n"));
        folder
    }

    fn options(folder: &Path, file: &str, line: u32) -> Context {
        let message = Some("\"encode\" is not defined".to_owned());
        Context { path: folder.to_owned(), file: file.into(), line, message, budget: 6_000, json: true }
    }

    fn asked(folder: &Path, file: &str, line: u32) -> Result<Packet, String> {
        let host = OsHost::open(folder)?;
        packet(&host, &options(folder, file, line)).map_err(|Refusal(message)| message)
    }

    #[test]
    fn the_document_fits_its_schema_and_holds_no_secret() {
        let folder = workspace();
        let packet = asked(folder.path(), "api/main.py", 2).expect("a packet");
        let document = serde_json::to_value(convert::context_packet(&packet)).expect("JSON");
        let schema = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../schemas/context.json"));
        let schema = serde_json::from_str(&schema.expect("the schema")).expect("JSON");
        let validator = jsonschema::validator_for(&schema).expect("a schema");
        let wrongs: Vec<String> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
        assert!(wrongs.is_empty(), "{wrongs:?}");
        assert!(!document.to_string().contains(SECRET), "{document}");
        assert_eq!(document["project_type"], "fastapi");
        assert_eq!(document["python_version"], "3.12.4");
        assert_eq!(document["error"]["line"], 2);
        assert_eq!(document["code"]["symbol"], "sign");
        assert_eq!(document["memory"][0]["text"], "Tokens live 15 minutes");
        let shown = render(&packet, Paint { has_colours: false, width: Some(100) });
        assert!(shown.contains("api (fastapi, python 3.12.4)") && shown.contains("tokens"), "{shown}");
    }

    #[test]
    fn a_file_may_be_given_absolute() {
        let folder = workspace();
        let absolute = folder.path().join("api/main.py");
        let packet = asked(folder.path(), absolute.to_str().expect("Unicode"), 1).expect("a packet");
        assert_eq!(packet.site.file.as_str(), "api/main.py");
    }

    #[test]
    fn what_cannot_be_read_is_refused_in_one_line() {
        let folder = workspace();
        let refused = |file: &str, line: u32| asked(folder.path(), file, line).expect_err("refused");
        assert_eq!(refused("api/none.py", 1), "api/none.py is no file of this workspace");
        assert_eq!(refused("/etc/hostname", 1), "/etc/hostname is no file of this workspace");
        assert_eq!(refused("../x.py", 1), "../x.py is no file of this workspace");
        assert_eq!(refused("api", 1), "api is no file of this workspace");
        assert_eq!(refused("api/main.py", 3), "api/main.py has 2 lines, there is no line 3");
    }
}
