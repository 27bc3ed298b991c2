//! `cargo xtask new`: an entry with its documentation sections and a failing test, and its row in the table.

use std::{fs, path::Path};

use anyhow::{Context, Result, bail};

use crate::{codegen, root::root};

pub fn run(kind: &str, name: &str) -> Result<()> {
    match kind {
        "rule" => rule(name),
        "detector" => detector(name),
        "message" => message(name),
        _ => bail!("cannot write a {kind}; there are rule, detector and message"),
    }
}

/// `env-shadowed` → `env_shadowed`, `EnvShadowed`.
struct Names {
    kebab: String,
    snake: String,
    pascal: String,
}

fn names(text: &str) -> Result<Names> {
    let words: Vec<&str> = text.split(['-', '/']).collect();
    let is_plain = |word: &&str| !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric());
    if !words.iter().all(is_plain) {
        bail!("«{text}» is no name; write words of letters and digits joined by -");
    }
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let pascal = words
        .iter()
        .map(|word| {
            word.chars()
                .next()
                .map(|first| first.to_ascii_uppercase())
                .into_iter()
                .chain(word.chars().skip(1))
                .collect::<String>()
        })
        .collect();
    Ok(Names { kebab: lower.join("-"), snake: lower.join("_"), pascal })
}

fn rule(name: &str) -> Result<()> {
    let names = names(name)?;
    let text = format!(
        r#"//! `{kebab}`

use model::{{Finding, Severity}};

use crate::{{
    context::Context,
    rule::{{Area, Input, Rule}},
}};

pub(crate) const RULE: Rule = Rule {{
    id: "{kebab}",
    severity: Severity::Warning,
    since: "0.1",
    area: Area::Env,
    doc: "\
## What it finds
TODO: the defect, and each severity it is reported with.

## Why it matters
TODO: what happens to the reader who ignores it.

## Fix
TODO: the mechanical edit, or why there is none.",
    reads: &[Input::Dotenv],
    check,
}};

fn check(_cx: &Context<'_>, _out: &mut Vec<Finding>) {{}}

#[cfg(test)]
mod tests {{
    use expect_test::expect;

    use super::*;
    use crate::testing::check;

    #[test]
    fn finds_the_defect() {{
        check(&RULE, "//- /.env\nPORT=1\n", expect![["TODO: the finding as a person reads it"]]);
    }}

    #[test]
    fn is_silent_on_a_healthy_workspace() {{
        check(&RULE, "//- /.env\nPORT=1\n", expect![[""]]);
    }}
}}
"#,
        kebab = names.kebab
    );
    create(&format!("server/crates/doctor/src/rules/{}.rs", names.snake), &text)?;
    let table = "server/crates/doctor/src/rules.rs";
    insert_before(table, "\nuse crate::", &format!("mod {};\n", names.snake))?;
    insert_before(table, "];", &format!("    {}::RULE,\n", names.snake))?;
    codegen::write()?;
    println!("next: cargo test -p doctor {}", names.snake);
    Ok(())
}

fn detector(name: &str) -> Result<()> {
    let names = names(name)?;
    let text = format!(
        r#"use model::{{FrameworkName, Runtime}};

use super::{{Detector, by_script}};

/// {pascal}.
pub(super) const DETECTOR: Detector = Detector {{
    name: FrameworkName::{pascal},
    runtime: Runtime::Python,
    packages: &["{kebab}"],
    program: None,
    routes: None,
    start: by_script,
}};

#[cfg(test)]
mod tests {{
    use super::{{super::tests::started, DETECTOR}};

    #[test]
    fn starts_as_its_documentation_says() {{
        assert_eq!(started(&DETECTOR, &["app.py"], &["{kebab}"]).as_deref(), Some("TODO: the line to type"));
    }}
}}
"#,
        kebab = names.kebab,
        pascal = names.pascal
    );
    create(&format!("server/crates/detect/src/frameworks/{}.rs", names.snake), &text)?;
    let table = "server/crates/detect/src/frameworks.rs";
    insert_before(table, "\nuse std::", &format!("mod {};\n", names.snake))?;
    insert_after(table, "pub static DETECTORS: &[Detector] = &[\n", &format!("    {}::DETECTOR,\n", names.snake))?;
    let values = "server/crates/model/src/project.rs";
    insert_after(values, "pub enum FrameworkName {\n", &format!("    {},\n", names.pascal))?;
    insert_after(values, "impl FrameworkName {", "")?;
    insert_before(
        values,
        "            Self::Fastapi => \"fastapi\",",
        &format!("            Self::{} => \"{}\",\n", names.pascal, names.snake),
    )?;
    println!("next: cargo test -p detect {}", names.snake);
    Ok(())
}

fn message(method: &str) -> Result<()> {
    let (space, _) = method.split_once('/').context("a message is named SPACE/nounVerb")?;
    if space.is_empty() {
        bail!("a message is named SPACE/nounVerb");
    }
    let names = names(method.split('/').next_back().unwrap_or(method))?;
    let row = format!(
        "    #[doc = \"TODO: what it answers.\"]\n    request {} \"{method}\" (session::NoParams) -> ();\n",
        names.pascal
    );
    insert_before("server/crates/wire/src/method.rs", "\n    #[doc = \"The shell's settings, whole.", &row)?;
    let example = format!("schemas/examples/{}/example.json", method.replace('/', "."));
    create(&example, "{ \"params\": {}, \"result\": \"TODO: a message as it crosses the wire\" }\n")?;
    println!(
        "next: cargo xtask codegen, then write its handler in server/crates/workspai/src/lsp/handlers/ (cargo test -p workspai says what is missing)"
    );
    Ok(())
}

fn create(path: &str, text: &str) -> Result<()> {
    let full = root().join(path);
    if full.exists() {
        bail!("{path} is there already");
    }
    if let Some(folder) = full.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(full, text)?;
    println!("wrote {path}");
    Ok(())
}

fn insert_before(path: &str, anchor: &str, text: &str) -> Result<()> {
    insert(path, anchor, text, |at| at)
}

fn insert_after(path: &str, anchor: &str, text: &str) -> Result<()> {
    insert(path, anchor, text, |at| at + anchor.len())
}

fn insert(path: &str, anchor: &str, text: &str, place: impl Fn(usize) -> usize) -> Result<()> {
    let full = root().join(path);
    let before = fs::read_to_string(&full).with_context(|| path.to_owned())?;
    let at = place(
        before
            .find(anchor)
            .with_context(|| format!("{path} has no {anchor:?} any more; mend server/xtask/src/new.rs"))?,
    );
    fs::write(&full, format!("{}{text}{}", &before[..at], &before[at..]))?;
    println!("row in {}", Path::new(path).display());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_all_cases() {
        let names = names("env-shadowed").expect("a name");
        assert_eq!(
            (names.kebab.as_str(), names.snake.as_str(), names.pascal.as_str()),
            ("env-shadowed", "env_shadowed", "EnvShadowed")
        );
        assert_eq!(super::names("envMatrix").expect("a name").pascal, "EnvMatrix");
        assert!(super::names("a b").is_err());
    }

    /// The scaffold finds its places: a moved table is noticed here, not by the newcomer.
    #[test]
    fn anchors_are_there() {
        for (path, anchor) in [
            ("server/crates/doctor/src/rules.rs", "\nuse crate::"),
            ("server/crates/doctor/src/rules.rs", "];"),
            ("server/crates/detect/src/frameworks.rs", "\nuse std::"),
            ("server/crates/detect/src/frameworks.rs", "pub static DETECTORS: &[Detector] = &[\n"),
            ("server/crates/model/src/project.rs", "pub enum FrameworkName {\n"),
            ("server/crates/model/src/project.rs", "            Self::Fastapi => \"fastapi\","),
            ("server/crates/wire/src/method.rs", "\n    #[doc = \"The shell's settings, whole."),
        ] {
            assert!(fs::read_to_string(root().join(path)).expect("a file").contains(anchor), "{path}: {anchor:?}");
        }
    }
}
