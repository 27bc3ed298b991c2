mod routes;

use model::{FrameworkName, Runtime};

use super::{Detector, by_script};

/// Medusa.
pub(super) const DETECTOR: Detector = Detector {
    name: FrameworkName::Medusa,
    runtime: Runtime::Node,
    packages: &["@medusajs/medusa", "@medusajs/framework"],
    program: Some("medusa"),
    routes: Some(&routes::ROUTES),
    start: by_script,
};
