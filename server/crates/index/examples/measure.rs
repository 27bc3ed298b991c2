//! Measures an index in its own process: a first look at a folder, then edits of one file after another, each to a new
//! snapshot. `cargo run --release -p index --example measure FOLDER [EDITS]`; milliseconds on stdout, one figure a line.

use std::{path::Path, sync::Arc, time::Instant};

use host::{Host, OsHost};
use index::{Change, Index};
use model::RelPath;

/// As in the product.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().expect("the folder to look at");
    let edits: usize = arguments.next().map_or(200, |count| count.parse().expect("how many files to edit"));
    let host = OsHost::open(Path::new(&folder)).expect("a folder");
    let started = Instant::now();
    let mut index = Index::new(&host);
    println!("first {:.3}", started.elapsed().as_secs_f64() * 1e3);
    let paths: Vec<RelPath> =
        index.snapshot().files.iter().filter(|(_, entry)| entry.code.is_some()).map(|(path, _)| path.clone()).collect();
    let mut times = Vec::new();
    for at in 0..edits.min(paths.len()) {
        // Files from everywhere in the tree, each once.
        let path = &paths[at * paths.len() / edits.min(paths.len())];
        let Ok(bytes) = host.read(path, 1 << 20) else { continue };
        let mut text = String::from_utf8_lossy(&bytes).into_owned();
        // The editor opens it, then a letter is typed inside the file.
        index.apply(&host, [Change::Buffer(path.clone(), Arc::from(text.as_str()))]);
        let middle = text.find('\n').unwrap_or(0);
        text.insert(middle, ' ');
        let started = Instant::now();
        let snapshot = index.apply(&host, [Change::Buffer(path.clone(), Arc::from(text.as_str()))]);
        times.push(started.elapsed().as_secs_f64() * 1e3);
        drop(snapshot);
    }
    times.sort_by(f64::total_cmp);
    let at = |percent: usize| times.get((times.len() * percent).div_ceil(100).max(1) - 1).copied().unwrap_or_default();
    println!("edit-median {:.3}\nedit-p95 {:.3}\nedit-max {:.3}", at(50), at(95), at(100));
}
