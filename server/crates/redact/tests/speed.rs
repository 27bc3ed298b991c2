//! How fast texts are read. Ignored: a measurement, run with
//! `cargo test --release -p redact --test speed -- --ignored --nocapture`.

use std::{hint::black_box, time::Instant};

use redact::{Known, PublicWords, Redactor};

#[test]
#[ignore = "a measurement"]
fn megabytes_a_second() {
    let code = include_str!("../src/redactor.rs").repeat(200);
    let dotenv = "# comment\nLOG_LEVEL=INFO\nDATABASE_URL=postgres://a:b1c2d3@db:5432/x\nPORT=8000\n".repeat(20_000);
    let known: Vec<Known> = (0..100)
        .map(|at| Known { key: format!("KEY_{at}_SECRET").into(), value: format!("v4lue-{at}-{}", at * 7919).into() })
        .collect();
    let redactor = Redactor::new(&known, &PublicWords::default());
    for (name, text) in [("code", &code), ("dotenv", &dotenv)] {
        black_box(redactor.redact(&text[..10_000]));
        let started = Instant::now();
        let redacted = redactor.redact(text);
        let seconds = started.elapsed().as_secs_f64();
        #[expect(clippy::cast_precision_loss, reason = "a size in megabytes")]
        let megabytes = text.len() as f64 / 1e6;
        println!("{name}: {megabytes:.1} MB, {} taken out, {:.0} MB/s", redacted.count, megabytes / seconds);
    }
    let started = Instant::now();
    black_box(Redactor::new(&known, &PublicWords::default()));
    println!("a redactor of {} values: {:?}", known.len(), started.elapsed());
}
