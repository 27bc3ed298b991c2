use model::RelPath;

const WORDS: [&str; 9] =
    ["example", "examples", "sample", "template", "templates", "tmpl", "dist", "default", "defaults"];

/// The file a template is for: `.env.local.example` is for `.env.local`, `.env.dev-azure.example` for `.env.dev-azure`,
/// `env.example` and `env-example-postgres` for `.env`.
pub(super) fn target(template: &RelPath) -> Option<RelPath> {
    template.parent()?.join(&name(template.file_name())).ok()
}

fn name(template: &str) -> String {
    let is_word = |part: &str| WORDS.contains(&part.to_ascii_lowercase().as_str());
    // Each word with the separator before it, so that what is kept stays as it was written.
    let mut kept = String::new();
    let mut rest = template;
    while !rest.is_empty() {
        let skip = usize::from(rest.starts_with(['.', '-', '_']));
        let end = rest[skip..].find(['.', '-', '_']).map_or(rest.len(), |at| at + skip);
        if !is_word(&rest[skip..end]) {
            kept.push_str(&rest[..end]);
        }
        rest = &rest[end..];
    }
    match kept.trim_start_matches(['.', '-', '_']) {
        "env" | "dotenv" | "" => ".env".to_owned(),
        // Written without the dot, the rest names a choice between templates, not the file.
        _ if template.starts_with("env") => ".env".to_owned(),
        plain if kept.starts_with('.') && !template.starts_with('.') => plain.to_owned(),
        _ => kept,
    }
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn templates_name_their_file() {
        for (template, expected) in [
            (".env.example", ".env"),
            ("env.example", ".env"),
            ("example.env", ".env"),
            (".env.local.example", ".env.local"),
            (".env.example.local", ".env.local"),
            (".env.dev-azure.example", ".env.dev-azure"),
            ("env-example-relational", ".env"),
            ("prod.example.env", "prod.env"),
            (".env-example", ".env"),
            (".env.dist", ".env"),
        ] {
            assert_eq!(name(template), expected, "{template}");
        }
    }
}
