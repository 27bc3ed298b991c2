use model::{FrameworkName, Runtime};

use super::{Detector, by_script};

/// Chi.
pub(super) const DETECTOR: Detector = Detector {
    name: FrameworkName::Gochi,
    runtime: Runtime::Go,
    packages: &["github.com/go-chi/chi"],
    routes: None,
    start: by_script,
};
