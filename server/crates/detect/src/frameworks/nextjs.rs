use model::{FrameworkName, Runtime};

use super::{Detector, by_script};

/// Next.js.
pub(super) const DETECTOR: Detector = Detector {
    name: FrameworkName::Nextjs,
    runtime: Runtime::Node,
    packages: &["next"],
    routes: None,
    start: by_script,
};
