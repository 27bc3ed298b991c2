use super::paint::{Paint, Style};

/// A column: its title, its style, and whether it may go (the last such first) when the terminal is narrow.
pub(super) struct Column {
    pub(super) title: &'static str,
    pub(super) style: Style,
    pub(super) may_go: bool,
}

/// A table that fits its terminal: empty columns are left out, then those that may go, then the widest cells are cut.
pub(super) struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
}

const GAP: usize = 2;
/// No column is cut below this.
const LEAST: usize = 6;

impl Table {
    pub(super) fn new(columns: Vec<Column>) -> Self {
        Self { columns, rows: Vec::new() }
    }

    /// Adds a row; it has as many cells as there are columns.
    pub(super) fn row(&mut self, cells: Vec<String>) {
        debug_assert_eq!(cells.len(), self.columns.len());
        self.rows.push(cells.into_iter().map(|cell| printable(&cell)).collect());
    }

    /// The text, a line break at each row's end; empty without rows.
    pub(super) fn render(&self, paint: Paint) -> String {
        if self.rows.is_empty() {
            return String::new();
        }
        let shown = self.layout(paint.width);
        let line = |cells: &dyn Fn(usize) -> (String, Style)| {
            let mut line = String::new();
            for (at, (column, width)) in shown.iter().enumerate() {
                let (text, style) = cells(*column);
                let text = cut(&text, *width);
                let fill = if at + 1 == shown.len() { 0 } else { width + GAP - text.chars().count() };
                line += &paint.style(style, &text);
                line += &" ".repeat(fill);
            }
            line.trim_end().to_owned() + "\n"
        };
        let head = line(&|column| (self.columns[column].title.to_owned(), Style::Dim));
        let body = self.rows.iter().map(|row| line(&|column| (row[column].clone(), self.columns[column].style)));
        head + &body.collect::<String>()
    }

    /// The columns to show, with their widths.
    fn layout(&self, room: Option<usize>) -> Vec<(usize, usize)> {
        let width = |column: usize| self.rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
        let mut shown: Vec<(usize, usize)> = (0..self.columns.len())
            .filter(|column| width(*column) > 0)
            .map(|column| (column, width(column).max(self.columns[column].title.chars().count())))
            .collect();
        let Some(room) = room else { return shown };
        let total =
            |shown: &[(usize, usize)]| shown.iter().map(|(_, width)| width + GAP).sum::<usize>().saturating_sub(GAP);
        while total(&shown) > room {
            // A little is cut from the widest before a whole column goes.
            let over = total(&shown) - room;
            let Some((at, widest)) = shown.iter().map(|(_, width)| *width).enumerate().max_by_key(|(_, width)| *width)
            else {
                break;
            };
            let can_go = shown.iter().rposition(|(column, _)| self.columns[*column].may_go);
            match can_go {
                Some(gone) if over > widest / 3 => drop(shown.remove(gone)),
                _ if widest > LEAST => shown[at].1 -= over.min(widest - LEAST).min(widest / 4 + 1),
                Some(gone) => drop(shown.remove(gone)),
                None => break,
            }
        }
        shown
    }
}

/// Names come from files: control characters in them must not reach the terminal.
pub(super) fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    text.chars().take(width.saturating_sub(1)).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let column = |title, may_go| Column { title, style: Style::Plain, may_go };
        let mut table = Table::new(vec![column("NAME", false), column("KIT", true), column("NOTE", true)]);
        table.row(vec!["saas-api".into(), "fastapi.ddd".into(), String::new()]);
        table.row(vec!["a\u{1b}[31m".into(), String::new(), String::new()]);
        table
    }

    fn render(width: Option<usize>) -> String {
        table().render(Paint { has_colours: false, width })
    }

    #[test]
    fn aligns_and_leaves_empty_columns_out() {
        assert_eq!(render(None), "NAME      KIT\nsaas-api  fastapi.ddd\na\u{fffd}[31m\n");
    }

    #[test]
    fn cuts_a_little_and_drops_what_may_go() {
        assert_eq!(render(Some(18)), "NAME      KIT\nsaas-api  fastapi…\na\u{fffd}[31m\n");
        assert_eq!(render(Some(10)), "NAME\nsaas-api\na\u{fffd}[31m\n");
        assert_eq!(render(Some(3)), "NAME\nsaas-…\na\u{fffd}[31m\n", "never below the least");
    }
}
