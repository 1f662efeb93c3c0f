//! How does a command line become an exit code?

use std::process::ExitCode;

fn main() -> ExitCode {
    verbatim::cli::run(std::env::args_os())
}
