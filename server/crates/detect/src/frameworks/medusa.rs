use model::{FrameworkName, Runtime};

use super::{Detector, by_script};

/// Medusa.
pub(super) const DETECTOR: Detector = Detector {
    name: FrameworkName::Medusa,
    runtime: Runtime::Node,
    packages: &["@medusajs/medusa", "@medusajs/framework"],
    start: by_script,
};
