//! `.gitignore`: what a fix has to know before it adds a line.

use std::sync::Arc;

use model::{LineMap, facts::FileFacts};

use super::{HAND_WRITTEN_LIMIT, Reader};

pub(crate) const READER: Reader = Reader {
    id: "gitignore",
    claims: |path| path.file_name() == ".gitignore",
    limit_bytes: HAND_WRITTEN_LIMIT,
    read: |_, text| Some(read(text)),
};

fn read(text: &str) -> FileFacts {
    let map = LineMap::new(text);
    let pattern = |line: usize| {
        let pattern = map.line_text(line).trim_start_matches('\u{feff}').trim();
        let counts = !pattern.is_empty() && !pattern.starts_with('#');
        counts.then(|| (Arc::from(pattern), map.line_range(line)))
    };
    FileFacts::Ignore((0..map.lines()).filter_map(pattern).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_blank_lines_are_no_patterns() {
        let FileFacts::Ignore(patterns) = read("\u{feff}.env\r\n\r\n# x\n!keep \n") else { panic!("other facts") };
        let shown: Vec<_> = patterns.iter().map(|(pattern, range)| (&**pattern, range.start.line)).collect();
        assert_eq!(shown, [(".env", 0), ("!keep", 3)]);
    }
}
