//! The files of a cache: a table of hashes of their paths, sorted, and what is known of each, read only for those that are
//! asked for.

use std::{
    hash::{Hash, Hasher},
    sync::Arc,
};

use model::RelPath;
use rustc_hash::FxHasher;

use super::{
    KnownFile,
    codec::{Reader, Stored, Writer},
};

/// A hash, and where what is known of the file starts.
const ROW_BYTES: usize = 12;

/// Files of code, by path.
#[derive(Debug, Clone, Default)]
pub struct KnownFiles {
    bytes: Arc<Vec<u8>>,
    /// Where the table starts.
    start: usize,
    count: usize,
}

impl KnownFiles {
    /// The table at `start` of `bytes`, and where it and what belongs to it end.
    pub(super) fn at(bytes: &Arc<Vec<u8>>, start: usize) -> Option<(Self, usize)> {
        let mut reader = Reader::new(bytes.get(start..)?);
        let count = usize::try_from(reader.number()?).ok()?;
        let length = usize::try_from(reader.number()?).ok()?;
        let table = bytes.len() - reader.rest().len();
        let end = count.checked_mul(ROW_BYTES)?.checked_add(table)?.checked_add(length)?;
        (end <= bytes.len()).then(|| (Self { bytes: Arc::clone(bytes), start: table, count }, end))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// What is known of a file.
    #[must_use]
    pub fn get(&self, path: &RelPath) -> Option<KnownFile> {
        let wanted = hash(path);
        let (mut low, mut high) = self.around(wanted)?;
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.row(middle)?.0 < wanted { low = middle + 1 } else { high = middle }
        }
        // Different paths may have one hash.
        let same = (low..self.count).map_while(|at| self.row(at).filter(|(hash, _)| *hash == wanted));
        same.filter_map(|(_, at)| self.body(at, Some(path))).next()
    }

    /// Rows between which the first with this hash or a larger one stands. Hashes are spread evenly, so it is near the place
    /// that its size tells.
    fn around(&self, wanted: u64) -> Option<(usize, usize)> {
        let guess = (u128::from(wanted) * self.count as u128) >> 64;
        let guess = usize::try_from(guess).ok()?;
        let (mut low, mut high, mut step) = (guess, guess, 32);
        while low > 0 && self.row(low)?.0 >= wanted {
            low = low.saturating_sub(step);
            step *= 4;
        }
        while high < self.count && self.row(high)?.0 < wanted {
            high = self.count.min(high + step);
            step *= 4;
        }
        Some((low, high))
    }

    /// All of them, in no order that means anything.
    pub fn iter(&self) -> impl Iterator<Item = KnownFile> + '_ {
        (0..self.count).filter_map(|at| self.body(self.row(at)?.1, None))
    }

    fn row(&self, at: usize) -> Option<(u64, usize)> {
        let row = self.bytes.get(self.start + at * ROW_BYTES..)?.first_chunk::<ROW_BYTES>()?;
        let (hash, start) = row.split_at(8);
        let start = u32::from_le_bytes(start.try_into().ok()?);
        Some((u64::from_le_bytes(hash.try_into().ok()?), usize::try_from(start).ok()?))
    }

    /// What is known of the file there, if it is the wanted one or any will do.
    fn body(&self, at: usize, wanted: Option<&RelPath>) -> Option<KnownFile> {
        let bodies = self.start + self.count * ROW_BYTES;
        let mut reader = Reader::new(self.bytes.get(bodies.checked_add(at)?..)?);
        let text = reader.text()?;
        let path = match wanted {
            Some(path) if path.as_str() == text => path.clone(),
            Some(_) => return None,
            None => RelPath::new(text).ok()?,
        };
        Some(KnownFile {
            path,
            size: Stored::take(&mut reader)?,
            stamp: Stored::take(&mut reader)?,
            source: Stored::take(&mut reader)?,
            env: Stored::take(&mut reader)?,
            ports: Stored::take(&mut reader)?,
            migration: Stored::take(&mut reader)?,
        })
    }
}

/// The bytes of a table of these files.
pub(super) fn encode(files: &[KnownFile]) -> Vec<u8> {
    let mut bodies = Writer::default();
    let mut rows: Vec<(u64, u32)> = Vec::with_capacity(files.len());
    for KnownFile { path, size, stamp, source, env, ports, migration } in files {
        // A file that would not fit any more is not known on the next day.
        let Ok(start) = u32::try_from(bodies.len()) else { break };
        rows.push((hash(path), start));
        path.as_str().to_owned().put(&mut bodies);
        size.put(&mut bodies);
        stamp.put(&mut bodies);
        source.put(&mut bodies);
        env.put(&mut bodies);
        ports.put(&mut bodies);
        migration.put(&mut bodies);
    }
    rows.sort_unstable();
    let (_, bodies) = bodies.finish();
    let mut head = Writer::default();
    head.number(rows.len() as u64);
    head.number(bodies.len() as u64);
    let mut bytes = head.finish().1;
    for (hash, start) in rows {
        bytes.extend(hash.to_le_bytes());
        bytes.extend(start.to_le_bytes());
    }
    bytes.extend(bodies);
    bytes
}

fn hash(path: &RelPath) -> u64 {
    let mut hasher = FxHasher::default();
    path.as_str().hash(&mut hasher);
    hasher.finish()
}
