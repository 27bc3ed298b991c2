use std::collections::BTreeMap;

use index::Snapshot;
use model::{
    RelPath,
    facts::{ComposeDependency, ComposeFile, FileFacts},
};
use wire::dashboard::{EdgeEnd, EdgeKind, EdgeReport};

/// The lines of the map: `depends_on` of every compose service. Compose files of one folder belong together, as they are
/// loaded on top of each other.
pub(crate) fn edge_reports(snapshot: &Snapshot) -> Vec<EdgeReport> {
    let mut folders: BTreeMap<RelPath, Vec<(&RelPath, &ComposeFile)>> = BTreeMap::new();
    let mut broken: BTreeMap<RelPath, Vec<&str>> = BTreeMap::new();
    for (path, facts) in snapshot.facts_iter() {
        let Some(folder) = path.parent() else { continue };
        match facts {
            FileFacts::Compose(file) => folders.entry(folder).or_default().push((path, file)),
            FileFacts::Broken(_) if is_compose(path) => {
                let text = snapshot.files.get(path).and_then(|entry| entry.text.as_deref());
                broken.entry(folder).or_default().extend(text);
            }
            _ => (),
        }
    }
    folders.iter().flat_map(|(folder, files)| edges_of(files, broken.get(folder).map_or(&[], Vec::as_slice))).collect()
}

fn is_compose(path: &RelPath) -> bool {
    detect::reader_for(path).is_some_and(|reader| reader.id == "compose")
}

/// `broken`: the texts of the folder's compose files that could not be parsed.
fn edges_of(files: &[(&RelPath, &ComposeFile)], broken: &[&str]) -> Vec<EdgeReport> {
    let has_includes = files.iter().any(|(_, file)| file.has_includes);
    let may_be_elsewhere = |name: &str| has_includes || broken.iter().any(|text| may_define(text, name));
    let mut edges = Vec::new();
    for (path, file) in files {
        for service in &file.services {
            for dependency in &service.depends_on {
                let target = place_of(files, path, &dependency.name);
                if target.is_some() || (dependency.is_required && !may_be_elsewhere(&dependency.name)) {
                    edges.push(edge(path, &service.name, dependency, target));
                }
            }
        }
    }
    edges
}

/// Whether a text has the name as a key, on whatever level.
fn may_define(text: &str, name: &str) -> bool {
    text.lines().any(|line| line.trim().split(':').next().unwrap_or("").trim_matches(['"', '\'']) == name)
}

/// The file that defines a service: the asking one, else the first of the folder.
fn place_of<'s>(files: &[(&'s RelPath, &ComposeFile)], asking: &RelPath, name: &str) -> Option<&'s RelPath> {
    let mut defining =
        files.iter().filter(|(_, file)| file.services.iter().any(|it| &*it.name == name)).map(|(path, _)| *path);
    let first = defining.next()?;
    Some(std::iter::once(first).chain(defining).find(|path| *path == asking).unwrap_or(first))
}

fn edge(file: &RelPath, from: &str, dependency: &ComposeDependency, target: Option<&RelPath>) -> EdgeReport {
    EdgeReport {
        from: EdgeEnd::Service { file: file.to_string(), name: from.to_owned() },
        to: EdgeEnd::Service { file: target.unwrap_or(file).to_string(), name: dependency.name.to_string() },
        kind: EdgeKind::DependsOn,
        is_dead: target.is_none(),
        file: file.to_string(),
        line: dependency.range.start.line + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(fixture: &str, expected: &[&str]) {
        let snapshot = index::build(&fixture::mem_host(fixture));
        let shown: Vec<String> = edge_reports(&snapshot).iter().map(render).collect();
        assert_eq!(shown, expected);
    }

    fn render(edge: &EdgeReport) -> String {
        let end = |end: &EdgeEnd| match end {
            EdgeEnd::Project { path } => path.clone(),
            EdgeEnd::Service { file, name } => format!("{file}#{name}"),
        };
        let arrow = if edge.is_dead { "-x" } else { "->" };
        format!("{} {arrow} {} {}:{}", end(&edge.from), end(&edge.to), edge.file, edge.line)
    }

    #[test]
    fn a_dependency_points_at_its_line_and_target() {
        check(
            "//- /compose.yaml\nservices:\n  api:\n    image: api\n    depends_on:\n      - db\n      - mailer\n  db:\n    image: postgres\n",
            &[
                "compose.yaml#api -> compose.yaml#db compose.yaml:5",
                "compose.yaml#api -x compose.yaml#mailer compose.yaml:6",
            ],
        );
    }

    #[test]
    fn files_of_one_folder_belong_together() {
        check(
            "//- /compose.yaml\nservices:\n  db:\n    image: postgres\n//- /compose.dev.yaml\nservices:\n  api:\n    image: api\n    depends_on:\n      db:\n        condition: service_started\n\
             //- /other/compose.yaml\nservices:\n  web:\n    image: web\n    depends_on: [db]\n",
            &[
                "compose.dev.yaml#api -> compose.yaml#db compose.dev.yaml:5",
                "other/compose.yaml#web -x other/compose.yaml#db other/compose.yaml:4",
            ],
        );
    }

    #[test]
    fn what_may_be_elsewhere_is_not_called_dead() {
        check(
            "//- /compose.yaml\ninclude:\n  - far.yaml\nservices:\n  api:\n    image: api\n    depends_on: [db]\n",
            &[],
        );
        check(
            "//- /compose.yaml\nservices:\n  api:\n    image: api\n    depends_on:\n      db:\n        condition: service_started\n        required: false\n",
            &[],
        );
    }

    #[test]
    fn a_broken_file_may_define_what_is_missing() {
        let asking = "//- /compose.yaml\nservices:\n  api:\n    image: api\n    depends_on: [db]\n";
        let dead = ["compose.yaml#api -x compose.yaml#db compose.yaml:4"];
        check(&format!("{asking}//- /compose.dev.yaml\nservices: [\n  db:\n    image: postgres\n"), &[]);
        check(&format!("{asking}//- /compose.dev.yaml\nservices: [\n  other:\n"), &dead);
        check(&format!("{asking}//- /package.json\n{{\n"), &dead);
    }

    #[test]
    fn nothing_without_dependencies() {
        check("//- /compose.yaml\nservices:\n  db:\n    image: postgres\n", &[]);
    }
}
