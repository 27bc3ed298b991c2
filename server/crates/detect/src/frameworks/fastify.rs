mod routes;

use model::{FrameworkName, Runtime};

use super::{Detector, by_script};

/// Fastify.
pub(super) const DETECTOR: Detector = Detector {
    name: FrameworkName::Fastify,
    runtime: Runtime::Node,
    packages: &["fastify"],
    program: Some("fastify"),
    routes: Some(&routes::ROUTES),
    start: by_script,
};
