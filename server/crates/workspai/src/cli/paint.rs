use std::io::IsTerminal;

use host::Host;

/// How the terminal wants its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Paint {
    /// Colours only on a terminal, and never against `NO_COLOR`.
    pub(super) has_colours: bool,
    /// Columns; `None` when the text goes to a file or another program: then nothing is cut.
    pub(super) width: Option<usize>,
}

/// The few colours in use: the terminal's own, so that they fit every theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Bold,
    Dim,
    Red,
    Green,
    Cyan,
    Yellow,
}

impl Paint {
    /// Looks at stdout and the environment.
    pub(super) fn of_stdout(host: &dyn Host) -> Self {
        let is_set = |name: &str| host.env(name).is_some_and(|value| !value.is_empty());
        let is_terminal = std::io::stdout().is_terminal();
        let is_dumb = host.env("TERM").is_some_and(|term| term == "dumb");
        let width = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        let asked = host.env("COLUMNS").and_then(|columns| columns.parse().ok());
        Self {
            has_colours: is_terminal && !is_set("NO_COLOR") && !is_dumb,
            width: if is_terminal { asked.or(width).or(Some(80)) } else { None },
        }
    }

    /// `text` in a style.
    pub(super) fn style(self, style: Style, text: &str) -> String {
        let code = match style {
            Style::Plain => return text.to_owned(),
            Style::Bold => "1",
            Style::Dim => "2",
            Style::Red => "31",
            Style::Green => "32",
            Style::Cyan => "36",
            Style::Yellow => "33",
        };
        if self.has_colours && !text.is_empty() { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}
