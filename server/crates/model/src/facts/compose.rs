use std::sync::Arc;

use super::Problem;
use crate::Range;

/// A compose file (`compose.yaml`, `docker-compose*.yml`).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ComposeFile {
    /// In file order.
    pub services: Vec<ComposeService>,
    /// Top-level volume names.
    pub volumes: Vec<Arc<str>>,
    /// Top-level network names.
    pub networks: Vec<Arc<str>>,
    /// Top-level secret names.
    pub secrets: Vec<Arc<str>>,
    /// Top-level config names.
    pub configs: Vec<Arc<str>>,
    /// Every `${NAME}` in a value, in file order, each place once.
    pub variables: Vec<ComposeVariable>,
    /// Whether the file pulls in others (`include`, `extends.file`): then names may be defined elsewhere.
    pub has_includes: bool,
    /// What `docker compose config` would refuse, as far as one file shows it.
    pub problems: Vec<Problem>,
}

/// A compose service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComposeService {
    /// Its key.
    pub name: Arc<str>,
    /// The key's range.
    pub name_range: Range,
    /// `image`, as written.
    pub image: Option<Arc<str>>,
    /// `build` or `build.context`, relative to the compose file.
    pub build_context: Option<Arc<str>>,
    /// `build.dockerfile`, relative to the context.
    pub dockerfile: Option<Arc<str>>,
    /// `build.target`, defaults filled in: a stage by name or number.
    pub build_target: Option<Arc<str>>,
    /// `build.dockerfile_inline`: there is no file.
    pub has_inline_dockerfile: bool,
    /// `ports`.
    pub ports: Vec<ComposePort>,
    /// `environment`.
    pub environment: Vec<ComposeEnv>,
    /// `env_file`.
    pub env_files: Vec<ComposeEnvFile>,
    /// `depends_on`, and what `links`, `volumes_from` and `network_mode` imply.
    pub depends_on: Vec<ComposeDependency>,
    /// Named volumes it mounts.
    pub volumes: Vec<(Arc<str>, Range)>,
    /// Whether it mounts folders of the host: code may come in that way.
    pub has_mounts: bool,
    /// Networks it joins.
    pub networks: Vec<(Arc<str>, Range)>,
    /// Secrets it is given.
    pub secrets: Vec<(Arc<str>, Range)>,
    /// Configs it is given.
    pub configs: Vec<(Arc<str>, Range)>,
    /// `extends`: the other service, and its file when it is another one.
    pub extends: Option<ComposeExtends>,
    /// `profiles`: services of different profiles need not run together.
    pub profiles: Vec<Arc<str>>,
    /// `command` as written, joined by blanks.
    pub command: Option<Arc<str>>,
    /// Whether it needs neither image nor build: an external provider runs it.
    pub has_provider: bool,
    /// `network_mode: host`.
    pub uses_host_network: bool,
}

/// A service that another one is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComposeExtends {
    /// The service.
    pub service: Arc<str>,
    /// Its file, relative to this one; `None` for the same.
    pub file: Option<Arc<str>>,
    /// The service's name here.
    pub range: Range,
}

/// A variable that compose fills in from its environment and the `.env` beside the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComposeVariable {
    /// Its name.
    pub name: Arc<str>,
    /// `${NAME:-default}`, or an alternative that does without it.
    pub has_default: bool,
    /// `${NAME:?message}`: compose refuses to start without it.
    pub is_required: bool,
    /// The value it stands in.
    pub range: Range,
}

/// One published or exposed port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComposePort {
    /// The address it is bound to; `None` for all.
    pub host_ip: Option<Arc<str>>,
    /// The port on the host; `None` when the engine picks one, or when interpolation has no default.
    pub published: Option<u16>,
    /// The variable that sets the published port (`${API_PORT:-8000}`).
    pub published_from: Option<Arc<str>>,
    /// The port in the container.
    pub target: Option<u16>,
    /// `tcp` or `udp`.
    pub is_udp: bool,
    /// The entry.
    pub range: Range,
    /// The published port's digits within the entry, when written literally: what a fix replaces.
    pub published_range: Option<Range>,
}

/// One `environment` entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComposeEnv {
    /// The key.
    pub key: Arc<str>,
    /// As written, interpolation not carried out; `None` when it is passed through from the shell.
    pub value: Option<Arc<str>>,
    /// The key's range.
    pub range: Range,
}

/// One `env_file` entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComposeEnvFile {
    /// Relative to the compose file.
    pub path: Arc<str>,
    /// `required: false` lets it be absent.
    pub is_required: bool,
    /// The path's range.
    pub range: Range,
}

/// One `depends_on` entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComposeDependency {
    /// The other service.
    pub name: Arc<str>,
    /// Its range.
    pub range: Range,
    /// `required: false`.
    pub is_required: bool,
}
