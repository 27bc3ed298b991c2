//! Local models often think aloud inside the answer itself, between `<think>` and `</think>` at its start. That is a sign
//! of life, not a part of the answer.

const OPEN: &str = "<think>";
const CLOSE: &str = "</think>";

/// Tells thoughts from the answer while the text streams.
#[derive(Debug, Default)]
pub(crate) struct Thoughts {
    state: State,
    held: String,
}

#[derive(Debug, Default, PartialEq, Eq)]
enum State {
    /// Nothing but blanks, or the start of the tag, so far.
    #[default]
    Start,
    Thinking,
    Answering,
}

impl Thoughts {
    /// Takes more text; returns what of it belongs to the answer.
    pub(crate) fn answer(&mut self, text: &str) -> String {
        if self.state == State::Answering {
            return text.to_owned();
        }
        self.held.push_str(text);
        if self.state == State::Start {
            let start = self.held.trim_start();
            if OPEN.starts_with(start) {
                return String::new();
            }
            self.state = if start.starts_with(OPEN) { State::Thinking } else { State::Answering };
        }
        if self.state == State::Answering {
            return std::mem::take(&mut self.held);
        }
        let Some(end) = self.held.find(CLOSE) else { return String::new() };
        self.state = State::Answering;
        let answer = self.held[end + CLOSE.len()..].trim_start().to_owned();
        self.held.clear();
        answer
    }

    /// What was held back in the hope of a tag that did not come.
    pub(crate) fn rest(&mut self) -> String {
        let rest = if self.state == State::Start { std::mem::take(&mut self.held) } else { String::new() };
        if rest.trim().is_empty() { String::new() } else { rest }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(pieces: &[&str]) -> String {
        let mut thoughts = Thoughts::default();
        let answer: String = pieces.iter().map(|piece| thoughts.answer(piece)).collect();
        answer + &thoughts.rest()
    }

    #[test]
    fn thoughts_at_the_start_are_left_out() {
        assert_eq!(answered(&["<thi", "nk>hm\nhm</th", "ink>\n\nYes."]), "Yes.");
        assert_eq!(answered(&["\n<think></think>a", "b"]), "ab");
        assert_eq!(answered(&["<think>never ends"]), "");
    }

    #[test]
    fn everything_else_stays() {
        assert_eq!(answered(&["a <think>b</think>"]), "a <think>b</think>");
        assert_eq!(answered(&["<thi", "s>"]), "<this>");
        assert_eq!(answered(&["<"]), "<");
        assert_eq!(answered(&["", "  x"]), "  x");
    }
}
