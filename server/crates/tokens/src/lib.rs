//! Counts what a text costs a model. The count is exact for models that read o200k (OpenAI's since GPT-4o); for others it
//! is an estimate, and is labelled so.

use tiktoken_rs::o200k_base_singleton;

/// The number of o200k tokens. The first call loads the dictionary (about 100 milliseconds): not on a thread that must not
/// wait.
#[must_use]
pub fn count(text: &str) -> u32 {
    u32::try_from(o200k_base_singleton().encode_ordinary(text).len()).unwrap_or(u32::MAX)
}

/// Whether [`count`] is what a model of this name counts.
#[must_use]
pub fn is_exact_for(model: &str) -> bool {
    let name = model.rsplit('/').next().unwrap_or(model).to_ascii_lowercase();
    let is_numbered =
        |prefix: &str| name.strip_prefix(prefix).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    ["gpt-4o", "gpt-4.1", "gpt-4.5", "gpt-5", "chatgpt-4o"].iter().any(|known| name.starts_with(known))
        || is_numbered("o")
}

/// The longest start of `text`, cut at a line end, that has at most `budget` tokens.
#[must_use]
pub fn head(text: &str, budget: u32) -> &str {
    if count(text) <= budget {
        return text;
    }
    let ends: Vec<usize> = text.match_indices('\n').map(|(at, _)| at + 1).collect();
    let fitting = ends.partition_point(|end| count(&text[..*end]) <= budget);
    fitting.checked_sub(1).map_or("", |last| &text[..ends[last]])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_tiktoken_counts() {
        // From OpenAI's own counter for o200k_base.
        assert_eq!(count("hello world"), 2);
        assert_eq!(count(""), 0);
    }

    #[test]
    fn knows_whose_count_it_is() {
        assert!(is_exact_for("gpt-4o-mini") && is_exact_for("openai/gpt-5.1") && is_exact_for("o3-mini"));
        assert!(!is_exact_for("llama3.1") && !is_exact_for("gpt-4-turbo") && !is_exact_for("olmo"));
    }

    #[test]
    fn cuts_at_line_ends() {
        let text = "one two three\nfour five six\nseven\n";
        assert_eq!(head(text, 100), text);
        assert_eq!(head(text, count("one two three\nfour five six\n")), "one two three\nfour five six\n");
        assert_eq!(head(text, 1), "");
    }

    #[test]
    #[ignore = "a measurement"]
    fn megabytes_a_second() {
        let text = include_str!("../../redact/src/redactor.rs").repeat(100);
        let started = std::time::Instant::now();
        let _ = count("x");
        println!("loaded in {:?}", started.elapsed());
        let started = std::time::Instant::now();
        let tokens = count(&text);
        #[expect(clippy::cast_precision_loss, reason = "a size in megabytes")]
        let megabytes = text.len() as f64 / 1e6;
        println!("{megabytes:.2} MB, {tokens} tokens, {:.0} MB/s", megabytes / started.elapsed().as_secs_f64());
    }
}
