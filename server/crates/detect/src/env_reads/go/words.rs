//! How libraries make the name of a key out of a field's name.

/// The words of a name as envconfig's `split_words` has them: `MaxHTTPConns` is `Max_HTTP_Conns`, `HTTP2Port` is
/// `HTT_P2_Port`.
pub(super) fn split(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let uppers = letters[at..].iter().take_while(|it| it.is_ascii_uppercase()).count();
        let others = letters[at + uppers..].iter().take_while(|it| !it.is_ascii_uppercase()).count();
        // The last capital of several belongs to what follows them.
        let first = if uppers > 1 && others > 0 { uppers - 1 } else { uppers + others };
        words.push(letters[at..at + first].iter().collect());
        if first < uppers + others {
            words.push(letters[at + first..at + uppers + others].iter().collect());
        }
        at += uppers + others;
    }
    words.join("_")
}

/// The name that caarlos0/env makes with `UseFieldNameByDefault`: `HTTPHost` is `HTTP_HOST`.
pub(in crate::env_reads) fn upper(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut out = String::new();
    for (at, letter) in letters.iter().enumerate().filter(|(_, letter)| **letter != '_') {
        let is_start = !out.is_empty()
            && letter.is_uppercase()
            && letters.get(at + 1).is_some_and(|next| next.is_lowercase() || letters[at - 1].is_lowercase());
        if is_start {
            out.push('_');
        }
        out.extend(letter.to_uppercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{split, upper};

    #[test]
    fn words_are_those_of_the_libraries() {
        let names = ["MaxHTTPConns", "HTTP2Enabled", "APIKeyID", "V1beta1Name", "Port", "URL"];
        assert_eq!(names.map(split), ["Max_HTTP_Conns", "HTT_P2_Enabled", "API_Key_ID", "V1beta1_Name", "Port", "URL"]);
        assert_eq!(
            ["HTTPHost", "MaxRetries", "APIKey", "URL"].map(upper),
            ["HTTP_HOST", "MAX_RETRIES", "API_KEY", "URL"]
        );
    }
}
