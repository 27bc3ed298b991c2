//! The table of frameworks. No framework's name occurs outside its file and the enum.

use model::{FrameworkName, Runtime};

/// How a framework is told by what a project declares.
pub struct Detector {
    /// Which.
    pub name: FrameworkName,
    /// The runtime of projects that can use it.
    pub runtime: Runtime,
    /// Packages (normalised names) of which one must be declared as a dependency.
    pub packages: &'static [&'static str],
}

/// Most specific first: the first whose package is declared names the project's framework.
pub const DETECTORS: &[Detector] = &[];
