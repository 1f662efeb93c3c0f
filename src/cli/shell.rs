//! What do shells and `man` want to know of us?

use std::io::Write;

use clap::CommandFactory;
use clap_complete::Shell;

use crate::cli::Outcome;
use crate::cli::args::Args;

/// Print shell completions
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim completions bash > ~/.bash_completion\n  verbatim completions zsh > ~/.zfunc/_verbatim\n  verbatim completions fish > ~/.config/fish/completions/verbatim.fish"
)]
pub struct Completions {
    /// The shell
    pub shell: Shell,
}

/// Prints the completions of a shell.
pub fn completions(command: &Completions) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(command.shell, &mut Args::command(), "verbatim", &mut script);
    std::io::stdout().write_all(&script)?;
    Ok(Outcome::Done)
}

/// Prints the manual page, with a section for each command.
pub fn man() -> anyhow::Result<Outcome> {
    let mut command = Args::command();
    command.build();
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        page.extend_from_slice(
            format!(".SH \"VERBATIM {}\"\n", sub.get_name().to_uppercase()).as_bytes(),
        );
        let man = clap_mangen::Man::new(sub.clone());
        man.render_synopsis_section(&mut page)?;
        man.render_description_section(&mut page)?;
        man.render_options_section(&mut page)?;
    }
    std::io::stdout().write_all(&page)?;
    Ok(Outcome::Done)
}
