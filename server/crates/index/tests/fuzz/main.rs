//! Broken input, made from real files: no reader panics, hangs or asks for absurd memory.
//!
//! A short run is part of the ordinary tests. `cargo xtask fuzz [TARGET…] [--minutes N]` runs each target for longer, on an
//! optimised build; `$WORKSPAI_SOURCES` may name a folder with more real files to start from, `$WORKSPAI_FUZZ_LAST` a file
//! that each input is written to before it is read.
#![allow(clippy::disallowed_methods, reason = "a test reads its own settings and the memory that it takes")]

mod random;
mod workspaces;

use std::{
    panic::{RefUnwindSafe, catch_unwind},
    path::Path,
    sync::{Arc, Mutex, mpsc},
    time::{Duration, Instant},
};

use host::MemHost;
use model::RelPath;
use random::Random;
use syntax::Language;

/// How often the watch looks at the input that is being read.
const LOOK: Duration = Duration::from_millis(500);
/// One input may take so many looks (20 seconds on a loaded machine in a build without optimisation). Looks are counted
/// and not seconds, so that a process that was halted for a while does not seem to hang.
const PATIENCE: u32 = 40;
/// What all of it may take. A text of some hundred kilobytes becomes many small values.
const MEMORY_LIMIT_KB: u64 = 1_500_000;

/// What is fed with broken input.
struct Target {
    name: String,
    /// Real files, and what they are called.
    corpus: Vec<(RelPath, String)>,
    run: Run,
}

type Run = Box<dyn Fn(&RelPath, &str) + Send + RefUnwindSafe>;

#[test]
fn no_reader_falls_over_broken_files() {
    let setting = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let seconds: f64 = setting("WORKSPAI_FUZZ_SECONDS").map_or(0.25, |text| text.parse().expect("seconds"));
    let wanted = setting("WORKSPAI_FUZZ_TARGETS").unwrap_or_default();
    let is_wanted = |name: &str| wanted.is_empty() || wanted.split(',').any(|one| one == name);
    let mut corpus = fixture::texts(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../..")), 256 << 10);
    if let Some(more) = setting("WORKSPAI_SOURCES") {
        corpus.extend(fixture::texts(Path::new(&more), 256 << 10));
    }
    for target in targets(&corpus).into_iter().filter(|target| is_wanted(&target.name)) {
        let runs = fuzz(target, Duration::from_secs_f64(seconds));
        println!("{runs}");
    }
}

fn targets(corpus: &[(RelPath, String)]) -> Vec<Target> {
    let of = |is_its: &dyn Fn(&RelPath) -> bool| -> Vec<(RelPath, String)> {
        corpus.iter().filter(|(path, _)| is_its(path)).take(400).cloned().collect()
    };
    let mut targets: Vec<Target> = detect::readers::READERS
        .iter()
        .map(|reader| Target {
            name: reader.id.to_owned(),
            corpus: of(&|path| detect::reader_for(path).is_some_and(|its| its.id == reader.id)),
            run: Box::new(|path, text| drop(detect::read(path, text))),
        })
        .collect();
    let languages = [
        ("python", "py"),
        ("typescript", "ts"),
        ("javascript", "js"),
        ("go", "go"),
        ("java", "java"),
        ("kotlin", "kt"),
    ];
    for (name, ending) in languages {
        targets.push(Target {
            name: format!("code-{name}"),
            corpus: of(&|path| path.extension() == ending),
            run: Box::new(|path, text| {
                let language = Language::of(path).expect("a file of code");
                drop(detect::code::read(path, text));
                let parsed = detect::code::Parsed::new(path, text);
                drop(detect::env_reads::of_file(path, &parsed));
                drop(detect::ports::of_file(path, &parsed));
                drop(detect::migrations::of_file(path, text));
                drop(detect::links::read(language, text));
                let outline = syntax::parse_outline(language, &Arc::from(text));
                // Every body is looked at.
                syntax::walk::module(&outline, &mut |_| true);
                drop(syntax::outline::symbols(&outline));
            }),
        });
        targets.push(Target {
            name: format!("routes-{name}"),
            corpus: of(&|path| path.extension() == ending),
            run: Box::new(follow),
        });
    }
    // A reader without a real file starts from nothing.
    for target in targets.iter_mut().filter(|target| target.corpus.is_empty()) {
        let known = detect::readers::READERS.iter().find(|reader| reader.id == target.name);
        let names = NAMES.iter().filter_map(|name| RelPath::new(name).ok());
        let path = names.into_iter().find(|path| known.is_some_and(|reader| (reader.claims)(path)));
        let path = path.unwrap_or_else(|| panic!("no real file and no name for {}", target.name));
        target.corpus.push((path, SEED.to_owned()));
    }
    let (files, run) = workspaces::broken(corpus);
    targets.push(Target { name: "workspaces".to_owned(), corpus: files, run });
    targets
}

/// A file that each reader without samples claims.
const NAMES: [&str; 16] = [
    "gradle/libs.versions.toml",
    "bun.lock",
    "yarn.lock",
    "Pipfile",
    "Pipfile.lock",
    "gradle.lockfile",
    "setup.py",
    "go.sum",
    ".gitignore",
    ".github/workflows/ci.yml",
    "k8s/deployment.yaml",
    "src/main/resources/openapi.yml",
    "Makefile",
    ".rapidkit/workspace-memory.json",
    "pnpm-workspace.yaml",
    "build.gradle",
];
const SEED: &str = "a = 1\n[b]\nc: \"d\" # e\n{\"f\": [1, {\"g\": null}]}\nh==1.2 \\\n  --hash=sha256:00\n";

/// The code in a project that its framework's reader follows.
fn follow(path: &RelPath, text: &str) {
    let manifests = [
        ("pyproject.toml", "[project]\nname = \"x\"\ndependencies = [\"fastapi\"]\n"),
        ("package.json", "{\"name\": \"x\", \"dependencies\": {\"express\": \"5\", \"fastify\": \"5\"}}"),
        ("go.mod", "module x\n\nrequire github.com/gin-gonic/gin v1.10.0\n"),
        (
            "pom.xml",
            "<project><artifactId>x</artifactId><dependencies><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-web</artifactId></dependency></dependencies></project>",
        ),
    ];
    let of = match path.extension() {
        "py" => 0,
        "go" => 2,
        "java" | "kt" => 3,
        _ => 1,
    };
    let name = format!("src/{}", path.file_name());
    let host = MemHost::new([manifests[of], (name.as_str(), text)]);
    drop(index::build(&host));
}

/// Feeds a target until its time is over; a line about it.
fn fuzz(target: Target, time: Duration) -> String {
    let (name, files) = (target.name.clone(), target.corpus.len());
    let current: Arc<Mutex<(u64, RelPath, String)>> = Arc::new(Mutex::new((0, RelPath::root(), String::new())));
    let (done, is_done) = mpsc::channel();
    let shared = Arc::clone(&current);
    let last = std::env::var_os("WORKSPAI_FUZZ_LAST");
    let thread = std::thread::spawn(move || {
        let mut random = Random::new(&target.name);
        let (until, mut runs) = (Instant::now() + time, 0_u64);
        while Instant::now() < until || runs < 20 {
            let (path, text) = random.mutant(&target.corpus);
            *shared.lock().expect("the watch does not panic") = (runs, path.clone(), text.clone());
            // An overflow of the stack ends the process before anybody can tell.
            if let Some(last) = &last {
                std::fs::write(last, format!("{path}\n{text}")).expect("a file for the last input");
            }
            if catch_unwind(|| (target.run)(&path, &text)).is_err() {
                let _ = done.send(Err("panicked"));
                return;
            }
            runs += 1;
        }
        let _ = done.send(Ok(runs));
    });
    let (mut seen, mut looks) = (0, 0);
    loop {
        let failure = match is_done.recv_timeout(LOOK) {
            Ok(Ok(runs)) => {
                drop(thread.join());
                return format!("{name}: {runs} inputs from {files} files, {} MB at the most", peak_kb() / 1000);
            }
            Ok(Err(failure)) => Some(failure),
            Err(_) => {
                let now = current.lock().expect("a moment").0;
                looks = if now == seen { looks + 1 } else { 0 };
                seen = now;
                match (looks > PATIENCE, peak_kb() > MEMORY_LIMIT_KB) {
                    (true, _) => Some("hung"),
                    (_, true) => Some("took too much memory"),
                    _ => None,
                }
            }
        };
        if let Some(failure) = failure {
            let (_, path, text) = current.lock().expect("a moment").clone();
            panic!("{name} {failure} on {path}:\n{text:?}");
        }
    }
}

/// The most memory that the process has had, in kilobytes; 0 where nobody tells.
fn peak_kb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
