mod routes;

use model::{FrameworkName, PackageTool, Runtime};

use super::{Detector, Layout, Start, first};

/// Spring Boot.
pub(super) const DETECTOR: Detector = Detector {
    name: FrameworkName::Springboot,
    runtime: Runtime::Java,
    // Spring Cloud's servers bring Spring Boot along.
    packages: &["org.springframework.boot:*", "org.springframework.cloud:*"],
    program: None,
    routes: Some(&routes::ROUTES),
    start,
};

fn start(layout: &Layout<'_>) -> Option<Start> {
    let (goal, files): (_, &'static [&'static str]) = match layout.tool {
        Some(PackageTool::Gradle) => ("bootRun", &["build.gradle", "build.gradle.kts"]),
        _ => ("spring-boot:run", &["pom.xml"]),
    };
    // The build tool refuses to run a library.
    let file = first(layout, files).filter(|_| layout.listens)?;
    Some(Start { line: format!("{}{goal}", layout.prefix), file })
}

#[cfg(test)]
mod tests {
    use super::{super::tests::started, DETECTOR};

    #[test]
    fn runs_with_the_build_tool() {
        assert_eq!(started(&DETECTOR, &["pom.xml"], &[]).as_deref(), Some("./mvnw spring-boot:run"));
        assert_eq!(started(&DETECTOR, &[], &[]), None);
    }
}
