//! JSON as `serde_json` makes it pretty, with one write for each line break and its indentation: documents have hundreds of
//! thousands of lines.

use std::io::{self, Write};

use serde_json::ser::Formatter;

/// A comma, a line break and more indentation than any document has.
const BREAK: &[u8] =
    b",\n                                                                                                ";

/// Two spaces a level.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Pretty {
    depth: usize,
    has_value: bool,
}

impl Pretty {
    /// For a value that stands so deep in a document.
    pub(super) fn at(depth: usize) -> Self {
        Self { depth, has_value: false }
    }

    fn open<W: ?Sized + Write>(&mut self, out: &mut W, bracket: u8) -> io::Result<()> {
        self.depth += 1;
        self.has_value = false;
        out.write_all(&[bracket])
    }

    fn close<W: ?Sized + Write>(&mut self, out: &mut W, bracket: u8) -> io::Result<()> {
        self.depth -= 1;
        if self.has_value {
            self.line(out, true)?;
        }
        out.write_all(&[bracket])
    }

    fn line<W: ?Sized + Write>(self, out: &mut W, is_first: bool) -> io::Result<()> {
        let end = 2 + 2 * self.depth;
        match BREAK.get(usize::from(is_first)..end) {
            Some(text) => out.write_all(text),
            None => {
                out.write_all(if is_first { b"\n" } else { b",\n" })?;
                (0..self.depth).try_for_each(|_| out.write_all(b"  "))
            }
        }
    }
}

impl Formatter for Pretty {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b'[')
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b']')
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, is_first: bool) -> io::Result<()> {
        self.line(out, is_first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, _out: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b'{')
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b'}')
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, is_first: bool) -> io::Result<()> {
        self.line(out, is_first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _out: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde::Serialize;
    use serde_json::{Serializer, Value};

    fn document() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i32>().prop_map(Value::from),
            "[a\"\\\\\n\u{e4}]{0,4}".prop_map(Value::from),
        ];
        leaf.prop_recursive(5, 40, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::vec(("[a-c]", inner), 0..4)
                    .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn is_what_the_library_makes(document in document(), around in 0..60_usize) {
            let document = (0..around).fold(document, |inner, _| Value::from(vec![inner]));
            let mut written = Vec::new();
            document.serialize(&mut Serializer::with_formatter(&mut written, Pretty::default())).expect("written");
            prop_assert_eq!(String::from_utf8(written).expect("a text"), serde_json::to_string_pretty(&document).expect("JSON"));
        }
    }
}
