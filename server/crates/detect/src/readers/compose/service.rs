use std::sync::Arc;

use model::{
    Range,
    facts::{ComposeDependency, ComposeEnv, ComposeEnvFile, ComposeExtends, ComposeService, Problem},
};

use super::{super::yaml::Node, closest, interpolation, port};

/// Reads a service. Values that a later file takes away (`!reset`) count as absent.
pub(super) fn read(name: &str, name_range: Range, node: &Node, problems: &mut Vec<Problem>) -> ComposeService {
    misspelt(name, node, problems);
    let mut reader = Service { name, node, problems };
    let build = reader.get("build");
    let (build_context, dockerfile) = match build {
        Some(build) if build.is_mapping() => (
            Some(build.get("context").and_then(Node::text).unwrap_or(".")),
            build.get("dockerfile").and_then(Node::text),
        ),
        Some(build) => (reader.scalar(build, "build", "a folder or a mapping"), None),
        None => (None, None),
    };
    let image = reader.get("image").and_then(|image| reader.scalar(image, "image", "the name of an image"));
    let network_mode = reader.get("network_mode").and_then(Node::text).unwrap_or("");
    let mut depends_on = reader.depends_on();
    reader.implied_dependencies(&mut depends_on);
    let mut ports = Vec::new();
    for entry in reader.list("ports") {
        port::read(entry, &mut ports, reader.problems);
    }
    ComposeService {
        name: Arc::from(name),
        name_range,
        image: image.map(Arc::from),
        build_context: build_context.map(Arc::from),
        dockerfile: dockerfile.map(Arc::from),
        build_target: build
            .and_then(|build| build.get("target")?.text())
            .and_then(interpolation::with_defaults)
            .map(Arc::from),
        has_inline_dockerfile: build.is_some_and(|build| build.get("dockerfile_inline").is_some()),
        ports,
        environment: reader.environment(),
        env_files: reader.env_files(),
        depends_on,
        has_mounts: reader.has_mounts(),
        volumes: reader.list("volumes").into_iter().filter_map(named_volume).collect(),
        networks: reader.names("networks"),
        secrets: reader.sources("secrets"),
        configs: reader.sources("configs"),
        extends: reader.extends(),
        profiles: reader.list("profiles").into_iter().filter_map(Node::text).map(Arc::from).collect(),
        command: reader.get("command").and_then(command).map(Arc::from),
        has_provider: reader.get("provider").is_some(),
        uses_host_network: network_mode == "host",
    }
}

struct Service<'n, 'p> {
    name: &'n str,
    node: &'n Node,
    problems: &'p mut Vec<Problem>,
}

impl<'n> Service<'n, '_> {
    fn get(&self, key: &str) -> Option<&'n Node> {
        self.node.get(key).filter(|value| !value.is_null() && value.tag.as_deref() != Some("!reset"))
    }

    /// Whether folders of the host, or of another service, come into it.
    fn has_mounts(&mut self) -> bool {
        let is_other = ["develop", "volumes_from", "extends"].iter().any(|key| self.get(key).is_some());
        is_other || self.list("volumes").into_iter().any(|entry| named_volume(entry).is_none())
    }

    fn refuse(&mut self, range: Range, key: &str, wanted: &str) {
        let message = format!("`{key}` of service `{}` must be {wanted}", self.name);
        self.problems.push(Problem { range, message });
    }

    fn scalar(&mut self, node: &'n Node, key: &str, wanted: &str) -> Option<&'n str> {
        if node.text().is_none() {
            self.refuse(node.range, key, wanted);
        }
        node.text()
    }

    fn list(&mut self, key: &str) -> Vec<&'n Node> {
        let Some(node) = self.get(key) else { return Vec::new() };
        if !node.is_sequence() {
            self.refuse(node.range, key, "a list");
        }
        node.items().iter().map(|item| &**item).collect()
    }

    /// A list of names, or a mapping whose keys are names.
    fn names(&mut self, key: &str) -> Vec<(Arc<str>, Range)> {
        let Some(node) = self.get(key) else { return Vec::new() };
        let found: Vec<&Node> = if node.is_mapping() {
            node.entries().into_iter().map(|(key, _)| key).collect()
        } else {
            if !node.is_sequence() {
                self.refuse(node.range, key, "a list or a mapping of names");
            }
            node.items().iter().map(|item| &**item).collect()
        };
        found.into_iter().filter_map(|name| Some((Arc::from(name.text()?), name.range))).collect()
    }

    /// Names, or mappings with `source`.
    fn sources(&mut self, key: &str) -> Vec<(Arc<str>, Range)> {
        let source = |item: &'n Node| if item.is_mapping() { item.get("source") } else { Some(item) };
        let named = |node: &'n Node| Some((Arc::from(node.text()?), node.range));
        self.list(key).into_iter().filter_map(source).filter_map(named).collect()
    }

    fn depends_on(&mut self) -> Vec<ComposeDependency> {
        let Some(node) = self.get("depends_on") else { return Vec::new() };
        let is_required = |value: &Node| value.get("required").and_then(Node::boolean).unwrap_or(true);
        if node.is_mapping() {
            let entries = node.entries();
            return entries.into_iter().filter_map(|(key, value)| dependency(key, is_required(value))).collect();
        }
        if !node.is_sequence() {
            self.refuse(node.range, "depends_on", "a list or a mapping of services");
        }
        node.items().iter().filter_map(|item| dependency(item, true)).collect()
    }

    /// `links`, `volumes_from` and the modes that share another service's namespace.
    fn implied_dependencies(&mut self, found: &mut Vec<ComposeDependency>) {
        let mut implied: Vec<(&str, Range)> = Vec::new();
        for link in self.list("links") {
            implied.extend(link.text().map(|text| (text.split(':').next().unwrap_or(text), link.range)));
        }
        for from in self.list("volumes_from") {
            let text = from.text().filter(|text| !text.starts_with("container:"));
            implied.extend(text.map(|text| (text.split(':').next().unwrap_or(text), from.range)));
        }
        for key in ["network_mode", "ipc", "pid"] {
            let Some(node) = self.get(key) else { continue };
            implied.extend(node.text().and_then(|text| text.strip_prefix("service:")).map(|text| (text, node.range)));
        }
        for (name, range) in implied {
            if !found.iter().any(|known| &*known.name == name) {
                found.push(ComposeDependency { name: Arc::from(name), range, is_required: true });
            }
        }
    }

    fn environment(&mut self) -> Vec<ComposeEnv> {
        let Some(node) = self.get("environment") else { return Vec::new() };
        let mut found = Vec::new();
        if node.is_mapping() {
            for (key, value) in node.entries() {
                let Some(name) = key.text() else { continue };
                if value.is_mapping() || value.is_sequence() {
                    self.refuse(value.range, &format!("environment.{name}"), "a text, a number or nothing");
                }
                found.push(ComposeEnv { key: Arc::from(name), value: value.text().map(Arc::from), range: key.range });
            }
            return found;
        }
        if !node.is_sequence() {
            self.refuse(node.range, "environment", "a mapping or a list of `KEY=value`");
        }
        for item in node.items() {
            let Some(text) = item.text() else {
                if !item.is_null() {
                    self.refuse(item.range, "environment", "a mapping or a list of `KEY=value`");
                }
                continue;
            };
            let (key, value) = text.split_once('=').map_or((text, None), |(key, value)| (key, Some(value)));
            if key.ends_with([' ', '\t']) {
                self.refuse(item.range, "environment", "without a blank between a key and its `=`");
            }
            found.push(ComposeEnv {
                key: Arc::from(key),
                value: value.map(Arc::from),
                range: key_range(item, text, key),
            });
        }
        found
    }

    fn env_files(&mut self) -> Vec<ComposeEnvFile> {
        let Some(node) = self.get("env_file") else { return Vec::new() };
        if node.is_mapping() {
            self.refuse(node.range, "env_file", "a path, or a list of paths");
        }
        let items: Vec<&Node> =
            if node.is_sequence() { node.items().iter().map(|item| &**item).collect() } else { vec![node] };
        let mut found = Vec::new();
        for item in items {
            let path = if item.is_mapping() { item.get("path").unwrap_or(item) } else { item };
            let Some(text) = path.text() else {
                if !node.is_mapping() {
                    self.refuse(item.range, "env_file", "a path, or a list of paths");
                }
                continue;
            };
            let is_required = item.get("required").and_then(Node::boolean).unwrap_or(true);
            found.push(ComposeEnvFile { path: Arc::from(text), is_required, range: path.range });
        }
        found
    }

    fn extends(&mut self) -> Option<ComposeExtends> {
        let node = self.get("extends")?;
        let service = if node.is_mapping() { node.get("service").unwrap_or(node) } else { node };
        let name = self.scalar(service, "extends", "a service's name, or a mapping with `service`")?;
        let file = node.get("file").and_then(Node::text).map(Arc::from);
        Some(ComposeExtends { service: Arc::from(name), file, range: service.range })
    }
}

fn dependency(name: &Node, is_required: bool) -> Option<ComposeDependency> {
    Some(ComposeDependency { name: Arc::from(name.text()?), range: name.range, is_required })
}

/// The key of `KEY=value`, without the quotes around both.
fn key_range(item: &Node, text: &str, key: &str) -> Range {
    let length = |text: &str| u32::try_from(text.encode_utf16().count()).unwrap_or(0);
    let (start, end) = (item.range.start, item.range.end);
    let quote = match end.column.checked_sub(start.column).and_then(|found| found.checked_sub(length(text))) {
        Some(0) if start.line == end.line => 0,
        Some(2) if start.line == end.line => 1,
        _ => return item.range,
    };
    Range::on_line(start.line, start.column + quote, start.column + quote + length(key))
}

/// A volume that the file has to name at its top level: neither a path nor anonymous.
fn named_volume(node: &Node) -> Option<(Arc<str>, Range)> {
    let source = if node.is_mapping() {
        node.get("type").and_then(Node::text).filter(|kind| *kind == "volume")?;
        node.get("source")?
    } else {
        node
    };
    let text = source.text()?;
    let name = if node.is_mapping() { text } else { text.split_once(':')?.0 };
    let is_name = name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'));
    // `C:\x:/y`: a drive, not a name.
    (is_name && name.len() > 1).then(|| (Arc::from(name), source.range))
}

fn command(node: &Node) -> Option<String> {
    if node.is_sequence() {
        return Some(node.items().iter().filter_map(|item| item.text()).collect::<Vec<_>>().join(" "));
    }
    node.text().map(|text| text.trim().to_owned())
}

/// Keys are checked for slips only: a key that nothing resembles is one of a newer compose than this list.
fn misspelt(name: &str, node: &Node, problems: &mut Vec<Problem>) {
    for (key, _) in node.entries() {
        let Some(word) = key.text().filter(|word| !word.starts_with("x-") && !KEYS.contains(word)) else { continue };
        if let Some(meant) = closest(word, &KEYS) {
            let message =
                format!("service `{name}` has `{word}`, which compose does not know; did you mean `{meant}`?");
            problems.push(Problem { range: key.range, message });
        }
    }
}

const KEYS: [&str; 93] = [
    "annotations",
    "attach",
    "blkio_config",
    "build",
    "cap_add",
    "cap_drop",
    "cgroup",
    "cgroup_parent",
    "command",
    "configs",
    "container_name",
    "cpu_count",
    "cpu_percent",
    "cpu_period",
    "cpu_quota",
    "cpu_rt_period",
    "cpu_rt_runtime",
    "cpu_shares",
    "cpus",
    "cpuset",
    "credential_spec",
    "depends_on",
    "deploy",
    "develop",
    "device_cgroup_rules",
    "devices",
    "dns",
    "dns_opt",
    "dns_search",
    "domainname",
    "entrypoint",
    "env_file",
    "environment",
    "expose",
    "extends",
    "external_links",
    "extra_hosts",
    "gpus",
    "group_add",
    "healthcheck",
    "hostname",
    "image",
    "init",
    "ipc",
    "isolation",
    "label_file",
    "labels",
    "links",
    "logging",
    "mac_address",
    "mem_limit",
    "mem_reservation",
    "mem_swappiness",
    "memswap_limit",
    "models",
    "network_mode",
    "networks",
    "oom_kill_disable",
    "oom_score_adj",
    "pid",
    "pids_limit",
    "platform",
    "ports",
    "post_start",
    "pre_stop",
    "privileged",
    "profiles",
    "provider",
    "pull_policy",
    "pull_refresh_after",
    "read_only",
    "restart",
    "runtime",
    "scale",
    "secrets",
    "security_opt",
    "shm_size",
    "stdin_open",
    "stop_grace_period",
    "stop_signal",
    "storage_opt",
    "sysctls",
    "tmpfs",
    "tty",
    "ulimits",
    "use_api_socket",
    "user",
    "userns_mode",
    "uts",
    "volumes",
    "volumes_from",
    "working_dir",
    "net",
];
