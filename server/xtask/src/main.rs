#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "a development tool, not the product")]
//! The project's own commands. `cargo xtask` lists them; each is one module.

mod bench;
mod codegen;
mod dev;
mod fuzz;
mod new;
mod package;
mod root;
mod setup;
mod shell;
mod test;
mod tidy;

use std::process::ExitCode;

use anyhow::Result;

const USAGE: &str = "\
cargo xtask dev [FOLDER]             build, package, and open FOLDER (default: the sample workspace) with the extension
cargo xtask test [STAGE…]            run every test, or the named stages; installs what it needs first
cargo xtask package [--target T]     make the platform VSIX with the sidecar inside (default: this machine's platform)
cargo xtask package --universal      make the VSIX without a sidecar
cargo xtask bench --tree FILES       only make the tree that is measured, and print its folder
cargo xtask bench [NAME…]            measure, and print ratios against ripgrep and the goals
cargo xtask fuzz [TARGET…] [--minutes N]   feed each reader broken files for N minutes (default: 10)
cargo xtask codegen [--check]        write (or check) schemas, TypeScript types, docs/protocol.md, docs/rules.md
cargo xtask tidy                     check layers, sizes, names
cargo xtask new rule NAME            write a doctor rule with a failing test; `detector` and `message` likewise";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[&str]) -> Result<ExitCode> {
    let done = |result: Result<()>| result.map(|()| ExitCode::SUCCESS);
    match words {
        ["dev"] => done(dev::run(None)),
        ["dev", folder] => done(dev::run(Some(folder))),
        ["test", stages @ ..] => test::run(stages),
        ["package", rest @ ..] => done(package::run(rest)),
        ["bench", "--tree", files] => done(bench::tree(files)),
        ["bench", names @ ..] => done(bench::run(names)),
        ["fuzz", words @ ..] => done(fuzz::run(words)),
        ["codegen"] => done(codegen::write()),
        ["codegen", "--check"] => done(codegen::check()),
        ["tidy"] => done(tidy::run()),
        ["new", kind, name] => done(new::run(kind, name)),
        _ => {
            eprintln!("{USAGE}");
            Ok(ExitCode::from(2))
        }
    }
}
