//! Kubernetes manifests: the env keys that workloads, ConfigMaps and Secrets set. Values of Secrets are never read.

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
    Reader { id: "k8s", claims, limit_bytes: HAND_WRITTEN_LIMIT, read: |_, text| read(text) };

/// Folders that hold manifests. Any YAML file could be one; reading them all would cost every workspace.
const FOLDERS: [&str; 9] =
    ["k8s", "kubernetes", "kube", "deploy", "deployment", "deployments", "manifests", "kustomize", "helm"];

fn claims(path: &RelPath) -> bool {
    matches!(path.extension(), "yml" | "yaml")
        && path.parent().is_some_and(|folder| folder.segments().any(|segment| FOLDERS.contains(&segment)))
}

fn read(text: &str) -> Option<FileFacts> {
    // A template is no manifest yet, and other YAML has neither of these lines.
    if text.contains("{{") || !text.contains("apiVersion:") || !text.contains("kind:") {
        return None;
    }
    let documents = yaml::parse(text);
    if let Some(error) = documents.error {
        return Some(FileFacts::Broken(vec![error]));
    }
    let mut file = EnvLayerFile { layer: Layer::K8s, entries: Vec::new(), workloads: Vec::new() };
    let mut is_manifest = false;
    for root in &documents.roots {
        let items = root.get("items").filter(|_| root.get("kind").and_then(Node::text) == Some("List"));
        let objects: Vec<&Node> =
            items.map_or_else(|| vec![&**root], |items| items.items().iter().map(|item| &**item).collect());
        for object in objects {
            is_manifest |= object.get("apiVersion").is_some() && object.get("kind").is_some();
            take(object, &mut file);
        }
    }
    is_manifest.then_some(FileFacts::EnvLayer(file))
}

fn take(object: &Node, file: &mut EnvLayerFile) {
    let name = object.get("metadata").and_then(|metadata| metadata.get("name")).and_then(Node::text);
    let spec = object.get("spec");
    match object.get("kind").and_then(Node::text).unwrap_or("") {
        "Pod" => workload(name, spec, file),
        "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet" | "Job" => workload(name, pod(spec), file),
        "CronJob" => workload(name, pod(spec.and_then(|spec| spec.get("jobTemplate")?.get("spec"))), file),
        "ConfigMap" => keys(object.get("data"), true, file),
        "Secret" => {
            keys(object.get("stringData"), false, file);
            keys(object.get("data"), false, file);
        }
        "SealedSecret" => keys(spec.and_then(|spec| spec.get("encryptedData")), false, file),
        _ => {}
    }
}

fn pod(spec: Option<&Node>) -> Option<&Node> {
    spec?.get("template")?.get("spec")
}

fn workload(name: Option<&str>, pod: Option<&Node>, file: &mut EnvLayerFile) {
    let Some(pod) = pod else { return };
    file.workloads.extend(name.map(Arc::from));
    for list in ["initContainers", "containers"] {
        for container in pod.get(list).map(Node::items).unwrap_or_default() {
            for entry in container.get("env").map(Node::items).unwrap_or_default() {
                let Some((key, text)) = entry.get("name").and_then(|key| Some((key, key.text()?))) else { continue };
                let value = entry.get("value").and_then(Node::text).map(Arc::from);
                file.entries.push((Arc::from(text), value, key.range));
            }
        }
    }
}

/// The keys of a ConfigMap or Secret that can be env keys; others are names of files.
fn keys(node: Option<&Node>, with_values: bool, file: &mut EnvLayerFile) {
    for (key, value) in node.map(Node::entries).unwrap_or_default() {
        let Some(name) = key.text().filter(|name| is_env_name(name)) else { continue };
        let value = value.text().filter(|_| with_values).map(Arc::from);
        file.entries.push((Arc::from(name), value, key.range));
    }
}

fn is_env_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> Option<EnvLayerFile> {
        match read(text)? {
            FileFacts::EnvLayer(file) => Some(file),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn reads_workloads_config_maps_and_secrets() {
        let found = file(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: api }\nspec:\n  template:\n    spec:\n      containers:\n        - name: api\n          env:\n            - name: PORT\n              value: \"8000\"\n            - name: KEY\n              valueFrom: { secretKeyRef: { name: s, key: KEY } }\n          envFrom: [{ configMapRef: { name: c } }]\n---\napiVersion: v1\nkind: ConfigMap\ndata: { LOG_LEVEL: debug, app.yaml: x }\n---\napiVersion: v1\nkind: Secret\nstringData: { TOKEN: plain }\ndata: { OTHER: YQ== }\n---\napiVersion: batch/v1\nkind: CronJob\nmetadata: { name: nightly }\nspec: { jobTemplate: { spec: { template: { spec: { containers: [ { env: [ { name: A, value: b } ] } ] } } } } }\n",
        )
        .expect("a manifest");
        let names: Vec<_> = found.workloads.iter().map(|name| &**name).collect();
        assert_eq!(names, ["api", "nightly"]);
        let entries: Vec<_> =
            found.entries.iter().map(|(key, value, range)| (&**key, value.as_deref(), range.start.line + 1)).collect();
        assert_eq!(
            entries,
            [
                ("PORT", Some("8000"), 10),
                ("KEY", None, 12),
                ("LOG_LEVEL", Some("debug"), 18),
                ("TOKEN", None, 22),
                ("OTHER", None, 23),
                ("A", Some("b"), 28),
            ]
        );
    }

    #[test]
    fn other_yaml_and_templates_are_left_alone() {
        for text in ["", "a: 1", "apiVersion: v1\nkind: {{ .Kind }}\n", "# apiVersion: and kind: in words\na: 1\n"] {
            assert!(file(text).is_none(), "{text}");
        }
        let of = |path: &str| claims(&RelPath::new(path).expect("a path"));
        assert!(of("k8s/api.yaml") && of("infra/deploy/base/x.yml"));
        assert!(!of("docs/k8s.yaml") && !of("k8s/readme.md") && !of("src/config.yaml"));
    }
}
