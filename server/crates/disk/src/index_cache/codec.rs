//! Numbers, texts, lists and paths as bytes. Readers trust nothing: what does not fit is `None`.

use std::sync::Arc;

use model::RelPath;
use rustc_hash::FxHashMap;

/// A value that is written and read back.
pub(super) trait Stored: Sized {
    fn put(&self, out: &mut Writer);
    fn take(from: &mut Reader<'_>) -> Option<Self>;
}

/// Bytes in the making, and the paths that they name.
#[derive(Default)]
pub(super) struct Writer {
    bytes: Vec<u8>,
    paths: FxHashMap<RelPath, u32>,
    in_order: Vec<RelPath>,
    /// The path that was last named, and its place: what stands in one file comes in a row.
    last: Option<(RelPath, u32)>,
}

impl Writer {
    pub(super) fn finish(self) -> (Vec<RelPath>, Vec<u8>) {
        (self.in_order, self.bytes)
    }

    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    pub(super) fn number(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.bytes.push((value & 0x7f) as u8 | 0x80);
            value >>= 7;
        }
        self.bytes.push((value & 0x7f) as u8);
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.bytes.extend(text.as_bytes());
    }
}

/// Bytes and what they name.
pub(super) struct Reader<'b> {
    rest: &'b [u8],
    paths: Vec<RelPath>,
    /// Short texts that were met of late, shared: names of methods come again and again.
    short: Vec<Arc<str>>,
}

impl<'b> Reader<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self { rest: bytes, paths: Vec::new(), short: Vec::new() }
    }

    /// What is left.
    pub(super) fn rest(&self) -> &'b [u8] {
        self.rest
    }

    pub(super) fn number(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..70).step_by(7) {
            let (first, rest) = self.rest.split_first()?;
            self.rest = rest;
            let bits = u64::from(first & 0x7f);
            value |= bits.checked_shl(shift).filter(|_| shift < 63 || bits < 2)?;
            if first & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    /// A count of things that take a byte each at least.
    fn count(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok().filter(|count| *count <= self.rest.len())
    }

    pub(super) fn text(&mut self) -> Option<&'b str> {
        let length = self.count()?;
        let (text, rest) = self.rest.split_at(length);
        self.rest = rest;
        std::str::from_utf8(text).ok()
    }

    fn shared(&mut self) -> Option<Arc<str>> {
        const SHORT: usize = 8;
        let text = self.text()?;
        if let Some(known) = self.short.iter().find(|known| ***known == *text) {
            return Some(Arc::clone(known));
        }
        let new: Arc<str> = Arc::from(text);
        if text.len() <= SHORT && self.short.len() < 16 {
            self.short.push(Arc::clone(&new));
        }
        Some(new)
    }

    pub(super) fn take_paths(&mut self) -> Option<()> {
        let mut before = String::new();
        for _ in 0..self.count()? {
            let shared = usize::try_from(self.number()?).ok()?;
            before.truncate(Some(shared).filter(|end| before.is_char_boundary(*end))?);
            before.push_str(self.text()?);
            self.paths.push(RelPath::new(&before).ok()?);
        }
        Some(())
    }
}

/// Paths, each by what it shares with the one before.
pub(super) fn put_paths(paths: &[RelPath], out: &mut Writer) {
    out.number(paths.len() as u64);
    let mut before = "";
    for path in paths {
        let text = path.as_str();
        let mut shared = text.bytes().zip(before.bytes()).take_while(|(a, b)| a == b).count();
        while !text.is_char_boundary(shared) || !before.is_char_boundary(shared) {
            shared -= 1;
        }
        out.number(shared as u64);
        out.text(&text[shared..]);
        before = text;
    }
}

impl Stored for u64 {
    fn put(&self, out: &mut Writer) {
        out.number(*self);
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        from.number()
    }
}

impl Stored for u32 {
    fn put(&self, out: &mut Writer) {
        out.number(u64::from(*self));
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        from.number()?.try_into().ok()
    }
}

impl Stored for u16 {
    fn put(&self, out: &mut Writer) {
        out.number(u64::from(*self));
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        from.number()?.try_into().ok()
    }
}

impl Stored for bool {
    fn put(&self, out: &mut Writer) {
        out.number(u64::from(*self));
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        match from.number()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

impl Stored for String {
    fn put(&self, out: &mut Writer) {
        out.text(self);
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        from.text().map(str::to_owned)
    }
}

impl Stored for Arc<str> {
    fn put(&self, out: &mut Writer) {
        out.text(self);
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        from.shared()
    }
}

impl Stored for RelPath {
    fn put(&self, out: &mut Writer) {
        if let Some((_, at)) = out.last.as_ref().filter(|(last, _)| last == self) {
            return out.number(u64::from(*at));
        }
        let next = u32::try_from(out.in_order.len()).unwrap_or(u32::MAX);
        let at = *out.paths.entry(self.clone()).or_insert(next);
        if at == next {
            out.in_order.push(self.clone());
        }
        out.last = Some((self.clone(), at));
        out.number(u64::from(at));
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        let at = usize::try_from(from.number()?).ok()?;
        from.paths.get(at).cloned()
    }
}

impl<T: Stored> Stored for Option<T> {
    fn put(&self, out: &mut Writer) {
        self.is_some().put(out);
        if let Some(value) = self {
            value.put(out);
        }
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        Some(if bool::take(from)? { Some(T::take(from)?) } else { None })
    }
}

/// Values as a [`Vec`] of them is written.
pub(super) fn put_all<'v, T: Stored + 'v>(values: impl ExactSizeIterator<Item = &'v T>, out: &mut Writer) {
    out.number(values.len() as u64);
    values.for_each(|value| value.put(out));
}

impl<T: Stored> Stored for Vec<T> {
    fn put(&self, out: &mut Writer) {
        put_all(self.iter(), out);
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        // No more room at once than what is true of most lists: the count may lie.
        const ROOM: usize = 1 << 12;
        let count = from.count()?;
        let mut values = Self::with_capacity(count.min(ROOM));
        for _ in 0..count {
            values.push(T::take(from)?);
        }
        Some(values)
    }
}

impl<T: Stored> Stored for Arc<[T]> {
    fn put(&self, out: &mut Writer) {
        put_all(self.iter(), out);
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        Vec::take(from).map(Self::from)
    }
}

impl<T: Stored> Stored for Arc<T> {
    fn put(&self, out: &mut Writer) {
        (**self).put(out);
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        T::take(from).map(Self::new)
    }
}

impl<A: Stored, B: Stored> Stored for (A, B) {
    fn put(&self, out: &mut Writer) {
        self.0.put(out);
        self.1.put(out);
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        Some((A::take(from)?, B::take(from)?))
    }
}
