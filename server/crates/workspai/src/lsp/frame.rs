//! Frames as LSP writes them: a `Content-Length` header, a blank line, that many bytes of JSON. Whatever stands between
//! two frames, or calls itself a frame and is none, is passed over and reported; the next good frame is read.

use std::io::{self, Read};

/// Larger claims are taken for garbage: nobody waits for them.
const BODY_LIMIT: usize = 256 << 20;
/// A header section is three short lines.
const HEADER_LIMIT: usize = 4 << 10;
const KEY: &[u8] = b"content-length:";

/// Splits a byte stream into frames.
pub(crate) struct FrameReader<R> {
    input: R,
    buffer: Vec<u8>,
    /// Bytes before this one are consumed.
    start: usize,
}

/// What stands at the front of the buffer.
#[derive(Debug, PartialEq, Eq)]
enum Header {
    /// Not enough bytes to tell.
    Partial,
    /// A complete header section: its body starts and ends here. `garbage` bytes stand before it.
    Complete { garbage: usize, body: std::ops::Range<usize> },
    /// No header in the first `skip` bytes.
    Bad { skip: usize },
}

impl<R: Read> FrameReader<R> {
    pub(crate) fn new(input: R) -> Self {
        Self { input, buffer: Vec::new(), start: 0 }
    }

    /// The stream, to feed one in memory.
    pub(crate) fn input(&mut self) -> &mut R {
        &mut self.input
    }

    /// The body of the next frame that `accept` takes; `None` at the end of the stream. What is passed over goes to
    /// `dropped`: the bytes and, for a body, what `accept` said of it.
    ///
    /// # Errors
    /// The stream's own.
    pub(crate) fn next<T, E>(
        &mut self,
        accept: impl Fn(&[u8]) -> Result<T, E>,
        mut dropped: impl FnMut(&[u8], Option<E>),
    ) -> io::Result<Option<(Vec<u8>, T)>> {
        loop {
            match header(&self.buffer[self.start..]) {
                Header::Bad { skip } => {
                    dropped(&self.buffer[self.start..self.start + skip], None);
                    self.start += skip;
                }
                Header::Complete { garbage, body } if self.buffer.len() - self.start >= body.end => {
                    if garbage > 0 {
                        dropped(&self.buffer[self.start..self.start + garbage], None);
                    }
                    let bytes = &self.buffer[self.start + body.start..self.start + body.end];
                    match accept(bytes) {
                        Ok(taken) => {
                            let bytes = bytes.to_vec();
                            self.start += body.end;
                            return Ok(Some((bytes, taken)));
                        }
                        Err(why) => {
                            dropped(bytes, Some(why));
                            // The length may have been wrong: a header inside the body starts the next frame.
                            self.start += find(bytes, KEY).map_or(body.end, |inner| body.start + inner);
                        }
                    }
                }
                Header::Partial | Header::Complete { .. } => {
                    if !self.fill()? {
                        return Ok(None);
                    }
                }
            }
        }
    }

    fn fill(&mut self) -> io::Result<bool> {
        self.buffer.drain(..self.start);
        self.start = 0;
        let mut chunk = [0; 64 << 10];
        let read = self.input.read(&mut chunk)?;
        self.buffer.extend_from_slice(&chunk[..read]);
        Ok(read > 0)
    }
}

/// A frame around `body`.
pub(crate) fn framed(body: &[u8]) -> Vec<u8> {
    let mut frame = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    frame.extend_from_slice(body);
    frame
}

fn header(bytes: &[u8]) -> Header {
    let Some(key) = find(bytes, KEY) else {
        // The key may have arrived in part.
        let keep = HEADER_LIMIT.max(KEY.len());
        return if bytes.len() > 2 * keep { Header::Bad { skip: bytes.len() - keep } } else { Header::Partial };
    };
    let skip_key = Header::Bad { skip: key + KEY.len() };
    let garbage = key - other_headers(&bytes[..key]);
    let mut length = None;
    let mut at = key;
    loop {
        let Some(end) = bytes[at..].iter().position(|byte| *byte == b'\n') else {
            return if bytes.len() - key > HEADER_LIMIT { skip_key } else { Header::Partial };
        };
        let line = bytes[at..at + end].strip_suffix(b"\r").unwrap_or(&bytes[at..at + end]);
        at += end + 1;
        if line.is_empty() {
            break;
        }
        let Some((name, value)) = split(line) else { return skip_key };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse::<usize>().ok().filter(|length| *length <= BODY_LIMIT);
            if length.is_none() {
                return skip_key;
            }
        }
    }
    length.map_or(skip_key, |length| Header::Complete { garbage, body: at..at + length })
}

/// Bytes of well-formed header lines at the end of `bytes`: a frame may name its content type first.
fn other_headers(bytes: &[u8]) -> usize {
    let mut taken = 0;
    while let Some(rest) = bytes[..bytes.len() - taken].strip_suffix(b"\n") {
        let start = rest.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        if split(rest[start..].strip_suffix(b"\r").unwrap_or(&rest[start..])).is_none() {
            break;
        }
        taken = bytes.len() - start;
    }
    taken
}

fn split(line: &[u8]) -> Option<(&str, &str)> {
    let (name, value) = std::str::from_utf8(line).ok()?.split_once(':')?;
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_name.then_some((name, value))
}

fn find(bytes: &[u8], key: &[u8]) -> Option<usize> {
    bytes.windows(key.len()).position(|window| window.eq_ignore_ascii_case(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads every frame; a body is good when it starts with `{` and ends with `}`. One byte at a time, so that every
    /// split of the stream is met.
    fn read(text: &str) -> (Vec<String>, usize) {
        struct Drip<'t>(&'t [u8]);
        impl Read for Drip<'_> {
            fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
                let Some((first, rest)) = self.0.split_first() else { return Ok(0) };
                into[0] = *first;
                self.0 = rest;
                Ok(1)
            }
        }
        let mut reader = FrameReader::new(Drip(text.as_bytes()));
        let (mut bodies, mut dropped) = (Vec::new(), 0);
        let accept =
            |body: &[u8]| if body.starts_with(b"{") && body.ends_with(b"}") { Ok(()) } else { Err("no object") };
        while let Some((body, ())) = reader.next(accept, |_, _| dropped += 1).expect("a stream in memory") {
            bodies.push(String::from_utf8(body).expect("UTF-8"));
        }
        (bodies, dropped)
    }

    #[test]
    fn reads_frames_one_after_the_other() {
        let text = "Content-Length: 2\r\n\r\n{}Content-Type: x; charset=utf-8\r\ncontent-length:3\r\n\r\n{1}";
        assert_eq!(read(text), (vec!["{}".into(), "{1}".into()], 0));
    }

    #[test]
    fn passes_over_what_is_no_frame() {
        for garbage in [
            "hello\r\n",
            "hello\r\n\r\n",
            "Content-Length: many\r\n\r\n",
            "Content-Length: -1\r\n\r\n",
            "Content-Length: 99999999999999999999\r\n\r\n",
            "Content-Type: only\r\n\r\n",
            "Content-Length: 4\r\n\r\nnope",
            "Content-Length: 3\r\n\r\n{\"a\": 1}",
            "Content-Length: 30\r\n\r\n{\"a\": 1}",
            "{\"a\":1}",
        ] {
            let (bodies, dropped) = read(&format!("{garbage}Content-Length: 2\r\n\r\n{{}}"));
            assert_eq!(bodies, ["{}"], "after {garbage:?}");
            assert!(dropped > 0 || garbage.starts_with("Content-Type"), "{garbage:?} is reported");
        }
    }

    #[test]
    fn an_endless_line_is_not_kept() {
        let mut reader = FrameReader::new(io::repeat(b'x').take(10 << 20));
        let accept = |_: &[u8]| Ok::<(), ()>(());
        assert!(reader.next(accept, |_, _| ()).expect("a stream in memory").is_none());
        assert!(reader.buffer.capacity() < 1 << 20, "{}", reader.buffer.capacity());
    }

    #[test]
    fn a_stream_that_ends_within_a_frame_ends() {
        assert_eq!(read("Content-Length: 20\r\n\r\n{"), (vec![], 0));
    }
}
