use model::{Command, CommandRole, RelPath};

use super::{Cx, Intent};
use crate::{Page, code};

pub(super) const INTENT: Intent = Intent {
    looked_at: "commands (manifests, Makefiles)",
    words: &[
        ("start", 4),
        ("run", 4),
        ("test", 3),
        ("build", 3),
        ("lint", 4),
        ("command", 4),
        ("launch", 3),
        ("serve", 3),
        ("dev", 2),
        ("makefile", 3),
    ],
    answer,
};

fn answer(cx: &Cx<'_>, page: &mut Page) -> bool {
    let wanted = roles(cx);
    let mut found = stack(cx, &wanted, page);
    for project in &cx.projects {
        let commands: Vec<&Command> =
            project.commands.iter().filter(|command| wanted.is_empty() || wanted.contains(&command.role)).collect();
        if commands.is_empty() {
            continue;
        }
        found = true;
        cx.heading(project, page);
        for command in commands {
            page.text(format!("- {}: {} in `{}` (", command.role.name(), code(&command.line), project.root()));
            page.place(&command.place).text(")\n");
        }
    }
    found
}

/// Everything at once: compose starts it.
fn stack(cx: &Cx<'_>, wanted: &[CommandRole], page: &mut Page) -> bool {
    let is_meant = ["everything", "all", "stack", "workspace", "whole"].iter().any(|word| cx.says(word));
    if cx.is_scoped || !is_meant || !wanted.contains(&CommandRole::Dev) {
        return false;
    }
    let mut files: Vec<&RelPath> = cx.view.snapshot.compose_services().map(|(file, ..)| file).collect();
    files.dedup();
    // Compose takes an override along with the file beside it.
    files.retain(|file| !file.file_name().contains(".override."));
    for file in &files {
        let count = cx.view.snapshot.compose_services().filter(|(other, ..)| other == file).count();
        let folder = file.parent().unwrap_or_else(RelPath::root);
        page.text(format!("- `docker compose up` in `{folder}` starts {} (", super::super::plural(count, "service")));
        page.anchor(file, 1).text(")\n");
    }
    !files.is_empty()
}

fn roles(cx: &Cx<'_>) -> Vec<CommandRole> {
    let mut wanted = Vec::new();
    for (words, roles) in [
        (["test", "testing"].as_slice(), [CommandRole::Test].as_slice()),
        (&["build", "compile"], &[CommandRole::Build]),
        (&["lint", "format"], &[CommandRole::Lint]),
        (&["start", "launch", "serve", "dev"], &[CommandRole::Dev, CommandRole::Start]),
    ] {
        if words.iter().any(|word| cx.says(word)) {
            wanted.extend_from_slice(roles);
        }
    }
    // `run` alone starts; `run the tests` tests.
    if wanted.is_empty() && cx.says("run") {
        wanted.extend([CommandRole::Dev, CommandRole::Start]);
    }
    wanted
}
