mod routes;

use model::{FrameworkName, Runtime};

use super::{Detector, by_script};

/// NestJS. It brings Express or Fastify along, so it stands before them.
pub(super) const DETECTOR: Detector = Detector {
    name: FrameworkName::Nestjs,
    runtime: Runtime::Node,
    packages: &["@nestjs/core", "@nestjs/common"],
    program: Some("nest"),
    routes: Some(&routes::ROUTES),
    start: by_script,
};
