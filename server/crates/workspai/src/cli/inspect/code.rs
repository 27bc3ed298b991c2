//! What a person sees of the code graph: how much there is of each project, and what most files lean on.

use index::{Graph, Snapshot};
use model::RelPath;

use super::column;
use crate::cli::{paint::Style, table::Table};

/// Files that are named as the most imported ones.
const MOST: usize = 10;

/// A row for each project that has code.
pub(super) fn projects(graph: &Graph, snapshot: &Snapshot, roots: &[&RelPath]) -> Table {
    let mut table = Table::new(vec![
        column("PROJECT", Style::Bold, false),
        column("FILES", Style::Plain, false),
        column("IMPORTS", Style::Plain, false),
        column("DYNAMIC", Style::Plain, true),
        column("UNKNOWN", Style::Yellow, false),
        column("SYMBOLS", Style::Plain, false),
        column("REFERENCES", Style::Plain, false),
        column("UNRESOLVED", Style::Yellow, true),
    ]);
    for project in snapshot.projects.iter().filter(|project| roots.contains(&project.root())) {
        let files = graph.files().iter().filter(|file| file.path.is_within(project.root())).count();
        if files == 0 {
            continue;
        }
        let counts = graph.counts_below(project.root());
        table.row(vec![
            project.name.to_string(),
            files.to_string(),
            counts.imports.to_string(),
            counts.dynamic_imports.to_string(),
            counts.unknown_imports.to_string(),
            counts.symbols.to_string(),
            counts.references.to_string(),
            counts.unresolved_references.to_string(),
        ]);
    }
    table
}

/// The files that most others import.
pub(super) fn most_imported(graph: &Graph, roots: &[&RelPath]) -> Table {
    let mut table = Table::new(vec![column("IMPORTED BY", Style::Plain, false), column("FILE", Style::Bold, false)]);
    let mut found: Vec<(usize, &RelPath)> = (0..)
        .zip(graph.files())
        .filter(|(_, file)| roots.iter().any(|root| file.path.is_within(root)))
        .map(|(number, file)| {
            let mut importers: Vec<u32> = graph.importers_of(number).map(|edge| edge.from).collect();
            importers.dedup();
            (importers.len(), &file.path)
        })
        .filter(|(count, _)| *count > 0)
        .collect();
    found.sort_by(|(one, one_path), (other, other_path)| other.cmp(one).then_with(|| one_path.cmp(other_path)));
    for (count, path) in found.into_iter().take(MOST) {
        table.row(vec![count.to_string(), path.to_string()]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::paint::Paint;

    #[test]
    fn says_how_much_there_is_and_what_most_lean_on() {
        let host = fixture::mem_host(
            "//- /api/pyproject.toml\n[project]\nname = \"api\"\n//- /api/main.py\nfrom config import settings\nimport importlib\n\
             importlib.import_module(name)\nprint(settings)\n//- /api/jobs.py\nimport config\n//- /api/config.py\nsettings = 1\n",
        );
        let mut index = index::Index::new(&host);
        let (graph, snapshot) = (index.graph(&host), index.snapshot());
        let root = RelPath::new("api").expect("a path");
        let paint = Paint { has_colours: false, width: Some(120) };
        let shown = projects(&graph, &snapshot, &[&root]).render(paint);
        let row: Vec<&str> = shown.lines().nth(1).expect("a row").split_whitespace().collect();
        assert_eq!(row, ["api", "3", "4", "1", "1", "1", "2", "0"], "{shown}");
        let most = most_imported(&graph, &[&root]).render(paint);
        assert!(most.contains("2            api/config.py"), "{most}");
    }
}
