//! `file:` URIs and paths, in the forms that editors write: `file:///c%3A/x` and `file:///C:/x` are one file.

use std::path::PathBuf;

use lsp_types::Url;

/// The absolute path of a `file:` URI; `None` for every other scheme, and for what no path can be made of.
pub(crate) fn file_path(uri: &Url) -> Option<PathBuf> {
    path_text(uri, cfg!(windows)).map(PathBuf::from)
}

/// The URI of something below `folder`; `below` is `/`-separated.
pub(crate) fn joined(folder: &Url, below: &str) -> Url {
    let mut uri = folder.clone();
    if let Ok(mut segments) = uri.path_segments_mut() {
        segments.pop_if_empty().extend(below.split('/').filter(|segment| !segment.is_empty()));
    }
    uri
}

fn path_text(uri: &Url, is_windows: bool) -> Option<String> {
    if uri.scheme() != "file" {
        return None;
    }
    let mut segments = Vec::new();
    for segment in uri.path_segments()?.filter(|segment| !segment.is_empty()) {
        let segment = percent_decoded(segment)?;
        // An encoded separator would name another file than the one that was meant.
        let is_unsafe = segment.contains(['/', '\0']) || (is_windows && segment.contains('\\'));
        if is_unsafe || segment == ".." {
            return None;
        }
        segments.push(segment);
    }
    let host = uri.host_str().unwrap_or("");
    if !is_windows {
        return host.is_empty().then(|| format!("/{}", segments.join("/")));
    }
    if !host.is_empty() {
        return Some(format!(r"\\{host}\{}", segments.join(r"\")));
    }
    let drive = segments.first_mut()?;
    if drive.len() != 2 || !drive.ends_with(':') || !drive.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
        return None;
    }
    drive.make_ascii_uppercase();
    Some(if segments.len() == 1 { format!(r"{}\", segments[0]) } else { segments.join(r"\") })
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        match after.get(..2).filter(|_| *first == b'%').and_then(hex) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).ok()
}

fn hex(digits: &[u8]) -> Option<u8> {
    let text = std::str::from_utf8(digits).ok().filter(|text| text.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    u8::from_str_radix(text, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unix(uri: &str) -> Option<String> {
        path_text(&Url::parse(uri).expect("a URI"), false)
    }

    fn windows(uri: &str) -> Option<String> {
        path_text(&Url::parse(uri).expect("a URI"), true)
    }

    #[test]
    fn decodes_what_editors_encode() {
        assert_eq!(unix("file:///w/a%20b/%5Bid%5D.ts").as_deref(), Some("/w/a b/[id].ts"));
        assert_eq!(unix("file:///w/%E2%82%AC/100%25.md").as_deref(), Some("/w/€/100%.md"));
        assert_eq!(unix("file:///w/100%.md").as_deref(), Some("/w/100%.md"), "a lone percent stands for itself");
        assert_eq!(unix("file:///w//x/").as_deref(), Some("/w/x"));
        assert_eq!(unix("file://localhost/w").as_deref(), Some("/w"));
    }

    #[test]
    fn knows_the_forms_of_a_drive() {
        for uri in ["file:///c%3A/w/x.py", "file:///C:/w/x.py", "file:///c:/w/x.py"] {
            assert_eq!(windows(uri).as_deref(), Some(r"C:\w\x.py"), "{uri}");
        }
        assert_eq!(windows("file:///c%3A").as_deref(), Some(r"C:\"));
        assert_eq!(windows("file://server/share/x").as_deref(), Some(r"\\server\share\x"));
        assert_eq!(windows("file:///w/x"), None);
    }

    #[test]
    fn has_no_path_for_what_is_no_file() {
        for uri in ["untitled:Untitled-1", "vscode-vfs://github/a/b", "git:/w/x.py?%7B%7D", "vscode-notebook-cell:/w#1"]
        {
            assert_eq!(unix(uri), None, "{uri}");
        }
        assert_eq!(unix("file:///w/a%2Fb"), None, "an encoded separator");
        assert_eq!(unix("file:///w/%00"), None);
        assert_eq!(unix("file:///w/%FF"), None, "no Unicode");
        assert_eq!(unix("file://server/share/x"), None);
    }

    #[test]
    fn builds_uris_that_decode_to_the_same_path() {
        let folder = Url::parse("file:///w/a%20b/").expect("a URI");
        let uri = joined(&folder, "[id]/100%.ts");
        assert_eq!(path_text(&uri, false).as_deref(), Some("/w/a b/[id]/100%.ts"));
        assert_eq!(joined(&folder, "").as_str(), "file:///w/a%20b");
    }
}
