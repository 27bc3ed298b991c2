//! GitHub workflows and composite actions: the env keys that a workflow, its jobs, their containers and steps set.

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
    let Some(folder) = path.parent().filter(|_| matches!(path.extension(), "yml" | "yaml")) else { return false };
    let is_action = || path.file_name().strip_suffix(path.extension()) == Some("action.") && is_below_actions(&folder);
    folder.as_str().ends_with(".github/workflows") || is_action()
}

/// Actions of the repository's own stand in folders of their own.
fn is_below_actions(folder: &RelPath) -> bool {
    let above = std::iter::successors(folder.parent(), RelPath::parent);
    above.into_iter().any(|folder| folder.as_str().ends_with(".github/actions"))
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
    // A composite action: its steps run in the job that uses it.
    for step in root.get("runs").and_then(|runs| runs.get("steps")).map(Node::items).unwrap_or_default() {
        take(step, &mut file);
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
    fn steps_of_composite_actions_and_called_workflows_set_keys() {
        let action = "name: Set up\ninputs:\n  KEY: {default: x}\nruns:\n  using: composite\n  steps:\n    - run: make\n      shell: bash\n      env:\n        E: 1\n        F: ${{ inputs.KEY }}\n";
        assert_eq!(entries(action), [("E".to_owned(), Some("1".to_owned()), 10), ("F".to_owned(), None, 11)]);
        let called = "on:\n  workflow_call:\n    secrets: {NO: {required: true}}\njobs:\n  a:\n    env: {G: 2}\n    steps: []\n  b:\n    uses: ./.github/workflows/c.yml\n    with: {H: 3}\n";
        assert_eq!(entries(called), [("G".to_owned(), Some("2".to_owned()), 6)]);
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
        assert!(of(".github/actions/setup/action.yml") && of("sub/.github/actions/a/b/action.yaml"));
        assert!(
            !of(".github/actions/setup/other.yml")
                && !of("actions/setup/action.yml")
                && !of(".github/actions/action.yml")
        );
        assert!(!of(".github/dependabot.yml") && !of("workflows/ci.yml") && !of(".github/workflows/x/a.yml"));
    }
}
