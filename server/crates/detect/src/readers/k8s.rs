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

pub(crate) const READER: Reader = Reader { id: "k8s", claims, limit_bytes: HAND_WRITTEN_LIMIT, read };

/// Folders that hold manifests. Any YAML file could be one; reading them all would cost every workspace.
const FOLDERS: [&str; 9] =
    ["k8s", "kubernetes", "kube", "deploy", "deployment", "deployments", "manifests", "kustomize", "helm"];
/// Words in longer names of such folders: `kubernetes-manifests`.
const WORDS: [&str; 4] = ["k8s", "kubernetes", "manifests", "kustomize"];

fn claims(path: &RelPath) -> bool {
    let is_folder =
        |segment: &str| FOLDERS.contains(&segment) || segment.split(['-', '_']).any(|it| WORDS.contains(&it));
    matches!(path.extension(), "yml" | "yaml")
        && (is_kustomization(path) || path.parent().is_some_and(|folder| folder.segments().any(is_folder)))
}

fn is_kustomization(path: &RelPath) -> bool {
    matches!(path.file_name(), "kustomization.yaml" | "kustomization.yml")
}

fn read(path: &RelPath, text: &str) -> Option<FileFacts> {
    let is_kustomization = is_kustomization(path);
    // A template is no manifest yet, and other YAML has neither of these lines.
    if text.contains("{{") || !(is_kustomization || (text.contains("apiVersion:") && text.contains("kind:"))) {
        return None;
    }
    let documents = yaml::parse(text);
    if let Some(error) = documents.error {
        return Some(FileFacts::Broken(vec![error]));
    }
    let mut file = EnvLayerFile {
        layer: Layer::K8s,
        entries: Vec::new(),
        holders: Vec::new(),
        workloads: Vec::new(),
        taken: Vec::new(),
    };
    let mut is_manifest = is_kustomization;
    for root in &documents.roots {
        if is_kustomization {
            generated(root, &mut file);
        }
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
    let name = object.get("metadata").and_then(|metadata| metadata.get("name")).and_then(Node::text).unwrap_or("");
    let spec = object.get("spec");
    match object.get("kind").and_then(Node::text).unwrap_or("") {
        "Pod" => workload(name, spec, file),
        "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet" | "Job" | "Rollout" => {
            workload(name, pod(spec), file)
        }
        // Knative's, not the one that only opens a port.
        "Service" => workload(name, pod(spec), file),
        "CronJob" => workload(name, pod(spec.and_then(|spec| spec.get("jobTemplate")?.get("spec"))), file),
        "ConfigMap" => keys(name, object.get("data"), true, file),
        "Secret" => {
            keys(name, object.get("stringData"), false, file);
            keys(name, object.get("data"), false, file);
        }
        "SealedSecret" => keys(name, spec.and_then(|spec| spec.get("encryptedData")), false, file),
        _ => {}
    }
}

fn pod(spec: Option<&Node>) -> Option<&Node> {
    spec?.get("template")?.get("spec")
}

fn workload(name: &str, pod: Option<&Node>, file: &mut EnvLayerFile) {
    let Some(pod) = pod else { return };
    let name: Arc<str> = Arc::from(name);
    file.workloads.extend((!name.is_empty()).then(|| Arc::clone(&name)));
    for container in ["initContainers", "containers"].iter().filter_map(|list| pod.get(list)).flat_map(Node::items) {
        for entry in container.get("env").map(Node::items).unwrap_or_default() {
            let Some((key, text)) = entry.get("name").and_then(|key| Some((key, key.text()?))) else { continue };
            let value = entry.get("value").and_then(Node::text).map(Arc::from);
            file.entries.push((Arc::from(text), value, key.range));
            file.holders.push(Arc::clone(&name));
        }
        for source in container.get("envFrom").map(Node::items).unwrap_or_default() {
            // With a prefix the keys are others.
            let refers = ["configMapRef", "secretRef"].iter().find_map(|kind| source.get(kind)?.get("name")?.text());
            let taken = refers.filter(|_| source.get("prefix").is_none());
            file.taken.extend(taken.map(|taken| (Arc::clone(&name), Arc::from(taken))));
        }
    }
}

/// The keys of a `ConfigMap` or Secret that can be env keys; others are names of files.
fn keys(holder: &str, node: Option<&Node>, with_values: bool, file: &mut EnvLayerFile) {
    for (key, value) in node.map(Node::entries).unwrap_or_default() {
        let Some(name) = key.text().filter(|name| is_env_name(name)) else { continue };
        let value = value.text().filter(|_| with_values).map(Arc::from);
        file.entries.push((Arc::from(name), value, key.range));
        file.holders.push(Arc::from(holder));
    }
}

/// `literals` of kustomize's generators. What they read from other files is not known here.
fn generated(root: &Node, file: &mut EnvLayerFile) {
    for (list, with_values) in [("configMapGenerator", true), ("secretGenerator", false)] {
        for generator in root.get(list).map(Node::items).unwrap_or_default() {
            let holder = generator.get("name").and_then(Node::text).unwrap_or("");
            for literal in generator.get("literals").map(Node::items).unwrap_or_default() {
                let pair = literal.text().and_then(|text| text.split_once('='));
                let Some((key, value)) = pair.filter(|(key, _)| is_env_name(key)) else { continue };
                let value = with_values.then(|| Arc::from(value.trim_matches(['"', '\''])));
                file.entries.push((Arc::from(key), value, literal.range));
                file.holders.push(Arc::from(holder));
            }
        }
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
        named("k8s/a.yaml", text)
    }

    fn named(path: &str, text: &str) -> Option<EnvLayerFile> {
        match read(&RelPath::new(path).expect("a path"), text)? {
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
    fn keys_belong_to_workloads_and_what_they_take() {
        let found = file(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: api }\nspec: { template: { spec: { containers: [ { env: [ { name: A } ], envFrom: [ { configMapRef: { name: conf } }, { secretRef: { name: s }, prefix: X_ } ] } ] } } }\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: conf }\ndata: { B: b }\n---\napiVersion: v1\nkind: Service\nmetadata: { name: api }\nspec: { ports: [ { port: 80 } ] }\n",
        )
        .expect("a manifest");
        let holders: Vec<_> =
            found.entries.iter().zip(&found.holders).map(|((key, ..), of)| format!("{of}: {key}")).collect();
        assert_eq!(holders, ["api: A", "conf: B"]);
        assert_eq!(found.taken, [(Arc::from("api"), Arc::from("conf"))]);
        assert_eq!(found.workloads, [Arc::from("api")]);
    }

    #[test]
    fn kustomize_makes_keys_of_literals() {
        let text = "configMapGenerator:\n  - name: conf\n    literals:\n      - A=1\n      - b.yaml=x\n    files: [x.env]\nsecretGenerator:\n  - name: s\n    literals: [TOKEN=t]\n";
        let found = named("overlays/dev/kustomization.yaml", text).expect("a kustomization");
        let entries: Vec<_> = found.entries.iter().map(|(key, value, _)| (&**key, value.as_deref())).collect();
        assert_eq!(entries, [("A", Some("1")), ("TOKEN", None)]);
        assert!(named("overlays/dev/values.yaml", text).is_none());
        assert!(claims(&RelPath::new("overlays/dev/kustomization.yaml").expect("a path")));
        assert!(claims(&RelPath::new("kubernetes-manifests/api.yaml").expect("a path")));
        assert!(!claims(&RelPath::new("overlays/dev/values.yaml").expect("a path")));
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
