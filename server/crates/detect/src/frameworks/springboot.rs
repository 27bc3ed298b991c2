use model::{FrameworkName, PackageTool, Runtime};

use super::{Detector, Layout, Start, first};

/// Spring Boot.
pub(super) const DETECTOR: Detector = Detector {
    name: FrameworkName::Springboot,
    runtime: Runtime::Java,
    packages: &["org.springframework.boot:*"],
    routes: None,
    start,
};

fn start(layout: &Layout<'_>) -> Option<Start> {
    if layout.tool == Some(PackageTool::Gradle) {
        let line = if (layout.has)("gradlew") { "./gradlew bootRun" } else { "gradle bootRun" };
        return Some(Start { line: line.to_owned(), file: first(layout, &["build.gradle", "build.gradle.kts"])? });
    }
    let line = if (layout.has)("mvnw") { "./mvnw spring-boot:run" } else { "mvn spring-boot:run" };
    Some(Start { line: line.to_owned(), file: first(layout, &["pom.xml"])? })
}

#[cfg(test)]
mod tests {
    use super::{super::tests::started, DETECTOR};

    #[test]
    fn prefers_the_wrapper() {
        assert_eq!(started(&DETECTOR, &["pom.xml"], &[]).as_deref(), Some("mvn spring-boot:run"));
        assert_eq!(started(&DETECTOR, &["pom.xml", "mvnw"], &[]).as_deref(), Some("./mvnw spring-boot:run"));
        assert_eq!(started(&DETECTOR, &[], &[]), None);
    }
}
