//! Broken files, made from real ones.

use model::RelPath;

/// No input is longer than this, in bytes.
const LARGEST: usize = 64 << 10;

/// The same inputs for the same target in each run.
pub struct Random(u64);

impl Random {
    pub fn new(name: &str) -> Self {
        Self(
            name.bytes().fold(0x9e37_79b9_7f4a_7c15, |all, byte| (all ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
                | 1,
        )
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() >> 16).unwrap_or(0) % limit.max(1)
    }

    /// One of the files with one to seven changes.
    pub fn mutant(&mut self, corpus: &[(RelPath, String)]) -> (RelPath, String) {
        let (path, text) = &corpus[self.below(corpus.len())];
        let mut bytes = text.as_bytes()[..text.len().min(LARGEST)].to_vec();
        for _ in 0..=self.below(6) {
            self.mutate(&mut bytes, corpus);
        }
        bytes.truncate(LARGEST);
        (path.clone(), String::from_utf8_lossy(&bytes).into_owned())
    }

    fn mutate(&mut self, bytes: &mut Vec<u8>, corpus: &[(RelPath, String)]) {
        const TOKENS: [&str; 32] = [
            "(",
            ")",
            "{",
            "}",
            "[",
            "]",
            "\"",
            "'",
            "`",
            "\"\"\"",
            "\r\n",
            "\0",
            "\u{feff}",
            "é𝄞",
            "${",
            "{{",
            "*a",
            "&a ",
            "<<: *a",
            "---\n",
            "\t",
            "#",
            "//",
            "/*",
            "*/",
            "\\",
            "=",
            ": ",
            "- ",
            "<![CDATA[",
            "<!DOCTYPE a [<!ENTITY b '&b;'>]>",
            "@",
        ];
        let at = self.below(bytes.len() + 1);
        let end = (at + self.below(64)).min(bytes.len());
        match self.below(8) {
            0 if at < bytes.len() => bytes[at] ^= 1 << self.below(8),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let part = bytes[at..end].to_vec();
                bytes.splice(at..at, part);
            }
            3 => drop(bytes.splice(at..at, TOKENS[self.below(TOKENS.len())].bytes())),
            4 => {
                let many = TOKENS[self.below(TOKENS.len())].repeat(1 + self.below(2_000));
                bytes.splice(at..at, many.bytes());
            }
            5 => bytes.truncate(at),
            6 => {
                let other = corpus[self.below(corpus.len())].1.as_bytes();
                let start = self.below(other.len() + 1);
                let end = (start + self.below(400)).min(other.len());
                bytes.splice(at..at, other[start..end].iter().copied());
            }
            _ => {
                // Lines in another order.
                let line = bytes[at..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |end| at + end);
                let part: Vec<u8> = bytes.drain(at..line).collect();
                let to = self.below(bytes.len() + 1);
                bytes.splice(to..to, part);
            }
        }
    }
}
