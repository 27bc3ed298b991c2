//! GitHub workflows: the env keys that a workflow, its jobs, their containers and steps set.

use std::sync::Arc;

use model::{
    Layer, RelPath,
    facts::{EnvLayerFile, FileFacts},
};

use super::{
    HAND_WRITTEN_LIMIT, Reader,
    yaml::{self, Node},
};

pub(crate) const READER: Reader =
    Reader { id: "ci", claims, limit_bytes: HAND_WRITTEN_LIMIT, read: |_, text| read(text) };

fn claims(path: &RelPath) -> bool {
    matches!(path.extension(), "yml" | "yaml")
        && path.parent().is_some_and(|folder| folder.as_str().ends_with(".github/workflows"))
}

fn read(text: &str) -> Option<FileFacts> {
    let documents = yaml::parse(text);
    if let Some(error) = documents.error {
        return Some(FileFacts::Broken(vec![error]));
    }
    let root = documents.roots.first()?;
    let mut file = EnvLayerFile {
        layer: Layer::Ci,
        entries: Vec::new(),
        holders: Vec::new(),
        workloads: Vec::new(),
        taken: Vec::new(),
    };
    take(root, &mut file);
    for (_, job) in root.get("jobs").map(Node::entries).unwrap_or_default() {
        take(job, &mut file);
        if let Some(container) = job.get("container") {
            take(container, &mut file);
        }
        for step in job.get("steps").map(Node::items).unwrap_or_default() {
            take(step, &mut file);
        }
    }
    Some(FileFacts::EnvLayer(file))
}

/// Adds the `env` of a workflow, job, container or step.
fn take(node: &Node, file: &mut EnvLayerFile) {
    for (key, value) in node.get("env").map(Node::entries).unwrap_or_default() {
        let Some(name) = key.text() else { continue };
        // What an expression yields is known to the runner only.
        let literal = value.text().filter(|text| !text.contains("${{"));
        file.entries.push((Arc::from(name), literal.map(Arc::from), key.range));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(text: &str) -> Vec<(String, Option<String>, u32)> {
        match read(text) {
            Some(FileFacts::EnvLayer(file)) => file
                .entries
                .iter()
                .map(|(key, value, range)| (key.to_string(), value.as_deref().map(str::to_owned), range.start.line + 1))
                .collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn reads_every_level() {
        let found = entries(
            "on: push\nenv:\n  A: 1\njobs:\n  test:\n    env: { B: 'x' }\n    container:\n      image: node:20\n      env:\n        C: y\n    services:\n      db:\n        env: { NOT_OURS: 1 }\n    steps:\n      - run: make\n        env:\n          D: ${{ secrets.D }}\n      - uses: a/b@v1\n",
        );
        let text = |value: &str| Some(value.to_owned());
        assert_eq!(
            found,
            [
                ("A".to_owned(), text("1"), 3),
                ("B".to_owned(), text("x"), 6),
                ("C".to_owned(), text("y"), 10),
                ("D".to_owned(), None, 17),
            ]
        );
    }

    #[test]
    fn odd_shapes_are_no_entries() {
        for text in ["", "a", "- a", "env: x", "jobs: [1]", "jobs: {a: {steps: {}}}", "env: {a: {b: c}}"] {
            assert!(read(text).is_none_or(|facts| matches!(facts, FileFacts::EnvLayer(_))), "{text}");
        }
        assert!(matches!(read("env:\n\tA: 1\n"), Some(FileFacts::Broken(_))));
    }

    #[test]
    fn claims_workflows_only() {
        let of = |path: &str| claims(&RelPath::new(path).expect("a path"));
        assert!(of(".github/workflows/ci.yml") && of("sub/.github/workflows/a.yaml"));
        assert!(!of(".github/dependabot.yml") && !of("workflows/ci.yml") && !of(".github/workflows/x/a.yml"));
    }
}
