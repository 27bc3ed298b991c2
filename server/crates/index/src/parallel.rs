use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicUsize, Ordering},
};

/// Things that a thread takes at once.
const BATCH: usize = 32;

/// `work` for each of `count` things, on all processors; the answers in order.
pub(crate) fn each<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    each_with(count, || (), |(), at| work(at))
}

/// The same, with something that each thread keeps.
pub(crate) fn each_with<K, T: Send>(
    count: usize,
    keep: impl Fn() -> K + Sync,
    work: impl Fn(&mut K, usize) -> T + Sync,
) -> Vec<T> {
    shared(count, BATCH, host::threads(), keep, work)
}

/// The same for large things, of which no more than `most` are worked on at the same time.
pub(crate) fn each_large<T: Send>(count: usize, most: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    shared(count, 1, host::threads().min(most), || (), |(), at| work(at))
}

fn shared<K, T: Send>(
    count: usize,
    batch: usize,
    threads: usize,
    keep: impl Fn() -> K + Sync,
    work: impl Fn(&mut K, usize) -> T + Sync,
) -> Vec<T> {
    let threads = threads.min(count.div_ceil(batch));
    if threads <= 1 {
        let mut kept = keep();
        return (0..count).map(|at| work(&mut kept, at)).collect();
    }
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Vec<T>)>> = Mutex::default();
    let share = || {
        let mut kept = keep();
        loop {
            let start = next.fetch_add(batch, Ordering::Relaxed);
            if start >= count {
                break;
            }
            let found = (start..count.min(start + batch)).map(|at| work(&mut kept, at)).collect();
            done.lock().unwrap_or_else(PoisonError::into_inner).push((start, found));
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(share);
        }
        share();
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_unstable_by_key(|(start, _)| *start);
    done.into_iter().flat_map(|(_, found)| found).collect()
}
