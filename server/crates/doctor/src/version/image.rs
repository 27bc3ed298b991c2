use model::Runtime;

/// What an image brings along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Image<'t> {
    pub(crate) runtime: Runtime,
    /// The version in the tag; `None` when it names none (`slim`, `latest`), or is not known before the build.
    pub(crate) version: Option<&'t str>,
}

/// The runtime and version of an image; `None` when it is known for none.
pub(crate) fn of_image<'t>(image: &'t str, tag: Option<&'t str>) -> Option<Image<'t>> {
    let name = image.rsplit('/').next().unwrap_or(image);
    let tag = tag.unwrap_or("");
    let found = |runtime, version: Option<&'t str>| Some(Image { runtime, version });
    match name {
        "python" => found(Runtime::Python, leading(tag)),
        "node" => found(Runtime::Node, leading(tag)),
        "golang" | "go" => found(Runtime::Go, leading(tag)),
        "eclipse-temurin" | "openjdk" | "amazoncorretto" | "sapmachine" | "zulu-openjdk" | "zulu-openjdk-alpine" => {
            found(Runtime::Java, leading(tag))
        }
        "maven" | "gradle" | "ibm-semeru-runtimes" => found(Runtime::Java, after_jdk(tag)),
        _ if name.starts_with("liberica-open") => found(Runtime::Java, leading(tag)),
        _ => named(name).or_else(|| in_tag(tag)),
    }
}

/// `nodejs20-debian12`, `java17-debian12` of distroless images.
fn named(name: &str) -> Option<Image<'_>> {
    let (runtime, rest) = [(Runtime::Node, "nodejs"), (Runtime::Java, "java"), (Runtime::Python, "python")]
        .into_iter()
        .find_map(|(runtime, prefix)| Some((runtime, name.strip_prefix(prefix)?)))?;
    leading(rest).map(|version| Image { runtime, version: Some(version) })
}

/// `python3.12-bookworm` of images named after a tool.
fn in_tag(tag: &str) -> Option<Image<'_>> {
    let rest = &tag[tag.find("python")? + "python".len()..];
    Some(Image { runtime: Runtime::Python, version: Some(leading(rest)?) })
}

/// The numbers a text starts with: at most three, joined by dots.
fn leading(text: &str) -> Option<&str> {
    let length = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    Some(text[..length].trim_end_matches('.')).filter(|version| !version.is_empty())
}

/// `3.9-eclipse-temurin-17`, `8-jdk17-alpine`, `open-17-jre`: the number after the name of the JDK.
fn after_jdk(tag: &str) -> Option<&str> {
    ["jdk", "jre", "temurin", "openjdk", "corretto", "open", "amazoncorretto", "sapmachine"].iter().find_map(|name| {
        let rest = &tag[tag.find(name)? + name.len()..];
        leading(rest.strip_prefix('-').unwrap_or(rest))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_tell_runtime_and_version() {
        for (image, tag, runtime, version) in [
            ("python", "3.12-slim-bookworm", Runtime::Python, Some("3.12")),
            ("python", "slim", Runtime::Python, None),
            ("public.ecr.aws/docker/library/node", "20.11.1-alpine", Runtime::Node, Some("20.11.1")),
            ("node", "lts-alpine", Runtime::Node, None),
            ("golang", "1.25-alpine", Runtime::Go, Some("1.25")),
            ("eclipse-temurin", "17-jre", Runtime::Java, Some("17")),
            ("maven", "3.9-eclipse-temurin-17", Runtime::Java, Some("17")),
            ("maven", "3.9", Runtime::Java, None),
            ("gradle", "8.5-jdk17-alpine", Runtime::Java, Some("17")),
            ("ghcr.io/astral-sh/uv", "python3.12-bookworm-slim", Runtime::Python, Some("3.12")),
            ("gcr.io/distroless/nodejs20-debian12", "", Runtime::Node, Some("20")),
            ("gcr.io/distroless/java17-debian12", "nonroot", Runtime::Java, Some("17")),
        ] {
            let tag = (!tag.is_empty()).then_some(tag);
            assert_eq!(of_image(image, tag), Some(Image { runtime, version }), "{image}:{tag:?}");
        }
        for (image, tag) in
            [("postgres", "16"), ("nginx", "1.25"), ("scratch", ""), ("python-base", ""), ("node-red", "3")]
        {
            assert_eq!(of_image(image, Some(tag)), None, "{image}");
        }
    }
}
