//! The binary: `workspai lsp` for editors, and the command line.

mod cli;
mod convert;
mod lsp;
mod recall;
mod turn;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Much of the work is making and dropping small values, on several threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Knows your backend workspace: its projects, its health, and why something fails.
#[derive(Parser)]
#[command(name = "workspai", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Inspect(cli::Inspect),
    Doctor(cli::Doctor),
    Context(cli::Context),
    /// Speaks the Language Server Protocol over stdin and stdout. Editors start it.
    Lsp(lsp::Options),
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Inspect(options) => cli::exit(cli::inspect(&options)),
        Command::Doctor(options) => cli::exit(cli::doctor(&options)),
        Command::Context(options) => cli::exit(cli::context(&options)),
        Command::Lsp(options) => lsp::run(&options),
    }
}
